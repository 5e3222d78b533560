"""Classes (班次) with their seats, and rosters (名单) that never name a child."""

from datetime import date

from sqlite_utils import Database

from db.rows import many, one, value
from db.visit import Visit, reads
from domain.academy_enrollment.places import Seat, Taken
from domain.academy_enrollment.seats import HOLDING, ClassOffering
from domain.errors import NotAllowed
from domain.people import Permission, Role

HOLDING_STATES = ", ".join(f"'{state}'" for state in HOLDING)

CLASSES = """
    select c.id, t.name as term, c.series, c.course, c.teacher, c.room, c.weekday, c.begins,
           c.ends, c.starts_on, c.sessions, c.capacity, c.min_open, c.fee_fen, c.age_min,
           c.age_max, c.need_guardian,
           (select count(*) from enrollments n where n.class_id = c.id
               and n.state in ('confirmed', 'attending', 'offered')) as seated,
           (select count(*) from enrollments n where n.class_id = c.id
               and n.state = 'waitlisted') as waiting,
           coalesce((select group_concat(b.from_on || '/' || b.to_on, ' ') from term_breaks b
               where b.term_id = c.term_id), '') as off
      from classes c join terms t on t.id = c.term_id
"""


def open_classes(db: Database, today: date, teacher_id: int | None = None) -> list[ClassOffering]:
    """The classes of the term that enrols or runs today; only one teacher's, if given."""
    return many(
        db,
        ClassOffering,
        f"""{CLASSES} where t.id = (select id from terms where enrol_from <= :today
                and ends_on >= :today order by starts_on desc limit 1)
              and c.called_off_on is null and (:teacher is null or c.teacher_id = :teacher)
            order by instr('wanqing qingge qingguo qingmiao', c.series), c.weekday, c.begins, c.id""",
        today=today,
        teacher=teacher_id,
    )


def class_offering(db: Database, id: int) -> ClassOffering:
    return one(db, ClassOffering, "这个班", f"{CLASSES} where c.id = :id", id=id)


def classes_of(db: Database, resident_id: int, class_id: int) -> list[ClassOffering]:
    """The other classes a resident holds a place in, of any term: their days decide a clash."""
    return many(
        db,
        ClassOffering,
        f"""{CLASSES} join enrollments e on e.class_id = c.id
            where e.resident_id = :resident and e.state in ({HOLDING_STATES})
              and c.id <> :class_id""",
        resident=resident_id,
        class_id=class_id,
    )


@reads(Permission.SEE_ROSTER)
def taken_by(visit: Visit, resident_id: int, most: int = 10) -> list[Taken]:
    """A resident's classes of all terms, the latest first; to a teacher the own classes only."""
    teaches = visit.user.id if visit.user.role is Role.TEACHER else None
    return many(
        visit.db,
        Taken,
        """
        select c.id as class_id, c.series, c.course, t.name as term, c.starts_on, e.state, e.place,
               e.offer_ends_at
          from enrollments e join classes c on c.id = e.class_id join terms t on t.id = c.term_id
         where e.resident_id = :id and (:teacher is null or c.teacher_id = :teacher)
         order by c.starts_on desc, e.id desc limit :most
        """,
        id=resident_id,
        teacher=teaches,
        most=most,
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
        select e.id, iif(e.child, null, e.resident_id) as resident_id,
               iif(e.child, '学员' || printf('%02d', row_number() over (order by e.id)), e.name)
               as resident,
               e.state, e.place, e.applied_at, e.offer_ends_at
          from (select n.*, r.name,
                       coalesce(date(coalesce(r.birth_date, r.birth_year || '-12-31'), '+14 years')
                                >= :today, 1) as child
                  from enrollments n join residents r on r.id = n.resident_id) e
         where e.class_id = :id and e.state in ({HOLDING_STATES})
         order by e.state = 'waitlisted', e.state <> 'offered', e.place, e.id
        """,
        id=class_id,
        today=visit.today,
    )
