"""Flats brought as a list (房屋): by their code in the estate, with buildings and stairwells."""

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from db.imports.lists import Brings, Sheet, Written
from db.places.hanging import hanging
from db.rows import put, put_many, value
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import Invalid
from domain.imports.cells import area_shown
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.imports.unit_list import (
    AREA,
    BUILDING,
    CODE,
    ESTATE,
    FLOOR,
    PURPOSE,
    SALE,
    SOURCE,
    STAIRWELL,
    UNITS,
    Unit,
    check_new,
    looks,
    unit_of,
    usual_areas,
)  # fmt: skip
from domain.people import Permission
from domain.rooms import Rooms
from domain.unit_kinds import AreaSource, Purpose, SaleState

NOW = """
    select u.id, u.code, b.label, u.stairwell_id, u.room, u.purpose, u.area_centi, u.floor, u.sale,
           u.area_source, coalesce(w.number, 0), e.name, e.short_name
      from units u join buildings b on b.id = u.building_id join estates e on e.id = u.estate_id
      left join stairwells w on w.id = u.stairwell_id
     where u.estate_id = ? order by b.sort_key, w.number is null, w.number, u.floor, u.room
"""


@reads(Permission.KEEP_PLACES)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    return visit.db.execute(NOW, [estate_id])


@reads(Permission.KEEP_PLACES)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A flat is the one of the same code; a new building among others is looked at."""
    there = {row[1]: There(row[0], _texts(row)) for row in visit.db.execute(NOW, [estate_id])}
    names = visit.db.execute("select name, short_name from estates where id = ?", [estate_id]).fetchone()  # fmt: skip
    rooms = rooms_of(visit.db, estate_id)
    labels = {row[0] for row in visit.db.execute("select label from buildings where estate_id = ?", [estate_id])}  # fmt: skip
    read = [_read(entry, rooms, names) for entry in entries]
    usual = usual_areas([unit for unit in read if isinstance(unit, Unit)])
    found = []
    for entry, unit in zip(entries, read):
        if isinstance(unit, Match):
            found.append(unit)
            continue
        known = there.get(unit.code)
        if known is None:
            try:
                check_new(unit)
            except Invalid as refusal:
                found.append(Match(refused=str(refusal)))
                continue
        why = looks(entry, unit, usual)
        if known is None and labels and unit.building not in labels:
            why.append(f"还没有 {unit.building}栋，会新建")
        found.append(Match(known, why="；".join(why)))
    return found


def rooms_of(db: Database, estate_id: int | None) -> Rooms:
    """The rooms of an estate, for reading what a list calls them."""
    codes = [
        row[0] for row in db.execute("select code from units where estate_id = ?", [estate_id])
    ]
    names = db.execute("select name, short_name from estates where id = ?", [estate_id]).fetchone()
    return Rooms(codes, names or ())


def _read(entry: Entry, rooms: Rooms, names: Sequence[str]) -> Unit | Match:
    said = entry.get(ESTATE)
    if said and not any(said in name or name in said for name in names):
        return Match(refused=f"小区写的是“{said}”，这里导的是{names[1]}。")
    try:
        return unit_of(entry, rooms)
    except Invalid as refusal:
        return Match(refused=str(refusal))


def _texts(row: Sequence[object]) -> dict[str, str]:
    _, _, label, _, _, purpose, area, floor, sale, source, well, *_ = row
    return {
        BUILDING: str(label), STAIRWELL: str(well), PURPOSE: Purpose(str(purpose)).label,
        AREA: area_shown(int(str(area))), FLOOR: str(floor), SALE: SaleState(str(sale)).label,
        SOURCE: AreaSource(str(source)).label,
    }  # fmt: skip


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Whole buildings at once: what is new in one go, what changes with the value before it."""
    db, rooms = visit.db, rooms_of(visit.db, sheet.estate_id)
    new = [unit_of(row.entry, rooms) for row in rows if row.target is None]
    made = iter(_add(db, int(sheet.estate_id or 0), new))
    found = []
    for row in rows:
        if row.target is None:
            found.append(next(made))
            continue
        for change in row.held.changes:
            _set(visit, row.target, change.column, change.old, change.new, "导入名单")
        found.append(row.target)
    return found


