"""Payments (拨付): recorded by the accountant, approved by another, spread over the households."""

from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from db import parameters
from db.calendar import MAY_MOVE
from db.repair_fund.happened import event
from db.repair_fund.spreading import due_after, reckoned, spread
from db.repair_fund.steps import must_be, step_to
from db.rows import first, many, one, put
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import Invalid, NotFound, WrongState
from domain.money import yuan
from domain.people import Permission, check_second_person
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.repair_fund.notices import Notice, NoticeKind
from domain.repair_fund.payments import (
    PAID_IN,
    Money,
    PayingLimits,
    Payment,
    PaymentKind,
    check_payment,
    waits_for,
)
from domain.repair_fund.preview import Preview
from domain.repair_fund.projects import Happening, State
from domain.repair_fund.transitions import step_between

# The steps a payment takes when it is approved.
TAKES = {PaymentKind.FIRST: State.FIRST_PAID, PaymentKind.FINAL: State.FINAL_PAID}
MONEY = """
    select p.id as project_id, p.code, p.title, p.estate_id, p.state, p.budget_fen,
           p.approved_fen, p.settled_fen,
           iif(p.settled_fen is null, coalesce(l.subsidy_fen, 0), p.subsidy_fen) as subsidy_fen,
           coalesce((select fen from paid_so_far where project_id = p.id), 0) as paid_fen,
           coalesce((select sum(iif(kind = 'repayment', -1, 1) * subsidy_fen) from fund_payments
                      where project_id = p.id and refused_by is null), 0) as subsidy_used_fen,
           (select id from fund_payments where project_id = p.id and approved_by is null
               and refused_by is null) as waiting_id,
           q.company as contractor,
           (select min(happened_on) from project_steps
             where project_id = p.id and to_state = 'approved') as approved_on,
           p.warranty_end,
           coalesce((select fen from paid_so_far where project_id = p.id), 0)
           - coalesce((select sum(fen) from paid_out where project_id = p.id), 0) as waiting_fen
      from repair_projects p
      left join plans l on l.id = (select max(id) from plans where project_id = p.id)
      left join quotations q on q.id = l.quotation_id
     where p.id = :id
"""
PAYMENTS = """
    select f.id, f.project_id, f.kind, f.amount_fen, f.subsidy_fen, f.paid_on, f.payee,
           f.recorded_by as recorder_id, r.name as recorded_by, a.name as approved_by,
           f.approved_on, d.name as refused_by, f.refused_why, v.name as voucher
      from fund_payments f
      join accounts r on r.id = f.recorded_by
      left join accounts a on a.id = f.approved_by
      left join accounts d on d.id = f.refused_by
      left join project_files v on v.id = f.voucher_id
     where :id is null or f.id = :id
"""


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as it stands: waiting, approved, or refused with a reason."""

    id: int
    project_id: int
    kind: PaymentKind
    amount_fen: int
    subsidy_fen: int
    paid_on: date
    payee: str
    recorder_id: int
    recorded_by: str
    approved_by: str | None
    approved_on: date | None
    refused_by: str | None
    refused_why: str
    voucher: str | None

    @property
    def waits(self) -> bool:
        return self.approved_by is None and self.refused_by is None

    @property
    def signed_fen(self) -> int:
        """Out is positive; what the contractor gives back is negative."""
        return -self.amount_fen if self.kind is PaymentKind.REPAYMENT else self.amount_fen


def money(db: Database, project_id: int) -> Money:
    """Where a project stands with its money. Raises NotFound."""
    return one(db, Money, "这个维修项目", MONEY, id=project_id)


def payments(db: Database, project_id: int) -> list[Paid]:
    """All payments of a project, oldest first, the refused ones too."""
    found = f"select * from ({PAYMENTS}) where project_id = :project_id order by id"
    return many(db, Paid, found, id=None, project_id=project_id)


def paying_limits(db: Database) -> PayingLimits:
    first_pct = parameters.value_of(db, "first_pct")
    return PayingLimits(first_pct, parameters.value_of(db, "retention_bp"))


def settle_notice(db: Database, project_id: int) -> Notice | None:
    """The notice the final payment waits for; None when none hangs or hung."""
    return first(
        db,
        Notice,
        f"""
        select n.id, n.project_id, n.kind, n.text, n.places, n.posted_on, n.ends_on, n.removed_on,
               (select count(*) from objections where notice_id = n.id and reply is null)
               as open_objections, {MAY_MOVE} as may_move,
           (select from_on from notice_extensions where notice_id = n.id
             order by id limit 1) as first_end
          from project_notices n where n.project_id = :id and n.kind = :kind
         order by n.id desc limit 1
        """,
        id=project_id,
        kind=NoticeKind.SETTLE,
    )


@reads(Permission.SEE_FUND)
def still_missing(visit: Visit, project_id: int, kind: PaymentKind) -> list[str]:
    """What a payment of this kind still waits for, as finished sentences."""
    project = money(visit.db, project_id)
    visit.user.must_cover(project.estate_id)
    reasons = waits_for(project, settle_notice(visit.db, project_id), kind, visit.today)
    return reasons + _papers(visit.db, project, kind)


def _papers(db: Database, project: Money, kind: PaymentKind) -> list[str]:
    """The files (合同、发票) a payment rests on and that are not on record yet."""
    step = step_between(project.state, TAKES[kind]) if kind in TAKES else None
    if step is None:
        return []
    sql = "select distinct kind from files_in_force where project_id = ?"
    there = {row[0] for row in db.execute(sql, [project.project_id])}
    return [f"还没传“{file.label}”。" for file in step.files if file not in there]


@writes(Permission.RECORD_PAYMENT)
def record_payment(visit: Visit, payment: Payment) -> Receipt:
    """Write a payment down; it counts against the approved amount, and waits for its approval."""
    db = visit.db
    project = money(db, payment.project_id)
    visit.user.must_cover(project.estate_id)
    notice = settle_notice(db, payment.project_id)
    settled = event(db, payment.project_id, Happening.SETTLED)
    check_payment(payment, project, paying_limits(db), notice, visit.today, settled)
    if missing := _papers(db, project, payment.kind):
        raise WrongState("".join(missing))
    payee = plain_text(payment.payee, "收款单位", least=2, most=60)
    if payment.voucher_id is not None:
        _must_be_its_file(db, payment)
    made = put(
        db, "fund_payments", project_id=payment.project_id, kind=payment.kind,
        amount_fen=payment.amount_fen, subsidy_fen=payment.subsidy_fen, paid_on=payment.paid_on,
        payee=payee, voucher_id=payment.voucher_id, recorded_by=visit.user.id, slip=payment.slip,
        source="entered",
    )  # fmt: skip
    told = f"已登记{payment.kind.label} {yuan(payment.amount_fen)}，等另一个人核准。"
    return Receipt(told, made)


@reads(Permission.APPROVE_PAYMENT)
def preview(visit: Visit, payment_id: int) -> Preview:
    """What approving a waiting payment would do, by the same reckoning. Raises WrongState."""
    paid = _waiting(visit, payment_id)
    visit.user.must_cover(money(visit.db, paid.project_id).estate_id)
    due = due_after(visit.db, paid.id)
    short = [charge.self_pay_fen for charge in due if charge.self_pay_fen > 0]
    return Preview(
        len(due), sum(charge.share_fen for charge in due),
        sum(charge.taken_fen for charge in due), len(short), sum(short),
    )  # fmt: skip


@writes(Permission.APPROVE_PAYMENT, ahead=reckoned)
def approve_payment(visit: Visit, payment_id: int, *, slip: str) -> Receipt:
    """Approve as the second person: the households are charged in the same transaction.

    A first payment takes the project to 首期已拨付, a final one to 尾款已拨付.
    """
    db, paid = visit.db, _waiting(visit, payment_id)
    check_second_person(paid.recorder_id, visit.user.id, "这笔拨付")
    must_be(visit, paid.project_id, *PAID_IN[paid.kind])
    if paid.kind is PaymentKind.FINAL:
        rest = replace(money(db, paid.project_id), waiting_id=None)  # what waits is this payment
        notice = settle_notice(db, paid.project_id)
        for reason in waits_for(rest, notice, paid.kind, visit.today):
            raise WrongState(reason)
    households = spread(visit, paid.id)
    db.execute(
        "update fund_payments set approved_by = ?, approved_on = ? where id = ?",
        [visit.user.id, visit.today.isoformat(), paid.id],
    )
    if paid.kind in TAKES:
        step_to(visit, paid.project_id, TAKES[paid.kind], asked_by=paid.recorder_id)
    told = f"已核准{paid.kind.label} {yuan(paid.amount_fen)}，分摊到 {households:,} 户。"
    return Receipt(told, paid.id)


@writes(Permission.APPROVE_PAYMENT)
def send_back_payment(visit: Visit, payment_id: int, why: str, *, slip: str) -> Receipt:
    """Send a payment back with a reason; it stays on file and counts nowhere."""
    paid = _waiting(visit, payment_id)
    reason = plain_text(why, "退回原因", least=2, most=100)
    visit.db.execute(
        "update fund_payments set refused_by = ?, refused_why = ? where id = ?",
        [visit.user.id, reason, paid.id],
    )
    return Receipt(f"已退回{paid.kind.label} {yuan(paid.amount_fen)}：{reason}。", paid.id)


def _waiting(visit: Visit, payment_id: int) -> Paid:
    paid = one(visit.db, Paid, "这笔拨付", PAYMENTS, id=payment_id)
    if not paid.waits:
        raise WrongState("这笔拨付已经有人核准或退回了。请刷新再看。")
    return paid


def _must_be_its_file(db: Database, payment: Payment) -> None:
    row = db.execute(
        "select project_id from files_in_force where id = ?", [payment.voucher_id]
    ).fetchone()
    if row is None:
        raise NotFound("这份凭证")
    if row[0] != payment.project_id:
        raise Invalid("这份凭证是别的项目的，请重新选。")
