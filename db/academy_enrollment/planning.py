"""Planning classes (排课): opened, put right, called off. None is ever removed."""

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from db.academy_enrollment.classes import HOLDING_STATES, class_offering, classes_of
from db.academy_enrollment.terms import breaks, in_term, term
from db.rows import one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.academy_enrollment.copying import DaysOff
from domain.academy_enrollment.planning import (
    ClassChange,
    ClassFacts,
    NewClass,
    check_class,
    check_place,
    check_running,
    words,
)
from domain.academy_enrollment.seats import ClassOffering
from domain.academy_enrollment.terms import Break, Term, must_fit
from domain.changes import changes
from domain.dates import check_clock
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt

COLUMNS = (
    "series", "course", "teacher", "room", "weekday", "begins", "ends", "starts_on", "sessions",
    "capacity", "min_open", "fee_fen", "age_min", "age_max", "need_guardian",
)  # fmt: skip


@reads(Permission.SEE_CLASSES)
def facts(visit: Visit, class_id: int) -> ClassFacts:
    """What the form of a change begins with."""
    return _facts(visit.db, class_id)


@reads(Permission.MANAGE_CLASSES)
def teachers_and_rooms(visit: Visit) -> tuple[list[str], list[str]]:
    """Names to choose from: teachers with an account or a class, rooms with a class."""
    teachers = visit.db.execute(
        "select name from accounts where role = 'teacher' and is_active = 1"
        " union select teacher from classes order by 1"
    )
    rooms = visit.db.execute("select distinct room from classes order by 1")
    return [str(row[0]) for row in teachers], [str(row[0]) for row in rooms]


@writes(Permission.MANAGE_CLASSES)
def add_class(visit: Visit, paper: NewClass) -> Receipt:
    """A class of a term (开班); one enrols from the term's first day of enrolment."""
    of = term(visit.db, paper.term_id)
    id, seen = open_class(visit, of, paper.facts)
    now = _facts(visit.db, id)
    return Receipt(f"{of.name}开了“{now.course}”，{now.capacity} 席。{seen}", id)


@inside_gate
def open_class(visit: Visit, of: Term, facts: ClassFacts) -> tuple[int, str]:
    """A class of a term, checked against all of it; its number, and what is said of its teacher."""
    now = _checked(visit, facts, of, None)
    account, seen = _account_of(visit.db, now.teacher)
    id = put(
        visit.db, "classes", term_id=of.id, teacher_id=account, source="entered",
        **{name: _kept(getattr(now, name)) for name in COLUMNS},
    )  # fmt: skip
    return id, seen


def as_fitting(
    db: Database, facts: ClassFacts, of: Term, others: list[ClassOffering], off: Sequence[DaysOff]
) -> ClassOffering:
    """How a class would stand in a term beside the others. Raises Invalid when it does not fit."""
    facts = check_class(facts, of)
    if any(other.course == facts.course for other in others):
        raise Invalid(f"{of.name}已经有“{facts.course}”了。")
    offering = _as_offering(facts, of, None, off)
    must_fit(facts.course, offering.last_session, of.ends_on, of.starts_on)
    check_place(facts, others, offering)
    return offering


@writes(Permission.MANAGE_CLASSES)
def change_class(visit: Visit, paper: ClassChange) -> Receipt:
    """A class put right (改班); what people have enrolled for stays."""
    before = class_offering(visit.db, paper.class_id)
    stored = _facts(visit.db, before.id)
    of = term(visit.db, _term_of(visit.db, before.id))
    now = _checked(visit, paper.now, of, before)
    told = changes(f"“{before.course}”", paper.was, now, stored, words(visit.today))
    check_running(before, stored, now)
    _no_learner_clashes(visit.db, before, now)
    account, seen = _account_of(visit.db, now.teacher)
    sets = ", ".join(f"{name} = ?" for name in COLUMNS)
    visit.db.execute(
        f"update classes set {sets}, teacher_id = ? where id = ?",
        [*(_kept(getattr(now, name)) for name in COLUMNS), account, before.id],
    )
    more = seen if now.teacher != stored.teacher else ""
    return Receipt(f"“{before.course}”改好了：{told}。{more}", before.id)


