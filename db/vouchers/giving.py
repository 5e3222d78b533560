"""Giving vouchers out (发券): for points, or in a campaign; and the end of their days (过期)."""

from sqlite_utils import Database

from db import registry
from db.points_ledger import posting
from db.points_ledger.books import balance
from db.rows import value
from db.visit import Visit
from db.vouchers.batches import batch
from db.vouchers.disputes import just_given, undo_giving
from db.writes import Undo, writes
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.books import EntryKind, check_guardian
from domain.points_ledger.guardians import guarded_age
from domain.receipts import Receipt
from domain.vouchers.pieces import Gift, Redemption, check_gift, check_redemption


@writes(Permission.REDEEM, undo=Undo(undo_giving, just_given))
def redeem_for_voucher(visit: Visit, paper: Redemption) -> Receipt:
    """A resident's points for one voucher (换券); under 14 the guardian is there."""
    db = visit.db
    of = batch(db, paper.batch_id)
    who = registry.resident(db, paper.resident_id)
    check_redemption(of, visit.today)
    age = guarded_age(who, visit.today)
    check_guardian(who.name, age, who.guardian_id, paper.guardian_agrees)
    entry = posting.Entry(
        posting.account_of(db, who.id),
        posting.REDEMPTION,
        of.points_price,
        EntryKind.REDEEM,
        visit.today,
        f"换消费券：{of.title}",
    )
    number = posting.spend(visit, entry, who.name)
    id = _give(visit, of.id, 1, who.id, number)
    left = balance(db, who.id)
    told = f"{who.name}用 {of.points_price} 枚换了 1 张“{of.title}”，现有 {left:,} 枚。"
    return Receipt(told, id)


def spent_here(db: Database, entry_id: int) -> str | None:
    """Where an entry of the ledger is undone that points were spent with here."""
    if not value(db, "select 1 from vouchers where entry_id = :id", id=entry_id):
        return None
    return "这一笔换了消费券。请在消费券里作废那张券，币会自动退回。"


@writes(Permission.MANAGE_VOUCHERS, undo=Undo(undo_giving, just_given))
def give_voucher(visit: Visit, paper: Gift) -> Receipt:
    """Vouchers of a campaign, for nothing (活动发券); the receipt's id is the first of them."""
    db = visit.db
    of = batch(db, paper.batch_id)
    who = registry.resident(db, paper.resident_id) if paper.resident_id is not None else None
    check_gift(
        paper,
        of,
        registry.unit_of(db, visit.user.resident_id),
        registry.unit_of(db, paper.resident_id),
        visit.user.resident_id,
        visit.today,
    )
    id = _give(visit, of.id, paper.pieces, who.id if who else None, None)
    to = f"发给{who.name} 1 张" if who else f"发出 {paper.pieces:,} 张"
    return Receipt(f"“{of.title}”{to}，还剩 {of.unissued - paper.pieces:,} 张。", id)


@writes(Permission.MANAGE_VOUCHERS)
def expire_vouchers(visit: Visit, *, slip: str | None = None) -> Receipt:
    """Close every voucher whose last day is over (过期); the points are not returned."""
    gone = overdue(visit.db, visit.today.isoformat())
    if not gone:
        raise WrongState("没有到期的券，不用处理。")
    visit.db.execute(
        "update vouchers set state = 'expired' where state in ('created', 'issued')"
        " and batch_id in (select id from voucher_batches where valid_to < ?)",
        [visit.today.isoformat()],
    )
    return Receipt(f"{gone:,} 张券到期，已作过期处理。", gone)


def overdue(db: Database, today: str) -> int:
    """How many vouchers wait to be expired: past their last day, and neither used nor void."""
    return int(
        value(
            db,
            "select count(*) from voucher_batches b join vouchers v on v.batch_id = b.id"
            " and v.state in ('created', 'issued') where b.valid_to < :today",
            today=today,
        )
    )


def _give(
    visit: Visit, batch_id: int, pieces: int, resident_id: int | None, entry_id: int | None
) -> int:
    """Take so many out of the drawer, the lowest numbers first; the first one's number."""
    db = visit.db
    free = "select id from vouchers where batch_id = ? and state = 'created' order by id limit ?"
    ids = [row[0] for row in db.execute(free, [batch_id, pieces])]
    at, by = visit.at, visit.user.id
    db.conn.executemany(
        "update vouchers set state = 'issued', resident_id = ?, entry_id = ?, issued_at = ?,"
        " issued_by = ? where id = ? and state = 'created'",
        [(resident_id, entry_id, at, by, id) for id in ids],
    )
    return int(ids[0])
