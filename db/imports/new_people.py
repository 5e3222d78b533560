"""New people of a brought list (新增的居民), laid down before the lock and written set by set.

Fifty thousand of them hold the lock for as long as SQLite needs, not for as long as Python would.
Their keys are laid down in the order of the index.
"""

from collections.abc import Sequence

from sqlite_utils import Database

from db.ahead import is_prepared
from db.imports.people import keys_of
from db.imports.units import rooms_of
from db.rows import value
from db.visit import Visit
from db.writes import inside_gate
from domain.imports.entries import Entry
from domain.imports.mapping import TAIL
from domain.imports.plan import Planned
from domain.imports.resident_list import ANOTHER_HOME, CODE, NAME, PHONES, ROLE, SEX, SINCE, born_of

TABLES = ("brought_people", "brought_numbers", "brought_keys")
PERSON = "name, birth_year, birth_date, sex, id_tail"


def is_new(row: Planned) -> bool:
    """Whether the row is somebody the register has not."""
    return row.target is None and row.answer != ANOTHER_HOME


def lay_down(db: Database, estate_id: int | None, rows: Sequence[Planned]) -> None:
    """The new people of these rows in tables of the connection's own, numbered from one."""
    rooms = rooms_of(db, estate_id)
    units = dict(db.execute("select code, id from units where estate_id = ?", [estate_id]))
    people, numbers, found = [], [], []
    for at, row in enumerate(filter(is_new, rows), 1):
        entry, code = row.entry, rooms.read(str(row.entry.get(CODE)))
        people.append((at, *person(entry).values(), units.get(code), *_home(entry)))
        brought = entry.get(PHONES, ())
        numbers += [
            (at, one.number, one.kind, one.note, rank) for rank, one in enumerate(brought, 1)
        ]
        mobile = next((one.number for one in brought if one.kind == "mobile"), "")
        found += [(key, at) for key in keys_of(entry.get(NAME), mobile, code)]
    db.execute(
        f"create temp table brought_people (at integer primary key, {PERSON}, unit_id, role, from_on)"
    )
    db.execute("create temp table brought_numbers (at, number, kind, note, rank)")
    db.execute("create temp table brought_keys (key, at)")
    fill = db.conn.executemany
    fill("insert into temp.brought_people values (?, ?, ?, ?, ?, ?, ?, ?, ?)", people)
    fill("insert into temp.brought_numbers values (?, ?, ?, ?, ?)", numbers)
    fill("insert into temp.brought_keys values (?, ?)", sorted(found))


@inside_gate
def write_laid_down(visit: Visit, many: int) -> list[int] | None:
    """The numbers of the people that were laid down, now in the register; None when none were."""
    db = visit.db
    if not many or not is_prepared(db, TABLES[0]):
        return None
    if value(db, "select count(*) from temp.brought_people where unit_id is not null") != many:
        return None
    first = int(value(db, "select coalesce(max(id), 0) from residents"))
    seen = {"first": first, "at": visit.at, "by": visit.user.id}
    db.execute(
        f"insert into residents (id, {PERSON}, phone, source)"
        f" select :first + at, {PERSON}, '', 'entered' from temp.brought_people order by at", seen,
    )  # fmt: skip
    db.execute(
        "insert into residencies (resident_id, unit_id, role, main, from_on, recorded_at, recorded_by)"
        " select :first + at, unit_id, role, 1, from_on, :at, :by from temp.brought_people order by at",
        seen,
    )
    db.execute(
        "insert into contacts (resident_id, number, kind, note, rank, recorded_at, recorded_by)"
        " select :first + at, number, kind, note, rank, :at, :by from temp.brought_numbers"
        " order by rowid",
        seen,
    )
    db.execute(
        "insert into resident_keys (key, resident_id) select key, :first + at from temp.brought_keys"
        " order by rowid",
        {"first": first},
    )
    return list(range(first + 1, first + 1 + many))


def person(entry: Entry) -> dict[str, object]:
    """What the register keeps of somebody new."""
    born, tail = born_of(entry), entry.get(TAIL)
    return {
        "name": entry.get(NAME), "birth_year": born.year if born else None,
        "birth_date": born.on.isoformat() if born and born.on else None,
        "sex": entry.get(SEX), "id_tail": (tail.tail or None) if tail else None,
    }  # fmt: skip


def _home(entry: Entry) -> tuple[str | None, str | None]:
    since = entry.get(SINCE)
    return entry.get(ROLE), since.isoformat() if since else None