def _add(db: Database, estate_id: int, units: Sequence[Unit]) -> list[int]:
    """New flats with the owner set of each: of what is not sold or handed over, the developer."""
    buildings = {label: _building(db, estate_id, label) for label in {u.building for u in units}}
    wells = {
        (u.building, u.stairwell) for u in units if u.stairwell.isdigit() and u.purpose != "parking"
    }
    stairs = {
        (label, number): _stairwell(db, buildings[label], int(number))
        for label, number in sorted(wells)
        if number != "0"
    }
    group = int(value(db, "select coalesce(max(id), 0) from owner_groups"))
    first = int(value(db, "select coalesce(max(id), 0) from units"))
    developer = _developer(db, estate_id) if any(u.sale != "sold" for u in units) else 0
    group = max(group, developer)
    groups = []
    for unit in units:
        group += unit.sale == "sold"
        groups.append(group if unit.sale == "sold" else developer)
    sold = (id for id, unit in zip(groups, units) if unit.sale == "sold")
    put_many(
        db, "owner_groups", ({"id": id, "estate_id": estate_id, "kind": "owner"} for id in sold)
    )
    put_many(db, "units", (
        {"id": first + at, "estate_id": estate_id, "building_id": buildings[unit.building],
         "stairwell_id": stairs.get((unit.building, unit.stairwell)), "floor": unit.floor,
         "room": unit.room, "code": unit.code, "purpose": unit.purpose, "sale": unit.sale,
         "area_centi": unit.area_centi, "area_source": unit.source, "owner_group_id": id,
         "source": "entered"}
        for at, (unit, id) in enumerate(zip(units, groups), 1)
    ))  # fmt: skip
    return [first + at for at in range(1, len(units) + 1)]


def _building(db: Database, estate_id: int, label: str) -> int:
    sql = "select id from buildings where estate_id = :estate and label = :label"
    known = value(db, sql, estate=estate_id, label=label)
    return int(known) if known else put(db, "buildings", estate_id=estate_id, label=label)


def _stairwell(db: Database, building_id: int, number: int) -> int:
    sql = "select id from stairwells where building_id = :building and number = :number"
    known = value(db, sql, building=building_id, number=number)
    return int(known) if known else put(db, "stairwells", building_id=building_id, number=number)


def _developer(db: Database, estate_id: int) -> int:
    sql = "select id from owner_groups where estate_id = :estate and kind = 'developer'"
    known = value(db, sql, estate=estate_id)
    return int(known) if known else put(db, "owner_groups", estate_id=estate_id, kind="developer")


def _set(visit: Visit, id: int, column: str, old: str, new: str, why: str) -> None:
    """Change an area or its source; what stood there before is kept."""
    field, now = ("area_centi", int(new.replace(".", ""))) if column == AREA else (
        "area_source", AreaSource.called(new))  # fmt: skip
    visit.db.execute(f"update units set {field} = ? where id = ?", [now, id])
    put(
        visit.db, "registry_changes", thing="unit", thing_id=id, field=column, before=old, after=new,
        why=why, changed_at=visit.now, changed_by=visit.user.id,
    )  # fmt: skip


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """A flat nobody used goes, with its owner set, and the building when it is empty then."""
    db, id = visit.db, written.target
    if not written.is_new:
        row = db.execute("select area_centi, area_source from units where id = ?", [id]).fetchone()
        now = {AREA: area_shown(row[0]), SOURCE: AreaSource(row[1]).label}
        if any(now[column] != new for column, (_, new) in written.cells.items()):
            return "后来又改过"
        for column, (old, new) in written.cells.items():
            _set(visit, id, column, new, old, "撤销导入")
        return ""
    if used := set(hanging(db, "units", "?", [id])) - {"ownerships"}:
        return "已经有交存、表决这些登记" if used - {"residencies", "residents"} else "已经有人住"
    (group,) = db.execute("select owner_group_id from units where id = ?", [id]).fetchone()
    db.execute("delete from units where id = ?", [id])
    if not set(hanging(db, "owner_groups", "?", [group])):
        db.execute("delete from owner_groups where id = ? and kind = 'owner'", [group])
    return ""


@reads(Permission.KEEP_PLACES)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    for row in visit.db.execute(NOW, [estate_id]):
        texts = _texts(row) | {CODE: str(row[1]), ESTATE: str(row[12])}
        if row[5] == "parking":
            texts[STAIRWELL] = ""
        found.append([texts[column.name] for column in UNITS.columns])
    return found


LIST = Brings(UNITS, Permission.KEEP_PLACES, facts, match, write, take_back, there)
