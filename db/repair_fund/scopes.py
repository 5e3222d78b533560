"""Choosing a custom scope (指定范围): the rooms of an estate, and those already listed."""

from dataclasses import dataclass

from db.registry_book.heads import heads_between
from db.repair_fund.ballots import WITHIN
from db.repair_fund.steps import of_a_project
from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission
from domain.registry_book.heads import Heads
from domain.repair_fund.projects import ScopeType


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """An exclusive unit by its room number (房号)."""

    id: int
    code: str


@reads(Permission.SEE_FUND)
def rooms_of(visit: Visit, estate_id: int) -> list[ListedUnit]:
    """Every unit of an estate, parking left out, by building, stairwell and floor."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        ListedUnit,
        "select u.id, u.code from units u join buildings b on b.id = u.building_id"
        " where u.estate_id = :id and u.purpose <> 'parking'"
        " order by b.sort_key, u.stairwell_id, u.floor, u.room",
        id=estate_id,
    )


@of_a_project(Permission.SEE_FUND)
def listed(visit: Visit, project_id: int) -> list[int]:
    """The unit numbers chosen so far."""
    sql = "select unit_id from listed_units where project_id = ?"
    return [int(row[0]) for row in visit.db.execute(sql, [project_id])]


@of_a_project(Permission.SEE_FUND)
def heads_to_vote(visit: Visit, project_id: int, *, parking: bool) -> Heads:
    """How many heads a ballot opened now would have, between which numbers (同名业主没核对完)."""
    row = visit.db.execute(
        "select scope_type, estate_id, building_id, stairwell_id from repair_projects where id = ?",
        [project_id],
    ).fetchone()
    names = {"estate": row[1], "building": row[2], "stairwell": row[3], "id": project_id}
    scope = f"{WITHIN[ScopeType(row[0])]} and (:parking or u.purpose <> 'parking')"
    given = {**names, "parking": parking}
    groups = visit.db.execute(f"select distinct u.owner_group_id from {scope}", given).fetchall()
    return heads_between(visit.db, [id for (id,) in groups])
