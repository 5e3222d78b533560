"""Settlements (商户结算): made by one, checked by a second, approved by a third, then paid."""

from sqlite_utils import Database

from db.rows import many, move_to, one, put
from db.visit import Visit, reads
from db.vouchers.merchants import merchant
from db.vouchers.using import USED
from db.writes import writes
from domain.errors import WrongState
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.vouchers.pieces import UsedVoucher
from domain.vouchers.settlements import (
    NewSettlement,
    Settlement,
    SettlementState,
    Unsettled,
    check_approval,
    check_draft,
    check_payment,
    check_verification,
    check_withdrawal,
)

SETTLEMENTS = """
    select s.id, s.merchant_id, m.name as merchant, m.payee, s.month, s.vouchers, s.amount_fen,
           s.state, s.created_by, maker.name as created_by_name, s.created_at,
           s.checked_by, second.name as checked_by_name,
           s.approved_by, third.name as approved_by_name, s.paid_on, s.payment_ref
      from settlements s
      join merchants m on m.id = s.merchant_id
      join accounts maker on maker.id = s.created_by
      left join accounts second on second.id = s.checked_by
      left join accounts third on third.id = s.approved_by
"""
FREE = "v.merchant_id = m.id and v.state = 'used' and v.settlement_id is null"
NEWEST = "order by s.state in ('paid', 'withdrawn'), s.id desc limit :most"


@reads(Permission.SEE_VOUCHERS)
def unsettled(visit: Visit, month: str) -> list[Unsettled]:
    """Merchants with used vouchers of this month (`2026-03`) or before on no settlement."""
    return many(
        visit.db,
        Unsettled,
        f"""
        select m.id as merchant_id, m.name as merchant, count(*) as vouchers,
               sum(b.face_fen) as amount_fen
          from merchants m
          join vouchers v on {FREE} and v.used_at < :month || '~'
          join voucher_batches b on b.id = v.batch_id
         group by m.id order by m.id
        """,
        month=month,
    )


@reads(Permission.SEE_VOUCHERS)
def settlements(visit: Visit, most: int = 40) -> list[Settlement]:
    """All merchants' settlements, those still to be done first."""
    return many(visit.db, Settlement, f"{SETTLEMENTS} {NEWEST}", most=most)


@reads(Permission.USE_VOUCHER)
def own_settlements(visit: Visit, merchant_id: int, most: int = 12) -> list[Settlement]:
    """One merchant's settlements; a merchant sees its own and no other's (NotAllowed)."""
    visit.user.must_serve(merchant_id)
    sql = f"{SETTLEMENTS} where s.merchant_id = :id {NEWEST}"
    return many(visit.db, Settlement, sql, id=merchant_id, most=most)


@reads(Permission.SEE_VOUCHERS)
def settlement_lines(visit: Visit, id: int) -> list[UsedVoucher]:
    """The vouchers on a settlement (结算明细), in the order they were used."""
    return many(
        visit.db,
        UsedVoucher,
        f"select {USED} from vouchers v join voucher_batches b on b.id = v.batch_id"
        " where v.settlement_id = :id order by v.used_at, v.id",
        id=id,
    )


def settlement(db: Database, id: int) -> Settlement:
    return one(db, Settlement, "这张结算单", f"{SETTLEMENTS} where s.id = :id", id=id)


@writes(Permission.MANAGE_VOUCHERS)
def draft_settlement(visit: Visit, paper: NewSettlement) -> Receipt:
    """Put all of a merchant's free used vouchers up to a month's end on one paper (做结算单)."""
    check_draft(paper, visit.today)
    db, shop = visit.db, merchant(visit.db, paper.merchant_id)
    due = next((u for u in unsettled(visit, paper.month) if u.merchant_id == shop.id), None)
    if due is None:
        raise WrongState(f"“{shop.name}”到这个月底没有要结算的券。")
    id = put(
        db, "settlements", merchant_id=shop.id, month=paper.month, vouchers=due.vouchers,
        amount_fen=due.amount_fen, state="draft", created_by=visit.user.id, created_at=visit.now,
    )  # fmt: skip
    db.execute(
        "update vouchers set settlement_id = ? where merchant_id = ? and state = 'used'"
        " and settlement_id is null and used_at < ? || '~'",
        [id, shop.id, paper.month],
    )
    told = f"“{shop.name}”{due.vouchers} 张，共 {yuan(due.amount_fen)}。等另一个人复核。"
    return Receipt(f"第 {id} 号结算单做好了：{told}", id)


@writes(Permission.MANAGE_VOUCHERS)
def verify_settlement(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The second person counted again (复核)."""
    paper = settlement(visit.db, id)
    check_verification(paper, visit.user.id)
    move_to(visit.db, "settlements", paper, SettlementState.CHECKED, checked_by=visit.user.id)
    return Receipt(f"{_said(paper)}已复核，等第三个人批准。", id)


@writes(Permission.APPROVE_MONEY)
def approve_settlement(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The third person lets it be paid (批准)."""
    paper = settlement(visit.db, id)
    check_approval(paper, visit.user.id)
    move_to(visit.db, "settlements", paper, SettlementState.APPROVED, approved_by=visit.user.id)
    return Receipt(f"{_said(paper)}已批准，可以付款。", id)


@writes(Permission.APPROVE_MONEY)
def pay_settlement(visit: Visit, id: int, payment_ref: str, *, slip: str | None = None) -> Receipt:
    """Record the payment (付款); the vouchers on it are settled for good."""
    paper = settlement(visit.db, id)
    ref = check_payment(paper, payment_ref)
    paid = {"paid_on": visit.today, "payment_ref": ref}
    move_to(visit.db, "settlements", paper, SettlementState.PAID, **paid)
    visit.db.execute("update vouchers set state = 'settled' where settlement_id = ?", [id])
    return Receipt(f"{_said(paper)}已付给{paper.payee or paper.merchant}，凭证 {ref}。", id)


@writes(Permission.MANAGE_VOUCHERS)
def withdraw_settlement(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """Take a settlement back before it is paid (撤回); its vouchers are free again."""
    paper = settlement(visit.db, id)
    why = check_withdrawal(paper, reason)
    move_to(visit.db, "settlements", paper, SettlementState.WITHDRAWN)
    visit.db.execute("update vouchers set settlement_id = null where settlement_id = ?", [id])
    return Receipt(f"{_said(paper)}已撤回：{why}。{paper.vouchers} 张券可以重新结算。", id)


def _said(paper: Settlement) -> str:
    return f"第 {paper.id} 号结算单“{paper.merchant}”{yuan(paper.amount_fen)} "
