"""The list of flats (房屋): 楼栋 | 单元 | 房号 | 用途 | 建筑面积 …, one line a flat, by its code."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from domain.buildings import Holding
from domain.columns import ROOM, Column, no_day
from domain.errors import Invalid
from domain.imports.cells import area, area_shown, one_of, spelled, whole, words
from domain.imports.entries import Entry, Listing
from domain.labels import label_of, labels
from domain.rooms import HOW, Rooms, read_building, read_room, read_stairwell
from domain.unit_kinds import AreaSource, Purpose, SaleState
from domain.units import UnitPaper, check_unit

ESTATE, BUILDING, STAIRWELL, CODE, PURPOSE = "小区", "楼栋", "单元", "房号", "用途"
AREA, FLOOR, SALE, SOURCE, NOTE = "建筑面积", "楼层", "销售", "面积来源", "备注"
_PURPOSES = spelled(
    Purpose,
    {
        Purpose.FLAT: ("普通住宅", "商品房", "公寓", "还建房", "flat"),
        Purpose.SHOP: ("商业", "门面", "底商", "店铺", "办公", "商铺或办公"),
        Purpose.PARKING: ("车库", "停车位", "登记产权的车位"),
    },
)
_SALES = spelled(
    SaleState,
    {
        SaleState.SOLD: (
            "已出售",
            "已交房",
            "已入住",
            "未入住",
            "已装修",
            "装修中",
            "空闲",
            "已出租",
        ),
        SaleState.UNSOLD: ("未销售", "待售"),
        SaleState.UNDELIVERED: ("未交付", "未交房"),
    },
)
_SOURCES = spelled(AreaSource, {
    AreaSource.REGISTER: ("不动产证", "不动产权证", "产权登记", "产权证", "房产证", "登记"),
    AreaSource.SURVEY: ("测绘", "实测"),
    AreaSource.CONTRACT: ("购房合同", "合同", "预测"),
})  # fmt: skip
SMALLEST, LARGEST = 15_00, 400_00  # of a flat, in 0.01 m²; outside of it somebody looks
ALIKE = 3  # flats above one another that it takes to say that one of them is odd


def _building(typed: str) -> str:
    found = read_building(no_day(typed))
    if found is None:
        raise Invalid(f"楼栋“{typed[:12]}”看不懂。写成 3栋、A栋 这样。")
    return found


def _stairwell(typed: str) -> str:
    found = read_stairwell(no_day(typed))
    if found is None:
        raise Invalid(f"单元“{typed[:12]}”看不懂。写成 1单元 或者 1，商铺写 0。")
    return found


UNITS = Listing(
    "units",
    "房屋",
    "一户",
    (
        Column(BUILDING, _building, ("栋", "幢", "楼号", "座", "楼栋号", "栋号"), width=10, text=True,
               note="写成 3栋、A栋。房号已经写全的可以空着；一张表一栋的，写在表的名字里也行。"),
        Column(STAIRWELL, _stairwell, ("梯", "门", "单元号"), width=8, text=True, note="写成 1。商铺写 0。"),
        Column(CODE, no_day, ROOM, required=True, width=14, text=True,
               note="写成 502，或者写全：3-1-502。"),
        Column(PURPOSE, one_of(PURPOSE, _PURPOSES), ("房屋类型", "房屋用途", "类型", "性质"),
               show=label_of, choices=labels(Purpose), width=10, note="、".join(labels(Purpose)) + "。办公写商铺。"),
        Column(AREA, area, ("面积", "建面", "产权面积", "房屋面积"), required=True, width=12,
               show=area_shown, note="平方米，最多两位小数。投票按它算，请照产权证。"),
        Column(FLOOR, whole("楼层", 99, least=-9), ("所在楼层", "层"), width=8, note="房号看得出来的可以空着。"),
        Column(SALE, one_of(SALE, _SALES), ("房屋状态", "销售状态", "状态"),
               show=label_of, choices=labels(SaleState), width=10, note="不填就是已售。没卖的、没交付的算开发商的。"),
        Column(SOURCE, one_of(SOURCE, _SOURCES), (), show=label_of, choices=labels(AreaSource), width=12,
               note="面积照什么写的。不填按买卖合同算，以后可以改。"),
        Column(ESTATE, words(ESTATE, most=40), ("小区名称", "项目", "楼盘"), width=16,
               note="可以不填。填了就核对是不是这个小区。"),
    ),
    key=lambda entry: whole_room(entry) or (entry.get(BUILDING), entry.get(STAIRWELL), entry.get(CODE)),
    sheet=BUILDING,
    of_sheet=lambda name: name if name.endswith(("栋", "幢", "座", "号楼")) and read_building(name) else "",
    per_estate=True,
    fixed=frozenset({BUILDING, STAIRWELL, CODE, PURPOSE, FLOOR, SALE, ESTATE}),
    naming=3,
    icon="home",
    about="楼栋、单元、房号和面积",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A flat as a row says it: where it stands, and what is counted of it. Area in 0.01 m²."""

    code: str
    building: str
    stairwell: str
    room: str
    floor: int
    purpose: Purpose
    sale: SaleState
    area_centi: int
    source: AreaSource


