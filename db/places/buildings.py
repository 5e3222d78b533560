"""Buildings (楼栋) and their stairwells (单元): added by the plate, changed, removed while unused."""

from sqlite_utils import Database

from db.names import keys
from db.places.hanging import hanging
from db.rows import many, one, put, put_many, value
from db.visit import Visit, reads
from db.writes import writes
from domain.buildings import (
    BuildingOnFile,
    BuildingPaper,
    Lift,
    StairwellOnFile,
    read_label,
)
from domain.errors import Invalid, WrongState
from domain.laying_out import MOST_STAIRWELLS
from domain.people import Permission
from domain.places import told_change
from domain.receipts import Receipt
from domain.registry import plain_text

BUILDINGS = """
    select b.id, b.estate_id, b.label,
           (select count(*) from stairwells where building_id = b.id) as stairwells,
           count(u.id) as units, coalesce(sum(u.purpose = 'shop'), 0) as shops,
           coalesce(sum(g.kind = 'developer'), 0) as developers,
           coalesce(sum(g.kind = 'owner' and not exists (
               select 1 from owner_members m
                where m.owner_group_id = g.id and m.to_on is null)), 0) as nameless,
           coalesce(sum(u.area_centi), 0) as area_centi
      from buildings b left join units u on u.building_id = b.id
      left join owner_groups g on g.id = u.owner_group_id
     where {which} group by b.id order by b.sort_key
"""
UNITS = "select id from units where building_id = ?"
GROUPS = "select owner_group_id from units where building_id = ?"
WELLS = "select id from stairwells where building_id = ?"
# Of what a unit was born with nothing was recorded; whatever else was, somebody did.
SOLD = """
    select 1 from ownerships where unit_id in ({units})
       and (from_on is not null or to_on is not null or recorded_at is not null)
"""
OWN = {"units": {"ownerships"}, "owner_groups": {"units", "ownerships"},
       "stairwells": {"units"}, "buildings": {"units", "stairwells"}}  # fmt: skip


@reads(Permission.KEEP_PLACES)
def buildings(visit: Visit, estate_id: int) -> list[BuildingOnFile]:
    """The buildings of an estate as people count them."""
    sql = BUILDINGS.format(which="b.estate_id = :estate")
    return many(visit.db, BuildingOnFile, sql, estate=estate_id)


@reads(Permission.KEEP_PLACES)
def building(visit: Visit, id: int) -> BuildingOnFile:
    """Raises NotFound."""
    return building_numbered(visit.db, id)


@reads(Permission.KEEP_PLACES)
def stairwells(visit: Visit, building_id: int) -> list[StairwellOnFile]:
    return many(
        visit.db,
        StairwellOnFile,
        "select s.id, s.number, s.has_lift,"
        " (select count(*) from units where stairwell_id = s.id) as units"
        " from stairwells s where s.building_id = :id order by s.number",
        id=building_id,
    )


def building_numbered(db: Database, id: int) -> BuildingOnFile:
    """Raises NotFound."""
    return one(db, BuildingOnFile, "这栋楼", BUILDINGS.format(which="b.id = :id"), id=id)


def must_be_free(db: Database, estate_id: int, label: str, own: int | None) -> None:
    """Raises Invalid for a plate that is there already."""
    sql = "select id from buildings where estate_id = :estate and label = :label"
    if value(db, sql, estate=estate_id, label=label) not in (None, own):
        raise Invalid(f"这个小区已经有 {label}栋了。")


@writes(Permission.KEEP_PLACES)
def add_building(visit: Visit, paper: BuildingPaper) -> Receipt:
    """A building by its plate, without a flat yet: those come from a list, or are laid out."""
    label = read_label(paper.label)
    must_be_free(visit.db, paper.estate_id, label, None)
    id = put(visit.db, "buildings", estate_id=paper.estate_id, label=label)
    return Receipt(f"加了 {label}栋，里面还没有房。", id)


@writes(Permission.KEEP_PLACES)
def change_building(visit: Visit, paper: BuildingPaper) -> Receipt:
    """Another plate: the numbers of its units and what its residents are found by follow."""
    db, old = visit.db, building_numbered(visit.db, paper.id or 0)
    label = read_label(paper.label)
    must_be_free(db, old.estate_id, label, old.id)
    reason = plain_text(paper.reason, "为什么改", least=0, most=100)
    was, now = {"楼号": f"{paper.was}栋"}, {"楼号": f"{label}栋"}
    told = told_change(old.name, was, now, {"楼号": old.name}, reason)
    before = _found_by(db, old.id)
    db.execute("update buildings set label = ? where id = ?", [label, old.id])
    db.execute(
        "update units set code = ? || substr(code, length(?) + 1)"
        " where building_id = ? and purpose <> 'parking'",
        [label, old.label, old.id],
    )
    after = _found_by(db, old.id)
    db.conn.executemany(
        "delete from resident_keys where resident_id = ? and key = ?", sorted(before - after)
    )
    put_many(
        db,
        "resident_keys",
        ({"key": key, "resident_id": id} for id, key in sorted(after - before)),
    )
    return Receipt(f"{told}里面 {old.units} 套房的房号跟着改了。", old.id)


