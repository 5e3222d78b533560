"""The list of past learners (学员): who was in which class of which term, and how it ended."""

from datetime import date

from domain.academy_enrollment.seats import ClassOffering, SeatState, check_eligible
from domain.columns import PHONE, ROOM, Column, no_day
from domain.errors import Invalid
from domain.imports.cells import birth, one_of, words
from domain.imports.entries import Entry, Listing
from domain.imports.people_cells import person, phones, phones_shown
from domain.registry import Resident, check_phone, plain_text

NAME, BORN, PHONES, CODE, COURSE, TERM, ENDED, CONTACT, CONTACT_PHONE = (
    "姓名", "出生日期", "电话", "房号", "班次", "学期", "结果", "紧急联系人", "紧急联系电话",
)  # fmt: skip
ENDS = {"completed": "结业", "dropped": "退课"}
_END_WORDS = {
    **dict.fromkeys(("结业", "已结业", "毕业", "合格", "完成", "是"), "结业"),
    **dict.fromkeys(("退课", "退学", "中途退出", "没学完", "未结业", "否"), "退课"),
}


def _contact(typed: str) -> str:
    return plain_text(typed, CONTACT, most=20)


LEARNERS = Listing(
    "learners",
    "老学员",
    "一个人一个班",
    (
        Column(NAME, person, ("学员", "学员姓名", "居民姓名"), required=True, width=12, text=True, note="要先在居民里。"),
        Column(BORN, birth, ("生日", "出生年月", "出生年", "出生"), width=14, text=True,
               show=lambda found: found.text, note="用来认人：写成 1950-05-01，只知道年份就写 1950。"),
        Column(PHONES, phones, PHONE, width=18, text=True, show=phones_shown, note="用来认人，不会改电话。"),
        Column(CODE, no_day, (*ROOM, "住址"), width=14, text=True, note="用来认人：3-1-502。"),
        Column(COURSE, words(COURSE, most=20), ("班级", "课程", "班名", "班"), required=True, width=16, text=True,
               note="和学苑里的班名一样。"),
        Column(TERM, words(TERM, most=20), ("期次", "学期名称"), required=True, width=16, text=True,
               note="和学苑里的学期名称一样，要已经结束的。"),
        Column(ENDED, one_of(ENDED, _END_WORDS), ("是否结业", "结业", "状态"), width=10,
               choices=tuple(ENDS.values()), note="结业、退课。不写的先看一眼。"),
        Column(CONTACT, _contact, ("联系人",), width=12, text=True, note="家里人的姓名。"),
        Column(CONTACT_PHONE, check_phone, ("紧急联系人电话", "联系人电话"), width=16, text=True, note="手机 11 位。"),
    ),
    key=lambda entry: (entry.get(NAME), entry.texts.get(BORN, ""), entry.texts.get(CODE, ""),
                       entry.texts.get(PHONES, ""), entry.get(COURSE), entry.get(TERM)),
    several=frozenset({PHONES}),
    per_estate=True,
    past=frozenset({BORN}),
    fixed=frozenset({NAME, BORN, PHONES, CODE, COURSE, TERM, ENDED}),
    naming=1,
    icon="school",
    about="以前的班，谁上过、结业没有",
)  # fmt: skip


def check_learner(
    entry: Entry, who: Resident, offering: ClassOffering, term_ends: date, today: date
) -> None:
    """What the form of enrolling refuses, a list does too. Raises DomainError.

    Only classes of a term that is over: others are enrolled for. Timetable and the number of
    classes a term are rules of enrolling and no longer asked.
    """
    if term_ends >= today:
        raise Invalid(f"“{offering.term}”还没结束，请在学苑里报名。")
    check_eligible(who, offering)
    if bool(entry.get(CONTACT)) != bool(entry.get(CONTACT_PHONE)):
        raise Invalid("紧急联系人和电话要一起写。")


def state_of(entry: Entry) -> SeatState:
    """How it ended; what nobody wrote was looked at, and is completed."""
    return SeatState.DROPPED if entry.get(ENDED) == ENDS["dropped"] else SeatState.COMPLETED
