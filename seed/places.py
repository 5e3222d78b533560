"""Estates (小区), buildings (楼栋), stairwells (单元), owners and their exclusive units (专有部分)."""

from collections.abc import Iterator
from itertools import count
from random import Random

from seed.plan import Plan, at, table, unguarded
from seed.telling import Part

RESIDENTS, HOUSEHOLDS = 16_000, 6_549
BODY_COLUMNS = "name, kind, source"
UNIT_COLUMNS = (
    "id, estate_id, building_id, stairwell_id, floor, room, code, purpose, sale, area_centi,"
    " area_source, owner_group_id, source"
)
SECOND_FLAT_PCT = 2  # owners who bought two flats (同一买受人)
UNSOLD_PER_THOUSAND = 6
FIRST_DOOR_CENTI = (8_952, 9_436, 10_218)  # the inner flat of a floor, 0.01 m²
DOOR_STEP_CENTI = (2_884, 1_912, 1_106)


def community(plan: Plan) -> None:
    """The one community row (社区), as the article words it."""
    plan.insert(
        "community",
        "id, name, address, founded_year, area_m2, households, residents, residents_words,"
        " is_demo, seeded_on, created_at",
        [
            (
                1,
                "湾郡社区",
                "湖北省武汉市东湖新技术开发区关东街道",
                2012,
                430_000,
                HOUSEHOLDS * plan.scale,
                RESIDENTS * plan.scale,
                "16000余人",
                1,
                plan.as_of.isoformat(),
                at(plan.as_of, 0),
            )
        ],
    )
    _objection_phone(plan)


def _objection_phone(plan: Plan) -> None:
    """A number nobody can be called at: subscribers' numbers never begin with 0."""
    plan.db.execute(
        "update text_parameters set value = '027-00000000' where code = 'objection_phone'"
    )


def bodies_and_estates(plan: Plan) -> None:
    """Who takes part (参会单位), and the four estates with their property companies."""
    plan.insert(
        "bodies", BODY_COLUMNS, ((r["name"], r["kind"], r["source"]) for r in table("bodies"))
    )
    companies = plan.ids("select name, id from bodies")
    plan.insert(
        "estates",
        "name, short_name, kind, delivered, households, company_id, source",
        (
            (
                row["name"],
                row["short_name"],
                row["kind"],
                int(row["delivered"]),
                int(row["households"]) * plan.scale,
                companies.get(row["company"]),
                row["source"],
            )
            for row in table("estates")
        ),
    )


def flats(plan: Plan) -> None:
    """One flat (住宅) per household, filled stairwell by stairwell until the estate is complete."""
    groups, stairwells = count(1), count(1)
    with unguarded(plan.db, "units", "owner_groups"):
        for estate_id, row in enumerate(table("estates"), start=1):
            households = int(row["households"]) * plan.scale
            if households:
                shape = (int(row["stairwells"]), int(row["floors"]), int(row["doors"]))
                layout = list(_stairwells(plan, estate_id, households, shape, stairwells))
                rows = _units(plan.rng(f"flats-{estate_id}"), plan, estate_id, layout, groups)
                first = plan.number("select coalesce(max(id), 0) + 1 from units")
                plan.insert(
                    "units", UNIT_COLUMNS, ((id, *unit) for id, unit in enumerate(rows, first))
                )


def _stairwells(
    plan: Plan, estate_id: int, households: int, shape: tuple[int, int, int], ids: Iterator[int]
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """(stairwell id, building id, building, stairwell, flats, doors per floor), as they are built."""
    per_building, floors, doors = shape
    left, number, building_id = households, 0, 0
    while left:
        building, stairwell = divmod(number, per_building)
        if stairwell == 0:
            made = plan.db.execute(
                "insert into buildings (estate_id, number) values (?, ?)", [estate_id, building + 1]
            )
            building_id = int(made.lastrowid or 0)
        id, size = next(ids), min(left, floors * doors)
        plan.insert("stairwells", "id, building_id, number", [(id, building_id, stairwell + 1)])
        yield id, building_id, building + 1, stairwell + 1, size, doors
        left, number = left - size, number + 1


def _units(
    rng: Random,
    plan: Plan,
    estate_id: int,
    layout: list[tuple[int, int, int, int, int, int]],
    groups: Iterator[int],
) -> Iterator[tuple[object, ...]]:
    """The unit rows of one estate; the developer (开发商) keeps a few flats unsold."""
    developer = next(groups)
    _group(plan, developer, estate_id, "developer")
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
                    owner, has_two = next(groups), False
                    _group(plan, owner, estate_id, "owner")
                else:
                    has_two = True
            yield (
                estate_id,
                building_id,
                stairwell_id,
                floor,
                room,
                f"{building}-{stairwell}-{room}",
                "flat",
                "unsold" if unsold else "sold",
                start + (door - 1) * step - smaller,
                "register",
                developer if unsold else owner,
                "demo",
            )


def _group(plan: Plan, id: int, estate_id: int, kind: str) -> None:
    plan.db.conn.execute("insert into owner_groups values (?, ?, ?)", [id, estate_id, kind])


PART = Part((("社区", community), ("小区和参会单位", bodies_and_estates), ("楼栋和住宅", flats)))
