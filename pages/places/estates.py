"""Estates (小区) and the organisations that take part (参与单位), as rows with their dialogs."""

import streamlit as st

from db.places import estates
from db.visit import Visit
from domain.asking import Asking
from domain.places import (
    MOST_PEOPLE,
    BodyKind,
    BodyOnFile,
    BodyPaper,
    Committee,
    Delivered,
    EstateKind,
    EstateOnFile,
    EstatePaper,
    body_said,
    estate_said,
)
from pages.acts import act, dialog
from ui import choices, forms, layout, whereabouts
from ui.opened import opened
from ui.rows import Column, Rows

NO_COMPANY = 0  # 还没有物业, beside the numbers of companies


def draw(visit: Visit, known: list[EstateOnFile]) -> None:
    """Every estate with its company and what was entered of it."""
    act(visit, "加小区", _add_estate, icon="add_home", primary=not known)
    if not known:
        layout.empty_state(
            "home_work", "还没有小区", "先加小区，再加楼栋和房屋。物业公司可以先在“单位”里加。"
        )
        return
    Rows(
        "estates",
        title=lambda one: one.short_name,
        title_label="小区",
        state=Column("state", "交付", _delivered, 116, by=lambda one: one.delivered),
        columns=(
            Column("units", "楼栋和房屋", _entered, 200, by=lambda one: one.units),
            Column("company", "物业", _company, 160, by=lambda one: one.company, least_first=True),
            Column("kind", "哪种房", lambda one: one.kind.label, 96),
        ),
        opens=lambda one: whereabouts.keep("estate", str(one.id)),
        acts=lambda one: act(visit, "改", _change_estate, one.id, key=f"estate:{one.id}"),
        acts_width=72,
    ).show(known)  # fmt: skip


def _delivered(one: EstateOnFile) -> str:
    return ":green-badge[已经交付]" if one.delivered else ":gray-badge[还没交付]"


def _entered(one: EstateOnFile) -> str:
    if not one.buildings:
        return ":orange[还没有楼栋]"
    return f"{one.buildings:,} 栋 {one.units:,} 套"


def _company(one: EstateOnFile) -> str:
    return layout.escaped(one.company) if one.company else ":gray[还没有物业]"


@dialog("加小区", estates.add_estate)
def _add_estate(visit: Visit, slip: str) -> EstatePaper | None:
    return _estate_fields(visit, slip, None)


@dialog("改小区", estates.change_estate)
def _change_estate(visit: Visit, slip: str, id: int) -> EstatePaper | None:
    now = next((one for one in estates.estates(visit) if one.id == id), None)
    if now is None:
        layout.second_line("这个小区已经去掉了。")
        return None
    paper = _estate_fields(visit, slip, now)
    if not now.buildings:
        with st.expander("去掉这个小区"):
            layout.second_line("只有还没用过的小区才能去掉。")
            act(visit, f"去掉 {now.short_name}", estates.remove_estate, id, width="stretch")
    return paper


def _estate_fields(visit: Visit, slip: str, now: EstateOnFile | None) -> EstatePaper | None:
    was = opened(slip, estate_said(now)) if now else None
    name = st.text_input("小区全名", now.name if now else "", max_chars=40, key=f"{slip}:name")
    short = st.text_input(
        "小区简称", now.short_name if now else "", max_chars=12, key=f"{slip}:short",
        placeholder="平时怎么叫，2 到 12 个字",
    )  # fmt: skip
    kind = choices.one_of("哪种房", EstateKind, key=f"{slip}:kind", at=now.kind if now else None)
    delivered = choices.one_of(
        "交付没有", Delivered, key=f"{slip}:delivered",
        at=Delivered(str(int(now.delivered))) if now else None,
    )  # fmt: skip
    committee = choices.one_of(
        "有没有业委会", Committee, key=f"{slip}:committee",
        at=Committee(str(int(now.has_owners_committee))) if now else None,
    )  # fmt: skip
    households: int | None = st.number_input(
        "规划多少户", 0, MOST_PEOPLE, value=now.households if now else None, step=1,
        key=f"{slip}:households", placeholder="按物业或者规划的数",
    )  # fmt: skip
    company = _company_field(visit, slip, now)
    reason = _reason(slip) if now else ""
    if not forms.save_button("保存" if now else "加上", slip):
        return None
    asking = Asking()
    given = EstatePaper(
        slip, asking.given(name, "小区全名"), asking.given(short, "小区简称"),
        asking.given(kind, "哪种房"), asking.given(delivered, "交付没有"),
        asking.given(committee, "有没有业委会"), asking.given(households, "规划多少户"), company,
        now.id if now else None, reason, was,
    )  # fmt: skip
    asking.done()
    return given


