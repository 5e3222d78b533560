"""Paying the contractor (拨付): first payment, retention, overrun, audit, and the 30 % rule.

Every comparison multiplies crosswise in whole fen. Percentages and limits are local parameters;
worked examples: docs/rules.md, 维修资金.
"""

from dataclasses import dataclass

from domain.errors import Invalid
from domain.money import yuan


@dataclass(frozen=True, slots=True)
class Payable:
    """A settlement split, in fen: to keep at most, to pay now, really held, to be paid back.

    paid before + `now` + `held` - `refund` is the settlement, always.
    """

    retention: int
    now: int
    held: int
    refund: int


def payable(settled_fen: int, paid_fen: int, retention_bp: int) -> Payable:
    """What is due once the work is settled; the retention (质保金) is rounded down.

    What was paid too early is first missing from the retention, then comes back from the payee.
    """
    retention = settled_fen * retention_bp // 10_000
    return Payable(
        retention,
        now=max(0, settled_fen - retention - paid_fen),
        held=min(retention, max(0, settled_fen - paid_fen)),
        refund=max(0, paid_fen - settled_fen),
    )


def first_limit(approved_fen: int, first_pct: int) -> int:
    """The most a first payment (首期) may be, rounded down."""
    return approved_fen * first_pct // 100


def check_settlement(settled_fen: int, budget_fen: int, overrun_bp: int) -> None:
    """A settlement this far above the voted budget was never voted: the excess is a new project.

    Reaching the limit is too much; a settlement within the budget never is, whatever the limit.
    """
    if settled_fen <= 0:
        raise Invalid("决算金额要大于 0。")
    too_much = settled_fen * 10_000 >= budget_fen * (10_000 + overrun_bp)
    if too_much and settled_fen > budget_fen:
        raise Invalid(
            f"决算 {yuan(settled_fen)}，比表决的预算 {yuan(budget_fen)}多出 "
            f"{yuan(settled_fen - budget_fen)}，到了 {overrun_bp // 100}.{overrun_bp % 100:02d}% "
            "的上限。多出的部分要另立新项目，重新公示、表决和申请，不能并在这里付。"
        )


def needs_audit(settled_fen: int, threshold_fen: int) -> bool:
    """A settlement is audited (审价) unless it stays within the threshold."""
    return settled_fen > threshold_fen


def net_of_subsidy(settled_fen: int, subsidy_fen: int) -> int:
    """What the owners share among them, once grants and public revenue (补助) are taken off."""
    if subsidy_fen < 0:
        raise Invalid("补助金额不能是负数。")
    if subsidy_fen > settled_fen:
        raise Invalid(f"补助 {yuan(subsidy_fen)}，比要分摊的 {yuan(settled_fen)}还多。请先核对。")
    return settled_fen - subsidy_fen
