"""A repair project of the small community (维修项目), brought to the state a test needs.

The rows are put down as the writes would leave them; every trigger of the file is in force.
"""

from datetime import date, timedelta
from itertools import pairwise

from sqlite_utils import Database

from tests import community
from tests.community import account_id

BUDGET, APPROVED, SETTLED = 5_000_000, 4_900_000, 4_731_268  # fen
ROUTE = ["proposed", "surveyed", "planned", "deliberated", "plan_notice", "voting", "vote_passed",
         "result_notice", "applied", "approved", "first_paid", "in_works", "accepted", "settled",
         "settle_notice", "final_paid", "in_warranty", "closed"]  # fmt: skip
LONG_AGO = (community.TODAY - timedelta(days=200)).isoformat()
BALLOT_FROM, BALLOT_TO = community.TODAY - timedelta(days=5), community.TODAY + timedelta(days=10)


def project_at(
    db: Database, state: str = "voting", *, building: int = community.PINE_1,
    stairwell: int | None = None, code: str = "WX-2026-01", budget: int = BUDGET,
    closes_on: date = BALLOT_TO, matter: str = "use_fund", channel: str = "paper",
    category: str = "facade_leak",
) -> int:  # fmt: skip
    """A project of one building (or one stairwell) at `state`; its number."""
    scope = "unit_stack" if stairwell else "building"
    where = ("stairwell_id", stairwell) if stairwell else ("building_id", building)
    units = db.execute(
        f"select count(*) from units where {where[0]} = ? and purpose <> 'parking'", [where[1]]
    ).fetchone()[0]
    id = _insert(
        db, "repair_projects", code=code, title="外墙渗水维修", need="雨天渗水", category=category,
        estate_id=community.PINE, scope_type=scope, building_id=building, stairwell_id=stairwell,
        households=units, state="proposed", proposed_on=LONG_AGO, source="entered",
    )  # fmt: skip
    step(db, id, None, "proposed")
    for before, after in pairwise(_route_to(state)):
        _facts(db, id, after, budget, closes_on, matter, channel)
        step(db, id, before, after)
    return id


def _route_to(state: str) -> list[str]:
    """The main route; where it goes on past the first payment, the works began without one."""
    route = ROUTE[: ROUTE.index(state) + 1]
    return [one for one in route if one != "first_paid" or state == "first_paid"]


def plan_of(db: Database, project: int) -> int:
    return int(
        db.execute("select max(id) from plans where project_id = ?", [project]).fetchone()[0]
    )


def ballot_of(db: Database, project: int) -> int:
    found = db.execute("select max(id) from ballots where project_id = ?", [project]).fetchone()
    return int(found[0])


def paid(
    db: Database, project: int, fen: int, *, approved: bool = True, kind: str = "first"
) -> int:
    """A payment, charged whole to the first unit of the scope when it is approved."""
    id = _insert(
        db, "fund_payments", project_id=project, kind=kind, amount_fen=fen, payee="示例公司",
        paid_on=community.TODAY.isoformat(), recorded_by=account_id("accountant"),
        slip=f"pay-{project}-{kind}", source="entered",
    )  # fmt: skip
    if approved:
        (unit,) = db.execute(
            "select min(unit_id) from scope_units where plan_id = ?", [plan_of(db, project)]
        ).fetchone()
        _insert(db, "charges", payment_id=id, unit_id=unit, share_fen=fen, taken_fen=0,
                self_pay_fen=fen)  # fmt: skip
        db.execute("update fund_payments set approved_by = ?, approved_on = ? where id = ?",
                   [account_id("secretary"), community.TODAY.isoformat(), id])  # fmt: skip
    return id


def deposits(db: Database, fen: int, *unit_ids: int) -> None:
    """A first deposit of `fen` in each household account named."""
    for unit in unit_ids:
        _insert(db, "household_accounts", unit_id=unit, first_deposit_fen=fen)
        _insert(db, "household_entries", unit_id=unit, kind="deposit", amount_fen=fen,
                booked_on="2020-01-01", by_id=account_id("accountant"), source="entered")  # fmt: skip


def _insert(db: Database, table: str, **row: object) -> int:
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)
    return int(db.execute("select last_insert_rowid()").fetchone()[0])


def step(db: Database, project: int, before: str | None, after: str) -> None:
    second = account_id("secretary")
    _insert(db, "project_steps", project_id=project, from_state=before, to_state=after,
            happened_on=LONG_AGO, by_id=account_id("clerk"), second_id=second)  # fmt: skip


