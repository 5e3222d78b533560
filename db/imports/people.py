"""What lists of people share (人): numbers that are added and ended, keys, and who uses a number."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from db.names import keys
from db.rows import put_many
from db.visit import Visit
from db.writes import inside_gate
from domain.imports.entries import Entry
from domain.imports.people_cells import Phone

MANY_FLATS = 5  # one number in more flats than this is somebody's mistake, or the developer's


def numbers_of(db: Database, holder: str, ids: Iterable[int]) -> dict[int, list[str]]:
    """The open numbers of residents or members of owner sets, the first one first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    wanted = set(ids)
    sql = f"select {holder}, number from contacts where {holder} is not null and ended_on is null order by rank, id"
    for id, number in db.execute(sql):
        if id in wanted:
            found[id].append(number)
    return found


@inside_gate
def add_numbers(visit: Visit, holder: str, rows: Iterable[tuple[int, Phone, int]]) -> None:
    """New numbers of people: (who, number, rank)."""
    put_many(visit.db, "contacts", (
        {holder: id, "number": one.number, "kind": one.kind, "note": one.note, "rank": rank,
         "recorded_at": visit.at, "recorded_by": visit.user.id}
        for id, one, rank in rows
    ))  # fmt: skip


@inside_gate
def end_numbers(visit: Visit, holder: str, id: int, at: str) -> None:
    """End the numbers that were added at that moment: they were a mistake."""
    visit.db.execute(
        f"update contacts set ended_on = ?, ended_at = ?, ended_by = ?"
        f" where {holder} = ? and recorded_at = ? and ended_on is null",
        [visit.today.isoformat(), visit.at, visit.user.id, id, at],
    )


def make_findable(db: Database, ids: Iterable[int]) -> None:
    """Renew the search keys of residents whose name, number or home changed."""
    given = json.dumps(sorted(set(ids)))
    db.execute(
        "delete from resident_keys where resident_id in (select value from json_each(?))", [given]
    )
    rows = db.execute(
        "select r.id, r.name, r.phone, u.code from json_each(?) j join residents r on r.id = j.value"
        "  left join units u on u.id = r.unit_id", [given],
    )  # fmt: skip
    found = ((key, id) for id, *told in rows for key in keys_of(*told))
    put_many(db, "resident_keys", ({"key": key, "resident_id": id} for key, id in sorted(found)))


def keys_of(name: str, phone: str, room: str | None) -> set[str]:
    """What somebody is found by."""
    return keys(name, phone, room.casefold() if room else None)


def in_many_flats(entries: Sequence[Entry], codes: Sequence[str], column: str) -> dict[str, int]:
    """Numbers that stand at more flats of the file than one person has: number → how many."""
    flats: defaultdict[str, set[str]] = defaultdict(set)
    for entry, code in zip(entries, codes):
        for one in entry.get(column, ()):
            flats[one.number].add(code)
    return {number: len(where) for number, where in flats.items() if len(where) > MANY_FLATS}


def flats_told(entry: Entry, column: str, many: dict[str, int]) -> list[str]:
    return [
        f"电话 {one.number} 在表里有 {many[one.number]} 户"
        for one in entry.get(column, ())
        if one.number in many
    ]


def numbers_told(known: Iterable[str], entry: Entry | None, column: str) -> str:
    """The numbers of somebody as text; where a row brings none that is new, as the row says them."""
    there = list(known)
    brought = [one.number for one in entry.get(column, ())] if entry else []
    if entry and brought and set(brought) <= set(there):
        return entry.texts[column]
    return "、".join(there)
