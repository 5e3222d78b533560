"""What the academy brings to the house: seats that wait for an answer or a learner."""

from db.academy_enrollment import board, learners, offers, planning
from db.academy_enrollment import classes as academy_classes
from db.academy_enrollment.checks import INVARIANTS
from db.academy_enrollment.of_people import OF_PEOPLE
from db.feature import Board, Feature, Finder, Part
from db.hits import hits
from db.imports.lists import LISTS
from db.invariant import Invariant
from db.registry_book.merging import PEOPLE
from db.visit import Visit, permission_of, reads
from domain.academy_enrollment.seats import Series
from domain.home import Due, Figure, Rank
from domain.people import Permission, Role
from domain.search import Hits

CLASSES = Part(
    "班和学期",
    "先加学期，再一个一个开班。",
    "select exists (select 1 from classes)",
    room="academy",
    needs=permission_of(planning.add_class),
    count="select count(*) from classes",
    unit="个班",
)
ARTICLE = Invariant(
    "I12",
    "学苑四个系列，20余个班",
    """
    select count(*) || ' 个班' from classes where source = 'demo'
       and term_id = (select id from terms order by starts_on desc limit 1)
    having count(*) not between 21 and 29 or count(distinct series) <> 4
    """,
)


@reads(Permission.SEE_CLASSES)
def figures(visit: Visit) -> list[Figure]:
    """Seats taken in the present term."""
    classes, seated, waiting = academy_classes.academy_numbers(visit.db, visit.today)
    below = f"{classes} 个班，候补 {waiting}"
    return [Figure("学苑已报", f"{seated:,}", "席", "school", below)]


@reads(Permission.ENROLL)  # only who enrolls passes a seat on
def dues(visit: Visit) -> list[Due]:
    """One class whose offers ran out, and two with free seats people wait for."""
    late = [
        Due(
            "academy",
            Rank.ROUND,
            "过期了",
            f"“{course}”有 {count} 位候补过了答复期",
            "在名单里转给下一位",
            "看名单",
            urgent=True,
        )
        for _, course, count in offers.offers_over(visit.db, visit.now)
    ]
    return late[:1] + _free_seats(visit)


def _free_seats(visit: Visit) -> list[Due]:
    waiting = [
        offering
        for offering in academy_classes.open_classes(visit.db, visit.today)
        if offering.waiting and offering.free
    ]
    return [
        Due(
            "academy",
            Rank.ROUND,
            "有空席",
            f"“{offering.course}”空出 {offering.free} 席",
            f"候补 {offering.waiting} 位在等",
            "看班级",
        )
        for offering in waiting[:2]
    ]


@reads(Permission.SEE_CLASSES)
def find(visit: Visit, typed: str) -> Hits:
    """Classes by course, series, teacher and room; a teacher's own only."""
    series = " ".join(f"when '{one}' then '{one.label}'" for one in Series)
    things = f"""
        select c.course as title, t.name || ' · ' || c.teacher || ' · ' || c.room as below,
               'academy?class=' || c.id as room, t.starts_on as late,
               c.course || ' ' || c.teacher || ' ' || c.room || ' ' || t.name || ' '
               || case c.series {series} end as text
          from classes c join terms t on t.id = c.term_id
         where c.called_off_on is null and (:teacher is null or c.teacher_id = :teacher)
    """
    teaches = visit.user.id if visit.user.role is Role.TEACHER else None
    return hits(visit.db, things, typed, teacher=teaches)


FEATURE = Feature(
    finders=[Finder("班级", "school", find)],
    dues=dues,
    figures=figures,
    parts=[CLASSES],
    board=Board("academy", board.figures),
    tells=[PEOPLE.told(OF_PEOPLE), LISTS.told(learners.LIST)],
    invariants=INVARIANTS,
    article=[ARTICLE],
)
