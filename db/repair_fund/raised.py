"""Votes to raise the fund (筹集、续交) that have passed, and who has paid in since."""

from db.rows import many
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import WrongState
from domain.people import Permission
from domain.repair_fund.booking import RaisingVote

# A project with the ballot (b) and the plan (l) by which its owners voted to raise the fund.
PASSED = """
    repair_projects p
      join ballots b on b.project_id = p.id and b.matter = 'raise_fund'
      join ballot_counts c on c.ballot_id = b.id and c.result = 'PASS'
       and c.approved_by is not null
      join plans l on l.id = b.plan_id
"""


@reads(Permission.SEE_FUND_ACCOUNTS)
def passed_votes(visit: Visit, estate_id: int) -> list[RaisingVote]:
    """The passed votes to raise the fund of an estate, with how many have paid in."""
    visit.user.must_cover(estate_id)
    return many(
        visit.db,
        RaisingVote,
        f"""
        select p.id as project_id, p.code, p.title, l.budget_fen as total_fen,
               (select count(*) from scope_units where plan_id = l.id) as units,
               (select count(distinct e.unit_id) from household_entries e
                 where e.project_id = p.id and not exists
                       (select 1 from household_entries t
                         where t.slip = e.slip and t.kind = 'correct')) as paid
          from {PASSED}
         where p.estate_id = :estate_id order by p.id desc
        """,
        estate_id=estate_id,
    )


@inside_gate
def passed_vote(visit: Visit, project_id: int) -> tuple[int, int, str]:
    """Plan, sum and code of a vote to raise the fund that has passed (筹集)."""
    row = visit.db.execute(
        f"select b.plan_id, l.budget_fen, p.code, p.estate_id from {PASSED}"
        " where p.id = ? order by b.id desc limit 1",
        [project_id],
    ).fetchone()
    if row is None:
        raise WrongState("续交要业主表决通过以后才能登记。这个项目还没有通过的续交表决。")
    visit.user.must_cover(row[3])
    return row[0], row[1], row[2]


@inside_gate
def topped_up(visit: Visit, project_id: int) -> set[int]:
    """Who has topped up for this vote, unless it was taken back."""
    rows = visit.db.execute(
        "select e.unit_id from household_entries e"
        " where e.project_id = ?"
        "   and not exists (select 1 from household_entries t"
        "                    where t.slip = e.slip and t.kind = 'correct')",
        [project_id],
    )
    return {row[0] for row in rows}
