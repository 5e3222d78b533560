"""Using a voucher (核销): once, at a merchant of its group, between its two dates; and undoing it."""

from datetime import date, timedelta

from sqlite_utils import Database

from db import registry
from db.rows import first, many, move_to, value
from db.visit import Visit, reads
from db.vouchers.merchants import merchant
from db.vouchers.pieces import voucher, voucher_by_code
from db.writes import writes
from domain.errors import Invalid
from domain.money import yuan
from domain.people import Permission
from domain.points_ledger.books import UNDO_WITHIN
from domain.points_ledger.guardians import is_child
from domain.privacy import A_CHILD, masked_name
from domain.receipts import Receipt
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import (
    Shown,
    UsedVoucher,
    Voucher,
    VoucherState,
    check_undo_use,
    check_use,
)

USED = "v.id, v.code, b.title, b.face_fen, v.state, v.used_at"


@reads(Permission.USE_VOUCHER)
def weigh(visit: Visit, code: str, merchant_id: int | None = None) -> Voucher:
    """The voucher if it can be used here now; raises the reason why not. Nothing is changed."""
    shop = merchant(visit.db, _serving(visit, merchant_id))
    found = voucher_by_code(visit.db, code)
    check_use(found, shop, visit.now, visit.user.id, _used_by(visit.db, found.id))
    return found


@reads(Permission.USE_VOUCHER)
def show(visit: Visit, code: str, merchant_id: int | None = None) -> Shown:
    """What is seen before it is spent: value, shop, last day, and whose it is, masked."""
    found = weigh(visit, code, merchant_id)
    shop = merchant(visit.db, _serving(visit, merchant_id))
    return Shown(found, shop.name, _holder(visit, found))


@writes(Permission.USE_VOUCHER)
def use_voucher(
    visit: Visit, code: str, merchant_id: int | None = None, *, slip: str | None = None
) -> Receipt:
    """Use a voucher (核销): a merchant at its own shop, the office at the one it names."""
    shop = merchant(visit.db, _serving(visit, merchant_id))
    found = voucher_by_code(visit.db, code)
    check_use(found, shop, visit.now, visit.user.id, _used_by(visit.db, found.id))
    move_to(
        visit.db, "vouchers", found, VoucherState.USED,
        used_at=visit.now, used_by=visit.user.id, merchant_id=shop.id,
    )  # fmt: skip
    return Receipt(f"核销好了：“{found.title}”，面值 {yuan(found.face_fen)}。", found.id)


@writes(Permission.USE_VOUCHER)
def undo_use(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take back what one has just spent (撤销核销): the voucher can be used again.

    The use stays on file in `voucher_undos`. Raises WrongState when it is on a settlement or
    older than five minutes, NotAllowed for anybody else's.
    """
    paper, by = voucher(visit.db, id), _used_by(visit.db, id)
    if paper.merchant_id is not None:
        visit.user.must_serve(paper.merchant_id)
    check_undo_use(paper, by, visit.user.id, visit.now)
    visit.db.execute(
        "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id, undone_at,"
        " undone_by) select id, used_at, used_by, merchant_id, ?, ? from vouchers where id = ?",
        [visit.at, visit.user.id, id],
    )
    move_to(
        visit.db, "vouchers", paper, VoucherState.ISSUED,
        used_at=None, used_by=None, merchant_id=None,
    )  # fmt: skip
    return Receipt(
        f"已撤销：“{paper.title}”{yuan(paper.face_fen)}（{grouped(paper.code)}）没有用掉，还能再用。",
        id,
    )


@reads(Permission.USE_VOUCHER)
def undoable(visit: Visit, merchant_id: int) -> UsedVoucher | None:
    """The latest use of one's own at this shop that can still be undone (五分钟内)."""
    visit.user.must_serve(merchant_id)
    return first(
        visit.db,
        UsedVoucher,
        f"select {USED} from vouchers v join voucher_batches b on b.id = v.batch_id"
        " where v.merchant_id = :merchant and v.state = 'used' and v.settlement_id is null"
        " and v.used_by = :me and unixepoch(v.used_at) >= unixepoch(:now) - :within"
        " order by v.used_at desc, v.id desc",
        merchant=merchant_id,
        me=visit.user.id,
        now=visit.now,
        within=int(UNDO_WITHIN.total_seconds()),
    )


@reads(Permission.USE_VOUCHER)
def used_at(visit: Visit, merchant_id: int, day: date) -> list[UsedVoucher]:
    """What was used at a merchant on a day (当天核销), the latest first; no other's (NotAllowed)."""
    visit.user.must_serve(merchant_id)
    return many(
        visit.db,
        UsedVoucher,
        f"""
        select {USED} from vouchers v join voucher_batches b on b.id = v.batch_id
         where v.merchant_id = :merchant_id and v.used_at >= :day and v.used_at < :next
         order by v.used_at desc, v.id desc
        """,
        merchant_id=merchant_id,
        day=day,
        next=(day + timedelta(days=1)).isoformat(),
    )


def _used_by(db: Database, id: int) -> int | None:
    found: int | None = value(db, "select used_by from vouchers where id = :id", id=id)
    return found


def _holder(visit: Visit, found: Voucher) -> str:
    """The holder's masked name; a child under 14 has none, and most campaigns name nobody."""
    if found.resident_id is None:
        return ""
    who = registry.resident(visit.db, found.resident_id)
    return A_CHILD if is_child(who, visit.today) else masked_name(who.name)


def _serving(visit: Visit, merchant_id: int | None) -> int:
    """The merchant this is for: an own one needs no naming, and no other may be named."""
    serves = visit.user.only_merchant if merchant_id is None else merchant_id
    if serves is None:
        raise Invalid("还没选在哪家商户用。")
    visit.user.must_serve(serves)
    return serves
