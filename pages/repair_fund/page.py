"""Repair fund (维修资金): projects by stage with their money, and registering a proposal."""

import streamlit as st

from db import registry, repair_fund
from db.repair_fund import accounts, figures
from db.repair_fund.history import usual_days
from db.visit import Visit
from domain.money import short_wan, yuan
from domain.people import Permission
from domain.registry import Building, Estate
from domain.repair_fund import (
    Category,
    Project,
    Proposal,
    ScopeType,
    Stage,
    StageMoney,
    State,
    words,
)
from pages import missing
from pages.dialogs import button, room_dialog
from pages.repair_fund import whereabouts
from pages.repair_fund.accounts import draw_accounts
from pages.repair_fund.charts_tab import draw_charts
from pages.repair_fund.project import PARAMETER, SLOW, draw, open_project
from ui import drafts, forms, layout

TITLE, ICON, NEEDS = "维修资金", ":material/account_balance:", Permission.SEE_FUND

FORM = "proposal"
FEW_STAIRWELLS = 6  # as many are one tap each; a list takes two


def render(visit: Visit) -> None:
    number = st.query_params.get(PARAMETER, "")
    if number:
        draw(visit, number)
        return
    only = visit.user.only_estate
    with layout.page_head(TITLE, "没有业委会，由居委会代为申请。每一笔都要公示。"):
        if button("登记提议", "add", visit, Permission.REGISTER_PROPOSAL):
            _propose()
    forms.show_news(FORM)
    stages = repair_fund.stage_money(visit.db, only)
    _figures(visit, stages)
    tabs = whereabouts.tabs()
    if tabs[0].open:
        with tabs[0]:
            _running(visit, stages)
    if tabs[1].open:
        with tabs[1]:
            _finished(visit)
    if tabs[2].open:
        with tabs[2]:
            draw_accounts(visit)
    if tabs[3].open:
        with tabs[3]:
            draw_charts(visit)


def _figures(visit: Visit, stages: list[StageMoney]) -> None:
    row = layout.figures()
    balance = sum(fund.balance_fen for fund in accounts.estate_funds(visit))
    running = sum(stage.projects for stage in stages)
    works = sum(stage.projects for stage in stages if stage.stage is Stage.WORKS)
    since = visit.today.replace(month=1, day=1)
    this_year = repair_fund.paid_since(visit.db, since, visit.user.only_estate)
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
    projects = repair_fund.running(visit.db, visit.user.only_estate)
    shown = [p for p in projects if stage is None or p.stage is stage]
    usual = usual_days(visit)
    for project in shown:
        _card(visit, project, usual.get(project.state))
    total = sum(s.projects for s in stages if stage in (None, s.stage))
    more = f"，先列等得最久的 {len(shown)} 个" if total > len(shown) else ""
    st.markdown(f":gray[共 {total} 个{more}。等得最久的排在前面，质保期的排在最后。]")


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
        st.markdown(":gray[还没有预算。定方案时写。]")
        return
    if not project.paid_fen:
        st.markdown(f":gray[预算 {yuan(project.budget_fen)}，还没付款。]")
        return
    share = min(1.0, project.paid_fen / (project.approved_fen or project.budget_fen))
    st.progress(share, text=words.paid_words(project.paid_fen, project.approved_fen))


def _finished(visit: Visit) -> None:
    projects = repair_fund.finished(visit.db, visit.user.only_estate)
    if not projects:
        layout.empty_state("task_alt", "还没有结案的项目", "结案以后会自动归到这里。")
    else:
        layout.section("已结项目")
    for project in projects:
        _card(visit, project)


@room_dialog("登记维修提议", Permission.REGISTER_PROPOSAL, "medium")
def _propose(visit: Visit) -> None:
    """The scope comes first: who votes is who pays, so people see the number of households."""
    estates = missing.estates_with_rooms(visit)
    if not estates:
        return
    slip = forms.slip(FORM)
    drafts.settle(f"{slip}:estate", estates)
    estate: Estate = st.selectbox(
        "哪个小区", estates, format_func=lambda e: e.short_name, key=f"{slip}:estate"
    )
    category = st.pills(
        "修哪一类", list(Category), format_func=lambda c: c.label, default=Category.LIFT,
        required=True, wrap=True, key=f"{slip}:category",
    )  # fmt: skip
    scopes = [ScopeType.UNIT_STACK, ScopeType.BUILDING, ScopeType.ESTATE, ScopeType.CUSTOM]
    scope = st.pills(
        "哪个范围的住户受益", scopes, format_func=lambda s: s.label, default=scopes[0],
        required=True, key=f"{slip}:scope",
    )  # fmt: skip
    building, stairwell = _place(visit, slip, estate, scope or scopes[0])
    with st.container():
        title = st.text_input(
            "修什么", placeholder="例如：3栋2单元电梯更换曳引机", max_chars=40, key=f"{slip}:title"
        )
        need = st.text_area(
            "什么情况",
            placeholder="谁发现的、从什么时候开始、影响哪些人",
            max_chars=300,
            key=f"{slip}:need",
        )
        sent = forms.save_button("登记提议", slip)
    if sent:
        paper = Proposal(
            slip, estate.id, category or Category.LIFT, scope or scopes[0],
            building.id if building else None, stairwell, title, need,
        )  # fmt: skip
        forms.send(FORM, lambda: repair_fund.register_proposal(visit, paper))


def _place(
    visit: Visit, slip: str, estate: Estate, scope: ScopeType
) -> tuple[Building | None, int | None]:
    if scope is ScopeType.ESTATE:
        st.markdown(f":gray[涉及全小区 {estate.households:,} 户。]")
        return None, None
    if scope is ScopeType.CUSTOM:
        layout.second_line("先登记，查勘以后再逐户勾选。")
        return None, None
    buildings = registry.buildings(visit.db, estate.id)
    left, right = st.columns(2)
    drafts.settle(f"{slip}:{estate.id}:building", buildings)
    building: Building | None = left.selectbox(
        "楼栋", buildings, format_func=lambda b: f"{b.name}（{b.units} 户）",
        index=None, placeholder="选楼栋", key=f"{slip}:{estate.id}:building",
    )  # fmt: skip
    if scope is ScopeType.BUILDING or building is None:
        return building, None
    numbers = registry.stairwells(visit.db, building.id)
    if len(numbers) <= FEW_STAIRWELLS:
        at: int | None = right.pills(
            "单元", numbers, format_func=lambda n: f"{n}单元", wrap=True,
            key=f"{slip}:{building.id}:stairwell",
        )  # fmt: skip
        return building, at
    stairwell: int | None = right.selectbox(
        "单元", numbers, format_func=lambda n: f"{n}单元", index=None, placeholder="选单元",
        key=f"{slip}:{building.id}:stairwell",
    )  # fmt: skip
    return building, stairwell
