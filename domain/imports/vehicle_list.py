"""The list of e-bikes (电动车): by the plate, else by the last six of the frame's number."""

from domain.columns import ROOM, Column, no_day
from domain.imports.cells import one_of
from domain.imports.entries import Entry, Listing
from domain.imports.people_cells import person
from domain.registry_book.vehicles import Battery, Removable, read_frame, read_plate

CODE, OWNER, PLATE, FRAME, BATTERY, REMOVABLE = (
    "房号", "车主", "号牌", "车架后六位", "电池", "可拆",
)  # fmt: skip
BATTERIES = {one.value: one.label for one in Battery}
YES_NO = {int(one): one.label for one in Removable}
_BATTERY_WORDS = {
    "铅酸": "铅酸",
    "铅酸电池": "铅酸",
    "铅": "铅酸",
    "锂电": "锂电",
    "锂电池": "锂电",
    "锂": "锂电",
}
_YES_NO_WORDS = {
    **dict.fromkeys(("可以拆", "是", "能", "可拆", "可以"), "可以拆"),
    **dict.fromkeys(("不能拆", "否", "不能", "不可拆", "不可以"), "不能拆"),
}  # fmt: skip


def known_by(entry: Entry) -> str:
    """What the bike is known by."""
    return str(entry.get(PLATE) or entry.get(FRAME) or "")


VEHICLES = Listing(
    "vehicles",
    "电动车",
    "一辆车",
    (
        Column(CODE, no_day, (*ROOM, "住址"), required=True, width=14, text=True, note="写全：3-1-502。"),
        Column(OWNER, person, ("姓名", "车主姓名", "登记人"), required=True, width=12, text=True, note="车是谁的。"),
        Column(PLATE, read_plate, ("车牌", "车牌号", "号牌号码", "电动车牌"), width=16, text=True,
               note="没上牌的空着，写车架后六位。"),
        Column(FRAME, read_frame, ("车架号", "车架", "车架号后六位"), width=14, text=True, note="只留最后六位。"),
        Column(BATTERY, one_of(BATTERY, _BATTERY_WORDS), ("电池类型", "电池种类"), width=10,
               choices=tuple(BATTERIES.values()), note="不知道就空着。"),
        Column(REMOVABLE, one_of("电池可不可以拆", _YES_NO_WORDS), ("电池可拆", "是否可拆"), width=10,
               choices=tuple(YES_NO.values()), note="电池能不能拿上楼。不知道就空着。"),
    ),
    key=lambda entry: known_by(entry) or (entry.row, entry.sheet),
    per_estate=True,
    fixed=frozenset({CODE, OWNER, PLATE, FRAME}),
    naming=2,
    icon="electric_moped",
    people=True,
    about="谁有电动车，电池能不能拆",
)  # fmt: skip
