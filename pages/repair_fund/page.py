"""Repair fund (维修资金): projects by stage with their money."""

from functools import partial

import streamlit as st

from db import registry
from db.repair_fund import accounts, figures
from db.repair_fund import projects as fund_projects
from db.repair_fund.history import usual_days
from db.visit import Visit
from domain.money import short_wan, yuan
from domain.people import Permission
from domain.repair_fund import words
from domain.repair_fund.projects import Project, Stage, StageMoney, State
from pages import missing
from pages.acts import act
from pages.feature import Feature, Room
from pages.repair_fund import whereabouts
from pages.repair_fund.accounts import draw_accounts
from pages.repair_fund.board import SCENE
from pages.repair_fund.charts_tab import draw_charts
from pages.repair_fund.project import PARAMETER, SLOW, draw, open_project
from pages.repair_fund.proposing import propose_dialog
from ui import layout

TITLE = "维修资金"


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
    whereabouts.tabs(partial(_running, visit, stages), *later)


def _figures(visit: Visit, stages: list[StageMoney]) -> None:
    row = layout.figures()
    balance = sum(fund.balance_fen for fund in accounts.estate_funds(visit))
    running = sum(stage.projects for stage in stages)
    works = sum(stage.projects for stage in stages if stage.stage is Stage.WORKS)
    since = visit.today.replace(month=1, day=1)
    this_year = fund_projects.paid_since(visit.db, since, visit.user.only_estate)
    due = figures.notices_due(visit)
    layout.figure(row, "余额", short_wan(balance), "", "account_balance", "万元，今天")
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
    layout.section("在办项目")
    stage = whereabouts.stage(there)
    projects = fund_projects.running(visit.db, visit.user.only_estate)
    shown = [p for p in projects if stage is None or p.stage is stage]
    usual = usual_days(visit)
    for project in shown:
        _card(visit, project, usual.get(project.state))
    total = sum(s.projects for s in stages if stage in (None, s.stage))
    more = f"，先列等得最久的 {len(shown)} 个" if total > len(shown) else ""
    layout.second_line(f"共 {total} 个{more}。等得最久的排在前面，质保期的排在最后。")


def _begins(visit: Visit) -> str:
    if not registry.entered(visit.db).units:
        return f"{missing.ESTATES_FIRST}然后才能登记提议。"
    return "漏了、坏了、旧了，先登记一条提议。"


def _card(visit: Visit, project: Project, usual: int | None = None) -> None:
    with st.container(border=True):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            with st.container(width="content", gap=None):
                layout.card_title(project.title)
                company = f" · {project.company}" if project.company else ""
                layout.second_line(layout.escaped(
                    f"{project.code} · {project.estate} {project.place}{company}"
                    f" · 涉及 {project.households:,} 户"
                ))  # fmt: skip
            with st.container(horizontal=True, vertical_alignment="center", width="content"):
                st.badge(
                    f"{project.state.label}，{words.so_far(project.state_since, visit.today)}",
                    icon=":material/flag:",
                    color=_color(project.state),
                )
                if project.lingers(visit.today, usual):
                    st.markdown(SLOW, width="content")
                st.button("看详情", key=f"open:{project.id}", on_click=open_project,
                          args=(project.id, project.stage), icon=":material/chevron_right:")  # fmt: skip
        if project.stage is not None:
            names = [stage.label for stage in project.stages]
            current = (
                len(names) if project.state is State.CLOSED else names.index(project.stage.label)
            )
            layout.step_chips(names, current, words.standing(project))
        _money(project)


def _color(state: State) -> layout.Color:
    if state in (State.VOTE_FAILED, State.SUSPENDED, State.CANCELLED):
        return "red"
    if state in (State.RETURNED, State.RECTIFYING):
        return "orange"
    return "green" if state is State.CLOSED else "blue"


def _money(project: Project) -> None:
    if project.budget_fen is None:
        layout.second_line("还没有预算。定方案时写。")
        return
    if not project.paid_fen:
        layout.second_line(f"预算 {yuan(project.budget_fen)}，还没付款。")
        return
    share = min(1.0, project.paid_fen / (project.approved_fen or project.budget_fen))
    st.progress(share, text=words.paid_words(project.paid_fen, project.approved_fen))


def _finished(visit: Visit) -> None:
    projects = fund_projects.finished(visit.db, visit.user.only_estate)
    if not projects:
        layout.empty_state("task_alt", "还没有结案的项目", "结案以后会自动归到这里。")
    else:
        layout.section("已结项目")
    for project in projects:
        _card(visit, project)


FEATURE = Feature(
    rooms=(Room("fund", TITLE, "account_balance", Permission.SEE_FUND, render),), scene=SCENE
)
