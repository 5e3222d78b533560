"""Who would vote in a scope before it is frozen (有多少人投), and whose owners nobody knows yet."""

from db.repair_fund.ballots import WITHIN
from db.rows import one
from db.visit import Visit, reads
from domain.errors import NotFound
from domain.people import Permission
from domain.repair_fund.electorate import Electorate
from domain.repair_fund.projects import ScopeType


@reads(Permission.SEE_FUND)
def electorate(visit: Visit, project_id: int, parking: bool) -> Electorate:
    """The heads as a ballot opened now would count them. Raises NotFound."""
    row = visit.db.execute(
        "select scope_type, estate_id, building_id, stairwell_id from repair_projects where id = ?",
        [project_id],
    ).fetchone()
    if row is None:
        raise NotFound("这个维修项目")
    visit.user.must_cover(row[1])
    return one(
        visit.db,
        Electorate,
        "这个维修项目",
        f"""
        with heads as (
            select u.owner_group_id as id, count(*) as units
              from {WITHIN[ScopeType(row[0])]} and (:parking or u.purpose <> 'parking')
             group by u.owner_group_id),
        unknown as (
            select h.units from heads h join owner_groups g on g.id = h.id
             where g.kind = 'owner' and not exists (
                   select 1 from owner_members m
                    where m.owner_group_id = h.id and m.to_on is null))
        select (select count(*) from heads) as heads, count(*) as unknown,
               coalesce(sum(units), 0) as units from unknown
        """,
        estate=row[1], building=row[2], stairwell=row[3], id=project_id, parking=parking,
    )  # fmt: skip
