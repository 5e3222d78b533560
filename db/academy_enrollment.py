"""万青学苑: classes with seats left, rosters, enrolling and cancelling."""

from datetime import date

from sqlite_utils import Database

from db import parameters, registry
from db.rows import first, many, one, value
from db.visit import Visit, reads
from db.writes import writes
from domain.academy_enrollment import (
    HOLDING,
    AgeLimits,
    AlreadyEnrolled,
    ClassOffering,
    NewEnrollment,
    Seat,
    SeatState,
    check_enrollment,
    check_timetable,
    needs_guardian,
)
from domain.errors import Invalid, NotAllowed, WrongState
from domain.people import Permission, Role
from domain.receipts import Receipt

CONSENT_VERSION = "2026-01"  # the guardian's consent text in force (监护人同意书版本)
_HOLDING = ", ".join(f"'{state}'" for state in HOLDING)

CLASSES = """
    select c.id, t.name as term, c.series, c.course, c.teacher, c.room, c.weekday, c.begins,
           c.ends, c.starts_on, c.sessions, c.capacity, c.min_open, c.fee_fen, c.age_min,
           c.age_max, c.need_guardian,
           (select count(*) from enrollments n where n.class_id = c.id
               and n.state in ('confirmed', 'attending', 'offered')) as seated,
           (select count(*) from enrollments n where n.class_id = c.id
               and n.state = 'waitlisted') as waiting
      from classes c join terms t on t.id = c.term_id
"""


def open_classes(db: Database, today: date, teacher_id: int | None = None) -> list[ClassOffering]:
    """The classes of the term that enrols or runs today; only one teacher's, if given."""
    return many(
        db,
        ClassOffering,
        f"""{CLASSES} where t.id = (select id from terms where enrol_from <= :today
                and ends_on >= :today order by starts_on desc limit 1)
              and (:teacher is null or c.teacher_id = :teacher)
            order by instr('wanqing qingge qingguo qingmiao', c.series), c.weekday, c.begins, c.id""",
        today=today.isoformat(),
        teacher=teacher_id,
    )


def class_offering(db: Database, id: int) -> ClassOffering:
    return one(db, ClassOffering, "这个班", f"{CLASSES} where c.id = :id", id=id)


def classes_of(db: Database, resident_id: int, class_id: int) -> list[ClassOffering]:
    """The other classes a resident holds a place in, in the same term."""
    return many(
        db,
        ClassOffering,
        f"""{CLASSES} join enrollments e on e.class_id = c.id
            where e.resident_id = :resident and e.state in ({_HOLDING}) and c.id <> :class_id
              and c.term_id = (select term_id from classes where id = :class_id)""",
        resident=resident_id,
        class_id=class_id,
    )


def academy_numbers(db: Database, today: date) -> tuple[int, int, int]:
    """Classes, learners seated, and people waiting in the present term."""
    offerings = open_classes(db, today)
    return (
        len(offerings),
        sum(offering.seated for offering in offerings),
        sum(offering.waiting for offering in offerings),
    )


@reads(Permission.SEE_ROSTER)
def roster(visit: Visit, class_id: int) -> list[Seat]:
    """Who is in a class, the queue apart; a teacher sees the own classes only. Raises NotAllowed.

    A child under 14 is 学员 and a serial, never a name; so is who may be one, as only the
    year, or nothing, is known (docs/rules.md, 脱敏).
    """
    if visit.user.role is Role.TEACHER:
        own = "select 1 from classes where id = :id and teacher_id = :teacher"
        if not value(visit.db, own, id=class_id, teacher=visit.user.id):
            raise NotAllowed(visit.user.role.label, "看别人班上的名单")
    return many(
        visit.db,
        Seat,
        f"""
        select e.id, e.resident_id,
               iif(coalesce(date(coalesce(r.birth_date, r.birth_year || '-12-31'), '+14 years')
                            >= :today, 1),
                   '学员' || printf('%02d', row_number() over (order by e.id)), r.name) as resident,
               e.state, e.place, e.applied_at
          from enrollments e join residents r on r.id = e.resident_id
         where e.class_id = :id and e.state in ({_HOLDING})
         order by e.place is not null, e.place, e.id
        """,
        id=class_id,
        today=visit.today.isoformat(),
    )


@writes(Permission.ENROLL)
def enroll(visit: Visit, paper: NewEnrollment) -> Receipt:
    """Enrol a resident (报名); a full class, or one with a queue, puts them on the waiting list."""
    db = visit.db
    if paper.birth_date is not None:
        _complete_birth_date(visit, paper.resident_id, paper.birth_date)
    who = registry.resident(db, paper.resident_id)
    offering = class_offering(db, paper.class_id)
    _refuse_second_seat(db, paper, who.name, offering.course)
    _refuse_outside_window(visit, offering)
    limits = AgeLimits(
        parameters.value_of(db, "contact_age"), parameters.value_of(db, "signature_age")
    )
    contact = check_enrollment(paper, who, offering, limits)
    most = parameters.value_of(db, "classes_per_term")
    check_timetable(who, offering, classes_of(db, who.id, offering.id), most)

    waits = offering.full
    place = _next_place(db, offering.id) if waits else None
    guarded = needs_guardian(who, offering) or offering.need_guardian
    db.execute(
        """
        insert into enrollments (class_id, resident_id, state, place, applied_at, enrolled_by,
               guardian_id, consent_version, family_signed, emergency_name, emergency_phone)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            offering.id,
            who.id,
            SeatState.WAITLISTED if waits else SeatState.CONFIRMED,
            place,
            visit.at,
            visit.user.id,
            who.guardian_id if guarded else None,
            CONSENT_VERSION if guarded else None,
            paper.family_signed,
            *contact,
        ],
    )
    id = int(value(db, "select last_insert_rowid()"))
    if waits:
        before = offering.waiting
        told = f"{who.name}已登记“{offering.course}”候补，前面有 {before} 位。"
    else:
        told = f"{who.name}报上了“{offering.course}”，还余 {offering.free - 1} 席。"
    return Receipt(told, id)


@writes(Permission.ENROLL)
def cancel_enrollment(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Undo an enrolment that was just made (撤销报名); nobody else's place changes."""
    seat = first(
        visit.db,
        Seat,
        """
        select e.id, e.resident_id, r.name as resident, e.state, e.place, e.applied_at
          from enrollments e join residents r on r.id = e.resident_id
         where e.id = :id and e.enrolled_by = :by
        """,
        id=id,
        by=visit.user.id,
    )
    if seat is None or seat.state not in (SeatState.CONFIRMED, SeatState.WAITLISTED):
        raise WrongState("这次报名已经有了变化，不能在这里撤销。请到班级名单里办。")
    visit.db.execute("update enrollments set state = 'cancelled' where id = ?", [id])
    return Receipt(f"{seat.resident}的报名已撤销。", id)


def _refuse_second_seat(db: Database, paper: NewEnrollment, name: str, course: str) -> None:
    held = value(
        db,
        f"select state from enrollments where class_id = :c and resident_id = :r"
        f" and state in ({_HOLDING})",
        c=paper.class_id,
        r=paper.resident_id,
    )
    if held:
        raise AlreadyEnrolled(name, course, SeatState(held))


def _refuse_outside_window(visit: Visit, offering: ClassOffering) -> None:
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
