"""The classes of one term opened again in another (照上学期开班): proposed, seen, then opened.

A class keeps its weekday and the week of the term it began in; days off are left out, and where the
new term is shorter it meets fewer times. Who teaches and where are proposed as they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.academy_enrollment.planning import ClassFacts
from domain.academy_enrollment.terms import Term, session_days

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A holiday inside the term that nobody has entered there yet (放假)."""

    words: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A class as it would be opened. `was` is how often it met; `wrong` why it cannot be opened."""

    facts: ClassFacts
    last_on: date
    was: int
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class TermPlan:
    """What would be opened in a term, and the holidays that would be entered with it."""

    of: str
    to: Term
    off: tuple[DaysOff, ...]
    classes: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class CopiedClasses:
    """The classes and holidays as they were seen; those are opened and no others."""

    slip: str
    term_id: int
    off: tuple[DaysOff, ...]
    classes: tuple[ClassFacts, ...]


def moved(facts: ClassFacts, old: Term, new: Term, off: Sequence[DaysOff]) -> ClassFacts:
    """The class in the new term: the same weekday of the same week, as often as still fits."""
    first = facts.starts_on + timedelta(days=(facts.weekday - facts.starts_on.isoweekday()) % 7)
    weeks = (first - _monday(old.starts_on)) // WEEK
    begins = _monday(new.starts_on) + weeks * WEEK + timedelta(days=facts.weekday - 1)
    while begins < new.starts_on:
        begins += WEEK
    spans = tuple((one.from_on, one.to_on) for one in off)
    days = session_days(begins, facts.sessions, spans)
    fits = sum(day <= new.ends_on for day in days)
    return replace(facts, starts_on=begins, sessions=max(fits, 1))


def last_day(facts: ClassFacts, off: Sequence[DaysOff]) -> date:
    """Its last session in that plan."""
    spans = tuple((one.from_on, one.to_on) for one in off)
    return session_days(facts.starts_on, facts.sessions, spans)[-1]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
