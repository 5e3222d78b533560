"""The books of 湾郡币 (账本): what is held, issued and redeemed, and the latest lines."""

from sqlite_utils import Database

from db.rows import many, value
from db.visit import Visit, reads
from domain.people import Permission
from domain.points_ledger.books import (
    Balance,
    Books,
    Entry,
    Holding,
    MonthFlow,
    Moved,
    StatementLine,
)

# The running totals, added up again from the entries: for `check`, and for who writes in bulk.
ADDED_UP = """
    select substr(e.posted_at, 1, 7) as month, coalesce(o.kind, e.kind) as kind,
           coalesce(sum(e.points) filter (where o.id is null), 0) as points,
           count(*) filter (where o.id is null) as entries,
           coalesce(sum(e.points) filter (where o.id is not null), 0) as reversed,
           count(o.id) as reversals
      from point_entries e left join point_entries o on o.id = e.reverses_id group by 1, 2
"""
FLOWS = """
    select month,
           coalesce(sum(points) filter (where kind in ('earn', 'award')), 0),
           coalesce(sum(reversed) filter (where kind in ('earn', 'award')), 0),
           coalesce(sum(points) filter (where kind = 'redeem'), 0),
           coalesce(sum(reversed) filter (where kind = 'redeem'), 0),
           coalesce(sum(points) filter (where kind = 'expire'), 0),
           coalesce(sum(reversed) filter (where kind = 'expire'), 0)
      from point_totals where month between :since and :until group by month order by month
"""


def books(db: Database) -> Books:
    """发行＝持有＋已兑＋已过期: read from four account lines; `check` proves them.

    One statement, so that nobody sees half of what another is posting at this moment.
    """
    row = db.execute(
        """
        select -sum(balance) filter (where kind = 'issue'),
               (select held from point_holdings),
               coalesce(sum(balance) filter (where kind in ('redemption', 'merchant')), 0),
               coalesce(sum(balance) filter (where kind = 'expiry'), 0)
          from point_accounts where kind <> 'resident'
        """
    ).fetchone()
    return Books(*map(int, row))


def month_flow(db: Database, month: str) -> MonthFlow:
    """What was issued, redeemed and expired in a month (`2026-03`), each less what was reversed.

    The one query behind 本月发放 on every screen, on the wall and on paper.
    """
    found = _flows(db, month, month)
    return found[0] if found else _flow(month, 0, 0, 0, 0, 0, 0)


def months(db: Database, since: str) -> list[tuple[str, int, int]]:
    """(month, issued, redeemed) since a month, oldest first, net of reversals."""
    return [(f.month, f.issued.net, f.redeemed.net) for f in _flows(db, since, "9999")]


def _flows(db: Database, since: str, until: str) -> list[MonthFlow]:
    return [_flow(*row) for row in db.execute(FLOWS, {"since": since, "until": until})]


def _flow(
    month: str, issued: int, unissued: int, redeemed: int, unredeemed: int, expired: int,
    unexpired: int,
) -> MonthFlow:  # fmt: skip
    return MonthFlow(
        month,
        Moved(issued, unissued, ("发出", "冲正")),
        Moved(redeemed, unredeemed, ("兑出", "退回")),
        Moved(expired, unexpired, ("到期", "退回")),
    )


@reads(Permission.SEE_POINTS)
def top_balances(visit: Visit, most: int = 10) -> list[Balance]:
    """The largest holdings."""
    return many(
        visit.db,
        Balance,
        """
        select a.resident_id, r.name as resident,
               coalesce(e.short_name || ' ' || u.code, '') as room, a.balance as points, a.last_on
          from point_accounts a
          join residents r on r.id = a.resident_id
          left join units u on u.id = r.unit_id left join estates e on e.id = u.estate_id
         where a.kind = 'resident' order by a.balance desc, a.id limit :most
        """,
        most=most,
    )


@reads(Permission.SEE_POINTS)
def latest_entries(visit: Visit, most: int = 20) -> list[Entry]:
    """The newest lines of the ledger, by number and not by the clock."""
    return many(
        visit.db,
        Entry,
        """
        select e.id, e.earned_on, r.id as resident_id, r.name as resident, e.kind,
               iif(to_.kind = 'resident', e.points, -e.points) as points, e.reason,
               a.name as recorded_by
          from point_entries e
          join point_accounts to_ on to_.id = e.credit_id
          join point_accounts from_ on from_.id = e.debit_id
          join residents r on r.id = coalesce(to_.resident_id, from_.resident_id)
          join accounts a on a.id = e.created_by
         order by e.id desc limit :most
        """,
        most=most,
    )


def balance(db: Database, resident_id: int) -> int:
    """What a resident holds now, in points."""
    sql = "select balance from point_accounts where resident_id = :id"
    return int(value(db, sql, id=resident_id) or 0)


@reads(Permission.SEE_POINTS)
def statement(visit: Visit, resident_id: int, most: int = 50) -> list[StatementLine]:
    """A resident's lines, newest first, with the balance after each (对账单)."""
    return many(
        visit.db,
        StatementLine,
        """
        with own as (select id, balance from point_accounts where resident_id = :id),
             lines as (
               select * from (select e.*, e.points as signed from point_entries e
                 where e.credit_id = (select id from own) order by e.id desc limit :most)
               union all
               select * from (select e.*, -e.points as signed from point_entries e
                 where e.debit_id = (select id from own) order by e.id desc limit :most)
               order by id desc limit :most)
        select l.id, l.earned_on, l.posted_at, l.kind, l.signed as points,
               (select balance from own)
               - coalesce(sum(l.signed) over (order by l.id desc
                          rows between unbounded preceding and 1 preceding), 0) as balance,
               l.reason, a.name as recorded_by, l.reverses_id,
               (select r.id from point_entries r where r.reverses_id = l.id) as reversed_by
          from lines l join accounts a on a.id = l.created_by order by l.id desc
        """,
        id=resident_id,
        most=most,
    )


@reads(Permission.SEE_POINTS)
def holdings(visit: Visit, resident_id: int) -> list[Holding]:
    """What a resident holds by the day it expires, the soonest first (到期明细)."""
    return many(
        visit.db,
        Holding,
        """
        select l.expires_on, sum(l.remaining) as points from point_lots l
          join point_accounts a on a.id = l.account_id
         where a.resident_id = :id and l.remaining > 0
         group by l.expires_on order by l.expires_on is null, l.expires_on
        """,
        id=resident_id,
    )
