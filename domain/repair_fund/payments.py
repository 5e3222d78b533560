"""Payments (拨付), settlement (决算) and approval (审核) as filled in, and when the answer is no.

Each kind of payment belongs to certain states of its project (docs/rules.md, 钱怎么付、怎么摊).
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound, Event, after
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.money import yuan
from domain.repair_fund.money import first_limit, payable
from domain.repair_fund.notices import Notice, blocked_by
from domain.repair_fund.projects import State


class PaymentKind(Labelled):
    """What a payment is for (款项)."""

    FIRST = "first", "首期款"
    PROGRESS = "progress", "进度款"
    FINAL = "final", "尾款"
    RETENTION = "retention", "质保金"
    REPAYMENT = "repayment", "施工单位退款"


PAID_IN: dict[PaymentKind, tuple[State, ...]] = {
    PaymentKind.FIRST: (State.APPROVED,),
    PaymentKind.PROGRESS: (State.FIRST_PAID, State.IN_WORKS, State.RECTIFYING),
    PaymentKind.FINAL: (State.SETTLE_NOTICE,),
    PaymentKind.RETENTION: (State.IN_WARRANTY,),
    PaymentKind.REPAYMENT: (State.SETTLED, State.SETTLE_NOTICE),
}
SETTLED_IN = (State.SETTLED, State.SETTLE_NOTICE)  # when a supplementary approval may come


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as filled in; `subsidy_fen` of it comes from grants, not from the households."""

    slip: str
    project_id: int
    kind: PaymentKind
    amount_fen: int
    subsidy_fen: int
    paid_on: Annotated[
        date,
        Bound(
            "付款日期", "审核通过；尾款，公示期满的第二天；退款，决算登记；质保金，质保期满的第二天"
        ),
    ]
    payee: str
    voucher_id: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """The settled amount (决算) as filled in, with the grants in it."""

    slip: str
    project_id: int
    settled_fen: int
    subsidy_fen: int
    audited: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What the authority answered (审核意见); a later one adds to the first (追加)."""

    slip: str
    project_id: int
    amount_fen: int
    filing_no: str
    approved_on: Annotated[date, Bound("审核日期", "申请列支；追加的，决算登记")]


@dataclass(frozen=True, slots=True)
class Money:
    """Where a project stands with its money, in fen.

    `paid_fen` is what counts against the limits: with what waits for its approval, `waiting_fen`
    (less than nothing where the contractor pays back). 已付 is `paid_out_fen`, without it.
    """

    project_id: int
    code: str
    title: str
    estate_id: int
    state: State
    budget_fen: int | None
    approved_fen: int | None
    settled_fen: int | None
    subsidy_fen: int
    paid_fen: int
    subsidy_used_fen: int
    waiting_id: int | None
    contractor: str | None
    approved_on: date | None
    warranty_end: date | None
    waiting_fen: int = 0

    @property
    def paid_out_fen(self) -> int:
        return self.paid_fen - self.waiting_fen


@dataclass(frozen=True, slots=True)
class PayingLimits:
    """The local parameters of paying: first payment in percent, retention in basis points."""

    first_pct: int
    retention_bp: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be paid now: a kind, at most so much, or exactly so much."""

    kind: PaymentKind
    amount_fen: int
    exact: bool


def offer(money: Money, limits: PayingLimits) -> Offer | None:
    """The one payment that is next in this state, or None."""
    approved, settled, paid = money.approved_fen or 0, money.settled_fen or 0, money.paid_fen
    kind, amount, exact = PaymentKind.FIRST, 0, False
    if money.state in PAID_IN[PaymentKind.FIRST]:
        amount = min(first_limit(approved, limits.first_pct), approved - paid)
    elif money.state in PAID_IN[PaymentKind.PROGRESS]:
        kept = approved * limits.retention_bp // 10_000
        kind, amount = PaymentKind.PROGRESS, approved - kept - paid
    elif money.state in SETTLED_IN:
        split, exact = payable(settled, paid, limits.retention_bp), True
        if split.refund:
            kind, amount = PaymentKind.REPAYMENT, split.refund
        elif money.state in PAID_IN[PaymentKind.FINAL]:
            kind, amount = PaymentKind.FINAL, split.now
    elif money.state in PAID_IN[PaymentKind.RETENTION]:
        kind, amount, exact = PaymentKind.RETENTION, settled - paid, True
    return Offer(kind, amount, exact) if amount > 0 else None


