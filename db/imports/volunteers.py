"""Volunteers brought as a list (志愿者): residents marked as such in an estate, with their numbers."""

from collections.abc import Iterable, Sequence

from db.imports.lists import Brings, Sheet, Written
from db.imports.people import add_numbers, end_numbers, make_findable, numbers_of
from db.imports.units import rooms_of
from db.imports.who import People
from db.rows import put
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.imports.resident_list import Known
from domain.imports.volunteer_list import (
    BORN,
    CODE,
    NAME,
    NUMBER,
    PHONES,
    SINCE,
    TIMES,
    VOLUNTEERS,
    WISH,
)
from domain.people import Permission
from domain.rooms import Rooms

OPEN = """
    select v.resident_id, v.id, v.wish, v.free_times, v.national_no, v.joined_on, r.name, u.code,
           r.birth_year
      from volunteers v join residents r on r.id = v.resident_id
      left join units u on u.id = r.unit_id and u.estate_id = v.estate_id
     where v.ended_on is null and v.estate_id = ? order by v.id
"""
FIELDS = {WISH: "wish", TIMES: "free_times", NUMBER: "national_no", SINCE: "joined_on"}


@reads(Permission.CHANGE_REGISTRY)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(OPEN, [estate_id])
    yield from visit.db.execute("select max(id), count(*), sum(ended_on is null) from contacts")
    yield from visit.db.execute("select max(id), sum(to_on is null) from residencies")


@reads(Permission.CHANGE_REGISTRY)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A resident of the register who is a volunteer already, or becomes one."""
    rooms, people = rooms_of(visit.db, estate_id), People(visit, estate_id)
    open_ = {row[0]: row for row in visit.db.execute(OPEN, [estate_id])}
    found, seen = [], dict[int, int]()
    for entry in entries:
        try:
            who = _who(entry, rooms, people)
            if who.id in seen:
                raise Invalid(f"和第 {seen[who.id]} 行是同一个人。只留一行。")
        except Invalid as refusal:
            found.append(Match(refused=str(refusal)))
            continue
        seen[who.id] = entry.row
        row = open_.get(who.id)
        found.append(Match(There(row[1], _texts(row)) if row else None))
    return found


def _who(entry: Entry, rooms: Rooms, people: People) -> Known:
    code = rooms.read(str(entry.get(CODE))) if entry.get(CODE) else ""
    numbers = [one.number for one in entry.get(PHONES, ())]
    return people.find(entry.get(NAME), code, numbers, entry.get(BORN))


def _texts(row: Sequence[object]) -> dict[str, str]:
    return {name: str(cell or "") for name, cell in zip(FIELDS, row[2:6])}


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each is a volunteer of the estate from now on; a number nobody had is added to the person."""
    rooms, people = rooms_of(visit.db, sheet.estate_id), People(visit, sheet.estate_id)
    found, new = [], []
    for row in rows:
        entry = row.entry
        if row.target is not None:
            for change in row.held.changes:
                _set(visit, row.target, change.column, change.new)
            found.append(row.target)
            continue
        who = _who(entry, rooms, people)
        new += [
            (who.id, one, len(who.numbers) + at)
            for at, one in enumerate(entry.get(PHONES, ()), 1)
            if one.number not in who.numbers
        ]
        found.append(
            put(
                visit.db, "volunteers", resident_id=who.id, estate_id=sheet.estate_id,
                wish=entry.get(WISH, ""), free_times=entry.get(TIMES, ""),
                national_no=entry.get(NUMBER, ""), joined_on=entry.get(SINCE),
                recorded_at=visit.now, recorded_by=visit.user.id,
            )
        )  # fmt: skip
    add_numbers(visit, "resident_id", new)
    make_findable(visit.db, [who for who, *_ in new])
    return found


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """It ends on the day it is taken back; a cell becomes what it was."""
    db, id = visit.db, written.target
    who, ended, *now = db.execute(
        "select resident_id, ended_on, wish, free_times, national_no, joined_on from volunteers"
        " where id = ?", [id],
    ).fetchone()  # fmt: skip
    if ended:
        return "后来已经退出了"
    if written.is_new:
        db.execute(
            "update volunteers set ended_on = ?, ended_at = ?, ended_by = ? where id = ?",
            [visit.today.isoformat(), visit.at, visit.user.id, id],
        )
        end_numbers(visit, "resident_id", who, written.at)
        make_findable(db, [who])
        return ""
    texts = dict(zip(FIELDS, now))
    if any((texts[name] or "") != new for name, (_, new) in written.cells.items()):
        return "后来又改过"
    for name, (old, _) in written.cells.items():
        _set(visit, id, name, old)
    return ""


def _set(visit: Visit, id: int, column: str, new: str) -> None:
    cell = new or (None if column == SINCE else "")
    visit.db.execute(f"update volunteers set {FIELDS[column]} = ? where id = ?", [cell, id])


@reads(Permission.CHANGE_REGISTRY)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    rows = visit.db.execute(OPEN, [estate_id]).fetchall()
    numbers = numbers_of(visit.db, "resident_id", [row[0] for row in rows])
    found: list[Sequence[str]] = []
    for row in rows:
        texts = _texts(row) | {
            NAME: str(row[6]), PHONES: "、".join(numbers.get(row[0], ())), CODE: str(row[7] or ""),
            BORN: str(row[8] or ""),
        }  # fmt: skip
        found.append([texts[column.name] for column in VOLUNTEERS.columns])
    return found


LIST = Brings(VOLUNTEERS, Permission.CHANGE_REGISTRY, facts, match, write, take_back, there)
