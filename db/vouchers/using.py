"""Using a voucher (核销): once, at a merchant of its group, between its two dates."""

from datetime import date, timedelta

from db.rows import many
from db.visit import Visit, reads
from db.vouchers.merchants import merchant
from db.vouchers.pieces import MOVED, voucher_by_code
from db.writes import writes
from domain.errors import Invalid, WrongState
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.vouchers import UsedVoucher, Voucher, check_use

USED = "v.id, v.code, b.title, b.face_fen, v.state, v.used_at"


@reads(Permission.USE_VOUCHER)
def weigh(visit: Visit, code: str, merchant_id: int | None = None) -> Voucher:
    """The voucher if it can be used here now; raises the reason why not. Nothing is changed."""
    shop = merchant(visit.db, _serving(visit, merchant_id))
    found = voucher_by_code(visit.db, code)
    check_use(found, shop, visit.today)
    return found


@writes(Permission.USE_VOUCHER)
def use_voucher(
    visit: Visit, code: str, merchant_id: int | None = None, *, slip: str | None = None
) -> Receipt:
    """Use a voucher (核销): a merchant at its own shop, the office at the one it names."""
    shop = merchant(visit.db, _serving(visit, merchant_id))
    found = voucher_by_code(visit.db, code)
    check_use(found, shop, visit.today)
    done = visit.db.execute(
        "update vouchers set state = 'used', used_at = ?, used_by = ?, merchant_id = ?"
        " where id = ? and state = 'issued'",
        [visit.at, visit.user.id, shop.id, found.id],
    )
    if done.rowcount != 1:  # the lock makes it impossible; the row is the last word all the same
        raise WrongState(MOVED)
    return Receipt(f"核销好了：“{found.title}”，面值 {yuan(found.face_fen)}。", found.id)


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
        day=day.isoformat(),
        next=(day + timedelta(days=1)).isoformat(),
    )


def _serving(visit: Visit, merchant_id: int | None) -> int:
    """The merchant this is for: an own one needs no naming, and no other may be named."""
    serves = visit.user.only_merchant if merchant_id is None else merchant_id
    if serves is None:
        raise Invalid("还没选在哪家商户用。")
    visit.user.must_serve(serves)
    return serves
