"""湾郡币 points: balances and latest entries, awards on their way, and awarding one resident."""

from functools import partial

import streamlit as st

from db import registry
from db.calendar import Calendar, calendar
from db.points_ledger import activities
from db.points_ledger import awards as points_awards
from db.points_ledger import books as points_books
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.people import Permission
from domain.points_ledger.activities import Batch
from domain.points_ledger.awards import Award, AwardState
from pages.acts import act
from pages.feature import Feature, Quick, Room
from pages.person import person_link
from pages.points_ledger import of_resident
from pages.points_ledger.activity import activity_dialog
from pages.points_ledger.award import award_dialog, quick
from pages.points_ledger.board import SCENE
from pages.points_ledger.monthly import monthly
from pages.points_ledger.statement import statement
from pages.second_person import answer
from ui import charts, layout, points_charts, tables

TITLE = "湾郡币积分"

BALANCES = [
    tables.Column("居民", lambda row: row.resident),
    tables.Column("房号", lambda row: row.room),
    tables.Column("余额（枚）", lambda row: f"{row.points:,}", right=True),
]
ENTRIES = [
    tables.Column("日期", lambda row: row.earned_on.isoformat()),
    tables.Column("居民", lambda row: row.resident),
    tables.Column("事由", lambda row: row.reason),
    tables.Column("枚", lambda row: f"{row.points:+,}", right=True),
]


def render(visit: Visit) -> None:
    with (
        layout.page_head(TITLE, "记一份心意，不是钱：不买卖，不兑现金。"),
        st.container(horizontal=True),
    ):
        act(visit, "登记湾郡币", award_dialog, icon="add", primary=True)
        act(visit, "登记一次活动", activity_dialog, icon="group_add")
    _figures(visit)
    _books(visit)
    found = (
        visit.user.may(permission_of(registry.find_residents))
        and registry.entered(visit.db).residents
    )
    if found and statement(visit):
        return  # one person's desk takes the place of the tabs
    layout.tabs({
        "待办登记": partial(_open_awards, visit),
        "余额": partial(_balances, visit),
        "最近流水": partial(_entries, visit),
        "月度": partial(monthly, visit),
    })  # fmt: skip


def _figures(visit: Visit) -> None:
    flow = points_books.month_flow(visit.db, f"{visit.today:%Y-%m}")
    waiting, ready = points_awards.awards_waiting(visit.db, visit.today)
    row = layout.figures()
    for label, moved, icon in (
        ("本月发放", flow.issued, "volunteer_activism"),
        ("本月兑换", flow.redeemed, "redeem"),
    ):
        layout.figure(row, label, f"{moved.net:,}", "枚", icon, moved.told)
    layout.figure(row, "待核准", str(waiting), "张", "approval", "换人核准" if waiting else "")
    layout.figure(row, "可入账", str(ready), "张", "publish", "公示期满" if ready else "")


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


def _open_awards(visit: Visit) -> None:
    awards = [a for a in points_awards.open_awards(visit.db) if not _in_batch(a)]
    batches = activities.open_batches(visit.db)
    if not awards and not batches:
        layout.empty_state("task_alt", "没有待办的登记", "新登记的会排在这里，等第二个人核准。")
        return
    if any(a.ready(visit.today) for a in awards):
        act(visit, "公示期满的全部入账", points_awards.post_awards, primary=True, icon="publish")
    for batch in batches:
        _batch_row(visit, batch)
    known = calendar(visit.db)
    for award in awards:
        _award_row(visit, award, known)


def _in_batch(award: Award) -> bool:
    """Awards of one activity wait together, as one line."""
    return award.batch_id is not None and award.state is AwardState.DRAFT


def _batch_row(visit: Visit, batch: Batch) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            title = layout.escaped(batch.title)
            st.markdown(f"{layout.strong(title)} {batch.people} 人，共 {batch.points:,} 枚")
            layout.second_line(
                f"{batch.rule} · {short_day(batch.earned_on, visit.today)}"
                f" · {layout.escaped(batch.created_by_name)}登记"
            )
        label = f"核准 {batch.people} 人"
        answer(visit, [batch.created_by], label, activities.approve_activity, batch.id)


def _award_row(visit: Visit, award: Award, known: Calendar) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            less = f"（应记 {award.asked}，限额后）" if award.points < award.asked else ""
            points = f"**+{award.points} 枚** {less}"
            person_link(visit, award.resident_id, award.resident, points)
            note = f"：{layout.escaped(award.note)}" if award.note else ""
            layout.second_line(
                f"{award.rule}{note} · {short_day(award.earned_on, visit.today)}"
                f" · {layout.escaped(award.created_by_name)}登记"
            )
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            _award_actions(visit, award, known)


def _award_actions(visit: Visit, award: Award, known: Calendar) -> None:
    if award.state is AwardState.IN_NOTICE and award.notice_end:
        if award.ready(visit.today):
            st.badge("公示期满", icon=":material/check:", color="green")
        else:
            moves = known.note(award.notice_end)
            end = f"{short_day(award.notice_end, visit.today)}{moves}"
            st.badge(f"公示到{end}", icon=":material/campaign:", color="blue")
    else:
        answer(visit, [award.created_by], "核准", points_awards.approve_award, award.id)
    mine = award.created_by == visit.user.id
    if mine or visit.user.may(permission_of(points_awards.approve_award)):
        act(visit, "撤回", points_awards.withdraw_award, award.id)


def _balances(visit: Visit) -> None:
    tables.show(
        points_books.top_balances(visit), BALANCES, alt="余额最多的居民",
        empty="还没有人有湾郡币。",
    )  # fmt: skip


def _entries(visit: Visit) -> None:
    since = f"{visit.today.year - 1}-{visit.today.month:02d}"
    months = points_books.months(visit.db, since)
    if months:
        layout.second_line("往上是发放，往下是兑换，单位：枚。")
        chart = points_charts.months_bars(months, charts.palette())
        st.vega_lite_chart(spec=chart, theme=None, alt=f"最近 {len(months)} 个月的发放和兑换。")
    tables.show(points_books.latest_entries(visit), ENTRIES, alt="最近流水", empty="还没有流水。")


FEATURE = Feature(
    rooms=(Room("points", TITLE, "loyalty", Permission.SEE_POINTS, render),),
    quick=Quick("湾郡币", "loyalty", points_awards.register_award, quick, usual=True),
    scene=SCENE,
    resident=(of_resident.PART,),
)
