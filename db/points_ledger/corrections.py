"""Corrections of the ledger (更正): reversal, undo, transfer in a household, year-end expiry."""

from collections.abc import Callable
from datetime import date

from sqlite_utils import Database

from db import parameters, registry
from db.brought import Brought
from db.points_ledger import posting
from db.rows import many, value
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.books import (
    EntryKind,
    Expiring,
    Posted,
    Transfer,
    check_guardian,
    check_reversal,
    check_transfer,
    check_undo,
)
from domain.points_ledger.guardians import guarded_age
from domain.receipts import Receipt

# Where points are spent: what an entry was spent on and where to undo that, said; None elsewhere.
SPENT_ON = Brought[Callable[[Database, int], str | None]]()


@writes(Permission.REVERSE_ENTRY)
def reverse_entry(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """Reverse any entry, with a reason (冲正). A balance may go below zero by this alone."""
    entry = posting.posted(visit.db, id)
    why = check_reversal(entry, reason)
    _not_elsewhere(visit, id)
    number = posting.reverse(visit, entry, why)
    return Receipt(f"第 {id} 笔已由第 {number} 笔冲正：{why}。{_left(visit, entry)}", number)


@writes(Permission.REGISTER_AWARD)
def undo_entry(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take back one's own last entry within five minutes (撤销): a reversal all the same."""
    entry = posting.posted(visit.db, id)
    why = check_reversal(entry, "五分钟内撤销")
    check_undo(entry, visit.user.id, visit.now)
    _not_elsewhere(visit, id)
    number = posting.reverse(visit, entry, why)
    return Receipt(f"第 {id} 笔已撤销。{_left(visit, entry)}", number)


@writes(Permission.REDEEM)
def transfer_points(visit: Visit, paper: Transfer, *, guardian_agrees: bool = False) -> Receipt:
    """Give points to a relative in the same household (家庭转赠), within the yearly limit."""
    db = visit.db
    giver = registry.resident(db, paper.from_id)
    receiver = registry.resident(db, paper.to_id)
    check_guardian(giver.name, guarded_age(giver, visit.today), giver.guardian_id, guardian_agrees)
    why = check_transfer(
        paper,
        registry.unit_of(db, giver.id),
        registry.unit_of(db, receiver.id),
        transferred(db, giver.id, visit.today.year),
        parameters.value_of(db, "points_transfer_cap"),
    )
    number = posting.hand_over(
        visit,
        posting.Entry(
            posting.account_of(db, giver.id),
            posting.account_of(db, receiver.id),
            paper.points,
            EntryKind.TRANSFER,
            visit.today,
            f"家庭转赠：{why}",
        ),
        giver.name,
    )
    return Receipt(f"{giver.name}转给{receiver.name} {paper.points} 枚。", number)


def transferred(db: Database, resident_id: int, year: int) -> int:
    """What a resident gave away this year, in points; a reversed transfer does not count."""
    return int(
        value(
            db,
            """
            select coalesce(sum(e.points), 0) from point_entries e
              join point_accounts a on a.id = e.debit_id
             where a.resident_id = :id and e.kind = 'transfer'
               and e.earned_on between :first and :last
               and not exists (select 1 from point_entries r where r.reverses_id = e.id)
            """,
            id=resident_id,
            first=f"{year}-01-01",
            last=f"{year}-12-31",
        )
    )


@reads(Permission.SEE_POINTS)
def expiring(visit: Visit, through: date) -> list[Expiring]:
    """Preview of the expiry run: who loses what after a day, the largest first (过期预览)."""
    return many(
        visit.db,
        Expiring,
        """
        select a.id as account_id, a.resident_id, r.name as resident, sum(l.remaining) as points
          from point_lots l
          join point_accounts a on a.id = l.account_id
          join residents r on r.id = a.resident_id
         where l.remaining > 0 and l.expires_on <= :through
         group by a.id order by points desc, a.id
        """,
        through=through,
    )


@writes(Permission.POST_AWARD)
def expire_points(visit: Visit, *, slip: str | None = None) -> Receipt:
    """Expire every lot whose last day is over (年终过期): one entry per account."""
    accounts = [
        row[0]
        for row in visit.db.execute(
            "select distinct account_id from point_lots where remaining > 0 and expires_on < ?"
            " order by account_id",
            [visit.today.isoformat()],
        )
    ]
    if not accounts:
        raise WrongState("没有到期的湾郡币，不用过期。")
    points = sum(posting.expire_account(visit, account) for account in accounts)
    return Receipt(f"{len(accounts):,} 人的 {points:,} 枚到期，已转出。", len(accounts))


def _not_elsewhere(visit: Visit, entry_id: int) -> None:
    """What something was had for is undone there, so that both stay in step."""
    for said in SPENT_ON:
        if words := said(visit.db, entry_id):
            raise WrongState(words)


def _left(visit: Visit, entry: Posted) -> str:
    """The new balances of the residents concerned, and the block when one is below zero."""
    told = []
    for name, balance in visit.db.execute(
        "select r.name, a.balance from point_accounts a join residents r on r.id = a.resident_id"
        " where a.id in (?, ?) order by a.id",
        [entry.debit_id, entry.credit_id],
    ):
        blocked = "，补足以前不能兑换" if balance < 0 else ""
        told.append(f"{name}现有 {balance:,} 枚{blocked}。")
    return "".join(told)
