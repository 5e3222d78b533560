"""One unit by hand (加一套房、去掉一套房): a flat the list forgot, a shop, a parking space."""

from sqlite_utils import Database

from db.places.buildings import SOLD, building_numbered
from db.places.hanging import hanging
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import Undo, inside_gate, writes
from domain.areas import area
from domain.buildings import BuildingOnFile, Holding
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.units import UnitOnFile, UnitPaper, check_unit, unit_code

BEGUN_WITH = {"ownerships"}  # what a unit is born with


@reads(Permission.KEEP_PLACES)
def units_of(visit: Visit, building_id: int) -> list[UnitOnFile]:
    """The units of a building by their numbers."""
    return many(
        visit.db,
        UnitOnFile,
        "select id, code from units where building_id = :id"
        " order by stairwell_id, floor, length(room), room",
        id=building_id,
    )


@inside_gate
def owner_of_new(visit: Visit, estate_id: int, holding: Holding) -> int:
    """The owner set of a unit nobody is known to own: one of its own, or the estate's developer."""
    if holding is Holding.OPEN:
        return put(visit.db, "owner_groups", estate_id=estate_id, kind="owner")
    sql = "select id from owner_groups where estate_id = :id and kind = 'developer'"
    there: int | None = value(visit.db, sql, id=estate_id)
    return there or put(visit.db, "owner_groups", estate_id=estate_id, kind="developer")


@writes(Permission.KEEP_PLACES)
def remove_unit(visit: Visit, id: int, slip: str) -> Receipt:
    """Take a unit away that nobody used. Raises WrongState."""
    db = visit.db
    old = one(db, UnitOnFile, "这套房", "select id, code from units where id = :id", id=id)
    sold = db.execute(f"select exists ({SOLD.format(units='?')})", [id]).fetchone()[0]
    if sold or set(hanging(db, "units", "?", [id])) - BEGUN_WITH:
        raise WrongState(f"{old.code} 已经有人登记，或者有了交存、表决这些登记，不能去掉。")
    group = value(db, "select owner_group_id from units where id = :id", id=id)
    db.execute("delete from units where id = ?", [id])
    if not any(hanging(db, "owner_groups", "?", [group])):
        db.execute("delete from owner_groups where id = ? and kind = 'owner'", [group])
    return Receipt(f"去掉了 {old.code}，它还没有用过。", id)


@writes(Permission.KEEP_PLACES, undo=Undo(remove_unit))
def add_unit(visit: Visit, paper: UnitPaper) -> Receipt:
    """One more unit of a building. Raises Invalid with all that is wrong, or for a number that is
    there.
    """
    db, building = visit.db, building_numbered(visit.db, paper.building_id)
    room, size = check_unit(paper)
    code = unit_code(paper.purpose, building.label, _stairwell(db, building, paper), room)
    if value(db, "select 1 from units where estate_id = :estate and code = :code",
             estate=building.estate_id, code=code):  # fmt: skip
        raise Invalid(f"这个小区已经有 {code} 了。")
    id = put(
        db, "units", estate_id=building.estate_id, building_id=building.id,
        stairwell_id=paper.stairwell_id, floor=paper.floor, room=room, code=code,
        purpose=paper.purpose, sale=paper.holding.sale, area_centi=size,
        area_source=paper.area_source, source="entered",
        owner_group_id=owner_of_new(visit, building.estate_id, paper.holding),
    )  # fmt: skip
    return Receipt(f"加了 {code}，{paper.purpose.label}，{area(size)}。{paper.holding.label}。", id)


def _stairwell(db: Database, building: BuildingOnFile, paper: UnitPaper) -> int:
    """The number of the stairwell, 0 for none. Raises Invalid for one of another building."""
    if paper.stairwell_id is None:
        return 0
    sql = "select number from stairwells where id = :id and building_id = :building"
    number: int | None = value(db, sql, id=paper.stairwell_id, building=building.id)
    if number is None:
        raise Invalid(f"这个单元不在 {building.name}。")
    return number
