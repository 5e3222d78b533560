"""Posting (记账): the one place that adds an entry, moves its lots and extends the chain.

Everything here runs inside the gate's transaction; nobody else inserts into the ledger.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from db import parameters
from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import inside_gate
from domain.points_ledger.books import GENESIS, EntryKind, Posted, chained
from domain.points_ledger.lots import (
    Expiry,
    Lot,
    NotEnough,
    Use,
    expires_on,
    give_back,
    take,
    usable_after_debt,
)

ISSUE, REDEMPTION, EXPIRY = 1, 2, 3  # the accounts of the house (发行、兑换、过期)

LOTS = """
    select id, points, remaining, earned_on, expires_on from point_lots
"""
CHAINED = (
    "id, debit_id, credit_id, points, kind, earned_on, posted_at, reason, award_id, reverses_id,"
    " created_by, approved_by"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be posted. Points > 0 move from `debit_id` to `credit_id`."""

    debit_id: int
    credit_id: int
    points: int
    kind: EntryKind
    earned_on: date
    reason: str
    award_id: int | None = None
    reverses_id: int | None = None
    created_by: int | None = None
    approved_by: int | None = None


def account_of(db: Database, resident_id: int) -> int:
    """The points account of a resident, opened at the first need."""
    found = value(db, "select id from point_accounts where resident_id = :id", id=resident_id)
    if found is None:
        found = put(db, "point_accounts", kind="resident", resident_id=resident_id)
    return int(found)


@inside_gate
def append(visit: Visit, entry: Entry) -> int:
    """Add one entry at the end of the chain; its number. Lots are the caller's concern."""
    db = visit.db
    last = db.execute("select id, chain from point_entries order by id desc limit 1").fetchone()
    number, before = (last[0] + 1, last[1]) if last else (1, GENESIS)
    row = [
        number,
        entry.debit_id,
        entry.credit_id,
        entry.points,
        str(entry.kind),
        entry.earned_on.isoformat(),
        visit.at,
        entry.reason,
        entry.award_id,
        entry.reverses_id,
        entry.created_by or visit.user.id,
        entry.approved_by,
    ]
    db.execute(
        f"insert into point_entries ({CHAINED}, chain) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [*row, chained(before, row)],
    )
    return int(number)


@inside_gate
def receive(visit: Visit, entry: Entry) -> int:
    """Points come in: an entry and its lot, of which a debt is paid first."""
    before = _balance(visit.db, entry.credit_id)
    number = append(visit, entry)
    policy = Expiry(str(parameters.value_of(visit.db, "points_expiry")))
    last_day = expires_on(entry.earned_on, policy)
    _open_lot(visit.db, number, entry, last_day, usable_after_debt(entry.points, before))
    return number


@inside_gate
def spend(visit: Visit, entry: Entry, who: str) -> int:
    """Points go out, from the lots that expire first; what is past its day goes before. Raises
    NotEnough."""
    expire_account(visit, entry.debit_id)
    held = _balance(visit.db, entry.debit_id)
    if held < entry.points:
        raise NotEnough(who, held, entry.points)
    uses = take(lots(visit.db, entry.debit_id), entry.points)
    number = append(visit, entry)
    _use(visit.db, number, uses)
    return number


@inside_gate
def hand_over(visit: Visit, entry: Entry, who: str) -> int:
    """Points go to a relative with the expiry they had (家庭转赠). Raises NotEnough."""
    expire_account(visit, entry.debit_id)
    held = _balance(visit.db, entry.debit_id)
    if held < entry.points:
        raise NotEnough(who, held, entry.points)
    own = {lot.id: lot for lot in lots(visit.db, entry.debit_id)}
    uses = take(own.values(), entry.points)
    debt = max(0, -_balance(visit.db, entry.credit_id))
    number = append(visit, entry)
    _use(visit.db, number, uses)
    for use in uses:
        paid = min(debt, use.points)
        debt -= paid
        part = replace(entry, points=use.points, earned_on=own[use.lot_id].earned_on)
        _open_lot(visit.db, number, part, own[use.lot_id].expires_on, use.points - paid)
    return number


