"""Spreading a payment over the households of the frozen scope (分摊扣款), to the last fen."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db.rows import value
from db.visit import Visit
from db.writes import inside_gate
from domain.repair_fund.apportion import Charge, charges

FROZEN = """
    (select max(l.id) from plans l where l.project_id = :project_id
        and exists (select 1 from scope_units s where s.plan_id = l.id))
"""
# What the households bear of what was paid: without grants, and less what came back.
BORNE = """
    select coalesce(sum(iif(kind = 'repayment', -1, 1) * (amount_fen - subsidy_fen)), 0)
      from fund_payments where project_id = :project_id and approved_by is not null
"""
SCOPE = f"""
    select s.unit_id, s.code, s.area_centi, coalesce(a.balance_fen, 0) as balance_fen,
           coalesce(c.share, 0) as charged_fen, coalesce(c.taken, 0) as taken_fen,
           coalesce(c.self_pay, 0) as self_pay_fen, coalesce(o.fen, 0) as owed_fen
      from scope_units s
      left join household_accounts a on a.unit_id = s.unit_id
      left join (select unit_id, sum(share_fen) as share, sum(taken_fen) as taken,
                        sum(self_pay_fen) as self_pay
                   from charges where payment_id in
                        (select id from fund_payments where project_id = :project_id)
                  group by unit_id) c on c.unit_id = s.unit_id
      left join (select unit_id, fen from self_pay_owed where project_id = :project_id) o
             on o.unit_id = s.unit_id
     where s.plan_id = {FROZEN}
"""


@dataclass(frozen=True, slots=True)
class Sharer:
    """A unit of the scope: its area, its account now, and what this project has cost it so far."""

    unit_id: int
    code: str
    area_centi: int
    balance_fen: int
    charged_fen: int
    taken_fen: int
    self_pay_fen: int
    owed_fen: int


def frozen(db: Database, project_id: int) -> list[Sharer]:
    """The units of the frozen scope; empty before it is frozen."""
    return sharers(db, SCOPE, project_id)


def sharers(db: Database, sql: str, project_id: int) -> list[Sharer]:
    """Plain numbers and texts, by the hundred thousand: nothing is converted."""
    return [Sharer(*row) for row in db.execute(sql, {"project_id": project_id})]


def due_now(scope: list[Sharer], borne_fen: int) -> list[Charge]:
    """What each sharer is still charged once the households bear `borne_fen` in all."""
    return charges(
        borne_fen,
        {s.code: s.area_centi for s in scope},
        {s.code: s.charged_fen for s in scope},
        {s.code: s.balance_fen for s in scope},
        {s.code: s.owed_fen for s in scope},
    )


def due_after(db: Database, project_id: int, more_fen: int) -> list[Charge]:
    """What each sharer of the frozen scope would be charged by a payment of so much more."""
    borne = int(value(db, BORNE, project_id=project_id)) + more_fen
    return due_now(frozen(db, project_id), borne)


@inside_gate
def spread(visit: Visit, project_id: int, payment_id: int, more_fen: int, day: date) -> int:
    """Post the charges and entries of one payment; how many households it touches."""
    db = visit.db
    scope = frozen(db, project_id)
    borne = int(value(db, BORNE, project_id=project_id)) + more_fen
    due = due_now(scope, borne)
    db.execute(  # whoever never paid in still has an account to give back to
        "insert into household_accounts (unit_id, first_deposit_fen)"
        " select s.unit_id, 0 from scope_units s"
        f" where s.plan_id = {FROZEN}"
        "   and not exists (select 1 from household_accounts a where a.unit_id = s.unit_id)",
        {"project_id": project_id},
    )
    db.conn.executemany(
        "insert into charges (payment_id, unit_id, share_fen, taken_fen, self_pay_fen)"
        " values (?, ?, ?, ?, ?)",
        (
            (payment_id, sharer.unit_id, charge.share_fen, charge.taken_fen, charge.self_pay_fen)
            for sharer, charge in zip(scope, due)
        ),
    )
    db.execute(
        "insert into household_entries (unit_id, kind, amount_fen, booked_on, payment_id, by_id,"
        " source) select unit_id, iif(taken_fen > 0, 'deduct', 'refund'), -taken_fen, :day,"
        " :payment_id, :by, 'entered' from charges where payment_id = :payment_id"
        " and taken_fen <> 0 order by unit_id",
        {"day": day.isoformat(), "payment_id": payment_id, "by": visit.user.id},
    )
    return len(scope)