def _found_by(db: Database, building_id: int) -> set[tuple[int, str]]:
    """The keys of everybody who lives in the building."""
    rows = db.execute(
        "select r.id, r.name, r.phone, u.code from units u join residents r on r.unit_id = u.id"
        " where u.building_id = ?",
        [building_id],
    ).fetchall()
    return {
        (id, key) for id, name, phone, room in rows for key in keys(name, phone, room.casefold())
    }


def unused(db: Database, id: int) -> bool:
    """Whether nothing but the building's own rows refers to it, its stairwells, units and owners."""
    of = {"units": UNITS, "owner_groups": GROUPS, "stairwells": WELLS, "buildings": "?"}
    outside = f"select 1 from units where building_id <> ? and owner_group_id in ({GROUPS})"
    shared = db.execute(
        f"select exists ({outside} and owner_group_id in"
        " (select id from owner_groups where kind = 'owner'))",
        [id, id],
    ).fetchone()[0]
    sold = db.execute(f"select exists ({SOLD.format(units=UNITS)})", [id]).fetchone()[0]
    return not shared and not sold and not any(
        name not in OWN[table] for table, ids in of.items()
        for name in hanging(db, table, _but_developers(table, ids), [id])
    )  # fmt: skip


def _but_developers(table: str, ids: str) -> str:
    """The developer's owner set belongs to the estate, whatever hangs on it."""
    if table == "owner_groups":
        return f"{ids} and owner_group_id in (select id from owner_groups where kind = 'owner')"
    return ids


@writes(Permission.KEEP_PLACES)
def remove_building(visit: Visit, id: int, slip: str) -> Receipt:
    """Take a building away with its stairwells and units, while nobody used them. Raises WrongState."""
    db, old = visit.db, building_numbered(visit.db, id)
    if not unused(db, id):
        raise WrongState(
            f"{old.name}里已经有人登记，或者有了交存、表决、车棚这些登记，不能整栋去掉。"
            "错的房请到底册里一套一套改。"
        )
    groups = db.execute(GROUPS.replace("select", "select distinct"), [id]).fetchall()
    db.execute("delete from units where building_id = ?", [id])
    db.conn.executemany("delete from owner_groups where id = ? and kind = 'owner'", groups)
    db.execute("delete from stairwells where building_id = ?", [id])
    db.execute("delete from buildings where id = ?", [id])
    return Receipt(f"去掉了 {old.name}和里面的 {old.units} 套房。", id)


@writes(Permission.KEEP_PLACES)
def add_stairwell(visit: Visit, building_id: int, lift: Lift, slip: str) -> Receipt:
    """The next stairwell of a building. Raises WrongState for more than any building has."""
    old = building_numbered(visit.db, building_id)
    sql = "select coalesce(max(number), 0) + 1 from stairwells where building_id = :id"
    number = value(visit.db, sql, id=building_id)
    if number > MOST_STAIRWELLS:
        raise WrongState(f"一栋楼最多 {MOST_STAIRWELLS} 个单元。")
    id = put(visit.db, "stairwells", building_id=building_id, number=number, has_lift=int(lift))
    return Receipt(f"{old.name}加了 {number}单元，{lift.label}。", id)


@writes(Permission.KEEP_PLACES)
def set_lift(visit: Visit, stairwell_id: int, lift: Lift, slip: str) -> Receipt:
    """Whether a stairwell has a lift. Raises Invalid when that is what stands there."""
    name, now = _stairwell(visit.db, stairwell_id)
    told = told_change(name, {name: now.label}, {name: lift.label}, {name: now.label}, "看过现场")
    visit.db.execute("update stairwells set has_lift = ? where id = ?", [int(lift), stairwell_id])
    return Receipt(told, stairwell_id)


@writes(Permission.KEEP_PLACES)
def remove_stairwell(visit: Visit, stairwell_id: int, slip: str) -> Receipt:
    """Take a stairwell away that nothing refers to. Raises WrongState."""
    name, _ = _stairwell(visit.db, stairwell_id)
    if any(hanging(visit.db, "stairwells", "?", [stairwell_id])):
        raise WrongState(f"{name}里有房或者有登记，不能去掉。")
    visit.db.execute("delete from stairwells where id = ?", [stairwell_id])
    return Receipt(f"去掉了 {name}，它还没有用过。", stairwell_id)


def _stairwell(db: Database, id: int) -> tuple[str, Lift]:
    """What a stairwell is called, and whether it has a lift. Raises NotFound."""
    found = one(db, StairwellOnFile, "这个单元",
                "select id, number, has_lift, 0 as units from stairwells where id = :id", id=id)  # fmt: skip
    label = value(
        db, "select b.label from buildings b join stairwells s on s.building_id = b.id"
        " where s.id = :id", id=id,
    )  # fmt: skip
    return f"{label}栋 {found.number}单元", Lift.YES if found.has_lift else Lift.NO
