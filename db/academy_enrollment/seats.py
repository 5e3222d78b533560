"""Enrolling (报名): a seat, or a place in the queue."""

from datetime import date

from sqlite_utils import Database

from db import parameters, registry
from db.academy_enrollment.classes import HOLDING_STATES, class_offering, classes_of
from db.academy_enrollment.offers import cancel_enrollment, pass_on, undoable
from db.rows import put, value
from db.visit import Visit, reads
from db.writes import Undo, writes
from domain.academy_enrollment.seats import (
    AgeLimits,
    AlreadyEnrolled,
    ClassOffering,
    NewEnrollment,
    SeatState,
    check_eligible,
    check_enrollment,
    check_timetable,
    needs_guardian,
)
from domain.errors import DomainError, Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import Resident

CONSENT_VERSION = "2026-01"  # the guardian's consent text in force (监护人同意书版本)


@writes(Permission.ENROLL, undo=Undo(cancel_enrollment, undoable, "撤销报名"))
def enroll(visit: Visit, paper: NewEnrollment) -> Receipt:
    """Enrol a resident (报名); a full class, or one with a queue, puts them on the waiting list."""
    db = visit.db
    if paper.birth_date is not None:
        _complete_birth_date(visit, paper.resident_id, paper.birth_date)
    who = registry.resident(db, paper.resident_id)
    class_offering(db, paper.class_id)  # NotFound before anything else
    pass_on(visit, paper.class_id)
    offering = class_offering(db, paper.class_id)
    _must_be_eligible(visit, who, offering)
    limits = AgeLimits(
        parameters.value_of(db, "contact_age"), parameters.value_of(db, "signature_age")
    )
    contact = check_enrollment(paper, who, offering, limits)
    id = _take_place(visit, paper, who, offering, contact)
    if offering.full:
        before = offering.waiting
        told = f"{who.name}已登记“{offering.course}”候补，前面有 {before} 位。"
    else:
        told = f"{who.name}报上了“{offering.course}”，还余 {offering.free - 1} 席。"
    return Receipt(told, id)


@reads(Permission.ENROLL)
def what_is_against(visit: Visit, class_id: int, resident_id: int) -> DomainError | None:
    """Why this person cannot be in this class, before anybody fills in a paper; None if nothing."""
    who = registry.resident(visit.db, resident_id)
    try:
        _must_be_eligible(visit, who, class_offering(visit.db, class_id))
    except DomainError as refusal:
        return refusal
    return None


def _must_be_eligible(visit: Visit, who: Resident, offering: ClassOffering) -> None:
    """The window, one seat a class, age and guardian, the timetable: asked before the paper."""
    _refuse_outside_window(visit, offering)
    _refuse_second_seat(visit.db, who, offering)
    check_eligible(who, offering)
    most = parameters.value_of(visit.db, "classes_per_term")
    check_timetable(who, offering, classes_of(visit.db, who.id, offering.id), most)


def _take_place(
    visit: Visit,
    paper: NewEnrollment,
    who: Resident,
    offering: ClassOffering,
    contact: tuple[str | None, str | None],
) -> int:
    db, waits = visit.db, offering.full
    guarded = needs_guardian(who, offering) or offering.need_guardian
    name, phone = contact
    return put(
        db, "enrollments", class_id=offering.id, resident_id=who.id,
        state=SeatState.WAITLISTED if waits else SeatState.CONFIRMED,
        place=_next_place(db, offering.id) if waits else None, applied_at=visit.now,
        enrolled_by=visit.user.id, guardian_id=who.guardian_id if guarded else None,
        consent_version=CONSENT_VERSION if guarded else None, family_signed=paper.family_signed,
        emergency_name=name, emergency_phone=phone,
    )  # fmt: skip


def _refuse_second_seat(db: Database, who: Resident, offering: ClassOffering) -> None:
    held = value(
        db,
        f"select state from enrollments where class_id = :c and resident_id = :r"
        f" and state in ({HOLDING_STATES})",
        c=offering.id,
        r=who.id,
    )
    if held:
        raise AlreadyEnrolled(who.name, offering.course, SeatState(held))


def _refuse_outside_window(visit: Visit, offering: ClassOffering) -> None:
    if value(visit.db, "select called_off_on from classes where id = :id", id=offering.id):
        raise WrongState(f"“{offering.course}”停开了，不再报名。")
    opens, closes = _enrol_window(visit.db, offering.id)
    if visit.today < opens:
        raise WrongState(f"“{offering.course}”还没开始报名。")
    if visit.today > closes:
        raise WrongState(f"“{offering.course}”报名已经截止。")


def _enrol_window(db: Database, class_id: int) -> tuple[date, date]:
    row = db.execute(
        "select t.enrol_from, t.enrol_to from terms t join classes c on c.term_id = t.id"
        " where c.id = ?",
        [class_id],
    ).fetchone()
    return date.fromisoformat(row[0]), date.fromisoformat(row[1])


def _next_place(db: Database, class_id: int) -> int:
    """The place at the end of the queue; places are given once and never renumbered."""
    sql = "select coalesce(max(place), 0) + 1 from enrollments where class_id = :id"
    return int(value(db, sql, id=class_id))


def _complete_birth_date(visit: Visit, resident_id: int, born: date) -> None:
    """Store a birth date only where it is asked for, and only if none is on file yet."""
    if not date(1900, 1, 1) <= born <= visit.today:
        raise Invalid("出生日期不对，请再看一遍。")
    sql = "select birth_year from residents where id = :id and birth_date is null"
    year = value(visit.db, sql, id=resident_id)
    if year not in (None, born.year):
        raise Invalid(f"底册里是 {year} 年出生，和填的出生日期对不上，请核对。")
    visit.db.execute(
        "update residents set birth_date = ?, birth_year = ? where id = ? and birth_date is null",
        [born.isoformat(), born.year, resident_id],
    )
