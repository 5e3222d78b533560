"""Taking vouchers back (作废) and questioning their use (争议), always with a reason."""

from datetime import datetime

from db.points_ledger import posting
from db.rows import many, move_to
from db.visit import Visit, reads
from db.vouchers.pieces import VOUCHERS, voucher
from db.writes import writes
from domain.people import Permission
from domain.points_ledger.books import check_reversal
from domain.receipts import Receipt
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import (
    Voucher,
    VoucherState,
    check_dispute,
    check_undo_giving,
    check_verdict,
    check_void,
)


@writes(Permission.MANAGE_VOUCHERS)
def void_voucher(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """Take an unused voucher back (作废); the points paid for it return by a reversal."""
    paper = voucher(visit.db, id)
    why = check_void(paper, reason)
    move_to(visit.db, "vouchers", paper, VoucherState.VOID)
    back = _points_back(visit, paper, why)
    return Receipt(f"券 {grouped(paper.code)} 已作废：{why}。{back}", id)


@reads(Permission.MANAGE_VOUCHERS)
def just_given(visit: Visit, id: int) -> bool:
    """Whether it is in the hands of one person and not used; a heap given out is not taken back."""
    paper = voucher(visit.db, id)
    return paper.state is VoucherState.ISSUED and paper.resident_id is not None


@writes(Permission.MANAGE_VOUCHERS)
def undo_giving(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take back the voucher one has just given (撤销): void, and its points by a reversal."""
    paper = voucher(visit.db, id)
    why = check_void(paper, "五分钟内撤销")
    by, at = visit.db.execute(
        "select issued_by, issued_at from vouchers where id = ?", [id]
    ).fetchone()
    check_undo_giving(by, datetime.fromisoformat(at), visit.user.id, visit.now)
    move_to(visit.db, "vouchers", paper, VoucherState.VOID)
    back = _points_back(visit, paper, why)
    return Receipt(f"“{paper.title}”已撤销，那张券不能再用。{back}", id)


@writes(Permission.MANAGE_VOUCHERS)
def dispute_voucher(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """Question a use (登记争议): until it is settled nobody is paid for it."""
    paper = voucher(visit.db, id)
    why = check_dispute(paper, reason)
    move_to(visit.db, "vouchers", paper, VoucherState.DISPUTED)
    return Receipt(f"券 {grouped(paper.code)} 记下争议：{why}。了结以前不结算。", id)


@writes(Permission.MANAGE_VOUCHERS)
def resolve_dispute(
    visit: Visit, id: int, stands: bool, reason: str, *, slip: str | None = None
) -> Receipt:
    """End a dispute (了结争议): the use stands, or the voucher is void and its points return."""
    paper = voucher(visit.db, id)
    why = check_verdict(paper, reason)
    code = grouped(paper.code)
    if stands:
        move_to(visit.db, "vouchers", paper, VoucherState.USED)
        return Receipt(f"券 {code} 争议了结：{why}。核销有效，照常结算。", id)
    move_to(visit.db, "vouchers", paper, VoucherState.VOID)
    back = _points_back(visit, paper, why)
    return Receipt(f"券 {code} 争议了结：{why}。券已作废，不结算。{back}", id)


@reads(Permission.MANAGE_VOUCHERS)
def disputed(visit: Visit) -> list[Voucher]:
    """Vouchers whose use is questioned (有争议的券)."""
    return many(visit.db, Voucher, f"{VOUCHERS} where v.state = 'disputed' order by v.id")


def _points_back(visit: Visit, paper: Voucher, why: str) -> str:
    """Reverse the points of a void voucher; what to say about it."""
    if paper.entry_id is None:
        return ""
    entry = posting.posted(visit.db, paper.entry_id)
    posting.reverse(visit, entry, check_reversal(entry, f"消费券作废：{why}"[:100]))
    return f"{entry.points} 枚已退回。"