@writes(Permission.MANAGE_CLASSES)
def call_off_class(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """A class that is not held (停开): nobody may still sit in it or wait for it."""
    known = class_offering(visit.db, id)
    if value(visit.db, "select called_off_on from classes where id = :id", id=id):
        raise WrongState(f"“{known.course}”已经停开了。")
    if people := known.seated + known.waiting:
        raise WrongState(
            f"“{known.course}”还有 {people} 位报着名。先在名单里一位一位办退，再停开。"
        )
    visit.db.execute("update classes set called_off_on = ? where id = ?", [str(visit.today), id])
    return Receipt(f"“{known.course}”停开了，不再报名。", id)


def _facts(db: Database, class_id: int) -> ClassFacts:
    sql = f"select {', '.join(COLUMNS)} from classes where id = :id and called_off_on is null"
    return one(db, ClassFacts, "这个班", sql, id=class_id)


def _term_of(db: Database, class_id: int) -> int:
    return int(value(db, "select term_id from classes where id = :id", id=class_id))


def _checked(visit: Visit, facts: ClassFacts, of: Term, mine: ClassOffering | None) -> ClassFacts:
    """Against the clock, the term, the other classes of the term, their rooms and teachers."""
    check_clock(facts, visit.now)
    facts = check_class(facts, of)
    same = "select 1 from classes where term_id = :term and course = :course and id is not :mine"
    id = mine.id if mine else None
    if value(visit.db, same, term=of.id, course=facts.course, mine=id):
        raise Invalid(f"{of.name}已经有“{facts.course}”了。班名加上“甲班”“乙班”就能分开。")
    offering = _as_offering(facts, of, mine, breaks(visit.db, of.id))
    must_fit(facts.course, offering.last_session, of.ends_on, visit.today)
    others = [other for other in in_term(visit.db, of.id) if other.id != id]
    check_place(facts, others, offering)
    return facts


def _as_offering(
    facts: ClassFacts, of: Term, mine: ClassOffering | None, breaks: Sequence[Break | DaysOff]
) -> ClassOffering:
    """How the class would stand in the timetable."""
    off = " ".join(f"{day.from_on}/{day.to_on}" for day in breaks)
    given = {name: getattr(facts, name) for name in COLUMNS}
    seated, waiting = (mine.seated, mine.waiting) if mine else (0, 0)
    return ClassOffering(
        id=mine.id if mine else 0, term=of.name, off=off, seated=seated, waiting=waiting, **given
    )


def _no_learner_clashes(db: Database, before: ClassOffering, now: ClassFacts) -> None:
    """A new time leaves nobody in two classes at once. Raises Invalid saying how many it would."""
    moved = replace(
        before, weekday=now.weekday, begins=now.begins, ends=now.ends, starts_on=now.starts_on,
        sessions=now.sessions,
    )  # fmt: skip
    who = f"select resident_id from enrollments where class_id = ? and state in ({HOLDING_STATES})"
    hit = [
        other.course
        for (resident,) in db.execute(who, [before.id]).fetchall()
        for other in classes_of(db, resident, before.id)
        if moved.clashes(other)
    ]
    if hit:
        raise Invalid(
            f"改到{moved.hours}，有 {len(hit)} 位学员和自己的“{hit[0]}”撞上。换一个时间。"
        )


def _account_of(db: Database, teacher: str) -> tuple[int | None, str]:
    """The one account of a teacher of that name, and what is said where there is none."""
    sql = "select id from accounts where role = 'teacher' and is_active = 1 and name = ?"
    found = [int(row[0]) for row in db.execute(sql, [teacher]).fetchall()]
    if len(found) == 1:
        return found[0], ""
    return None, f"{teacher}还没有教师账号，要看自己班的名单，请管理员开一个。"


def _kept(cell: object) -> object:
    return f"{cell:%H:%M}" if hasattr(cell, "hour") else cell
