"""Past learners brought as a list (老学员): residents in the classes of terms that are over."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from db import registry
from db.academy_enrollment.classes import CLASSES
from db.imports.lists import Brings, Sheet, Written
from db.imports.units import rooms_of
from db.imports.who import People
from db.rows import many, put
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.academy_enrollment.learner_list import (
    BORN,
    CODE,
    CONTACT,
    CONTACT_PHONE,
    COURSE,
    ENDED,
    ENDS,
    LEARNERS,
    NAME,
    PHONES,
    TERM,
    check_learner,
    state_of,
)
from domain.academy_enrollment.seats import ClassOffering
from domain.errors import DomainError, Invalid
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.people import Permission
from domain.rooms import Rooms

HELD = """
    select e.class_id, e.resident_id, e.id, e.state, e.emergency_name, e.emergency_phone
      from enrollments e where e.state not in ('cancelled', 'removed') order by e.id
"""
# Those whose home is in the estate, of classes whose term is over, for the template.
THERE = """
    select r.name, coalesce(r.birth_date, r.birth_year), r.phone, u.code, c.course, t.name, e.state,
           e.emergency_name, e.emergency_phone
      from enrollments e join residents r on r.id = e.resident_id join units u on u.id = r.unit_id
      join classes c on c.id = e.class_id join terms t on t.id = c.term_id
     where u.estate_id = ? and e.state in ('completed', 'dropped') and t.ends_on < ?
     order by t.starts_on, c.id, r.id
"""


class _Classes:
    """The classes by term and course, with the last day of their term and who was in them."""

    def __init__(self, visit: Visit) -> None:
        found = many(visit.db, ClassOffering, f"{CLASSES} where c.called_off_on is null")
        self.by_name = {(one.term, one.course): one for one in found}
        self.ends = {
            name: date.fromisoformat(day)
            for name, day in visit.db.execute("select name, ends_on from terms")
        }
        self.held = {(row[0], row[1]): row for row in visit.db.execute(HELD)}
        self.taken = Counter(key[0] for key in self.held)

    def named(self, entry: Entry) -> ClassOffering:
        term, course = entry.get(TERM), entry.get(COURSE)
        if term not in self.ends:
            raise Invalid(f"学苑里没有“{term}”这个学期。先在学苑里加学期和班。")
        if (term, course) not in self.by_name:
            raise Invalid(f"“{term}”没有“{course}”这个班。先在学苑里开班，名字写成一样的。")
        return self.by_name[term, course]


@reads(Permission.ENROLL)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(HELD)
    yield from visit.db.execute("select id, term_id, course, capacity, called_off_on from classes")
    yield from visit.db.execute("select id, name, ends_on from terms")
    yield from visit.db.execute("select max(id), sum(to_on is null) from residencies")
    yield from visit.db.execute("select max(id), sum(ended_on is null) from contacts")


@reads(Permission.ENROLL)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A resident in a class of a term that is over; a seat more than the class has is refused."""
    rooms, people, classes = (
        rooms_of(visit.db, estate_id),
        People(visit, estate_id),
        _Classes(visit),
    )
    found, seen = [], set[tuple[int, int]]()
    for entry in entries:
        try:
            who, offering = _who(entry, rooms, people), classes.named(entry)
            row = classes.held.get((offering.id, who))
            if row is None:
                ends = classes.ends[offering.term]
                resident = registry.resident(visit.db, who)
                check_learner(entry, resident, offering, ends, visit.today)
                classes.taken[offering.id] += 1
            if (offering.id, who) in seen:
                raise Invalid("同一个人在这个班写了两次。只留一行。")
            if row is None and classes.taken[offering.id] > offering.capacity:
                raise Invalid(
                    f"“{offering.course}”只有 {offering.capacity} 席，已经满了。请核对席位。"
                )
        except DomainError as refusal:
            found.append(Match(refused=str(refusal)))
            continue
        seen.add((offering.id, who))
        if row is not None:
            texts = {
                CONTACT: row[4] or "",
                CONTACT_PHONE: row[5] or "",
                ENDED: ENDS.get(row[3], ""),
            }
            found.append(Match(There(row[2], texts)))
        else:
            found.append(Match(why="" if entry.get(ENDED) else "没写结果，按结业收"))
    return found


def _who(entry: Entry, rooms: Rooms, people: People) -> int:
    code = rooms.read(str(entry.get(CODE))) if entry.get(CODE) else ""
    numbers = [one.number for one in entry.get(PHONES, ())]
    return people.find(entry.get(NAME), code, numbers, entry.get(BORN)).id


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each was in the class to its end, or left it; a contact that was missing is filled in."""
    db, rooms = visit.db, rooms_of(visit.db, sheet.estate_id)
    people, classes = People(visit, sheet.estate_id), _Classes(visit)
    found = []
    for row in rows:
        entry = row.entry
        if row.target is not None:
            _contact(visit, row.target, entry.get(CONTACT), entry.get(CONTACT_PHONE))
            found.append(row.target)
            continue
        found.append(
            put(
                db, "enrollments", class_id=classes.named(entry).id,
                resident_id=_who(entry, rooms, people), state=state_of(entry),
                applied_at=visit.now, enrolled_by=visit.user.id,
                emergency_name=entry.get(CONTACT), emergency_phone=entry.get(CONTACT_PHONE),
            )
        )  # fmt: skip
    return found


def _contact(visit: Visit, id: int, name: str | None, phone: str | None) -> None:
    visit.db.execute(
        "update enrollments set emergency_name = ?, emergency_phone = ? where id = ?",
        [name, phone, id],
    )


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """It is cancelled, and so counts nowhere; a contact becomes what it was."""
    state, name, phone = visit.db.execute(
        "select state, emergency_name, emergency_phone from enrollments where id = ?", [written.target]
    ).fetchone()  # fmt: skip
    if written.is_new:
        if state not in ENDS:
            return "后来又改过"
        visit.db.execute(
            "update enrollments set state = 'cancelled' where id = ?", [written.target]
        )
        return ""
    now = {CONTACT: name or "", CONTACT_PHONE: phone or ""}
    if any(now[column] != new for column, (_, new) in written.cells.items()):
        return "后来又改过"
    old = now | {column: before for column, (before, _) in written.cells.items()}
    _contact(visit, written.target, old[CONTACT] or None, old[CONTACT_PHONE] or None)
    return ""


@reads(Permission.ENROLL)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    rows = visit.db.execute(THERE, [estate_id, visit.today.isoformat()])
    return [
        [
            str(ENDS.get(cell, cell) or "") if at == 6 else str(cell or "")
            for at, cell in enumerate(row)
        ]
        for row in rows
    ]


LIST = Brings(LEARNERS, Permission.ENROLL, facts, match, write, take_back, there)
