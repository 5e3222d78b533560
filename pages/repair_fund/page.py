"""Repair fund (维修资金): projects by stage with their money."""

from functools import partial

import streamlit as st

from db import registry
from db.repair_fund import accounts, figures
from db.repair_fund import projects as fund_projects
from db.repair_fund.history import usual_days
from db.visit import Visit
from domain.money import short_wan
from domain.people import Permission
from domain.repair_fund.figures import ages_words
from domain.repair_fund.projects import Project, Stage, StageMoney
from pages import missing
from pages.acts import act
from pages.feature import Feature, Room
from pages.repair_fund import listing, of_resident
from pages.repair_fund.accounts import draw_accounts
from pages.repair_fund.board import SCENE
from pages.repair_fund.charts_tab import draw_charts
from pages.repair_fund.project import PARAMETER, draw
from pages.repair_fund.proposing import propose_dialog
from ui import charts, fund_charts, layout, whereabouts

TITLE = "维修资金"
TABS = {"running": "在办项目", "finished": "已结项目", "accounts": "资金台账", "charts": "资金图表"}


def render(visit: Visit) -> None:
    number = st.query_params.get(PARAMETER, "")
    if number:
        draw(visit, number)
        return
    only = visit.user.only_estate
    with layout.page_head(TITLE, "没有业委会，由居委会代为申请。每一笔都要公示。"):
        act(visit, "登记提议", propose_dialog, icon="add", primary=True)
    stages = fund_projects.stage_money(visit.db, only)
    _figures(visit, stages)
    later = (partial(draw, visit) for draw in (_finished, draw_accounts, draw_charts))
    whereabouts.tabs(TABS, partial(_running, visit, stages), *later, key="fund:tab")


def _figures(visit: Visit, stages: list[StageMoney]) -> None:
    row = layout.figures()
    funds = accounts.estate_funds(visit)
    known = any(fund.households for fund in funds)
    balance = sum(fund.balance_fen for fund in funds)
    running = sum(stage.projects for stage in stages)
    works = sum(stage.projects for stage in stages if stage.stage is Stage.WORKS)
    since = visit.today.replace(month=1, day=1)
    this_year = fund_projects.paid_since(visit.db, since, visit.user.only_estate)
    due = len(figures.to_notify(visit))
    layout.figure(row, "余额", short_wan(balance) if known else "—", "", "account_balance",
                  "万元，今天" if known else "还没登记")  # fmt: skip
    layout.figure(row, "在办项目", str(running), "个", "construction", f"{works} 个在施工")
    layout.figure(row, "今年已付", short_wan(this_year), "", "payments", "万元")
    color: layout.Color = "orange" if due else "green"
    layout.figure(row, "待公示", str(due), "个", "campaign",
                  "该张贴了" if due else "都贴了", color)  # fmt: skip


def _running(visit: Visit, stages: list[StageMoney]) -> None:
    there = {s.stage: s.projects for s in stages if s.projects}
    if not there:
        layout.empty_state("handyman", "没有在办的维修项目", _begins(visit))
        return
    _ages(visit)
    names = {"": "全部"} | {stage.value: f"{stage.label} {many}" for stage, many in there.items()}
    stage = whereabouts.pills("看哪一步", "stage", names, key="fund:stage")
    projects = fund_projects.running(visit.db, visit.user.only_estate)
    shown = [p for p in projects if not stage or p.stage is Stage(stage)]
    _list(visit, "fund", shown)
    total = sum(s.projects for s in stages if not stage or s.stage is Stage(stage))
    more = f"，先列等得最久的 {len(shown)} 个" if total > len(shown) else ""
    layout.second_line(f"共 {total} 个{more}。等得最久的排在前面，质保期的排在最后。")


def _ages(visit: Visit) -> None:
    ages = figures.stage_ages(visit)
    if not ages:
        return
    told = ages_words(ages)
    with st.container(gap="xxsmall"):
        st.markdown(f"{told}:gray[长条：这一步里最久的项目；竖线：通常几天。]")
        chart = fund_charts.age_bars(ages, charts.palette())
        charts.show(chart, told)


def _begins(visit: Visit) -> str:
    if not registry.entered(visit.db).units:
        return f"{missing.ESTATES_FIRST}然后才能登记提议。"
    return "漏了、坏了、旧了，先登记一条提议。"


def _finished(visit: Visit) -> None:
    projects = fund_projects.finished(visit.db, visit.user.only_estate)
    if not projects:
        layout.empty_state("task_alt", "还没有结案的项目", "结案以后会自动归到这里。")
        return
    _list(visit, "fund-done", projects)


def _list(visit: Visit, name: str, projects: list[Project]) -> None:
    listing.of(name, visit.today, usual_days(visit)).show(projects)


FEATURE = Feature(
    rooms=(Room("fund", TITLE, "account_balance", Permission.SEE_FUND, render),),
    scene=SCENE,
    resident=(of_resident.ACCOUNT, of_resident.PAPERS),
)