def _facts(
    db: Database, id: int, state: str, budget: int, closes_on: date, matter: str, channel: str
) -> None:
    clerk, today = account_id("clerk"), community.TODAY.isoformat()
    if state == "surveyed":
        _insert(db, "surveys", project_id=id, surveyed_on=LONG_AGO, completed_on="2014-06-30",
                warranty_years=5, common_part="外墙", route="ballot", by_id=clerk)  # fmt: skip
    elif state == "planned":
        _insert(db, "plans", project_id=id, version=1, extent="整栋外墙重做防水", budget_fen=budget,
                chosen_how="三家比选", accepted_how="淋水试验", made_on=LONG_AGO, made_by=clerk,
                source="entered")  # fmt: skip
        db.execute("update repair_projects set budget_fen = ? where id = ?", [budget, id])
    elif state in ("plan_notice", "result_notice", "settle_notice"):
        _insert(db, "project_notices", project_id=id, kind=state.split("_")[0], text="公示",
                places="单元门口", posted_on=LONG_AGO, ends_on=LONG_AGO, removed_on=today,
                by_id=clerk, source="entered")  # fmt: skip
    elif state == "voting":
        _open_ballot(db, id, closes_on, matter, channel)
    elif state == "vote_passed":
        _all_agree(db, id)
    elif state == "approved":
        _insert(db, "fund_approvals", project_id=id, amount_fen=min(APPROVED, budget),
                filing_no="备〔2026〕1号", approved_on=LONG_AGO, by_id=clerk, source="entered")  # fmt: skip
        db.execute("update repair_projects set approved_fen = ? where id = ?",
                   [min(APPROVED, budget), id])  # fmt: skip
    elif state == "accepted":
        _insert(db, "acceptances", project_id=id, outcome="accepted", looked_on=LONG_AGO,
                representatives="陈明、单志强、解敏", by_id=clerk, source="entered")  # fmt: skip
    elif state == "settled":
        db.execute("update repair_projects set settled_fen = ? where id = ?", [SETTLED, id])


def _open_ballot(db: Database, id: int, closes_on: date, matter: str, channel: str) -> None:
    plan = plan_of(db, id)
    db.execute(
        "insert into scope_units select ?, u.id, u.code, u.area_centi, u.owner_group_id"
        "  from units u join repair_projects p on p.id = ? and u.building_id = p.building_id"
        " where coalesce(u.stairwell_id = p.stairwell_id, p.stairwell_id is null)"
        "   and u.purpose <> 'parking'",
        [plan, id],
    )
    ballot = _insert(
        db, "ballots", project_id=id, plan_id=plan, rule_version="civil_code_2021", matter=matter,
        channel=channel, opens_on=BALLOT_FROM.isoformat(), closes_on=closes_on.isoformat(),
        include_parking=0, opened_by=account_id("clerk"), source="entered",
    )  # fmt: skip
    db.execute(
        "insert into ballot_owners (ballot_id, owner_group_id, area_centi)"
        " select ?, owner_group_id, sum(area_centi) from scope_units where plan_id = ? group by 2",
        [ballot, plan],
    )


def _all_agree(db: Database, id: int) -> None:
    ballot = ballot_of(db, id)
    for owner, unit in db.execute(
        "select owner_group_id, min(unit_id) from scope_units where plan_id = ? group by 1",
        [plan_of(db, id)],
    ).fetchall():
        _insert(db, "ballot_papers", ballot_id=ballot, owner_group_id=owner, unit_id=unit,
                choice="yes", valid=1, recorded_at=community.NOW.isoformat(timespec="seconds"),
                recorded_by=account_id("clerk"), came_by="hand", source="entered")  # fmt: skip
    db.execute(
        "insert into ballot_counts (project_id, ballot_id, rule_version, matter, area_centi, heads,"
        " area_in, heads_in, area_yes, heads_yes, result, counted_on, counted_by, second_by,"
        " approved_by, source)"
        " select project_id, id, rule_version, matter, area_centi, heads, area_in, heads_in,"
        "        area_yes, heads_yes, 'PASS', :today, :one, :two, :three, 'entered'"
        "   from ballots where id = :ballot",
        {"today": community.TODAY.isoformat(), "one": account_id("clerk"),
         "two": account_id("clerk2"), "three": account_id("supervisor"), "ballot": ballot},
    )  # fmt: skip
