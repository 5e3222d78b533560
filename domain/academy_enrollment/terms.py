"""Terms (学期) and their days off (放假): when one enrols, and when classes meet."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, quoted
from domain.dates import Bound
from domain.days import short_day
from domain.errors import Invalid
from domain.registry import plain_text

FAR = 2 * 366  # days a term may lie from today


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term: its first and last day, and from when to when one enrols."""

    name: str
    starts_on: Annotated[date, Bound("学期开始", "两年以内", "两年以内", back=FAR, ahead=FAR)]
    ends_on: Annotated[date, Bound("学期结束", "学期开始", "两年以内", back=FAR, ahead=FAR)]
    enrol_from: Annotated[date, Bound("开始报名", "两年以内", "两年以内", back=FAR, ahead=FAR)]
    enrol_to: Annotated[date, Bound("报名截止", "开始报名", "学期结束", back=FAR, ahead=FAR)]


@dataclass(frozen=True, slots=True)
class Term:
    """A stored term, with how many classes it has."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    enrol_from: date
    enrol_to: date
    classes: int

    @property
    def facts(self) -> TermFacts:
        return TermFacts(self.name, self.starts_on, self.ends_on, self.enrol_from, self.enrol_to)


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term as it is entered (加学期)."""

    slip: str
    facts: TermFacts


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term put right, beside what stood on the form before (改学期)."""

    slip: str
    term_id: int
    was: TermFacts
    now: TermFacts


@dataclass(frozen=True, slots=True)
class NewBreak:
    """Days on which no class of a term meets (放假)."""

    slip: str
    term_id: int
    words: str
    from_on: Annotated[date, Bound("放假开始", "学期开始", "学期结束", back=FAR, ahead=FAR)]
    to_on: Annotated[date, Bound("放假结束", "放假开始", "学期结束", back=FAR, ahead=FAR)]


@dataclass(frozen=True, slots=True)
class Break:
    """Stored days off (放假)."""

    id: int
    term_id: int
    words: str
    from_on: date
    to_on: date


def words(today: date) -> dict[str, tuple[str, Says]]:
    """How a change of a term is said."""

    def day(when: date) -> str:
        return f" {short_day(when, today)} "

    return {
        "name": ("名称", quoted),
        "starts_on": ("学期开始", day),
        "ends_on": ("学期结束", day),
        "enrol_from": ("开始报名", day),
        "enrol_to": ("报名截止", day),
    }


def check_term(facts: TermFacts) -> TermFacts:
    """As it is stored. Raises Invalid with everything that cannot be."""
    asking = Asking()
    name = asking.ask(plain_text, facts.name, "学期名称", least=2, most=20)
    asking.must(facts.starts_on < facts.ends_on, "学期结束要在学期开始以后。")
    asking.must(facts.enrol_from <= facts.enrol_to, "报名截止不能早于开始报名。")
    asking.must(facts.enrol_to <= facts.ends_on, "报名截止不能晚于学期结束。")
    asking.must(facts.enrol_from <= facts.ends_on, "开始报名不能晚于学期结束。")
    asking.done()
    return replace(facts, name=name)


def check_break(paper: NewBreak, term: Term) -> str:
    """What the days off are called. Raises Invalid for days outside the term."""
    asking = Asking()
    words = asking.ask(plain_text, paper.words, "放什么假", least=2, most=20)
    asking.must(paper.from_on <= paper.to_on, "放假结束不能早于放假开始。")
    asking.must(
        term.starts_on <= paper.from_on and paper.to_on <= term.ends_on,
        f"放假要在学期里面，{term.name}是 {term.starts_on} 到 {term.ends_on}。",
    )
    asking.done()
    return words


def days_off(told: str) -> tuple[tuple[date, date], ...]:
    """`2027-02-01/2027-02-14 2027-04-05/2027-04-05` → first and last days."""
    pairs = (days.split("/") for days in told.split())
    return tuple((date.fromisoformat(since), date.fromisoformat(to)) for since, to in pairs)


def session_days(first: date, sessions: int, off: tuple[tuple[date, date], ...]) -> list[date]:
    """The days of a class that meets once a week, but not on days off (每周一次，放假不上)."""
    days: list[date] = []
    day = first
    while len(days) < sessions:
        if not any(since <= day <= until for since, until in off):
            days.append(day)
        day += timedelta(weeks=1)
    return days


def must_fit(course: str, last: date, ends_on: date, today: date) -> None:
    """Raises Invalid when a class would go on after its term."""
    if last > ends_on:
        raise Invalid(
            f"“{course}”最后一次课排到 {short_day(last, today)}，"
            f"学期 {short_day(ends_on, today)}就结束了。少上几次，或者学期长一点。"
        )