def whole_room(entry: Entry) -> str:
    """The code a row says by itself, from its room alone or its three cells; empty when it does not."""
    typed = str(entry.get(CODE, ""))
    building, stairwell = entry.get(BUILDING, ""), entry.get(STAIRWELL, "")
    if typed.upper().startswith("P-"):
        return typed.upper()
    if building and stairwell and read_room(typed) is None:
        return read_room(f"{building}栋{stairwell}单元{typed}") or ""
    if building and read_room(typed) is None:
        return read_room(f"{building}栋{typed}") or ""  # 1-502 below 3栋
    return read_room(typed) or ""


def unit_of(entry: Entry, rooms: Rooms) -> Unit:
    """The flat a row means. Raises Invalid saying what is missing, or what does not agree."""
    typed, building = str(entry.get(CODE)), entry.get(BUILDING, "")
    code = whole_room(entry) or rooms.read(f"{building}栋{typed}" if building else typed)
    parts = code.rsplit("-", 2)
    if len(parts) != 3:
        raise Invalid(f"“{typed[:20]}”不是一个房号，{HOW}。")
    if building and parts[0] != building and parts[0] != "P":
        raise Invalid(f"房号 {code} 和楼栋“{building}栋”对不上。")
    stairwell = entry.get(STAIRWELL, "")
    if stairwell and parts[1] != stairwell and parts[0] != "P":
        raise Invalid(f"房号 {code} 和单元“{stairwell}”对不上。")
    purpose = _purpose(entry, parts)
    room = f"{parts[1]}-{parts[2]}" if parts[0] == "P" else parts[2]  # as the form stores a space
    return Unit(
        code, building if parts[0] == "P" else parts[0], parts[1], room,
        _floor(entry, parts, purpose), purpose, entry.get(SALE, SaleState.SOLD),
        entry.get(AREA), entry.get(SOURCE, AreaSource.CONTRACT),
    )  # fmt: skip


def check_new(unit: Unit) -> None:
    """What the form of one unit (加一套房) refuses, a list does too. Raises Invalid."""
    number = int(unit.stairwell) if unit.stairwell.isdigit() else 0
    in_stairwell = number if number and unit.purpose != "parking" else None
    check_unit(UnitPaper(
        "", 0, Purpose(unit.purpose), in_stairwell, unit.floor, unit.room, area_shown(unit.area_centi),
        AreaSource(unit.source), Holding.OPEN,
    ))  # fmt: skip


def _purpose(entry: Entry, parts: Sequence[str]) -> Purpose:
    said: Purpose | None = entry.get(PURPOSE)
    if said is None:
        other = Purpose.SHOP if parts[1] == "0" else Purpose.FLAT
        return Purpose.PARKING if parts[0] == "P" else other
    return said


def _floor(entry: Entry, parts: Sequence[str], purpose: Purpose) -> int:
    said, seen = entry.get(FLOOR), floor_of(parts[2])
    if said is None and seen is None:
        if purpose is Purpose.FLAT:
            raise Invalid("没写楼层，从房号看不出来。请把楼层填上。")
        return 1 if purpose is Purpose.SHOP else -1
    return int(said) if said is not None else seen or 0


def floor_of(room: str) -> int | None:
    """The digits before the last two: 502 → 5, 1203 → 12; None where there are too few."""
    digits = "".join(letter for letter in room if letter.isdigit())
    return int(digits[:-2]) if len(digits) > 2 else None


def looks(entry: Entry, unit: Unit, usual: dict[tuple[str, str, str], float]) -> list[str]:
    """What somebody should look at before the row is taken."""
    found = []
    if entry.get(PURPOSE) is None and unit.purpose is Purpose.FLAT:
        found.append("没写用途，按住宅收")
    seen = floor_of(unit.room)
    if unit.purpose is Purpose.FLAT and seen is not None and entry.get(FLOOR) not in (None, seen):
        found.append(f"楼层写的是 {entry.get(FLOOR)}，房号看是 {seen}")
    if unit.purpose is Purpose.FLAT and not SMALLEST <= unit.area_centi <= LARGEST:
        found.append(f"面积 {area_shown(unit.area_centi)} 平方米，少见")
    middle = usual.get(_column(unit))
    if middle and abs(unit.area_centi - middle) * 10 > middle * 3:
        found.append(f"面积 {area_shown(unit.area_centi)}，上下楼一般是 {area_shown(int(middle))}")
    return found


def usual_areas(units: Sequence[Unit]) -> dict[tuple[str, str, str], float]:
    """The middle area of flats above one another, where there are enough of them."""
    above: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for unit in units:
        if unit.purpose is Purpose.FLAT:
            above[_column(unit)].append(unit.area_centi)
    return {column: median(areas) for column, areas in above.items() if len(areas) >= ALIKE}


def _column(unit: Unit) -> tuple[str, str, str]:
    return unit.building, unit.stairwell, unit.room[-2:]
