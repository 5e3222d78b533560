"""Who owns and lives where, and who looks after which stairwell (产权、居住、网格和管家)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from db.rows import put, put_many
from seed.people import Names
from seed.plan import Plan, unguarded
from seed.telling import Part

LET_PCT, COUPLES_PCT, TAILS_PCT = 7, 45, 35
HOUSEHOLDS_OF_A_GRID, BUILDINGS_OF_A_STEWARD = 400, 3
OWNED = """
    insert into ownerships (owner_group_id, unit_id, from_on)
    select u.owner_group_id, u.id,
           iif(u.sale = 'sold', date(?, '-' || (400 + u.id * 7919 % 3200) || ' days'), null)
      from units u order by u.id
"""
LIVED_IN = """
    insert into residencies (resident_id, unit_id, role, from_on)
    select r.id, r.unit_id,
           case when exists (select 1 from owner_members m where m.resident_id = r.id
                                and m.owner_group_id = u.owner_group_id) then 'owner'
                when exists (select 1 from owner_members m join residents o on o.id = m.resident_id
                              where m.owner_group_id = u.owner_group_id and o.unit_id = u.id)
                then 'family' else 'tenant' end,
           max(o.from_on, date(?, '-' || (200 + r.unit_id * 7919 % 2800) || ' days'))
      from residents r join units u on u.id = r.unit_id join ownerships o on o.unit_id = u.id
     order by r.id
"""
NUMBERS = """
    insert into contacts (resident_id, number, kind)
    select id, phone, 'mobile' from residents where phone <> '' order by id
"""
AT_HOME = """
    insert into contacts (resident_id, number, kind, note, rank)
    select id, '027-0' || printf('%07d', id * 7919 % 10000000), 'landline', '家里的电话', 2
      from residents where birth_year < ? and id % 9 = 0 order by id
"""
TAILS = """
    update residents set id_tail = printf('%04d', id * 4637 % 10000)
     where id in (select resident_id from owner_members where resident_id is not null)
       and id % 100 < ?
"""
PARKED = """
    insert into vehicles (unit_id, resident_id, plate, frame_tail, battery, removable, from_on)
    select unit_id, id, '武汉00' || printf('%06d', id), printf('%06d', id * 6151 % 1000000),
           iif(id % 5 = 0, 'lithium', 'lead'), id % 3 = 0,
           date(?, '-' || (30 + id * 7919 % 900) || ' days')
      from residents
     where id % 7 = 0 and birth_year between ? and ? order by id
"""
HEADS = """
    insert into marks (resident_id, kind, building_id, from_on, until)
    select min(r.id), 'building_head', b.id, date(:day, '-400 days'), date(:day, '+330 days')
      from buildings b join units u on u.building_id = b.id join residents r on r.unit_id = u.id
      join residencies l on l.resident_id = r.id and l.role = 'owner'
     where b.id % 11 <> 0 and r.birth_year < :year and r.id % 5 = 0 group by b.id order by b.id
"""
SPEAKERS = """
    insert into marks (resident_id, kind, from_on, until)
    select resident_id, 'residents_rep', date(:day, '-400 days'), date(:day, '+330 days')
      from residencies where role = 'owner' and resident_id % 331 = 0 order by resident_id
