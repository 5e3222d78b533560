"""生成一栋: a dozen words on the left, the whole building on the right as it is typed."""

from itertools import groupby

import streamlit as st

from db.places import generated
from db.visit import Visit
from domain.areas import area
from domain.asking import Asking
from domain.buildings import BuildingPlan, Holding, Lift, plate
from domain.laying_out import (
    MOST_DOORS,
    MOST_FLOOR,
    MOST_SHOPS,
    MOST_STAIRWELLS,
    Numbering,
    PlannedUnit,
    Shape,
    tried,
)
from domain.places import EstateOnFile
from domain.unit_kinds import AreaSource, Purpose
from pages.acts import form
from pages.places.buildings import NEW
from ui import choices, forms, layout, whereabouts
from ui.floors import Block, Look, Tile, picture
from ui.steppers import stepper

ABOVE_ONE_ANOTHER = (Purpose.FLAT, Purpose.SHOP)  # parking spaces are added one by one
LOOKS = {
    "unit": Look("要建的房", "check", "green"),
    "shop": Look("商铺", "full", "blue"),
}


def _done() -> None:
    whereabouts.keep(NEW, "")


@form(generated.generate, after=_done)
def draw(visit: Visit, slip: str, estate: EstateOnFile) -> BuildingPlan | None:
    """The fields, the picture of what they make, and the one button that makes it."""
    st.button(
        "不生成，回楼栋", icon=":material/arrow_back:", type="tertiary", key="generate:back",
        on_click=_done,
    )  # fmt: skip
    layout.section(f"{layout.escaped(estate.short_name)}：生成一栋")
    left, right = st.columns([2, 3], gap="medium")
    with left:
        label, shape = _fields(slip)
        asked = _choices(slip)
    with right:
        units, wrong = tried(shape) if shape else ((), "")
        _picture(estate, label, units, wrong)
    with left:
        sent = forms.save_button(f"生成这 {len(units)} 套" if units else "生成", slip)
    if not sent:
        return None
    asking, (lift, purpose, source, holding) = Asking(), asked
    plan = BuildingPlan(
        slip, estate.id, asking.given(label, "楼号"),
        asking.given(shape, "单元数、楼层、每层几户、门牌怎么排"), asking.given(lift, "电梯"),
        asking.given(purpose, "用途"), asking.given(source, "面积从哪里来"),
        asking.given(holding, "业主"),
    )  # fmt: skip
    asking.done()
    return plan


def _fields(slip: str) -> tuple[str, Shape | None]:
    """What was typed; None while it makes no building yet."""
    label = st.text_input("楼号", placeholder="3、A 或者 5-1", max_chars=12, key=f"{slip}:label")
    one, two = st.columns(2)
    wells = stepper("几个单元", f"{slip}:wells", most=MOST_STAIRWELLS, place=one)
    doors = stepper("每个单元一层几户", f"{slip}:doors", most=MOST_DOORS, place=two)
    one, two = st.columns(2)
    low = stepper("住户从第几层起", f"{slip}:low", most=MOST_FLOOR, place=one)
    high = stepper("到第几层", f"{slip}:high", most=MOST_FLOOR, place=two)
    areas = st.text_input(
        "每户面积（平方米）", placeholder="都一样写一个；不一样从 1 号门往后写，用空格隔开",
        max_chars=400, key=f"{slip}:areas",
    )  # fmt: skip
    numbering = choices.one_of("门牌怎么排", Numbering, key=f"{slip}:numbering")
    with st.expander("没有的楼层、缺的房、底层商铺"):
        no_floors = st.text_input(
            "没有哪几层", placeholder="例如：4 13 14", max_chars=100, key=f"{slip}:no_floors"
        )
        no_rooms = st.text_input(
            "没有哪几套", placeholder="例如：1-101 2-3302", max_chars=400, key=f"{slip}:no_rooms"
        )
        shops = stepper("底层几间商铺", f"{slip}:shops", most=MOST_SHOPS, hint="没有就空着")
        shop_areas = st.text_input(
            "商铺面积（平方米）", placeholder="都一样写一个", max_chars=800,
            key=f"{slip}:shop_areas",
        )  # fmt: skip
    if None in (wells, doors, low, high, numbering):
        return label, None
    return label, Shape(
        wells or 0, low or 0, high or 0, doors or 0, numbering or Numbering.FLOOR, areas, no_floors,
        no_rooms, shops or 0, shop_areas,
    )  # fmt: skip


def _choices(slip: str) -> tuple[Lift | None, Purpose | None, AreaSource | None, Holding | None]:
    return (
        choices.one_of("电梯", Lift, key=f"{slip}:lift"),
        choices.one_of("用途（办公选商铺）", ABOVE_ONE_ANOTHER, key=f"{slip}:purpose"),
        choices.one_of("面积从哪里来", AreaSource, key=f"{slip}:source"),
        choices.one_of("业主", Holding, key=f"{slip}:holding"),
    )


def _picture(estate: EstateOnFile, label: str, units: tuple[PlannedUnit, ...], wrong: str) -> None:
    """The building as it will stand, with its counts; or what is still missing, in words."""
    if not units:
        layout.empty_state(
            "domain",
            "整栋楼会画在这里",
            layout.escaped(wrong) or "填好单元、楼层、户数和门牌就能看到。",
        )
        return
    shops = sum(unit.stairwell == 0 for unit in units)
    more = f"，{shops} 间商铺" if shops else ""
    st.markdown(
        f"**{layout.escaped(plate(label))}：{len(units) - shops} 套{more}，"
        f"一共 {area(sum(unit.area_centi for unit in units))}**"
    )
    picture(f"new:{estate.id}", _blocks(label, units), LOOKS)


def _blocks(label: str, units: tuple[PlannedUnit, ...]) -> list[Block]:
    """The stairwells, and the row of shops where there is one. A tile is told by its place."""
    called = plate(label).removesuffix("栋")
    return [
        Block(f"{well}单元" if well else "商铺", [_tile(at, called, unit) for at, unit in group])
        for well, group in groupby(enumerate(units, 1), lambda one: one[1].stairwell)
    ]


def _tile(at: int, called: str, unit: PlannedUnit) -> Tile:
    size = area(unit.area_centi)
    return Tile(
        at, unit.floor, unit.room, f"{called}-{unit.stairwell}-{unit.room}",
        "unit" if unit.stairwell else "shop", size.removesuffix(" m²"), size,
    )  # fmt: skip
