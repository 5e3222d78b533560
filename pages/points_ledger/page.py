"""湾郡币 points: balances and latest entries, awards on their way, and awarding one resident."""

from functools import partial
from typing import Any

import streamlit as st

from db import registry
from db.points_ledger import awards as points_awards
from db.points_ledger import books as points_books
from db.visit import Visit, permission_of
from domain.people import Permission
from domain.points_ledger.books import months_words
from domain.showcase import months_ago
from pages.acts import act
from pages.feature import Feature, Quick, Room
from pages.points_ledger import listing, of_resident, waiting
from pages.points_ledger.activity import activity_dialog
from pages.points_ledger.award import award_dialog, quick
from pages.points_ledger.board import SCENE
from pages.points_ledger.monthly import monthly
from pages.points_ledger.statement import statement
from ui import charts, layout, points_charts, whereabouts

TITLE = "湾郡币积分"

TABS = {"waiting": "待办登记", "balances": "余额", "entries": "最近流水", "month": "月度"}
HIGH = 220  # px of the picture


def render(visit: Visit) -> None:
    head, top = layout.page_head(TITLE, "记一份心意，不是钱：不买卖，不兑现金。"), st.container()
    may = visit.user.may(permission_of(registry.find_residents))
    desk = may and bool(registry.entered(visit.db).residents) and statement(visit)
    with head, st.container(horizontal=True):
        act(visit, "登记湾郡币", award_dialog, icon="add", primary=not desk)
        act(visit, "登记一次活动", activity_dialog, icon="group_add")
    with top:
        _top(visit, desk)
    if desk:
        return  # one person's desk takes the place of the tabs
    draws = (partial(draw, visit) for draw in (waiting.draw, listing.balances, listing.entries,
                                               monthly))  # fmt: skip
    whereabouts.tabs(TABS, *draws, key="points:tab")


def _top(visit: Visit, desk: bool) -> None:
    """The month's figures, beside them what the year looks like; at a desk only the figures."""
    months = points_books.months(visit.db, f"{months_ago(visit.today, 11):%Y-%m}")
    if desk or not months:
        _figures(visit, layout.figures())
        _books(visit)
        return
    figures, picture = st.columns(2, gap="medium")
    with figures:
        _figures(visit, st.grid(2, min_column_width=150))
    with picture, st.container(gap="xsmall"):
        told = months_words(months)
        st.markdown(told)
        chart = points_charts.months_bars(months, charts.palette(), high=HIGH)
        charts.show(chart, told)
        _books(visit)


def _figures(visit: Visit, row: Any) -> None:
    flow = points_books.month_flow(visit.db, f"{visit.today:%Y-%m}")
    drafts, ready = points_awards.awards_waiting(visit.db, visit.today)
    for label, moved, icon in (
        ("本月发放", flow.issued, "volunteer_activism"),
        ("本月兑换", flow.redeemed, "redeem"),
    ):
        layout.figure(row, label, f"{moved.net:,}", "枚", icon, moved.told)
    layout.figure(row, "待核准", f"{drafts:,}", "张", "approval", "换人核准" if drafts else "")
    layout.figure(row, "可入账", f"{ready:,}", "张", "publish", "公示期满" if ready else "")


def _books(visit: Visit) -> None:
    """Verified on every visit, in words and colour (账平)."""
    books = points_books.books(visit.db)
    if books.balanced:
        st.markdown(f":green[:material/check_circle: **账平**] {layout.escaped(books.told)}")
    else:
        st.error(
            f"账不平：{layout.escaped(books.told)}。请立即停止登记，找管理员核对。",
            icon=":material/error:",
        )


FEATURE = Feature(
    rooms=(Room("points", TITLE, "loyalty", Permission.SEE_POINTS, render),),
    quick=Quick("湾郡币", "loyalty", points_awards.register_award, quick, usual=True),
    scene=SCENE,
    resident=(of_resident.PART,),
)
