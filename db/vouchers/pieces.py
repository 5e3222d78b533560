"""Single vouchers (一张张券) as they are read."""

from sqlite_utils import Database

from db.rows import many, one
from db.visit import Visit, reads
from db.vouchers import codes
from domain.people import Permission
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import HeldVoucher, Voucher

VOUCHERS = """
    select v.id, v.batch_id, b.title, b.group_id, g.name as group_name, v.code, v.state,
           b.face_fen, b.points_price, b.valid_from, b.valid_to, v.resident_id, v.entry_id,
           v.used_at, v.merchant_id, m.name as merchant, v.settlement_id
      from vouchers v
      join voucher_batches b on b.id = v.batch_id
      join merchant_groups g on g.id = b.group_id
      left join merchants m on m.id = v.merchant_id
"""


def voucher(db: Database, id: int) -> Voucher:
    return one(db, Voucher, "这张券", f"{VOUCHERS} where v.id = :id", id=id)


def voucher_by_code(db: Database, typed: str) -> Voucher:
    """The voucher behind what was typed: Invalid for a slip of the hand, NotFound otherwise."""
    code = codes.checked(typed)
    return one(db, Voucher, f"券 {grouped(code)}", f"{VOUCHERS} where v.code = :code", code=code)


@reads(Permission.MANAGE_VOUCHERS)
def piece(visit: Visit, id: int) -> Voucher:
    """One voucher with its code, to be shown or printed for whom it was given to."""
    return voucher(visit.db, id)


@reads(Permission.MANAGE_VOUCHERS)
def look_up(visit: Visit, typed: str) -> Voucher:
    """What became of a voucher (查券), by its code."""
    return voucher_by_code(visit.db, typed)


@reads(Permission.MANAGE_VOUCHERS)
def handed_out(visit: Visit, batch_id: int, most: int, after: int = 0) -> list[Voucher]:
    """Given out and not used yet, for printing (待打印), in the order of their numbers."""
    return many(
        visit.db,
        Voucher,
        f"{VOUCHERS} where v.batch_id = :id and v.state = 'issued' order by v.id"
        " limit :most offset :after",
        id=batch_id,
        most=most,
        after=after,
    )


@reads(Permission.SEE_VOUCHERS)
def given_to(visit: Visit, resident_id: int, most: int = 10) -> list[HeldVoucher]:
    """Vouchers given to a resident by name, those still in hand first; never their codes."""
    return many(
        visit.db,
        HeldVoucher,
        """
        select v.id, b.title, b.face_fen, v.state, b.valid_to, v.used_at, m.name as merchant
          from vouchers v join voucher_batches b on b.id = v.batch_id
          left join merchants m on m.id = v.merchant_id
         where v.resident_id = :id order by v.state <> 'issued', v.id desc limit :most
        """,
        id=resident_id,
        most=most,
    )
