"""登记提议 (registering a proposal): which estate, what, and whose rooms; nothing is preset."""

import streamlit as st

from db import registry
from db.repair_fund import projects
from db.visit import Visit
from domain.asking import Asking
from domain.registry import Building, Estate
from domain.repair_fund.projects import Category, Proposal, ScopeType
from pages import missing
from pages.acts import dialog
from ui import choices, drafts, forms, layout

FEW_STAIRWELLS = 6  # as many are one tap each; a list takes two


@dialog("登记维修提议", projects.register_proposal, width="medium")
def propose_dialog(visit: Visit, slip: str) -> Proposal | None:
    """The scope comes first: who votes is who pays, so people see the number of households."""
    estates = missing.estates_with_rooms(visit)
    if not estates:
        return None
    drafts.settle(f"{slip}:estate", estates)
    estate = choices.one_of_these(
        "哪个小区", estates, lambda e: e.short_name, key=f"{slip}:estate",
        at=forms.only(estates), placeholder="选小区",
    )  # fmt: skip
    category = choices.one_of("修哪一类", Category, key=f"{slip}:category")
    scopes = [ScopeType.UNIT_STACK, ScopeType.BUILDING, ScopeType.ESTATE, ScopeType.CUSTOM]
    scope = choices.one_of("哪个范围的住户受益", scopes, key=f"{slip}:scope")
    building, stairwell = _place(visit, slip, estate, scope)
    title = st.text_input(
        "修什么", placeholder="例如：3栋2单元电梯更换曳引机", max_chars=40, key=f"{slip}:title"
    )
    need = st.text_area(
        "什么情况",
        placeholder="谁发现的、从什么时候开始、影响哪些人",
        max_chars=300,
        key=f"{slip}:need",
    )
    if not forms.save_button("登记提议", slip):
        return None
    asking = Asking()
    where = asking.given(estate, "哪个小区")
    kind = asking.given(category, "修哪一类")
    whom = asking.given(scope, "哪个范围的住户受益")
    if where and whom in (ScopeType.BUILDING, ScopeType.UNIT_STACK):
        asking.given(building, "楼栋")
        if building is not None and whom is ScopeType.UNIT_STACK:
            asking.given(stairwell, "单元")
    asking.given(title, "修什么")
    asking.done()
    at = building.id if building else None
    return Proposal(slip, where.id, kind, whom, at, stairwell, title, need)


def _place(
    visit: Visit, slip: str, estate: Estate | None, scope: ScopeType | None
) -> tuple[Building | None, int | None]:
    if estate is None or scope is None:
        layout.second_line("选好小区和范围，再选楼栋和单元。")
        return None, None
    if scope is ScopeType.ESTATE:
        layout.second_line(f"涉及全小区 {estate.households:,} 户。")
        return None, None
    if scope is ScopeType.CUSTOM:
        layout.second_line("先登记，查勘以后再逐户勾选。")
        return None, None
    buildings = registry.buildings(visit.db, estate.id)
    left, right = st.columns(2)
    drafts.settle(f"{slip}:{estate.id}:building", buildings)
    with left:
        building = choices.one_of_these(
            "楼栋", buildings, lambda b: f"{b.name}（{b.units} 户）",
            key=f"{slip}:{estate.id}:building", placeholder="选楼栋",
        )  # fmt: skip
    if scope is ScopeType.BUILDING or building is None:
        return building, None
    numbers = registry.stairwells(visit.db, building.id)
    with right:
        return building, choices.one_of_these(
            "单元", numbers, lambda n: f"{n}单元", key=f"{slip}:{building.id}:stairwell",
            placeholder="选单元", few=FEW_STAIRWELLS,
        )  # fmt: skip
