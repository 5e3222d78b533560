"""The list of 楼栋长, 居民代表 and the like (代表): who, of which flat, from when to when."""

from domain.columns import PHONE, ROOM, Column, no_day
from domain.imports.cells import day, one_of, words
from domain.imports.entries import Listing
from domain.imports.people_cells import person, phones, phones_shown
from domain.registry_book.marks import MarkKind
from domain.rooms import read_room

CODE, NAME, KIND, PHONES, SINCE, UNTIL, TERM = "房号", "姓名", "身份", "电话", "起", "止", "届次"
KINDS = {kind.value: kind.label for kind in MarkKind}
_KIND_WORDS = {
    **{word: word for word in KINDS.values()},
    **dict.fromkeys(("楼长", "楼栋长（单元长）", "单元长", "楼组长"), "楼栋长"),
    **dict.fromkeys(("议事员", "议事会", "金花议事会成员"), "议事会成员"),
    "代表": "居民代表", "党员": "党员志愿者",
}  # fmt: skip

MARKS = Listing(
    "marks",
    "楼栋长和代表",
    "一个人",
    (
        Column(CODE, no_day, (*ROOM, "住址"), required=True, width=14, text=True, note="写全：3-1-502。"),
        Column(NAME, person, ("居民姓名",), required=True, width=12, text=True, note="要先在居民里。"),
        Column(KIND, one_of(KIND, _KIND_WORDS), ("职务", "类别", "担任"), required=True, width=14,
               choices=tuple(KINDS.values()), note="一个人有几个身份就写几行。"),
        Column(PHONES, phones, PHONE, width=18, text=True, show=phones_shown, note="同名的人靠它分开，不会改电话。"),
        Column(SINCE, day("起"), ("起始日期", "任期起", "当选日期", "开始日期"), width=14, text=True,
               note="写成 2026-01-31，不知道就空着。"),
        Column(UNTIL, day("止"), ("截止日期", "任期止", "结束日期", "到期日期"), width=14, text=True,
               note="任期最后一天，没有就空着。"),
        Column(TERM, words("届次", most=20), ("届",), width=12, text=True, note="例如：第三届。"),
    ),
    key=lambda entry: (read_room(str(entry.get(CODE))) or entry.get(CODE), entry.get(NAME), entry.get(KIND)),
    several=frozenset({PHONES}),
    per_estate=True,
    fixed=frozenset({CODE, NAME, KIND, PHONES, SINCE, UNTIL, TERM}),
    naming=2,
    icon="badge",
    people=True,
    about="楼栋长、居民代表、议事会成员",
)  # fmt: skip
