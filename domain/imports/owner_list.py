"""The list of owners (业主): one line a flat, or one a person with the flat repeated."""

from math import gcd

from domain.columns import PHONE, ROOM, Column, no_day
from domain.errors import Invalid
from domain.imports.cells import day
from domain.imports.entries import Entry, Listing
from domain.imports.mapping import TAIL
from domain.imports.people_cells import owners, phones, phones_shown
from domain.imports.private import Identity, read_tail
from domain.rooms import read_room

CODE, OWNER, OTHERS, PHONES = "房号", "业主姓名", "共有人", "电话"
SHARE, SINCE = "份额", "取得日期"
JOINS, SOLD = "加为共有人", "过户"  # what a row with another owner may mean


def _share(typed: str) -> str:
    """`1/2`, `50%`, `50` → 1/2. Raises Invalid for what is no part of a whole."""
    plain = typed.replace(" ", "").replace("／", "/")
    top, _, below = plain.partition("/")
    if below and top.isdecimal() and below.isdecimal() and 0 < int(top) <= int(below):
        return f"{int(top)}/{int(below)}"
    percent = plain.removesuffix("%")
    if percent.isdecimal() and 0 < int(percent) <= 100:
        part = gcd(int(percent), 100)
        return f"{int(percent) // part}/{100 // part}"
    raise Invalid(f"份额“{typed[:12]}”看不懂。写成 1/2 或者 50% 这样。")


def _tail_shown(one: Identity) -> str:
    return one.tail


def names_of(entry: Entry) -> tuple[str, ...]:
    """Everybody the row names as an owner, the first of them first."""
    return tuple(dict.fromkeys((*entry.get(OWNER, ()), *entry.get(OTHERS, ()))))


OWNERS = Listing(
    "owners",
    "业主",
    "一户",
    (
        Column(CODE, no_day, (*ROOM, "房间"), required=True, width=14, text=True,
               note="写全：3-1-502，或者 3栋1单元502。"),
        Column(OWNER, owners, ("业主", "业主名称", "产权人", "权利人", "买受人", "房主", "姓名", "户主"), required=True, awaited=True,
               width=16, text=True, show="、".join, note="照产权证写。几个人共有的用顿号分开，也可以一人一行。"),
        Column(OTHERS, owners, ("共有权人", "其他业主", "共有产权人"), width=16, text=True, show="、".join,
               note="和业主一起共有的人。"),
        Column(PHONES, phones, (*PHONE, "业主电话"), width=24, text=True, show=phones_shown,
               note="第一位业主的。几个号码用顿号分开；原来有的留着，新的加上。"),
        Column(TAIL, read_tail, ("后四位", "身份证尾号", "证件尾号"), width=14, text=True, show=_tail_shown,
               note="第一位业主的最后四位，用来分开同名的人。整个身份证号不要写。"),
        Column(SHARE, _share, ("产权份额", "共有份额"), width=10, text=True, note="写成 1/2。"),
        Column(SINCE, day(SINCE), ("登记日期", "交房日期", "购房日期"), width=14, text=True,
               note="过户的日子，写成 2016-01-31。换了业主的一定要写。"),
    ),
    key=lambda entry: (read_room(str(entry.get(CODE))) or entry.get(CODE), names_of(entry)),
    several=frozenset({PHONES}),
    per_estate=True,
    adds=frozenset({PHONES}),
    past=frozenset({SINCE}),
    fixed=frozenset({CODE, OWNER, OTHERS, SHARE}),
    warned={"户主": "“户主”是户口本上的，不一定是业主。请看清楚这一列是不是产权人。"},
    naming=2,
    icon="key",
    people=True,
    about="每一户的业主、共有人和电话",
)  # fmt: skip
