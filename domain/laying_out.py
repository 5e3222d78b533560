"""Laying out a building (生成一栋): from stairwells, floors and doors to every unit of it.

Gaps, areas by column and shops on the ground floor. Rules: docs/rules.md, 生成一栋.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from domain.amounts import read_area
from domain.asking import Asking
from domain.errors import Invalid
from domain.labels import Labelled

MOST_STAIRWELLS, MOST_FLOOR, MOST_DOORS, MOST_SHOPS = 20, 80, 20, 200
MOST_UNITS = 3000  # of one building; more is a slip of the finger
_APART = re.compile(r"[\s、，；;]+")
_MISSING = re.compile(r"(?:(?P<stairwell>[0-9]{1,2})-)?(?P<room>[0-9]{1,4})")


class Numbering(Labelled):
    """How doors are numbered (门牌怎么排)."""

    FLOOR = "floor", "楼层加两位：101、102"
    THROUGH = "through", "两位数各单元接着排：2单元从 103 起"
    RUNNING = "running", "从 1 往上排：1、2、3"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the building looks like, as typed; areas in square metres, lists apart by blanks."""

    stairwells: int
    floor_from: int
    floor_to: int
    doors: int
    numbering: Numbering
    areas: str
    no_floors: str = ""
    no_rooms: str = ""
    shops: int = 0
    shop_areas: str = ""


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit to be made; `stairwell` 0 is the ground floor's row of shops. Area in 0.01 m²."""

    stairwell: int
    floor: int
    room: str
    area_centi: int


def laid_out(shape: Shape) -> tuple[PlannedUnit, ...]:
    """Every unit of the building. Raises Invalid with all that is wrong, each at its field."""
    asking = Asking()
    for what, count, most in (
        ("单元数", shape.stairwells, MOST_STAIRWELLS),
        ("从第几层", shape.floor_from, MOST_FLOOR),
        ("到第几层", shape.floor_to, MOST_FLOOR),
        ("每层几户", shape.doors, MOST_DOORS),
    ):
        asking.must(1 <= count <= most, f"{what}从 1 到 {most}。")
    asking.must(0 <= shape.shops <= MOST_SHOPS, f"底层商铺最多 {MOST_SHOPS} 间。")
    asking.must(shape.floor_from <= shape.floor_to, "“从第几层”不能比“到第几层”高。")
    asking.done()
    areas = asking.ask(_areas, shape)
    shop_areas = asking.ask(_shop_areas, shape)
    floors = asking.ask(_floors, shape)
    asking.done()
    units = list(_doors(shape, floors, areas))
    left_out = _left_out(shape, units)
    units = [unit for unit in units if (unit.stairwell, unit.room) not in left_out]
    units += [PlannedUnit(0, 1, str(at), area) for at, area in enumerate(shop_areas, 1)]
    if not units:
        raise Invalid("照这样一套房也没有。看看没有的楼层和房号。")
    if len(units) > MOST_UNITS:
        raise Invalid(
            f"一栋有 {len(units):,} 套，太多了，最多 {MOST_UNITS:,} 套。看看是不是多打了零。"
        )
    return tuple(units)


def _doors(shape: Shape, floors: list[int], areas: list[int]) -> Iterator[PlannedUnit]:
    """From the ground up, stairwell by stairwell."""
    for stairwell in range(1, shape.stairwells + 1):
        running = 0
        for floor in floors:
            for door in range(1, shape.doors + 1):
                running += 1
                column = (stairwell - 1) * shape.doors + door
                if shape.numbering is Numbering.RUNNING:
                    room = str(running)
                else:
                    number = column if shape.numbering is Numbering.THROUGH else door
                    room = f"{floor}{number:02d}"
                yield PlannedUnit(stairwell, floor, room, areas[column - 1])


def _floors(shape: Shape) -> list[int]:
    wrong, gone = [], set()
    for word in _words(shape.no_floors):
        plain = word.removesuffix("层").removesuffix("楼")
        if plain.isdecimal() and shape.floor_from <= int(plain) <= shape.floor_to:
            gone.add(int(plain))
        else:
            wrong.append(word)
    if wrong:
        raise Invalid(
            f"没有的楼层里，“{'、'.join(wrong)}”不在 {shape.floor_from} 到 {shape.floor_to} 层之间。"
        )
    return [n for n in range(shape.floor_from, shape.floor_to + 1) if n not in gone]


def _areas(shape: Shape) -> list[int]:
    """An area for each column of doors, those of the first stairwell first."""
    columns = shape.stairwells * shape.doors
    read = _read_areas(shape.areas, "每户面积")
    if len(read) == 1:
        return read * columns
    if len(read) == shape.doors:
        return read * shape.stairwells
    if len(read) == columns:
        return read
    ways = [1, shape.doors, columns]
    said = "、".join(str(way) for way in dict.fromkeys(ways))
    raise Invalid(
        f"每户面积写了 {len(read)} 个，要写 {said} 个：都一样写 1 个，不一样就从 1 号门往后写。"
    )


def _shop_areas(shape: Shape) -> list[int]:
    if not shape.shops:
        if shape.shop_areas.strip():
            raise Invalid("写了商铺面积，没写几间。没有商铺就把面积清掉。")
        return []
    read = _read_areas(shape.shop_areas, "商铺面积")
    if len(read) == 1:
        return read * shape.shops
    if len(read) == shape.shops:
        return read
    raise Invalid(f"商铺面积写了 {len(read)} 个，商铺是 {shape.shops} 间。都一样就写 1 个。")


def _read_areas(typed: str, what: str) -> list[int]:
    read = [read_area(word, what) for word in _words(typed)]
    if not read:
        raise Invalid(f"{what}还没填。")
    if 0 in read:
        raise Invalid(f"{what}不能是 0。")
    return read


def _left_out(shape: Shape, units: list[PlannedUnit]) -> set[tuple[int, str]]:
    """The flats that are not there, by stairwell and room; a bare room is meant in every stairwell."""
    there = {(unit.stairwell, unit.room) for unit in units}
    gone, wrong = set[tuple[int, str]](), []
    for word in _words(shape.no_rooms):
        found = _MISSING.fullmatch(word)
        of = range(1, shape.stairwells + 1)
        if found and found["stairwell"]:
            of = range(int(found["stairwell"]), int(found["stairwell"]) + 1)
        meant = {(n, found["room"]) for n in of} & there if found else set()
        if not meant:
            wrong.append(word)
        gone |= meant
    if wrong:
        raise Invalid(
            f"没有的房里，“{'、'.join(wrong[:5])}”本来就排不出来。写成 1-101（1 单元 101）或者 101。"
        )
    return gone


def _words(typed: str) -> list[str]:
    text = unicodedata.normalize("NFKC", typed.replace("，", " ")).strip()
    return [word for word in _APART.split(text) if word]


def tried(shape: Shape) -> tuple[tuple[PlannedUnit, ...], str]:
    """The units as far as was typed, or none and what is still wrong: for the picture beside a form."""
    try:
        return laid_out(shape), ""
    except Invalid as refusal:
        return (), str(refusal)
