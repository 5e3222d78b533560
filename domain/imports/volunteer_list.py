"""The list of volunteers (志愿者): residents who help, since when, at what and when (research A4)."""

from domain.columns import PHONE, ROOM, Column, no_day
from domain.imports.cells import Birth, birth, day, words
from domain.imports.entries import Entry, Listing
from domain.imports.people_cells import person, phones, phones_shown
from domain.rooms import read_room

NAME, PHONES, CODE, BORN, WISH, TIMES, NUMBER, SINCE = (
    "姓名", "电话", "房号", "出生年", "意向", "时间", "全国编号", "入队日",
)  # fmt: skip


def _born(found: Birth) -> str:
    return found.text


VOLUNTEERS = Listing(
    "volunteers",
    "志愿者",
    "一个人",
    (
        Column(NAME, person, ("志愿者姓名", "志愿者", "居民姓名"), required=True, width=12, text=True,
               note="要先在居民里。"),
        Column(PHONES, phones, PHONE, required=True, width=18, text=True, show=phones_shown,
               note="靠它认人；居民没留过的号码会加上。"),
        Column(CODE, no_day, (*ROOM, "住址"), width=14, text=True, note="写全：3-1-502。同名的靠它分开。"),
        Column(BORN, birth, ("出生日期", "出生年月", "生日"), width=12, text=True, show=_born,
               note="只用来核对是不是同一个人。"),
        Column(WISH, words(WISH, most=40), ("服务意向", "服务类别", "特长"), width=20, text=True, note="愿意做什么。"),
        Column(TIMES, words(TIMES, most=40), ("可服务时间", "服务时间"), width=16, text=True, note="什么时候有空。"),
        Column(NUMBER, words(NUMBER, most=30), ("志愿者编号", "编号", "注册编号"), width=18, text=True,
               note="全国志愿服务系统的编号，没有就空着。"),
        Column(SINCE, day(SINCE), ("入队日期", "加入日期", "注册日期"), width=14, text=True,
               note="写成 2024-03-05，不知道就空着。"),
    ),
    key=lambda entry: (entry.get(NAME), _first_number(entry)),
    several=frozenset({PHONES}),
    per_estate=True,
    past=frozenset({BORN, SINCE}),
    fixed=frozenset({NAME, CODE, BORN, PHONES}),
    naming=2,
    icon="volunteer_activism",
    about="谁是志愿者，愿意做什么",
)  # fmt: skip


def _first_number(entry: Entry) -> str:
    numbers = entry.get(PHONES, ())
    return numbers[0].number if numbers else read_room(str(entry.get(CODE))) or ""
