"""What the authority answers (审核) and what the work cost in the end (决算): the rules of R15, R20."""

from dataclasses import replace
from datetime import date

from domain.asking import Asking
from domain.dates import Event, after
from domain.errors import WrongState
from domain.money import yuan
from domain.registry import plain_text
from domain.repair_fund.money import check_settlement, needs_audit, net_of_subsidy
from domain.repair_fund.payments import SETTLED_IN, Approval, Money, Settlement
from domain.repair_fund.projects import State


def check_approval(paper: Approval, money: Money, asked: Event | None, today: date) -> Approval:
    """The answer as it may be stored: within the budget, later within the settlement (追加)."""
    if money.state is not State.APPLIED and money.state not in SETTLED_IN:
        raise WrongState(f"这个项目现在是“{money.state.label}”，没有在等审核意见。")
    asking = Asking()
    asking.must(paper.amount_fen > 0, "审核通过的金额要大于 0。")
    asking.ask(after, paper, "approved_on", today, asked)
    before, budget, settled = money.approved_fen or 0, money.budget_fen or 0, money.settled_fen or 0
    if money.state is State.APPLIED:
        asking.must(
            paper.amount_fen <= budget,
            f"审核金额 {yuan(paper.amount_fen)}，比表决的预算 {yuan(budget)}还多。请核对文件。",
        )
    if money.state is not State.APPLIED:
        short = settled - before
        if short <= 0:
            raise WrongState("决算没有超过审核通过的金额，不用追加。")
        asking.must(paper.amount_fen <= short, f"只差 {yuan(short)}，追加的不能比这还多。")
    number = asking.ask(plain_text, paper.filing_no, "备案号", least=2, most=60)
    asking.done()
    return replace(paper, filing_no=number)


def check_settled(
    paper: Settlement, money: Money, overrun_bp: int, audit_threshold_fen: int
) -> Settlement:
    """The settlement as it may be stored: audited if large, not far above what was voted."""
    asking = Asking()
    asking.ask(check_settlement, paper.settled_fen, money.budget_fen or 0, overrun_bp)
    asking.must(
        paper.audited or not needs_audit(paper.settled_fen, audit_threshold_fen),
        f"决算 {yuan(paper.settled_fen)}，超过 {yuan(audit_threshold_fen)}，要有审价报告才能登记。",
    )
    asking.ask(net_of_subsidy, paper.settled_fen, paper.subsidy_fen)
    left, used = paper.settled_fen - money.paid_fen, money.subsidy_used_fen
    asking.must(
        used - max(0, -left) <= paper.subsidy_fen <= used + max(0, left),
        f"补助已经付出 {yuan(used)}，剩下要付的{'没有' if left <= 0 else f'是 {yuan(left)}'}，"
        f"补助 {yuan(paper.subsidy_fen)} 排不进去。请核对补助金额。",
    )
    note = asking.ask(plain_text, paper.note, "说明", least=0, most=200)
    asking.done()
    return replace(paper, note=note)