@inside_gate
def reverse(visit: Visit, entry: Posted, reason: str) -> int:
    """Answer an entry by its opposite: lots made by it are emptied, lots it used are refilled.

    What was meanwhile spent turns into a debt of the receiver. Refilled lots that have expired
    since expire again on the same day.
    """
    db = visit.db
    taker, giver = entry.credit_id, entry.debit_id  # the reversal moves back to the giver
    made = [lot.id for lot in lots_of_entry(db, entry.id)]
    taken = take(lots(db, taker), entry.points, first=made) if _is_resident(db, taker) else []
    owed = max(0, -_balance(db, giver)) if _is_resident(db, giver) else 0
    used = many(db, Use, "select lot_id, points from lot_uses where entry_id = :id"
                " and lot_id not in (select id from point_lots where entry_id = :id)"
                " order by lot_id", id=entry.id)  # fmt: skip
    number = append(
        visit,
        Entry(taker, giver, entry.points, EntryKind.REVERSAL, visit.today, reason,
              reverses_id=entry.id),
    )  # fmt: skip
    _use(db, number, taken)
    _use(db, number, give_back(used, max(0, entry.points - owed)))
    if used:
        expire_account(visit, giver)
    return number


@inside_gate
def expire_account(visit: Visit, account_id: int) -> int:
    """Move what is left in this account's expired lots to the expiry account; how many points."""
    gone = [lot for lot in lots(visit.db, account_id) if lot.expired(visit.today)]
    points = sum(lot.remaining for lot in gone)
    if points:
        number = append(
            visit,
            Entry(account_id, EXPIRY, points, EntryKind.EXPIRE, visit.today, "到期"),
        )
        _use(visit.db, number, [Use(lot.id, lot.remaining) for lot in gone])
    return points


def lots(db: Database, account_id: int) -> list[Lot]:
    """The lots of an account that still hold something."""
    return many(
        db,
        Lot,
        f"{LOTS} where account_id = :id and remaining > 0 order by expires_on, id",
        id=account_id,
    )


def lots_of_entry(db: Database, entry_id: int) -> list[Lot]:
    return many(db, Lot, f"{LOTS} where entry_id = :id", id=entry_id)


def posted(db: Database, id: int) -> Posted:
    """An entry for reversing, with the number of the entry that reversed it, if any."""
    return one(
        db,
        Posted,
        "这一笔流水",
        """
        select e.id, e.debit_id, e.credit_id, e.points, e.kind, e.earned_on, e.posted_at,
               e.reason, e.created_by,
               (select r.id from point_entries r where r.reverses_id = e.id) as reversed_by
          from point_entries e where e.id = :id
        """,
        id=id,
    )


def _open_lot(db: Database, number: int, entry: Entry, last_day: date | None, free: int) -> None:
    """A lot begins whole; what pays a debt is used up at once by the entry that made it."""
    lot_id = put(
        db, "point_lots", account_id=entry.credit_id, entry_id=number, points=entry.points,
        remaining=entry.points, earned_on=entry.earned_on, expires_on=last_day,
    )  # fmt: skip
    if free < entry.points:
        _use(db, number, [Use(lot_id, entry.points - free)])


def _use(db: Database, entry_id: int, uses: list[Use]) -> None:
    db.conn.executemany(
        "insert into lot_uses (entry_id, lot_id, points) values (?, ?, ?)",
        [(entry_id, use.lot_id, use.points) for use in uses],
    )


def _balance(db: Database, account_id: int) -> int:
    return int(value(db, "select balance from point_accounts where id = :id", id=account_id))


def _is_resident(db: Database, account_id: int) -> bool:
    sql = "select kind from point_accounts where id = :id"
    return bool(value(db, sql, id=account_id) == "resident")
