"""万青学苑 academy: classes, seats, and who may enrol (报名)."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Annotated

from domain.academy_enrollment.terms import days_off, session_days
from domain.dates import Bound
from domain.errors import DomainError, Invalid
from domain.labels import Labelled
from domain.registry import Resident, check_phone, plain_text


class Series(Labelled):
    """The four series of the academy (班级系列)."""

    WANQING = "wanqing", "万青班"
    QINGGE = "qingge", "青鸽班"
    QINGGUO = "qingguo", "青果班"
    QINGMIAO = "qingmiao", "青苗班"


AUDIENCE = {
    Series.WANQING: "老年",
    Series.QINGGE: "宝妈",
    Series.QINGGUO: "青年",
    Series.QINGMIAO: "儿童",
}


class SeatState(Labelled):
    """An enrolment (报名状态)."""

    CONFIRMED = "confirmed", "已录取"
    ATTENDING = "attending", "在读"
    OFFERED = "offered", "候补录取待确认"
    WAITLISTED = "waitlisted", "候补"
    COMPLETED = "completed", "结业"
    DROPPED = "dropped", "退课"
    REMOVED = "removed", "劝退"
    CANCELLED = "cancelled", "已取消"


SEATED = (SeatState.CONFIRMED, SeatState.ATTENDING, SeatState.OFFERED)
HOLDING = (*SEATED, SeatState.WAITLISTED)


@dataclass(frozen=True, slots=True)
class ClassOffering:
    """A class in a term (班次). Fee in fen; `weekday` 1 is Monday; ages in completed years."""

    id: int
    term: str
    series: Series
    course: str
    teacher: str
    room: str
    weekday: int
    begins: time
    ends: time
    starts_on: date
    sessions: int
    capacity: int
    min_open: int
    fee_fen: int
    age_min: int
    age_max: int | None
    need_guardian: bool
    seated: int
    waiting: int
    off: str = ""  # the term's days off, as first/last

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.seated)

    @property
    def full(self) -> bool:
        """Whether the next person waits: a free seat belongs to those already waiting."""
        return self.free == 0 or self.waiting > 0

    @property
    def audience(self) -> str:
        return AUDIENCE[self.series]

    @property
    def hours(self) -> str:
        """周三 9:30–11:00."""
        day = "一二三四五六日"[self.weekday - 1]
        first, last = self.begins, self.ends
        return f"周{day} {first.hour}:{first.minute:02d}–{last.hour}:{last.minute:02d}"

    @property
    def first_session(self) -> date:
        """The first day of its weekday from `starts_on` on."""
        return self.starts_on + timedelta(days=(self.weekday - self.starts_on.isoweekday()) % 7)

    @property
    def last_session(self) -> date:
        """The day of its last session, one a week (每周一次) but for days off."""
        return session_days(self.first_session, self.sessions, days_off(self.off))[-1]

    def clashes(self, other: "ClassOffering") -> bool:
        """Overlapping hours on a day that both classes meet on."""
        return (
            self.weekday == other.weekday
            and self.begins < other.ends
            and other.begins < self.ends
            and self.first_session <= other.last_session
            and other.first_session <= self.last_session
        )


@dataclass(frozen=True, slots=True)
class NewEnrollment:
    """An enrolment slip (报名单). `resident_agrees`: asked in person (当面确认愿意报名)."""

    slip: str
    class_id: int
    resident_id: int
    resident_agrees: bool
    birth_date: Annotated[date | None, Bound("出生日期", "120 年以前", back=120 * 366)] = None
    guardian_agrees: bool = False
    family_signed: bool = False
    emergency_name: str = field(default="", repr=False)
    emergency_phone: str = field(default="", repr=False)


class AlreadyEnrolled(DomainError):
    def __init__(self, resident: str, course: str, state: SeatState) -> None:
        super().__init__(f"{resident}已经报过“{course}”（{state.label}），不用再报。")
        self.state = state


class TooManyClasses(DomainError):
    def __init__(self, resident: str, most: int, courses: list[str]) -> None:
        super().__init__(f"{resident}这学期已报 {'、'.join(courses)}，每人最多 {most} 个班。")


class HoursClash(DomainError):
    def __init__(self, resident: str, other: ClassOffering) -> None:
        super().__init__(f"时间冲突：{resident}已报“{other.course}”（{other.hours}）。")


class WrongAge(DomainError):
    def __init__(self, resident: str, age: int, offering: ClassOffering) -> None:
        upper = f"到 {offering.age_max} 周岁" if offering.age_max else "周岁以上"
        super().__init__(
            f"“{offering.course}”收 {offering.age_min} {upper}，{resident}开课时 {age} 周岁。"
        )
        self.age = age


class BirthDateNeeded(DomainError):
    """The birth year alone leaves the age open; only then is the full date asked for."""

    def __init__(self, resident: str) -> None:
        super().__init__(f"只知道{resident}的出生年份，年龄刚好在线上。请填出生日期再报。")


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Ages from the parameters (周岁): from when a contact, and a family signature, is needed."""

    contact: int
    signature: int


