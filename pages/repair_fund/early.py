"""Dialogs of the first steps (登记查勘、报价、方案、范围、紧急认定)."""

from datetime import date

import streamlit as st

from db.repair_fund import plans, projects, scopes, works
from db.visit import Visit
from domain.amounts import both_fen, yuan_typed
from domain.asking import Asking
from domain.money import yuan
from domain.repair_fund.eligibility import (
    PROOF,
    EmergencyKind,
    EmergencyPaper,
    Excluded,
    LiftClass,
    Route,
    Survey,
    default_warranty_years,
)
from domain.repair_fund.plans import NewPlan, NewQuotation, ScopeList
from domain.repair_fund.projects import Category
from pages.acts import dialog
from ui import choices, drafts, forms, layout
from ui.days_and_hours import day_field
from ui.yuan import yuan_input


@dialog("登记查勘", plans.record_survey, width="medium")
def survey_dialog(visit: Visit, slip: str, project_id: int) -> Survey | None:
    """Whether the fund may be used at all is asked here, before anybody plans anything."""
    project = projects.project(visit.db, project_id)
    left, right = st.columns(2)
    seen = day_field("哪天去看的", f"{slip}:seen", visit.today, most=visit.today, place=left)
    built = day_field(
        "竣工验收日期", f"{slip}:built", least=date(1980, 1, 1), most=visit.today, place=right
    )
    usual = default_warranty_years(project.category)
    years = left.number_input(
        f"保修几年，按规定 {usual} 年", 0, 50, None, step=1, key=f"{slip}:years"
    )
    part = right.text_input(
        "哪个共用部位", placeholder=f"例如：{project.category.label}", max_chars=60,
        key=f"{slip}:part",
    )  # fmt: skip
    excluded = choices.one_of("有没有下面的情况", Excluded, key=f"{slip}:excluded")
    lift, number = None, ""
    if project.category is Category.LIFT:
        lift = choices.one_of("修理类别", LiftClass, key=f"{slip}:lift")
        number = st.text_input("电梯设备编号", max_chars=30, key=f"{slip}:number")
    route = choices.one_of("怎么办", Route, key=f"{slip}:route")
    note = st.text_area("现场情况", max_chars=300, key=f"{slip}:note")
    if not forms.save_button("登记查勘", slip):
        return None
    asking = Asking()
    paper = Survey(
        slip, project_id, seen, asking.given(built, "竣工验收日期"),
        asking.given(years, "保修几年"), asking.given(part, "哪个共用部位"), excluded, lift,
        number, asking.given(route, "怎么办"), note,
    )  # fmt: skip
    asking.done()
    return paper


@dialog("加一家报价", plans.add_quotation)
def quotation_dialog(visit: Visit, slip: str, project_id: int) -> NewQuotation | None:
    company = st.text_input("施工单位", max_chars=40, key=f"{slip}:company")
    amount = yuan_input("报价", key=f"{slip}:amount")
    left, right = st.columns(2)
    days = left.number_input("工期（天）", 0, 1000, None, step=1, key=f"{slip}:days")
    months = right.number_input("质保（月）", 0, 240, None, step=1, key=f"{slip}:months")
    note = st.text_input("说明", max_chars=200, key=f"{slip}:note")
    if not forms.save_button("加上", slip):
        return None
    asking = Asking()
    paper = NewQuotation(
        slip, project_id, asking.given(company, "施工单位"), asking.ask(lambda: amount.fen),
        asking.given(days, "工期"), asking.given(months, "质保"), note,
    )  # fmt: skip
    asking.done()
    return paper


@dialog("写方案", plans.make_plan, width="medium")
def plan_dialog(visit: Visit, slip: str, project_id: int) -> NewPlan | None:
    """A new version each time; what was voted on is never edited."""
    offers = plans.quotations(visit, project_id)
    before = next(iter(plans.plans(visit, project_id)), None)
    extent = st.text_area(
        "修什么、修到哪", before.extent if before else "", max_chars=300, key=f"{slip}:extent"
    )
    drafts.settle(f"{slip}:chosen", offers)
    chosen = choices.one_of_these(
        "用哪家报价", offers, lambda o: f"{o.company} {yuan(o.amount_fen)}", key=f"{slip}:chosen",
        at=forms.only(offers), placeholder="选一家" if offers else "还没有报价",
    )  # fmt: skip
    was = f"，上一版 {yuan_typed(before.budget_fen)}" if before else ""
    budget = yuan_input(f"预算{was}", key=f"{slip}:budget", what="预算")
    was = f"，上一版 {yuan_typed(before.subsidy_fen)}" if before else ""
    subsidy = yuan_input(
        f"其中补助{was}", key=f"{slip}:subsidy", what="其中补助",
        optional=not (before and before.subsidy_fen), hint="没有就写 0",
    )  # fmt: skip
    how = st.text_area(
        "怎么选的施工单位", before.chosen_how if before else "", max_chars=200,
        placeholder="例如：三家比选，业主代表到场，取报价最低的一家", key=f"{slip}:how"
    )  # fmt: skip
    accepted = st.text_area(
        "怎么验收", before.accepted_how if before else "", max_chars=200, key=f"{slip}:accepted"
    )
    if not forms.save_button("存为新的一版", slip):
        return None
    asking = Asking()
    if offers:
        asking.given(chosen, "用哪家报价")
    fens = asking.ask(both_fen, budget, subsidy)
    asking.done()
    used = chosen.id if chosen else None
    return NewPlan(slip, project_id, extent, *fens, used, how, accepted)


@dialog("定范围", plans.list_scope, width="medium")
def scope_dialog(visit: Visit, slip: str, project_id: int) -> ScopeList | None:
    """Room by room, for what serves neither a whole building nor a stairwell."""
    project = projects.project(visit.db, project_id)
    rooms = scopes.rooms_of(visit, project.estate_id)
    listed = set(scopes.listed(visit, project_id))
    drafts.settle(f"{slip}:chosen", rooms)
    chosen = st.multiselect(
        "哪些房号受益", rooms, [room for room in rooms if room.id in listed],
        format_func=lambda room: room.code, placeholder="输入房号，如 3-1-502", key=f"{slip}:chosen"
    )  # fmt: skip
    if not forms.save_button("定下来", slip):
        return None
    return ScopeList(slip, project_id, tuple(room.id for room in chosen))


@dialog("登记紧急认定", works.record_emergency, width="medium")
def emergency_dialog(visit: Visit, slip: str, project_id: int) -> EmergencyPaper | None:
    """Skips the vote and nothing else: notice, audit, apportionment stay."""
    kind = choices.one_of_many("哪种紧急情形", EmergencyKind, key=f"{slip}:kind")
    if kind:
        layout.second_line(f"要有的证明：{PROOF[kind]}。")
    body = st.text_input(
        "谁认定的", placeholder="街道办事处，或它委托的居委会", max_chars=40, key=f"{slip}:body"
    )
    on = day_field("认定日期", f"{slip}:on", visit.today, most=visit.today)
    budget = yuan_input("应急预算", key=f"{slip}:budget")
    danger = st.checkbox("危及人身安全，先抢修", key=f"{slip}:danger")
    note = st.text_area("情况说明", max_chars=300, key=f"{slip}:note")
    if not forms.save_button("登记认定", slip):
        return None
    asking = Asking()
    paper = EmergencyPaper(
        slip, project_id, asking.given(kind, "哪种紧急情形"), asking.given(body, "谁认定的"),
        on, danger, asking.ask(lambda: budget.fen), note,
    )  # fmt: skip
    asking.done()
    return paper
