"""Planning classes (排课): a class opened, put right, and called off; what running ones forbid."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Annotated

from domain.academy_enrollment.seats import AUDIENCE, ClassOffering, Series
from domain.academy_enrollment.terms import FAR, Term
from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.dates import Bound
from domain.days import WEEKDAYS, short_day
from domain.errors import Invalid, WrongState
from domain.money import column_yuan
from domain.registry import plain_text

MOST_SEATS, MOST_SESSIONS, MOST_FEE_FEN, OLDEST = 200, 60, 1_000_000, 120


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What a class is. Fee in fen; `weekday` 1 is Monday; ages in completed years, no most: None."""

    series: Series
    course: str
    teacher: str
    room: str
    weekday: int
    begins: time
    ends: time
    starts_on: Annotated[date, Bound("开课日期", "学期开始", "学期结束", back=FAR, ahead=FAR)]
    sessions: int
    capacity: int
    min_open: int
    fee_fen: int
    age_min: int
    age_max: int | None
    need_guardian: bool


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class as it is opened (开班)."""

    slip: str
    term_id: int
    facts: ClassFacts


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A class put right, beside what stood on the form before (改班)."""

    slip: str
    class_id: int
    was: ClassFacts
    now: ClassFacts


def words(today: date) -> dict[str, tuple[str, Says]]:
    """How a change of a class is said."""
    return {
        "series": ("系列", lambda series: f"“{Series(series).label}”"),
        "course": ("班名", quoted),
        "teacher": ("老师", quoted),
        "room": ("教室", quoted),
        "weekday": ("星期", lambda day: f"周{WEEKDAYS[day - 1]}"),
        "begins": ("上课", lambda at: f" {at:%H:%M} "),
        "ends": ("下课", lambda at: f" {at:%H:%M} "),
        "starts_on": ("开课", lambda day: f" {short_day(day, today)} "),
        "sessions": ("次数", counted("次")),
        "capacity": ("席位", counted("席")),
        "min_open": ("开班人数", counted("人")),
        "fee_fen": ("收费", lambda fen: f" {column_yuan(fen)} 元"),
        "age_min": ("最小年龄", counted("周岁")),
        "age_max": ("最大年龄", lambda age: "不限" if age is None else f" {age} 周岁"),
        "need_guardian": ("监护人同意", lambda need: "要" if need else "不另要"),
    }


def check_class(facts: ClassFacts, term: Term) -> ClassFacts:
    """As it is stored. Raises Invalid with everything that cannot be."""
    asking = Asking()
    course = asking.ask(plain_text, facts.course, "班名", least=2, most=20)
    teacher = asking.ask(plain_text, facts.teacher, "老师", least=1, most=20)
    room = asking.ask(plain_text, facts.room, "教室", least=1, most=20)
    asking.must(1 <= facts.weekday <= 7, "星期还没选。")
    asking.must(facts.begins < facts.ends, "下课要在上课以后。")
    asking.must(
        term.starts_on <= facts.starts_on <= term.ends_on,
        f"开课日期要在学期里面，{term.name}是 {term.starts_on} 到 {term.ends_on}。",
    )
    asking.must(1 <= facts.sessions <= MOST_SESSIONS, f"次数要在 1 到 {MOST_SESSIONS} 之间。")
    asking.must(1 <= facts.capacity <= MOST_SEATS, f"席位要在 1 到 {MOST_SEATS} 之间。")
    asking.must(1 <= facts.min_open <= facts.capacity, "开班人数至少 1 人，不能多过席位。")
    asking.must(0 <= facts.fee_fen <= MOST_FEE_FEN, "收费太多了，学苑是公益和低偿的课。")
    oldest = OLDEST if facts.age_max is None else facts.age_max
    asking.must(0 <= facts.age_min <= oldest <= OLDEST, "年龄要从小到大，再看一遍。")
    asking.done()
    return replace(facts, course=course, teacher=teacher, room=room)


def check_running(offering: ClassOffering, was: ClassFacts, now: ClassFacts) -> None:
    """What people have enrolled for stays. Raises Invalid, or WrongState naming what is fixed."""
    if now.capacity < offering.seated:
        raise Invalid(
            f"“{offering.course}”已经报了 {offering.seated} 位，席位不能比这还少。"
            "要减席位，先在名单里办退课。"
        )
    if not offering.seated + offering.waiting:
        return
    fixed = {
        "收费": was.fee_fen != now.fee_fen,
        "年龄": (was.age_min, was.age_max) != (now.age_min, now.age_max),
        "监护人同意": was.need_guardian != now.need_guardian,
        "系列": was.series != now.series,
    }
    if changed := [name for name, differs in fixed.items() if differs]:
        people = offering.seated + offering.waiting
        raise WrongState(
            f"已经有 {people} 位按原来的{'、'.join(changed)}报了名，不能再改。要改，另开一个班。"
        )


def check_place(facts: ClassFacts, others: list[ClassOffering], mine: ClassOffering) -> None:
    """One room, and one teacher, at one time. Raises Invalid naming the other class."""
    for other in others:
        if not mine.clashes(other):
            continue
        if other.room == facts.room:
            raise Invalid(
                f"{facts.room}这个时间有“{other.course}”（{other.hours}）。换教室或时间。"
            )
        if other.teacher == facts.teacher:
            raise Invalid(
                f"{facts.teacher}这个时间在上“{other.course}”（{other.hours}）。换老师或时间。"
            )


def audience(series: Series) -> str:
    """万青班（老年）."""
    return f"{series.label}（{AUDIENCE[series]}）"