def waits_for(money: Money, notice: Notice | None, kind: PaymentKind, today: date) -> list[str]:
    """What is still missing before this payment, as finished sentences."""
    missing: list[str] = []
    if money.waiting_id is not None:
        missing.append("上一笔还没核准。核准或退回以后再登记下一笔。")
    if kind is PaymentKind.FINAL:
        missing += blocked_by(notice, today) if notice else ["决算分摊公示还没登记。"]
        short = (money.settled_fen or 0) - (money.approved_fen or 0)
        if short > 0:
            missing.append(f"决算比审核通过的多 {yuan(short)}，请先登记追加审核。")
    if kind is PaymentKind.RETENTION:
        if money.warranty_end is None:
            missing.append("质保到期日还没登记。")
        elif today <= money.warranty_end:
            until = short_day(money.warranty_end, today)
            missing.append(f"质保期到{until}，第二天起才能付质保金。")
    return missing


def check_payment(
    payment: Payment,
    money: Money,
    limits: PayingLimits,
    notice: Notice | None,
    today: date,
    settled: Event | None = None,
) -> None:
    """Raises what this payment still waits for, all of it; then all that is wrong on the paper."""
    kind, amount = payment.kind, payment.amount_fen
    if money.state not in PAID_IN[kind]:
        wanted = "、".join(f"“{state.label}”" for state in PAID_IN[kind])
        raise WrongState(f"这个项目现在是“{money.state.label}”，{kind.label}要在{wanted}时付。")
    if reasons := waits_for(money, notice, kind, today):
        raise WrongState("".join(reasons))
    next_one = offer(money, limits)
    if next_one is None or next_one.kind is not kind:
        what = next_one.kind.label if next_one else "没有要付的钱"
        raise Invalid(f"现在不能付{kind.label}：{f'要先办{what}' if next_one else what}。")
    asking = Asking()
    asking.ask(_check_amount, amount, next_one)
    if not asking.wrong:  # how much of a wrong amount may be grants says nothing
        asking.ask(_check_subsidy, payment, money)
    asking.ask(_check_day, payment, money, notice, settled, today)
    asking.must(
        not money.contractor or payment.payee == money.contractor,
        f"收款单位要是方案里的施工单位“{money.contractor}”。",
    )
    asking.done()


def _check_amount(amount: int, next_one: Offer) -> None:
    if amount <= 0:
        raise Invalid("金额要大于 0。")
    if next_one.exact and amount != next_one.amount_fen:
        raise Invalid(f"{next_one.kind.label}应该正好是 {yuan(next_one.amount_fen)}。")
    if amount > next_one.amount_fen:
        raise Invalid(f"{next_one.kind.label}现在最多 {yuan(next_one.amount_fen)}，请改小。")


def _check_subsidy(payment: Payment, money: Money) -> None:
    """Grants may not exceed what was granted, and all of them are used when all is paid."""
    if not 0 <= payment.subsidy_fen <= payment.amount_fen:
        raise Invalid("补助不能是负数，也不能比这笔款还多。")
    back = payment.kind is PaymentKind.REPAYMENT
    used = money.subsidy_used_fen + (-payment.subsidy_fen if back else payment.subsidy_fen)
    if money.settled_fen is None:
        if used > money.subsidy_fen:
            left = money.subsidy_fen - money.subsidy_used_fen
            raise Invalid(f"这个项目的补助只剩 {yuan(left)}。")
        return
    paid = money.paid_fen + (-payment.amount_fen if back else payment.amount_fen)
    low, high = _subsidy_bounds(money, payment, money.settled_fen - paid)
    if not low <= payment.subsidy_fen <= high:
        span = f"应该是 {yuan(low)}" if low >= high else f"要在 {yuan(low)} 和 {yuan(high)} 之间"
        raise Invalid(f"这笔款里的补助{span}，住户分摊才对得上决算。")


def _subsidy_bounds(money: Money, payment: Payment, left: int) -> tuple[int, int]:
    """The least and most of this payment that may be grants, with `left` still to pay after it."""
    open_fen = money.subsidy_fen - money.subsidy_used_fen
    if payment.kind is PaymentKind.REPAYMENT:
        return max(0, -open_fen), max(0, -open_fen)
    return max(0, open_fen - left), max(0, min(payment.amount_fen, open_fen))


def _check_day(
    payment: Payment, money: Money, notice: Notice | None, settled: Event | None, today: date
) -> None:
    """Not before the approval; and for what comes later, not before what it waits for."""
    approved = Event("审核通过", money.approved_on) if money.approved_on else None
    after(payment, "paid_on", today, approved)
    ended: Event | None = None
    if payment.kind is PaymentKind.RETENTION and money.warranty_end:
        ended = Event("质保期满", money.warranty_end)
    elif payment.kind is PaymentKind.FINAL and notice:
        ended = Event("决算分摊公示期满", notice.ends_on)
    after(payment, "paid_on", today, ended, on_the_day=False)
    if payment.kind is PaymentKind.REPAYMENT:
        after(payment, "paid_on", today, settled)
