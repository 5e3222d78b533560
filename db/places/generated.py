"""A whole building in one write (生成一栋): its stairwells, every unit, and an owner set for each."""

from collections.abc import Iterator
from typing import Any

from db.places.buildings import must_be_free, remove_building, unused
from db.places.estates import estate_numbered
from db.places.units import owner_of_new
from db.rows import put, put_many
from db.visit import Visit
from db.writes import Undo, inside_gate, writes
from domain.areas import area
from domain.buildings import BuildingPlan, Holding, read_label
from domain.laying_out import PlannedUnit, laid_out
from domain.people import Permission
from domain.receipts import Receipt


@writes(
    Permission.KEEP_PLACES,
    undo=Undo(remove_building, lambda visit, id: unused(visit.db, id)),
)
def generate(visit: Visit, plan: BuildingPlan) -> Receipt:
    """Make the building as it is laid out, all or nothing. Raises Invalid.

    Unsold and undelivered units go to the estate's one developer, a single head in a vote; of the
    others each has an owner set of its own without a name, until the owners are entered.
    """
    db, label, units = visit.db, read_label(plan.label), laid_out(plan.shape)
    estate = estate_numbered(db, plan.estate_id)
    must_be_free(db, estate.id, label, None)
    id = put(db, "buildings", estate_id=estate.id, label=label)
    wells = {
        number: put(db, "stairwells", building_id=id, number=number, has_lift=int(plan.lift))
        for number in sorted({unit.stairwell for unit in units} - {0})
    }
    owners = _owners(visit, plan, len(units))
    put_many(db, "units", _rows(plan, units, label, id, wells, owners))
    flats = len(units) - plan.shape.shops
    shops = f"，{plan.shape.shops} 间商铺" if plan.shape.shops else ""
    total = area(sum(unit.area_centi for unit in units))
    return Receipt(
        f"{estate.short_name} {label}栋建好了：{len(wells)} 个单元，{flats} 套{plan.purpose.label}"
        f"{shops}，一共 {total}。{plan.holding.label}。",
        id,
    )


@inside_gate
def _owners(visit: Visit, plan: BuildingPlan, count: int) -> list[int]:
    """An owner set for each unit: one and the same for all that are the developer's."""
    times = count if plan.holding is Holding.OPEN else 1
    found = [owner_of_new(visit, plan.estate_id, plan.holding) for _ in range(times)]
    return found * (count // times)


def _rows(
    plan: BuildingPlan, units: tuple[PlannedUnit, ...], label: str, building_id: int,
    wells: dict[int, int], owners: list[int],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for unit, owner in zip(units, owners, strict=True):
        yield {
            "estate_id": plan.estate_id,
            "building_id": building_id,
            "stairwell_id": wells.get(unit.stairwell),
            "floor": unit.floor,
            "room": unit.room,
            "code": f"{label}-{unit.stairwell}-{unit.room}",
            "purpose": plan.purpose if unit.stairwell else "shop",
            "sale": plan.holding.sale,
            "area_centi": unit.area_centi,
            "area_source": plan.area_source,
            "owner_group_id": owner,
            "source": "entered",
        }
