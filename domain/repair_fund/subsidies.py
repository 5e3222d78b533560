"""Grants (补助) in what is paid next: used up first, given back by a repayment."""

from domain.repair_fund.payments import Money, Offer, PaymentKind


def usual_subsidy(money: Money, next_one: Offer) -> int:
    """What the form offers: grants are used up first, a repayment gives back what is too much."""
    open_fen = money.subsidy_fen - money.subsidy_used_fen
    if next_one.kind is PaymentKind.REPAYMENT:
        return max(0, -open_fen)
    return max(0, min(next_one.amount_fen, open_fen))
