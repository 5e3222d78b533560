"""Spreading a payment over the households of the frozen scope (分摊扣款), to the last fen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from db.ahead import forget, is_prepared, prepared
from db.connection import roomy
from db.rows import value
from db.visit import Visit
from db.writes import inside_gate
from domain.repair_fund.apportion import Charge, charges

FROZEN = """
    (select max(l.id) from plans l where l.project_id = :project_id
        and exists (select 1 from scope_units s where s.plan_id = l.id))
"""
# What the households bear of all that was paid with this payment: without grants, and less what
# came back.
BORNE = """
    select sum(iif(kind = 'repayment', -1, 1) * (amount_fen - subsidy_fen)) from fund_payments
     where project_id = :project_id and (approved_by is not null or id = :payment_id)
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
# What a reckoning rests on. These tables are only added to, so their last numbers tell whether
# anything was: every balance, share and debt comes from them, and a scope is frozen with its plan.
FACTS = f"""
    select :payment_id as payment, {FROZEN} as plan,
           (select max(id) from household_entries) as entry,
           (select max(id) from self_payments) as paid_in,
           (select max(id) from chain_finals) as approved
"""
PREPARED = ("due", "reckoned")


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


def due_after(db: Database, payment_id: int) -> list[Charge]:
    """What each sharer of the frozen scope would be charged by a payment that waits."""
    return _scope_and_due(db, _named(db, payment_id))[1]


def _scope_and_due(db: Database, named: dict[str, int]) -> tuple[list[Sharer], list[Charge]]:
    """The frozen scope, and in the same order what each is charged by the payment of `_named`."""
    scope = frozen(db, named["project_id"])
    return scope, due_now(scope, int(value(db, BORNE, **named)))


@contextmanager
def reckoned(db: Database, payment_id: int, *, slip: str) -> Iterator[None]:
    """Reckon a payment's charges before the lock; `spread` posts them if nothing moved since."""
    waits = db.execute(
        "select 1 from fund_payments where id = ? and approved_by is null and refused_by is null",
        [payment_id],
    ).fetchone()
    if not waits:
        yield
        return
    with prepared(db, lambda: _reckon(db, payment_id), *PREPARED):
        yield


def _reckon(db: Database, payment_id: int) -> None:
    """Lay the charges down in a table of this connection, beside the facts they rest on."""
    named = _named(db, payment_id)
    forget(db, *PREPARED)
    db.execute(f"create temp table reckoned as {FACTS}", named)
    db.execute(
        "create temp table due (unit_id integer primary key, balance_fen, share_fen, taken_fen,"
        " self_pay_fen)"
    )
    scope, due = _scope_and_due(db, named)
    db.conn.executemany(
        "insert into temp.due values (?, ?, ?, ?, ?)",
        (
            (s.unit_id, s.balance_fen, c.share_fen, c.taken_fen, c.self_pay_fen)
            for s, c in zip(scope, due)
        ),
    )


def _still_true(db: Database, payment_id: int) -> bool:
    """Whether charges were reckoned for this payment, and on the facts as they are now."""
    if not is_prepared(db, "reckoned"):
        return False
    before = db.execute("select * from temp.reckoned").fetchall()
    return bool(before == db.execute(FACTS, _named(db, payment_id)).fetchall())


def _named(db: Database, payment_id: int) -> dict[str, int]:
    sql = "select project_id from fund_payments where id = :id"
    return {"payment_id": payment_id, "project_id": int(value(db, sql, id=payment_id))}


@inside_gate
def spread(visit: Visit, payment_id: int) -> int:
    """Post the charges and entries of one payment; how many households it touches."""
    db = visit.db
    if not _still_true(db, payment_id):
        _reckon(db, payment_id)
    with roomy(db):
        db.execute(  # whoever never paid in still has an account to give back to
            "insert into household_accounts (unit_id, first_deposit_fen)"
            " select unit_id, 0 from temp.due d where balance_fen = 0"
            "   and not exists (select 1 from household_accounts where unit_id = d.unit_id)"
            " order by unit_id"
        )
        made = db.execute(
            "insert into charges (payment_id, unit_id, share_fen, taken_fen, self_pay_fen)"
            " select ?, unit_id, share_fen, taken_fen, self_pay_fen from temp.due order by unit_id",
            [payment_id],
        )
        db.execute(
            "insert into household_entries (unit_id, kind, amount_fen, booked_on, payment_id,"
            " by_id, source) select unit_id, iif(taken_fen > 0, 'deduct', 'refund'), -taken_fen,"
            " :day, :payment_id, :by, 'entered' from temp.due where taken_fen <> 0"
            " order by unit_id",
            {"day": visit.today.isoformat(), "payment_id": payment_id, "by": visit.user.id},
        )
    return int(made.rowcount)