ADULT = 18


def needs_guardian(resident: Resident, offering: ClassOffering) -> bool:
    """Every learner who may still be under 18 when the class starts (民法典 19、20)."""
    return resident.age_on(offering.starts_on)[0] < ADULT


def check_age(resident: Resident, offering: ClassOffering) -> int:
    """The age on the class's first day. Raises WrongAge, or BirthDateNeeded on the line."""
    least, most = resident.age_on(offering.starts_on)
    upper = offering.age_max if offering.age_max is not None else 200
    if most < offering.age_min:
        raise WrongAge(resident.name, most, offering)
    if least > upper:
        raise WrongAge(resident.name, least, offering)
    if least < offering.age_min or most > upper:
        raise BirthDateNeeded(resident.name)
    return least


def check_eligible(resident: Resident, offering: ClassOffering) -> None:
    """Whether this person may be in this class whatever the paper says; asked before the paper.

    An age that only the birth date tells is no reason yet. Raises WrongAge, or Invalid where a
    child's guardian is not in the register.
    """
    with suppress(BirthDateNeeded):
        check_age(resident, offering)
    if _guarded(resident, offering) and resident.guardian_id is None:
        raise Invalid(f"{resident.name}未满 18 周岁，底册里还没有监护人。请先登记监护人。")


def _guarded(resident: Resident, offering: ClassOffering) -> bool:
    return needs_guardian(resident, offering) or offering.need_guardian


def check_enrollment(
    paper: NewEnrollment, resident: Resident, offering: ClassOffering, limits: AgeLimits
) -> tuple[str | None, str | None]:
    """Whether the paper is complete for this person: (emergency name, phone) to store.

    Consent and safety rules: docs/rules.md, 学苑报名.
    """
    check_eligible(resident, offering)
    if not paper.resident_agrees:
        raise Invalid("还没勾“已当面确认本人愿意报名”。")
    check_age(resident, offering)
    least, oldest = resident.age_on(offering.starts_on)
    elder = oldest if least >= ADULT else least  # an age nobody knows is taken for a child's
    if _guarded(resident, offering) and not paper.guardian_agrees:
        raise Invalid(f"还没勾“监护人{resident.guardian}已同意”。未成年人报名要监护人同意。")
    if elder >= limits.signature and not paper.family_signed:
        raise Invalid(f"{limits.signature} 周岁以上要家属签字。还没勾“家属已签字”。")
    if elder < limits.contact and not (paper.emergency_name or paper.emergency_phone):
        return None, None
    name = plain_text(paper.emergency_name, "紧急联系人", most=20)
    return name, check_phone(paper.emergency_phone)


def check_timetable(
    resident: Resident, offering: ClassOffering, others: list[ClassOffering], most: int
) -> None:
    """At most so many classes a term, and no two at the same time, of whatever term."""
    same_term = [other for other in others if other.term == offering.term]
    if len(same_term) >= most:
        raise TooManyClasses(resident.name, most, [other.course for other in same_term])
    for other in others:
        if offering.clashes(other):
            raise HoursClash(resident.name, other)
