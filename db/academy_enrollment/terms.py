"""Terms (学期) and days off (放假): entered, put right; a term ends on its last day."""

from datetime import date

from sqlite_utils import Database

from db.academy_enrollment.classes import CLASSES
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.academy_enrollment.seats import ClassOffering
from domain.academy_enrollment.terms import (
    Break,
    NewBreak,
    NewTerm,
    Term,
    TermChange,
    TermFacts,
    check_break,
    check_term,
    must_fit,
    words,
)
from domain.changes import changes
from domain.dates import check_clock
from domain.errors import Invalid
from domain.people import Permission
from domain.receipts import Receipt

TERMS = """
    select t.id, t.name, t.starts_on, t.ends_on, t.enrol_from, t.enrol_to,
           (select count(*) from classes c where c.term_id = t.id and c.called_off_on is null)
           as classes
      from terms t
"""
BREAKS = "select id, term_id, words, from_on, to_on from term_breaks"


def terms_from(db: Database, today: date) -> list[Term]:
    """The terms that are not over, the earliest first."""
    return many(db, Term, f"{TERMS} where t.ends_on >= :today order by t.starts_on", today=today)


def term(db: Database, id: int) -> Term:
    return one(db, Term, "这个学期", f"{TERMS} where t.id = :id", id=id)


def breaks(db: Database, term_id: int) -> list[Break]:
    return many(db, Break, f"{BREAKS} where term_id = :id order by from_on", id=term_id)


@reads(Permission.SEE_CLASSES)
def classes_in(visit: Visit, term_id: int) -> list[ClassOffering]:
    """The classes of one term, those called off left out."""
    return in_term(visit.db, term_id)


def in_term(db: Database, term_id: int) -> list[ClassOffering]:
    where = "where c.term_id = :id and c.called_off_on is null order by c.weekday, c.begins, c.id"
    return many(db, ClassOffering, f"{CLASSES} {where}", id=term_id)


@writes(Permission.MANAGE_CLASSES)
def add_term(visit: Visit, paper: NewTerm) -> Receipt:
    """A term to come, or the present one (加学期)."""
    facts = _checked(visit, paper.facts, None)
    id = put(
        visit.db, "terms", name=facts.name, starts_on=facts.starts_on, ends_on=facts.ends_on,
        enrol_from=facts.enrol_from, enrol_to=facts.enrol_to,
    )  # fmt: skip
    return Receipt(f"学期“{facts.name}”加好了。接着开班。", id)


@writes(Permission.MANAGE_CLASSES)
def change_term(visit: Visit, paper: TermChange) -> Receipt:
    """A term put right (改学期); no class may fall out of it."""
    known = term(visit.db, paper.term_id)
    now = _checked(visit, paper.now, known.id)
    told = changes(f"“{known.name}”", paper.was, now, known.facts, words(visit.today))
    for offering in in_term(visit.db, known.id):
        if offering.starts_on < now.starts_on:
            raise Invalid(f"“{offering.course}” {offering.starts_on} 就开课了，学期不能更晚开始。")
        must_fit(offering.course, offering.last_session, now.ends_on, visit.today)
    visit.db.execute(
        "update terms set name = ?, starts_on = ?, ends_on = ?, enrol_from = ?, enrol_to = ?"
        " where id = ?",
        [now.name, now.starts_on.isoformat(), now.ends_on.isoformat(), now.enrol_from.isoformat(),
         now.enrol_to.isoformat(), known.id],
    )  # fmt: skip
    return Receipt(f"“{known.name}”改好了：{told}。", known.id)


@writes(Permission.MANAGE_CLASSES)
def add_break(visit: Visit, paper: NewBreak) -> Receipt:
    """Days on which no class of the term meets (放假); the classes go on a week longer."""
    of = term(visit.db, paper.term_id)
    called = check_break(paper, of)
    if any(b.from_on <= paper.to_on and paper.from_on <= b.to_on for b in breaks(visit.db, of.id)):
        raise Invalid("这几天已经登记过放假了。")
    id = put(
        visit.db, "term_breaks", term_id=of.id, words=called, from_on=paper.from_on,
        to_on=paper.to_on,
    )  # fmt: skip
    for offering in in_term(visit.db, of.id):
        must_fit(offering.course, offering.last_session, of.ends_on, visit.today)
    return Receipt(f"{of.name}{paper.from_on} 到 {paper.to_on} {called}，不上课，课往后顺延。", id)


@writes(Permission.MANAGE_CLASSES)
def remove_break(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Days off that are none after all (不放了); nothing refers to them, the log keeps them."""
    off = one(visit.db, Break, "这次放假", f"{BREAKS} where id = :id", id=id)
    visit.db.execute("delete from term_breaks where id = ?", [id])
    return Receipt(f"{off.from_on} 到 {off.to_on} 的{off.words}撤掉了，照常上课。", off.term_id)


def _checked(visit: Visit, facts: TermFacts, mine: int | None) -> TermFacts:
    check_clock(facts, visit.now)
    facts = check_term(facts)
    named = "select 1 from terms where name = :name and id is not :mine"
    if value(visit.db, named, name=facts.name, mine=mine):
        raise Invalid(f"已经有“{facts.name}”这个学期了。")
    over = (
        "select name from terms where id is not :mine"
        " and starts_on <= :ends and ends_on >= :starts limit 1"
    )
    other = value(visit.db, over, mine=mine, ends=facts.ends_on, starts=facts.starts_on)
    if other:
        raise Invalid(f"和学期“{other}”的日子重了。两个学期不能同时上课。")
    return facts