"""


def owners(plan: Plan) -> None:
    """People behind every owner set (共有人); a few owners let their flat and live elsewhere."""
    with unguarded(plan.db, "ownerships", "owner_members"):
        plan.db.execute(OWNED, [plan.as_of])
        put_many(plan.db, "owner_members", _members(plan, plan.rng("owners")))
    with unguarded(plan.db, "residents"):
        plan.db.execute(TAILS, [TAILS_PCT])


def _members(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    """The first grown-ups of the home an owner set has, or somebody by name who lives elsewhere."""
    names, id = Names(rng), 1
    for group, grown_ups in _homes(plan):
        if not grown_ups or rng.randrange(100) < LET_PCT:
            surname = names.surname()
            yield _member(
                id, group, None, names.full(surname, rng.choice(["man", "woman"]), 50), None
            )
            id += 1
            continue
        couple = len(grown_ups) > 1 and rng.randrange(100) < COUPLES_PCT
        for resident in grown_ups[: 2 if couple else 1]:
            yield _member(id, group, resident, None, "1/2" if couple and group % 4 else None)
            id += 1


def _homes(plan: Plan) -> Iterator[tuple[int, list[int]]]:
    """Of each owner set the grown-ups of its first flat."""
    found = plan.db.execute(
        """
        with homes as (select owner_group_id, min(id) as unit_id from units group by 1)
        select g.id, (select group_concat(id) from (
                   select r.id from residents r
                    where r.unit_id = h.unit_id and r.guardian_id is null order by r.id))
          from owner_groups g join homes h on h.owner_group_id = g.id
         where g.kind = 'owner' order by g.id
        """
    )
    for group, ids in found.fetchall():
        yield group, [int(one) for one in (ids or "").split(",") if one]


def _member(
    id: int, group: int, resident: int | None, name: str | None, share: str | None
) -> dict[str, Any]:
    return {
        "id": id,
        "owner_group_id": group,
        "resident_id": resident,
        "name": name,
        "share": share,
    }


def homes(plan: Plan) -> None:
    """Everybody's home with its beginning, and the numbers people are called at."""
    with unguarded(plan.db, "residencies", "contacts"):
        plan.db.execute(LIVED_IN, [plan.as_of])
        plan.db.execute(NUMBERS)
        plan.db.execute(AT_HOME, [plan.as_of.year - 68])
        put_many(
            plan.db,
            "contacts",
            (
                {"owner_member_id": id, "number": f"1000{id * 3_571_423 % 10_000_000:07d}",
                 "kind": "mobile", "note": "外地"}
                for (id,) in plan.db.execute(
                    "select id from owner_members where name is not null and id % 8 <> 0"
                ).fetchall()
            ),
        )  # fmt: skip
    year = plan.as_of.year
    with unguarded(plan.db, "vehicles"):
        plan.db.execute(PARKED, [plan.as_of, year - 65, year - 20])
    plan.db.execute(HEADS, {"day": str(plan.as_of), "year": year - 40})
    plan.db.execute(SPEAKERS, {"day": str(plan.as_of)})


@dataclass(frozen=True, slots=True)
class Stack:
    """A stairwell as it is walked past: its estate, its building and how many flats it has."""

    id: int
    estate: str
    building: int
    flats: int


def stewards(plan: Plan) -> None:
    """A grid worker and a property steward for each stairwell (网格员、管家)."""
    names = Names(plan.rng("stewards"))
    stacks = [
        Stack(*row)
        for row in plan.db.execute(
            "select s.id, e.short_name, b.id, (select count(*) from units where stairwell_id = s.id)"
            "  from stairwells s join buildings b on b.id = s.building_id"
            "  join estates e on e.id = b.estate_id order by s.id"
        ).fetchall()
    ]
    put_many(plan.db, "stewards", _grid_workers(plan, names, stacks))
    put_many(plan.db, "stewards", _managers(plan, names, stacks))


def _grid_workers(plan: Plan, names: Names, stacks: list[Stack]) -> Iterator[dict[str, Any]]:
    """The stairwells of an estate in grids of some 400 households; the first is the account's own."""
    first = plan.db.execute("select id, name from accounts where username = 'grid'").fetchone()
    walked: dict[str, int] = {}
    grids: dict[tuple[str, int], tuple[int, str, int | None]] = {}
    for stack in stacks:
        number = walked.get(stack.estate, 0) // HOUSEHOLDS_OF_A_GRID + 1
        walked[stack.estate] = walked.get(stack.estate, 0) + stack.flats
        at = (stack.estate, number)
        if at not in grids:
            grid = put(plan.db, "grids", name=f"{stack.estate}第{number}网格")
            who = names.full(names.surname(), "woman", 40)
            grids[at] = (grid, first[1], first[0]) if len(grids) == 0 else (grid, who, None)
        grid, name, account = grids[at]
        yield _steward(plan, stack.id, "grid", name, grid, account)


def _managers(plan: Plan, names: Names, stacks: list[Stack]) -> Iterator[dict[str, Any]]:
    known: dict[int, str] = {}
    for stack in stacks:
        of = stack.building // BUILDINGS_OF_A_STEWARD
        if of not in known:
            known[of] = names.full(names.surname(), "man", 35)
        yield _steward(plan, stack.id, "property", known[of], None, None)


def _steward(
    plan: Plan, stairwell: int, duty: str, name: str, grid: int | None, account: int | None
) -> dict[str, Any]:
    return {
        "stairwell_id": stairwell,
        "duty": duty,
        "grid_id": grid,
        "name": name,
        "account_id": account,
        "from_on": plan.ago(420),
    }


PART = Part((("产权人", owners), ("居住和电话", homes), ("网格和管家", stewards)))
