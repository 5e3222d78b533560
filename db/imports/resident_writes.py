"""Writing residents of a brought list (居民): added, at home, reachable, and taking it back."""

from collections.abc import Sequence

from sqlite_utils import Database

from db.imports.lists import Sheet, Written
from db.imports.new_people import is_new, person, write_laid_down
from db.imports.people import (
    add_numbers,
    end_numbers,
    make_findable,
    numbers_of,
)
from db.imports.units import rooms_of
from db.places.hanging import hanging
from db.rows import put, put_many, value
from db.visit import Visit
from db.writes import inside_gate
from domain.imports.entries import Entry
from domain.imports.mapping import TAIL
from domain.imports.people_cells import Phone, sex, sex_shown
from domain.imports.plan import Planned
from domain.imports.resident_list import (
    BIRTH,
    CODE,
    MOVED,
    NAME,
    PHONES,
    ROLE,
    SEX,
    SINCE,
)

OWN = {"residencies", "contacts", "resident_keys"}


def units_of(db: Database, estate_id: int | None) -> dict[str, int]:
    return {
        row[0]: row[1]
        for row in db.execute("select code, id from units where estate_id = ?", [estate_id])
    }


def known_by(entry: Entry) -> list[tuple[str, str]]:
    return [(entry.get(NAME), one.number) for one in entry.get(PHONES, ())]


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each person is added, moves in, or gets what was not known; numbers are only added.

    Whoever is new goes in with all others at once: the write lock is held as shortly as can be.
    """
    db, rooms, units = (
        visit.db,
        rooms_of(visit.db, sheet.estate_id),
        units_of(visit.db, sheet.estate_id),
    )
    homes = [units[rooms.read(str(row.entry.get(CODE)))] for row in rows]
    laid = None if sheet.rehearsal else write_laid_down(visit, sum(map(is_new, rows)))
    added = iter(_add(visit, rows, homes) if laid is None else laid)
    held = numbers_of(db, "resident_id", [row.target for row in rows if row.target])
    made: dict[tuple[str, str], int] = {}
    found, numbers = [], list[tuple[int, Phone, int]]()
    for row, home in zip(rows, homes):
        entry, id = row.entry, row.target
        brought = entry.get(PHONES, ())
        if is_new(row):
            id = next(added)
            for key in known_by(entry):
                made.setdefault(key, id)
            if laid is not None:
                held[id] = [one.number for one in brought]
        else:
            id = id or next(made[key] for key in known_by(entry) if key in made)
            if row.target:
                _fill(visit, id, row)
            _live(visit, id, home, row)
        there = held.setdefault(id, [])
        new = [one for one in brought if one.number not in there]
        numbers += [(id, one, len(there) + at) for at, one in enumerate(new, 1)]
        there += [one.number for one in new]
        found.append(id)
    add_numbers(visit, "resident_id", numbers)
    if not sheet.rehearsal:  # what somebody is found by never refuses a row
        again = [id for row, id in zip(rows, found) if not is_new(row)]
        make_findable(db, found if laid is None else again)
    return found


def _add(visit: Visit, rows: Sequence[Planned], homes: Sequence[int]) -> list[int]:
    """New people one by one, each at home in one flat, where nothing was laid down before."""
    new = [(row, home) for row, home in zip(rows, homes) if is_new(row)]
    first = int(value(visit.db, "select coalesce(max(id), 0) from residents"))
    put_many(visit.db, "residents", (
        {"id": id, **person(row.entry), "phone": "", "source": "entered"} for id, (row, _) in enumerate(new, first + 1)
    ))  # fmt: skip
    put_many(visit.db, "residencies", (
        {"resident_id": id, "unit_id": home, "role": row.entry.get(ROLE), "main": 1,
         "from_on": row.entry.get(SINCE), "recorded_at": visit.at, "recorded_by": visit.user.id}
        for id, (row, home) in enumerate(new, first + 1)
    ))  # fmt: skip
    return list(range(first + 1, first + 1 + len(new)))


def _fill(visit: Visit, id: int, row: Planned) -> None:
    """What was empty, or what follows the file; what stood there is kept."""
    entry, db = row.entry, visit.db
    for change in row.held.changes:
        if change.column == BIRTH:
            born = entry.get(BIRTH)
            cells = {
                "birth_year": born.year if born else None,
                "birth_date": born.on.isoformat() if born and born.on else None,
            }
        elif change.column == SEX:
            cells = {"sex": entry.get(SEX)}
        elif change.column == TAIL:
            cells = {"id_tail": entry.get(TAIL).tail if entry.get(TAIL) else None}
        else:
            continue
        names = ", ".join(f"{name} = ?" for name in cells)
        db.execute(f"update residents set {names} where id = ?", [*cells.values(), id])
        put(
            db, "registry_changes", thing="resident", thing_id=id, field=change.column,
            before=change.old or None, after=change.new or None, why="导入名单",
            changed_at=visit.now, changed_by=visit.user.id,
        )  # fmt: skip


def _live(visit: Visit, id: int, unit: int, row: Planned) -> None:
    """At home in the flat of the row; who moves leaves the other one on that day."""
    db, since, role = visit.db, row.entry.get(SINCE), row.entry.get(ROLE)
    open_ = db.execute(
        "select id, unit_id, role, from_on from residencies where resident_id = ? and to_on is null", [id]
    ).fetchall()  # fmt: skip
    here = next((one for one in open_ if one[1] == unit), None)
    if here is not None:
        if (here[2] is None and role) or (here[3] is None and since):
            db.execute(
                "update residencies set role = coalesce(role, ?), from_on = coalesce(from_on, ?) where id = ?",
                [role, since.isoformat() if since else None, here[0]],
            )
        return
    if row.answer == MOVED:
        day = max([(since or visit.today).isoformat(), *(one[3] for one in open_ if one[3])])
        for one in open_:
            db.execute(
                "update residencies set to_on = ?, why = '搬家（导入）', ended_at = ?, ended_by = ? where id = ?",
                [day, visit.at, visit.user.id, one[0]],
            )
        open_ = []
    put(
        db, "residencies", resident_id=id, unit_id=unit, role=role, main=int(not open_), from_on=since,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """Whoever nobody used since is at home there no more, and is not found; a cell becomes what it was."""
    db, id, day = visit.db, written.target, visit.today.isoformat()
    if written.is_new and set(hanging(db, "residents", "?", [id])) - OWN:
        return "已经用过（报名、记账或者产权）"
    row = db.execute("select sex, birth_year, birth_date, id_tail from residents where id = ?", [id]).fetchone()  # fmt: skip
    now = {
        SEX: sex_shown(row[0]) if row[0] else "",
        BIRTH: row[2] or str(row[1] or ""),
        TAIL: row[3] or "",
    }
    if any(now[column] != new for column, (_, new) in written.cells.items() if column in now):
        return "后来又改过"
    for column, (old, _) in written.cells.items():
        if column == BIRTH:
            db.execute("update residents set birth_year = ?, birth_date = ? where id = ?",
                       [int(old[:4]) if old else None, old if len(old) > 4 else None, id])  # fmt: skip
        elif column == SEX:
            db.execute("update residents set sex = ? where id = ?", [sex(old) if old else None, id])
        elif column == TAIL:
            db.execute("update residents set id_tail = ? where id = ?", [old or None, id])
    end_numbers(visit, "resident_id", id, written.at)
    db.execute(
        "update residencies set to_on = max(?, coalesce(from_on, '')), why = '撤销导入', ended_at = ?,"
        " ended_by = ? where resident_id = ? and recorded_at = ? and to_on is null",
        [day, visit.at, visit.user.id, id, written.at],
    )
    if written.is_new:
        db.execute("delete from resident_keys where resident_id = ?", [id])
    else:
        make_findable(db, [id])
    return ""
