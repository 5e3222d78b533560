"""Estates (小区), buildings (楼栋), stairwells (单元), owners and their exclusive units (专有部分)."""

from collections.abc import Iterator
from random import Random
from typing import Any

from db.rows import put, put_many
from seed.plan import Plan, at, table, unguarded
from seed.telling import Part

RESIDENTS, HOUSEHOLDS = 16_000, 6_549
BODY = ("name", "kind", "source")
SECOND_FLAT_PCT = 2  # owners who bought two flats (同一买受人)
UNSOLD_PER_THOUSAND = 6
FIRST_DOOR_CENTI = (8_952, 9_436, 10_218)  # the inner flat of a floor, 0.01 m²
DOOR_STEP_CENTI = (2_884, 1_912, 1_106)


def community(plan: Plan) -> None:
    """The one community row (社区), as the article words it."""
    put(
        plan.db, "community", id=1, name="湾郡社区",
        address="湖北省武汉市东湖新技术开发区关东街道", founded_year=2012, area_m2=430_000,
        households=HOUSEHOLDS * plan.scale, residents=RESIDENTS * plan.scale,
        residents_words="16000余人", is_demo=1, seeded_on=plan.as_of,
        created_at=at(plan.as_of, 0),
    )  # fmt: skip
    _objection_phone(plan)


def _objection_phone(plan: Plan) -> None:
    """A number nobody can be called at: subscribers' numbers never begin with 0."""
    plan.db.execute(
        "update text_parameters set value = '027-00000000' where code = 'objection_phone'"
    )


def bodies_and_estates(plan: Plan) -> None:
    """Who takes part (参会单位), and the four estates with their property companies."""
    put_many(plan.db, "bodies", ({name: row[name] for name in BODY} for row in table("bodies")))
    companies = plan.ids("select name, id from bodies")
    for row in table("estates"):
        put(
            plan.db, "estates", name=row["name"], short_name=row["short_name"], kind=row["kind"],
            delivered=int(row["delivered"]), households=int(row["households"]) * plan.scale,
            company_id=companies.get(row["company"]), source=row["source"],
        )  # fmt: skip


def flats(plan: Plan) -> None:
    """One flat (住宅) per household, filled stairwell by stairwell until the estate is complete."""
    with unguarded(plan.db, "units", "owner_groups"):
        for estate_id, row in enumerate(table("estates"), start=1):
            households = int(row["households"]) * plan.scale
            if households:
                shape = (int(row["stairwells"]), int(row["floors"]), int(row["doors"]))
                layout = list(_stairwells(plan, estate_id, households, shape))
                rows = _units(plan.rng(f"flats-{estate_id}"), plan, estate_id, layout)
                put_many(plan.db, "units", rows)


def _stairwells(
    plan: Plan, estate_id: int, households: int, shape: tuple[int, int, int]
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """(stairwell id, building id, building, stairwell, flats, doors per floor), as they are built."""
    per_building, floors, doors = shape
    left, number, building_id = households, 0, 0
    while left:
        building, stairwell = divmod(number, per_building)
        if stairwell == 0:
            building_id = put(plan.db, "buildings", estate_id=estate_id, label=str(building + 1))
        size = min(left, floors * doors)
        id = put(plan.db, "stairwells", building_id=building_id, number=stairwell + 1)
        yield id, building_id, building + 1, stairwell + 1, size, doors
        left, number = left - size, number + 1


def _units(
    rng: Random,
    plan: Plan,
    estate_id: int,
    layout: list[tuple[int, int, int, int, int, int]],
) -> Iterator[dict[str, Any]]:
    """The unit rows of one estate; the developer (开发商) keeps a few flats unsold."""
    developer = put(plan.db, "owner_groups", estate_id=estate_id, kind="developer")
    owner, has_two = developer, True
    start, step = FIRST_DOOR_CENTI[estate_id - 1], DOOR_STEP_CENTI[estate_id - 1]
    for stairwell_id, building_id, building, stairwell, size, doors in layout:
        smaller = rng.randrange(0, 400, 8)
        for place in range(size):
            floor, door = place // doors + 1, place % doors + 1
            room = f"{floor}{door:02d}"
            unsold = rng.randrange(1000) < UNSOLD_PER_THOUSAND
            if not unsold:
                if has_two or rng.randrange(100) >= SECOND_FLAT_PCT:
                    owner = put(plan.db, "owner_groups", estate_id=estate_id, kind="owner")
                    has_two = False
                else:
                    has_two = True
            yield {
                "estate_id": estate_id,
                "building_id": building_id,
                "stairwell_id": stairwell_id,
                "floor": floor,
                "room": room,
                "code": f"{building}-{stairwell}-{room}",
                "purpose": "flat",
                "sale": "unsold" if unsold else "sold",
                "area_centi": start + (door - 1) * step - smaller,
                "area_source": "register",
                "owner_group_id": developer if unsold else owner,
                "source": "demo",
            }


PART = Part((("社区", community), ("小区和参会单位", bodies_and_estates), ("楼栋和住宅", flats)))
