"""Ballots (表决): opening one on a frozen scope, and how far it is. Who voted what: ballot_grid."""

from dataclasses import replace

from sqlite_utils import Database

from db.connection import roomy
from db.parameters import value_of
from db.rows import first, many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import Invalid, NotFound
from domain.people import Permission
from domain.repair_fund.ballots import Ballot, Opening, Standing, check_opening, standing
from domain.repair_fund.projects import ScopeType
from domain.repair_fund.votes import EmptyScope, VoteRule

CIVIL_CODE = "civil_code_2021"  # every ballot opened here; older versions are history
BALLOTS = """
    select b.id, b.project_id, p.estate_id, b.plan_id, b.rule_version, b.matter, b.channel,
           b.opens_on, b.closes_on, b.include_parking, b.basis_text, b.area_centi, b.heads,
           b.area_in, b.heads_in, b.area_yes, b.heads_yes, b.conflicts, p.state,
           exists (select 1 from ballot_counts c
                    where c.ballot_id = b.id and c.withdrawn_by is null) as counted,
           (select recorded_on from evote_totals where ballot_id = b.id
             order by id desc limit 1) as totals_on
      from ballots b join repair_projects p on p.id = b.project_id
"""
WITHIN = {  # the units of each kind of cost scope
    # In the order of the table: by room numbers every row would be looked up, and then sorted.
    ScopeType.ESTATE: "units u where +u.estate_id = :estate",
    ScopeType.BUILDING: "units u where u.building_id = :building",
    ScopeType.UNIT_STACK: "units u where u.building_id = :building and u.stairwell_id = :stairwell",
    ScopeType.CUSTOM: "listed_units l join units u on u.id = l.unit_id where l.project_id = :id",
}


# Reading -------------------------------------------------------------------------------------


@reads(Permission.SEE_FUND)
def ballot(visit: Visit, project_id: int) -> Ballot | None:
    """The last ballot of a project with its tally: one row, however many owners there are."""
    found = first(
        visit.db,
        Ballot,
        f"{BALLOTS} where b.project_id = :id order by b.id desc limit 1",
        id=project_id,
    )
    if found:
        visit.user.must_cover(found.estate_id)
    return found


@reads(Permission.SEE_FUND)
def ballots_before(visit: Visit, project_id: int) -> list[Ballot]:
    """Earlier ballots of a project, the latest first: what did not pass and was voted on again."""
    found = many(
        visit.db, Ballot, f"{BALLOTS} where b.project_id = :id order by b.id desc", id=project_id
    )
    for each in found:
        visit.user.must_cover(each.estate_id)
    return found[1:]


@reads(Permission.SEE_FUND)
def tally(visit: Visit, ballot_id: int) -> Standing:
    """Four measures and the verdict of the ballot, by the rule of its law version."""
    found = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(found.estate_id)
    return standing(rule_of(visit.db, found.rule_version, found.matter), found.tally)


def ballot_numbered(db: Database, ballot_id: int) -> Ballot:
    """Raises NotFound."""
    return one(db, Ballot, "这次表决", f"{BALLOTS} where b.id = :id", id=ballot_id)


def rule_of(db: Database, version: str, matter: str) -> VoteRule:
    """The thresholds a ballot was opened under (表决门槛)."""
    return one(
        db,
        VoteRule,
        "表决门槛",
        "select version, matter, take_part_top, take_part_bottom, approve_top, approve_bottom,"
        " approve_of, approve_inclusive, basis from vote_rules"
        " where version = :version and matter = :matter",
        version=version,
        matter=matter,
    )


# Opening (R06) -------------------------------------------------------------------------------


@inside_gate
def checked_opening(visit: Visit, opening: Opening) -> Opening:
    """The terms as they may be stored. Raises Invalid for a window or basis the rules refuse."""
    least, most = value_of(visit.db, "vote_min_days"), value_of(visit.db, "vote_max_days")
    return replace(opening, basis_text=check_opening(opening, visit.today, least, most))


@inside_gate
def open_ballot(visit: Visit, opening: Opening, asked_by: int | None = None) -> int:
    """Freeze the scope of the last plan and open its ballot; the step to `voting` comes after.

    Terms confirmed a day late open on that day, if enough days are left. Raises Invalid,
    EmptyScope and NotFound.
    """
    db = visit.db
    starts = max(opening.opens_on, visit.today)
    opening = checked_opening(visit, replace(opening, opens_on=starts))
    plan_id = value(db, "select max(id) from plans where project_id = :id", id=opening.project_id)
    if plan_id is None:
        raise NotFound("这个项目的方案")
    freeze_scope(visit, opening.project_id, plan_id, opening.include_parking)
    id = put(
        db, "ballots", project_id=opening.project_id, plan_id=plan_id, rule_version=CIVIL_CODE,
        matter=opening.matter, channel=opening.channel, opens_on=opening.opens_on,
        closes_on=opening.closes_on, include_parking=opening.include_parking,
        basis_text=opening.basis_text, opened_by=asked_by or visit.user.id, source="entered",
    )  # fmt: skip
    with roomy(db):
        db.execute(
            "insert into ballot_owners (ballot_id, owner_group_id, area_centi)"
            " select :ballot, owner_group_id, sum(area_centi) from scope_units"
            "  where plan_id = :plan group by owner_group_id",
            {"ballot": id, "plan": plan_id},
        )
    return id


@inside_gate
def freeze_scope(visit: Visit, project_id: int, plan_id: int, include_parking: bool) -> int:
    """Write down who votes and pays, once per plan; how many units. Later sales change nothing.

    One statement whatever the size. Raises EmptyScope, NotFound, and Invalid for an owner group
    of another estate.
    """
    db = visit.db
    row = db.execute(
        "select scope_type, estate_id, building_id, stairwell_id from repair_projects where id = ?",
        [project_id],
    ).fetchone()
    if row is None:
        raise NotFound("这个维修项目")
    visit.user.must_cover(row[1])
    frozen = _frozen(db, plan_id)
    if not frozen:
        names = {"estate": row[1], "building": row[2], "stairwell": row[3], "id": project_id}
        scope = f"{WITHIN[ScopeType(row[0])]} and (:parking or u.purpose <> 'parking')"
        given = {**names, "plan": plan_id, "parking": include_parking}
        _must_stay_inside(db, scope, given)
        with roomy(db):
            db.execute(
                "insert into scope_units (plan_id, unit_id, code, area_centi, owner_group_id)"
                f" select :plan, u.id, u.code, u.area_centi, u.owner_group_id from {scope}"
                " order by u.id",
                given,
            )
        frozen = _frozen(db, plan_id)
    if not frozen:
        raise EmptyScope
    return frozen


def _frozen(db: Database, plan_id: int) -> int:
    return int(value(db, "select count(*) from scope_units where plan_id = :id", id=plan_id))


def _must_stay_inside(db: Database, scope: str, given: dict[str, object]) -> None:
    """Units and their owners lie in the estate of the project, and each unit has an area."""
    row = db.execute(
        f"select u.code, u.area_centi from {scope} and (u.estate_id <> :estate or u.area_centi <= 0"
        "  or (select estate_id from owner_groups where id = u.owner_group_id) <> :estate) limit 1",
        given,
    ).fetchone()
    if row is None:
        return
    if row[1] <= 0:
        raise Invalid(f"{row[0]} 没有面积，算不出表决。请先在底册里补上面积。")
    raise Invalid(f"{row[0]} 或它的业主登记在别的小区，一次表决不能跨小区。请先改正底册。")
