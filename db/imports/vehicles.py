"""E-bikes brought as a list (电动车): of a flat, somebody's, known by plate or frame."""

from collections.abc import Iterable, Sequence

from db.imports.lists import Brings, Sheet, Written
from db.imports.units import rooms_of
from db.rows import put, value
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.imports.vehicle_list import (
    BATTERIES,
    BATTERY,
    CODE,
    FRAME,
    OWNER,
    PLATE,
    REMOVABLE,
    VEHICLES,
    YES_NO,
    known_by,
)
from domain.people import Permission

OPEN = """
    select v.id, u.code, coalesce(v.owner, r.name), v.plate, v.frame_tail, v.battery, v.removable,
           u.estate_id
      from vehicles v join units u on u.id = v.unit_id left join residents r on r.id = v.resident_id
     where v.to_on is null order by u.estate_id, v.id
"""
FIELDS = {BATTERY: "battery", REMOVABLE: "removable"}


@reads(Permission.CHANGE_REGISTRY)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(OPEN)
    yield from visit.db.execute(
        "select count(*), max(id) from units where estate_id = ?", [estate_id]
    )


@reads(Permission.CHANGE_REGISTRY)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A bike is the one of the same plate, else of the same frame in the same flat."""
    by_plate = {row[3]: row for row in visit.db.execute(OPEN) if row[3]}
    by_frame = {(row[7], row[1], row[4]): row for row in visit.db.execute(OPEN) if row[4]}
    rooms, units = rooms_of(visit.db, estate_id), _units(visit, estate_id)
    found = []
    for entry in entries:
        try:
            code = rooms.read(str(entry.get(CODE)))
            if code not in units:
                raise Invalid(f"没有 {code} 这一户。先导房屋。")
            if not known_by(entry):
                raise Invalid("号牌和车架后六位都没写，不知道是哪辆车。")
        except Invalid as refusal:
            found.append(Match(refused=str(refusal)))
            continue
        row = by_plate.get(entry.get(PLATE)) or by_frame.get((estate_id, code, entry.get(FRAME)))
        if row and (row[7], row[1]) != (estate_id, code):
            found.append(Match(refused=f"{entry.get(PLATE)} 已经登记在 {row[1]}，先在那里注销。"))
        else:
            found.append(Match(There(row[0], _texts(row)) if row else None))
    return found


def _texts(row: Sequence[object]) -> dict[str, str]:
    _, _, owner, plate, frame, battery, removable, _ = row
    return {
        OWNER: str(owner), PLATE: str(plate or ""), FRAME: str(frame or ""),
        BATTERY: BATTERIES[str(battery)] if battery else "",
        REMOVABLE: "" if removable is None else YES_NO[int(str(removable))],
    }  # fmt: skip


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """New ones are somebody's at that flat; of the others the battery is filled in."""
    rooms, units, found = rooms_of(visit.db, sheet.estate_id), _units(visit, sheet.estate_id), []
    for row in rows:
        entry = row.entry
        if row.target is not None:
            for change in row.held.changes:
                _set(visit, row.target, change.column, change.new)
            found.append(row.target)
            continue
        unit = units[rooms.read(str(entry.get(CODE)))]
        resident = value(
            visit.db, "select r.id from residencies s join residents r on r.id = s.resident_id"
            " where s.unit_id = :unit and s.to_on is null and r.name = :name order by r.id",
            unit=unit, name=entry.get(OWNER),
        )  # fmt: skip
        found.append(
            put(
                visit.db, "vehicles", unit_id=unit, resident_id=resident,
                owner=None if resident else entry.get(OWNER), plate=entry.get(PLATE),
                frame_tail=entry.get(FRAME), battery=_code(BATTERIES, entry.get(BATTERY)),
                removable=_code(YES_NO, entry.get(REMOVABLE)), recorded_at=visit.now,
                recorded_by=visit.user.id,
            )
        )  # fmt: skip
    return found


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """A new one ends; of an old one the battery becomes what it was."""
    if written.is_new:
        done = visit.db.execute(
            "update vehicles set to_on = ?, ended_at = ?, ended_by = ? where id = ? and to_on is null",
            [visit.today.isoformat(), visit.at, visit.user.id, written.target],
        )
        return "" if done.rowcount else "后来已经注销了"
    now = next((row for row in visit.db.execute(OPEN) if row[0] == written.target), None)
    if now is None or any(_texts(now)[name] != new for name, (_, new) in written.cells.items()):
        return "后来又改过"
    for name, (old, _) in written.cells.items():
        _set(visit, written.target, name, old)
    return ""


@reads(Permission.CHANGE_REGISTRY)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    rows = [row for row in visit.db.execute(OPEN) if row[7] == estate_id]
    return [[str(row[1]), *_texts(row).values()] for row in rows]


def _set(visit: Visit, id: int, column: str, said: str) -> None:
    words = BATTERIES if column == BATTERY else YES_NO
    visit.db.execute(
        f"update vehicles set {FIELDS[column]} = ? where id = ?", [_code(words, said or None), id]
    )


def _code(words: dict[str, str] | dict[int, str], said: str | None) -> str | int | None:
    return next((code for code, word in words.items() if word == said), None)


def _units(visit: Visit, estate_id: int | None) -> dict[str, int]:
    rows = visit.db.execute("select code, id from units where estate_id = ?", [estate_id])
    return dict(rows.fetchall())


LIST = Brings(VEHICLES, Permission.CHANGE_REGISTRY, facts, match, write, take_back, there)
