"""E-bikes (电动车) of a flat are registered, put right and struck off; a row ends, it is never removed."""

from typing import Any

from sqlite_utils import Database

from db import registry
from db.registry_book.scope import must_see
from db.registry_book.units import keep_change
from db.rows import first, many, put
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.vehicles import (
    Bike,
    BikeChange,
    BikeFacts,
    NewBike,
    check_bike_change,
    check_owner,
)

BIKES = """
    select v.id, v.unit_id, v.resident_id, coalesce(r.name, v.owner) as who,
           coalesce(v.plate, '') as plate, coalesce(v.frame_tail, '') as frame_tail, v.battery,
           cast(v.removable as text) as removable
      from vehicles v left join residents r on r.id = v.resident_id
     where v.to_on is null
"""


@reads(Permission.SEE_RESIDENTS)
def bikes(visit: Visit, unit_id: int) -> list[Bike]:
    """The bikes registered at a flat now."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(visit.db, Bike, f"{BIKES} and v.unit_id = :id order by v.id", id=unit_id)


def _open(db: Database, id: int) -> Bike:
    """Raises WrongState for one that was struck off."""
    found = first(db, Bike, f"{BIKES} and v.id = :id", id=id)
    if found is None:
        raise WrongState("这辆车已经注销了。请刷新后再看。")
    return found


def _plate_is_free(db: Database, plate: str, but: int = 0) -> None:
    taken = db.execute(
        "select u.code from vehicles v join units u on u.id = v.unit_id"
        " where v.plate = ? and v.to_on is null and v.id <> ?",
        [plate, but],
    ).fetchone()
    if plate and taken:
        raise Invalid(f"{plate} 已经登记在 {taken[0]}，先在那里注销。")


@writes(Permission.CHANGE_REGISTRY)
def add_bike(visit: Visit, paper: NewBike) -> Receipt:
    """A bike at a flat from today on. Raises Invalid for a plate that stands elsewhere."""
    unit = must_see(visit.db, visit.user, visit.today, paper.unit_id)
    owner = check_owner(paper)
    if paper.resident_id is not None:
        who = registry.resident(visit.db, paper.resident_id).name
    else:
        who = str(owner)
    _plate_is_free(visit.db, paper.facts.plate)
    id = _put(
        visit,
        paper.facts,
        {"unit_id": unit.id, "resident_id": paper.resident_id, "owner": owner},
    )
    return Receipt(f"登记了{who}的电动车 {_open(visit.db, id).called}，{unit.code}。", id)


@inside_gate
def _put(visit: Visit, facts: BikeFacts, of: dict[str, Any]) -> int:
    return put(
        visit.db, "vehicles", plate=facts.plate or None, frame_tail=facts.frame_tail or None,
        battery=facts.battery, removable=None if facts.removable is None else int(facts.removable),
        from_on=visit.today, recorded_at=visit.now, recorded_by=visit.user.id, **of,
    )  # fmt: skip


@inside_gate
def _end(visit: Visit, id: int) -> None:
    visit.db.execute(
        "update vehicles set to_on = max(?, coalesce(from_on, '')), ended_at = ?, ended_by = ?"
        " where id = ?",
        [visit.today.isoformat(), visit.at, visit.user.id, id],
    )


@writes(Permission.CHANGE_REGISTRY)
def change_bike(visit: Visit, paper: BikeChange) -> Receipt:
    """Its plate, frame or battery put right; what stood there is kept. Raises WrongState, Invalid."""
    db = visit.db
    bike = _open(db, paper.bike_id)
    unit = must_see(db, visit.user, visit.today, bike.unit_id)
    told = check_bike_change(paper, bike)
    _plate_is_free(db, paper.now.plate, but=bike.id)
    owner = _owner(db, bike.id)
    _end(visit, bike.id)
    id = _put(visit, paper.now, {"unit_id": unit.id} | owner)
    was, now = (_open_words(facts) for facts in (paper.was, paper.now))
    keep_change(visit, "unit", unit.id, "电动车", was, now, "更正登记")
    return Receipt(f"{bike.called}改好了：{told}。", id)


def _owner(db: Database, id: int) -> dict[str, Any]:
    resident, owner = db.execute(
        "select resident_id, owner from vehicles where id = ?", [id]
    ).fetchone()
    return {"resident_id": resident, "owner": owner}


def _open_words(facts: BikeFacts) -> str:
    said = [facts.plate, facts.frame_tail and f"车架 {facts.frame_tail}"]
    said += [one.label for one in (facts.battery, facts.removable) if one]
    return "，".join(part for part in said if part)


@writes(Permission.CHANGE_REGISTRY)
def end_bike(visit: Visit, bike_id: int, *, slip: str) -> Receipt:
    """It is not here any more (注销). Raises WrongState."""
    bike = _open(visit.db, bike_id)
    must_see(visit.db, visit.user, visit.today, bike.unit_id)
    _end(visit, bike.id)
    return Receipt(f"{bike.who}的电动车 {bike.called} 注销了。", bike.id)
