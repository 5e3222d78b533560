"""One unit of a building added or taken away by hand (加一套房、去掉一套房)."""

import streamlit as st

from db.places import buildings, units
from db.visit import Visit
from domain.asking import Asking
from domain.buildings import Holding
from domain.laying_out import MOST_FLOOR
from domain.unit_kinds import AreaSource, Purpose
from domain.units import LOWEST, UnitPaper
from pages.acts import act, dialog
from ui import choices, forms, layout

NO_STAIRWELL = 0  # beside the numbers of stairwells


@dialog("加一套房", units.add_unit)
def add_dialog(visit: Visit, slip: str, building_id: int) -> UnitPaper | None:
    st.markdown(layout.bold(buildings.building(visit, building_id).name))
    purpose = choices.one_of("用途（办公选商铺）", Purpose, key=f"{slip}:purpose")
    well = _stairwell(visit, slip, building_id)
    left, right = st.columns(2)
    floor: int | None = left.number_input(
        "第几层", LOWEST, MOST_FLOOR, value=None, step=1, key=f"{slip}:floor",
        placeholder="地下一层写 -1",
    )  # fmt: skip
    room = right.text_input(
        "房号", placeholder="502；车位写 A-12", max_chars=10, key=f"{slip}:room"
    )
    size = st.text_input("面积（平方米）", placeholder="89.52", max_chars=20, key=f"{slip}:area")
    source = choices.one_of("面积从哪里来", AreaSource, key=f"{slip}:source")
    holding = choices.one_of("业主", Holding, key=f"{slip}:holding")
    if not forms.save_button("加上这一套", slip):
        return None
    asking = Asking()
    paper = UnitPaper(
        slip, building_id, asking.given(purpose, "用途"),
        asking.given(well, "在哪个单元") or None, asking.given(floor, "第几层"),
        asking.given(room, "房号"), asking.given(size, "面积"),
        asking.given(source, "面积从哪里来"), asking.given(holding, "业主"),
    )  # fmt: skip
    asking.done()
    return paper


def _stairwell(visit: Visit, slip: str, building_id: int) -> int | None:
    """The number of the stairwell's row; NO_STAIRWELL for what lies in none."""
    names = {NO_STAIRWELL: "不在单元里"} | {
        well.id: f"{well.number}单元" for well in buildings.stairwells(visit, building_id)
    }
    chosen: int | None = st.selectbox(
        "在哪个单元", list(names), format_func=names.__getitem__, index=None,
        placeholder="选一个；商铺和车位选不在单元里", key=f"{slip}:well",
    )  # fmt: skip
    return chosen


@dialog("去掉一套房", units.remove_unit)
def remove_dialog(visit: Visit, slip: str, building_id: int) -> None:
    layout.second_line("只有还没用过的房才能去掉：没有人登记，也没有交存和表决。")
    known = {one.id: one.code for one in units.units_of(visit, building_id)}
    if not known:
        layout.second_line("这栋楼里还没有房。")
        return
    chosen: int | None = st.selectbox(
        "哪一套", list(known), format_func=known.__getitem__, index=None,
        placeholder="打房号就能找到", key=f"{slip}:unit",
    )  # fmt: skip
    if chosen is not None:
        act(visit, f"去掉 {known[chosen]}", units.remove_unit, chosen, width="stretch")
