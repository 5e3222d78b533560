"""The classes of the last term opened again (照上学期开班): one list to look at, then one write."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlite_utils import Database

from db.academy_enrollment import planning
from db.academy_enrollment.terms import TERMS, breaks, in_term, term
from db.calendar import calendar, statutory
from db.rows import first, many, put
from db.visit import Visit, reads
from db.writes import writes
from domain.academy_enrollment.copying import (
    CopiedClasses,
    DaysOff,
    Proposal,
    TermPlan,
    last_day,
    moved,
)
from domain.academy_enrollment.planning import ClassFacts
from domain.academy_enrollment.terms import NewBreak, Term, check_break
from domain.errors import Invalid
from domain.people import Permission
from domain.receipts import Receipt

LAST = f"""
    select * from ({TERMS}) where starts_on < :starts and classes > 0
     order by starts_on desc limit 1
"""


def last_term(db: Database, of: Term) -> Term | None:
    """The last term before this one that had classes."""
    return first(db, Term, LAST, starts=of.starts_on)


@reads(Permission.MANAGE_CLASSES)
def proposed(visit: Visit, term_id: int) -> TermPlan | None:
    """The classes of the last term as they would stand in this one; None when there are none."""
    new = term(visit.db, term_id)
    old = last_term(visit.db, new)
    if old is None:
        return None
    off = tuple(_holidays(visit.db, new))
    known = tuple(DaysOff(b.words, b.from_on, b.to_on) for b in breaks(visit.db, new.id))
    others = in_term(visit.db, new.id)
    found = []
    for before in _facts(visit.db, old.id):
        facts = moved(before, old, new, (*known, *off))
        try:
            others.append(planning.as_fitting(visit.db, facts, new, others, (*known, *off)))
            wrong = ""
        except Invalid as refusal:
            wrong = str(refusal)
        found.append(Proposal(facts, last_day(facts, (*known, *off)), before.sessions, wrong))
    return TermPlan(old.name, new, off, tuple(found))


@writes(Permission.MANAGE_CLASSES)
def copy_classes(visit: Visit, paper: CopiedClasses) -> Receipt:
    """Open every class as it was seen, the holidays first; all of them or none. Raises Invalid."""
    of = term(visit.db, paper.term_id)
    if not paper.classes:
        raise Invalid("一个班也没有留下。至少留一个，或者关上。")
    for days in paper.off:
        new = NewBreak(paper.slip, of.id, days.words, days.from_on, days.to_on)
        called = check_break(new, of)
        put(visit.db, "term_breaks", term_id=of.id, words=called, from_on=days.from_on,
            to_on=days.to_on)  # fmt: skip
    unknown = {
        seen for facts in paper.classes if (seen := planning.open_class(visit, of, facts)[1])
    }
    more = f"登记了 {len(paper.off)} 次放假。" if paper.off else ""
    return Receipt(
        f"{of.name}开了 {len(paper.classes)} 个班，从{_day(of.enrol_from)}起报名。{more}"
        + "".join(sorted(unknown)),
        of.id,
    )


def _facts(db: Database, term_id: int) -> list[ClassFacts]:
    """The classes of a term, those called off left out, in the order of the week."""
    sql = (
        f"select {', '.join(planning.COLUMNS)} from classes"
        " where term_id = :id and called_off_on is null order by weekday, begins, id"
    )
    return many(db, ClassFacts, sql, id=term_id)


def _holidays(db: Database, of: Term) -> Iterator[DaysOff]:
    """Holidays inside a term, as the calendar of this community has them, that are not entered.

    Days off in a row are one; a week-end alone is none.
    """
    known = calendar(db)
    entered = breaks(db, of.id)
    days = [of.starts_on + timedelta(days=n) for n in range((of.ends_on - of.starts_on).days + 1)]
    for rests, run in groupby(days, known.rests):
        span = list(run)
        names = [statutory(day.year)[day] for day in span if day in statutory(day.year)]
        if not rests or not (names or any(day.weekday() < 5 for day in span)):
            continue
        if not any(b.from_on <= span[-1] and span[0] <= b.to_on for b in entered):
            yield DaysOff(names[0] if names else "放假", span[0], span[-1])


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
