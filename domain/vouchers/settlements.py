"""Settling with a merchant (商户结算): one makes it, two others approve it, then it is paid."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.people import check_second_person
from domain.registry import plain_text
from domain.states import Moves


class SettlementState(Labelled):
    """Where a settlement stands (结算单状态), named by what it waits for."""

    DRAFT = "draft", "待复核"
    CHECKED = "checked", "待批准"
    APPROVED = "approved", "待付款"
    PAID = "paid", "已付款"
    WITHDRAWN = "withdrawn", "已撤回"


MOVES = Moves.of(
    {
        SettlementState.DRAFT: {SettlementState.CHECKED, SettlementState.WITHDRAWN},
        SettlementState.CHECKED: {SettlementState.APPROVED, SettlementState.WITHDRAWN},
        SettlementState.APPROVED: {SettlementState.PAID, SettlementState.WITHDRAWN},
    }
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement: so many vouchers of one merchant, and their faces added up."""

    id: int
    merchant_id: int
    merchant: str
    payee: str
    month: str
    vouchers: int
    amount_fen: int
    state: SettlementState
    created_by: int
    created_by_name: str
    created_at: datetime
    checked_by: int | None
    checked_by_name: str | None
    approved_by: int | None
    approved_by_name: str | None
    paid_on: date | None
    payment_ref: str | None

    def hands(self) -> set[int]:
        """Everybody who signed it so far."""
        return {id for id in (self.created_by, self.checked_by, self.approved_by) if id}


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What a merchant has to get (待结算): used vouchers on no settlement yet."""

    merchant_id: int
    merchant: str
    vouchers: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class NewSettlement:
    """All of one merchant's used vouchers of a month (`2026-03`) and before."""

    slip: str
    merchant_id: int
    month: str


def check_draft(paper: NewSettlement, today: date) -> None:
    """A month that has begun; what was used before it is caught up on."""
    if not re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", paper.month):
        raise Invalid("结算月份写成 2026-03 这样。")
    if paper.month > f"{today:%Y-%m}":
        raise Invalid("这个月还没到，不能结算。")


def check_verification(settlement: Settlement, user_id: int) -> None:
    """The first approval (复核): whoever counts the vouchers again did not make the paper."""
    _must_be(settlement, SettlementState.DRAFT)
    check_second_person(settlement.created_by, user_id, "结算单")


def check_approval(settlement: Settlement, user_id: int) -> None:
    """The second approval (批准): neither who made it nor who checked it."""
    _must_be(settlement, SettlementState.CHECKED)
    for hand in settlement.hands():
        check_second_person(hand, user_id, "结算单")


def check_payment(settlement: Settlement, payment_ref: str) -> str:
    """Paid once, with the number of the bank's slip (付款凭证号)."""
    _must_be(settlement, SettlementState.APPROVED)
    return plain_text(payment_ref, "付款凭证号", least=2, most=40)


def check_withdrawal(settlement: Settlement, reason: str) -> str:
    """Until it is paid it may be taken back (撤回), with a reason; its vouchers are free again."""
    no = f"这张结算单{settlement.state.label}，不能撤回。"
    MOVES.check(settlement.state, SettlementState.WITHDRAWN, no)
    return plain_text(reason, "撤回原因", least=2, most=100)


def _must_be(settlement: Settlement, state: SettlementState) -> None:
    if settlement.state is not state:
        raise WrongState(f"这张结算单现在是“{settlement.state.label}”，不是“{state.label}”。")
