"""The plan (方案): survey, whom it concerns and what each pays about, offers side by side."""

import streamlit as st

from db.repair_fund import plans
from db.visit import Visit
from domain.areas import area
from domain.days import short_day
from domain.money import column_yuan, yuan
from domain.repair_fund.plans import Plan, Quotation, Scope
from domain.repair_fund.projects import Project, ScopeType
from pages.acts import act
from pages.repair_fund import early
from ui import layout, tables

OFFERS = [
    tables.Column("施工单位", lambda row: row.company),
    tables.Column("报价（元）", lambda row: column_yuan(row.amount_fen), right=True),
    tables.Column("工期、质保", lambda row: f"{row.works_days} 天，保 {row.warranty_months} 个月"),
]
TYPICAL = 100_00  # a flat of 100 m²


def draw(visit: Visit, project: Project) -> None:
    versions = plans.plans(visit, project.id)
    if project.state in plans.MAY_PLAN:
        _buttons(visit, project)
    _survey(visit, project)
    _scope(plans.scope(visit, project.id), versions)
    _offers(plans.quotations(visit, project.id), versions)
    for plan in versions:
        _version(visit, plan)
    if not versions:
        layout.empty_state("description", "还没有方案", "查勘以后，比三家报价，再写方案和预算。")


def _buttons(visit: Visit, project: Project) -> None:
    with st.container(horizontal=True):
        if project.scope_type is ScopeType.CUSTOM:
            act(visit, "定范围", early.scope_dialog, project.id)
        act(visit, "加报价", early.quotation_dialog, project.id, icon="add")
        act(visit, "写方案", early.plan_dialog, project.id, icon="edit_document")


def _survey(visit: Visit, project: Project) -> None:
    found = plans.survey(visit, project.id)
    if found is None:
        return
    lift = f"，电梯{found.lift_class.label}，编号 {found.equipment_no}" if found.lift_class else ""
    st.markdown(
        f"**查勘** {short_day(found.surveyed_on, visit.today)}：{layout.escaped(found.common_part)}"
        f"{layout.escaped(lift)}，{found.completed_on.year}年竣工，保修期已过，按{found.route.label}办。"
    )


def _scope(scope: Scope, versions: list[Plan]) -> None:
    row = layout.figures()
    layout.figure(row, "涉及", f"{scope.units:,}", "户", "home")
    layout.figure(row, "业主", f"{scope.owners:,}", "人", "groups",
                  "名单已定住" if scope.frozen else "按今天的底册")  # fmt: skip
    whole = area(scope.area_centi).removesuffix(" m²")
    layout.figure(row, "专有面积", whole, "", "square_foot", "m²")
    if versions:
        share = scope.share_of(versions[0].net_fen, TYPICAL)
        layout.figure(row, "百平米约摊", column_yuan(share), "", "payments", "元")
        _means(scope, versions[0].net_fen)


def _means(scope: Scope, net_fen: int) -> None:
    """Whether the accounts of the scope pay for it; what nobody entered is not taken for nothing."""
    unknown = scope.units - scope.accounts
    if unknown == scope.units:
        st.warning("这些户的分户账还没登记，够不够付还不知道。先在“导入名单”里导分户清册。",
                   icon=":material/help:")  # fmt: skip
        return
    short = net_fen - scope.balance_fen
    have = f"范围内分户账共 {yuan(scope.balance_fen)}"
    have += f"（还有 {unknown} 户没登记）" if unknown else ""
    if short > 0:
        st.warning(f"{have}，比预算少 {yuan(short)}。要先续筹，或由业主自付。",
                   icon=":material/warning:")  # fmt: skip
    else:
        layout.second_line(f"{have}，够付预算。")


def _offers(offers: list[Quotation], versions: list[Plan]) -> None:
    if not offers:
        return
    layout.section("报价比选")
    tables.show(offers, OFFERS, alt="报价比选", empty="")
    for offer in offers:
        if offer.note:
            layout.second_line(f"{layout.escaped(offer.company)}：{layout.escaped(offer.note)}")
    if versions and versions[0].company:
        company, how = (layout.escaped(w) for w in (versions[0].company, versions[0].chosen_how))
        layout.second_line(f"选定：{company}。{how}")


def _version(visit: Visit, plan: Plan) -> None:
    with st.container(border=True):
        layout.card_title(f"方案第 {plan.version} 版")
        layout.second_line(
            f"{short_day(plan.made_on, visit.today)} · {layout.escaped(plan.made_by)}"
        )
        subsidy = f"，其中补助 {yuan(plan.subsidy_fen)}" if plan.subsidy_fen else ""
        st.markdown(f"预算 **{yuan(plan.budget_fen)}**{subsidy}")
        st.markdown(layout.escaped(plan.extent))
        layout.second_line(f"验收：{layout.escaped(plan.accepted_how)}")
