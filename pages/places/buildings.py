"""The buildings of one estate (楼栋) as rows, and a building with its stairwells."""

import streamlit as st

from db.places import buildings
from db.visit import Visit
from domain.areas import area
from domain.buildings import BuildingOnFile, BuildingPaper, Lift, StairwellOnFile
from domain.places import EstateOnFile
from pages.acts import act, dialog, form
from pages.places.units import add_dialog, remove_dialog
from ui import choices, forms, layout, whereabouts
from ui.opened import opened
from ui.rows import Column, Rows

NEW = "new"  # in the address: a building is being laid out


def draw(visit: Visit, estate: EstateOnFile) -> None:
    """What of the estate stands already, against what was planned."""
    known = buildings.buildings(visit, estate.id)
    layout.section(f"{layout.escaped(estate.short_name)}的楼栋")
    planned = f"规划 {estate.households:,} 户，" if estate.households else ""
    layout.second_line(f"{planned}已经建了 {len(known)} 栋 {estate.units:,} 套。")
    with st.container(horizontal=True, gap="small"):
        st.button(
            "生成一栋", icon=":material/domain_add:", type="primary", key="generate:begin",
            on_click=whereabouts.keep, args=(NEW, "1"),
        )  # fmt: skip
        act(visit, "只加楼号", _add, estate.id, icon="add")
    if not known:
        layout.empty_state(
            "apartment", "还没有楼栋", "点“生成一栋”，说几个单元、几层、每层几户，整栋房一次建好。"
        )
        return
    Rows(
        "buildings",
        title=lambda one: one.name,
        title_label="楼栋",
        columns=(
            Column("units", "房屋", _units, 200, by=lambda one: one.units),
            Column("owners", "业主", _owners, 200, by=lambda one: one.nameless),
            Column("stairwells", "单元", lambda one: f"{one.stairwells} 个单元", 100),
            Column("area", "面积", lambda one: area(one.area_centi) if one.units else "", 160,
                   by=lambda one: one.area_centi, right=True),
        ),
        acts=lambda one: _acts(visit, one),
        acts_width=250,
    ).show(known)  # fmt: skip


def _acts(visit: Visit, one: BuildingOnFile) -> None:
    act(visit, "加一套", add_dialog, one.id, key=f"add-unit:{one.id}")
    if one.units:
        act(visit, "去一套", remove_dialog, one.id, key=f"remove-unit:{one.id}")
    act(visit, "改", _manage, one.id, key=f"building:{one.id}")


def _units(one: BuildingOnFile) -> str:
    if not one.units:
        return ":orange[还没有房]"
    shops = f"，含 {one.shops} 间商铺" if one.shops else ""
    return f"{one.units:,} 套{shops}"


def _owners(one: BuildingOnFile) -> str:
    """Whose owners nobody knows yet: in a vote each of them is a head of its own."""
    parts = [f":orange[待登记 {one.nameless:,} 套]"] if one.nameless else []
    parts += [f"开发商 {one.developers:,} 套"] if one.developers else []
    return "，".join(parts) or (":gray[都登记了]" if one.units else "")


@dialog("只加楼号", buildings.add_building)
def _add(visit: Visit, slip: str, estate_id: int) -> BuildingPaper | None:
    layout.second_line("房屋名单要另外导入时用。要一次建好整栋，请用“生成一栋”。")
    label = _label(slip, "")
    return BuildingPaper(slip, estate_id, label) if forms.save_button("加上", slip) else None


def _label(slip: str, now: str) -> str:
    return st.text_input(
        "楼号（“栋”前面的字）", now, placeholder="3、A 或者 5-1", max_chars=12, key=f"{slip}:label"
    )


@dialog("改楼栋", buildings.change_building)
def _manage(visit: Visit, slip: str, id: int) -> BuildingPaper | None:
    now = buildings.building(visit, id)
    st.markdown(f"{layout.bold(now.name)}  \n:gray[{_units(now)}]")
    for well in buildings.stairwells(visit, id):
        _stairwell(visit, well)
    _another(visit, id)
    with st.expander("改楼号"):
        layout.second_line("楼里每套房的房号都跟着改。")
        was = opened(slip, now.label)
        label = _label(slip, now.label)
        reason = st.text_input(
            "为什么改", placeholder="例如：挂了新楼牌", max_chars=100, key=f"{slip}:reason"
        )
        sent = forms.save_button("改楼号", slip)
    with st.expander("整栋去掉"):
        layout.second_line(f"{now.name}和里面的 {now.units:,} 套房都没有用过，才能去掉。")
        act(visit, f"去掉 {now.name}", buildings.remove_building, id, width="stretch")
    return BuildingPaper(slip, now.estate_id, label, id, reason, was) if sent else None


def _stairwell(visit: Visit, well: StairwellOnFile) -> None:
    """A stairwell, and the other answer about its lift one tap away."""
    now, other = (Lift.YES, Lift.NO) if well.has_lift else (Lift.NO, Lift.YES)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{well.number}单元，{now.label}，{well.units:,} 套", width="stretch")
        act(visit, f"改成{other.label}", buildings.set_lift, well.id, other,
            key=f"lift:{well.id}")  # fmt: skip
        if not well.units:
            act(visit, "去掉", buildings.remove_stairwell, well.id, key=f"well:{well.id}")


@form(buildings.add_stairwell)
def _another(visit: Visit, slip: str, building_id: int) -> tuple[int, Lift] | None:
    lift = choices.one_of("再加一个单元", Lift, key=f"{slip}:lift")
    if lift is None or not forms.save_button("加这个单元", slip, key="well"):
        return None
    return building_id, lift