def _reason(slip: str) -> str:
    return st.text_input(
        "为什么改", placeholder="例如：换了物业公司", max_chars=100, key=f"{slip}:reason"
    )


def _company_field(visit: Visit, slip: str, now: EstateOnFile | None) -> int | None:
    """The company that serves it; none is a choice of its own, and the first one's."""
    known = {b.id: b.name for b in estates.bodies(visit) if b.kind is BodyKind.PROPERTY}
    if not known:
        layout.second_line("还没有物业公司。先空着，以后在“单位”里加了再来选。")
        return None
    names = {NO_COMPANY: "还没有物业"} | known
    chosen = choices.one_of_these(
        "物业公司", list(names), names.__getitem__, placeholder="选一家", key=f"{slip}:company",
        at=list(names).index(now.company_id or NO_COMPANY) if now else None,
    )  # fmt: skip
    return chosen or None


def draw_bodies(visit: Visit, known: list[BodyOnFile]) -> None:
    """Who takes part: party, committee, property companies, partners."""
    act(visit, "加单位", _add_body, icon="group_add", primary=not known)
    if not known:
        layout.empty_state("groups", "还没有单位", "党组织、居委会、物业公司、共建单位都加在这里。")
        return
    Rows(
        "bodies",
        title=lambda one: one.name,
        title_label="单位",
        state=Column("kind", "哪一类", lambda one: f":gray-badge[{one.kind.label}]", 116),
        columns=(
            Column("estates", "管几个小区",
                   lambda one: f"{one.estates} 个小区" if one.estates else "", 140,
                   by=lambda one: one.estates),
        ),
        acts=lambda one: act(visit, "改", _change_body, one.id, key=f"body:{one.id}"),
        acts_width=72,
    ).show(known)  # fmt: skip


@dialog("加单位", estates.add_body)
def _add_body(visit: Visit, slip: str) -> BodyPaper | None:
    return _body_fields(slip, None)


@dialog("改单位", estates.change_body)
def _change_body(visit: Visit, slip: str, id: int) -> BodyPaper | None:
    now = next((one for one in estates.bodies(visit) if one.id == id), None)
    if now is None:
        layout.second_line("这个单位已经去掉了。")
        return None
    paper = _body_fields(slip, now)
    if not now.estates:
        with st.expander("去掉这个单位"):
            layout.second_line("只有还没用过的单位才能去掉。")
            act(visit, f"去掉 {now.name}", estates.remove_body, id, width="stretch")
    return paper


def _body_fields(slip: str, now: BodyOnFile | None) -> BodyPaper | None:
    was = opened(slip, body_said(now)) if now else None
    name = st.text_input("单位名称", now.name if now else "", max_chars=40, key=f"{slip}:name")
    kind = choices.one_of("哪一类", BodyKind, key=f"{slip}:kind", at=now.kind if now else None)
    if not forms.save_button("保存" if now else "加上", slip):
        return None
    asking = Asking()
    given = BodyPaper(
        slip, asking.given(name, "单位名称"), asking.given(kind, "哪一类"),
        now.id if now else None, was,
    )  # fmt: skip
    asking.done()
    return given
