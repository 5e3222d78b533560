"""Guards (前置条件): what a step still lacks, as sentences with the thing to do about each.

The same answer is shown on the screen and asked again inside the gate. docs/rules.md,
维修资金怎么一步一步办.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from domain.days import short_day
from domain.errors import WrongState
from domain.money import yuan
from domain.repair_fund.eligibility import LiftClass, Route
from domain.repair_fund.files import FileKind
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.plans import OFFERS_WANTED
from domain.repair_fund.projects import Category, State
from domain.repair_fund.transitions import (
    Dossier,
    Missing,
    Todo,
    Transition,
    blocked_notices,
    steps_from,
)

Guard = Callable[[Dossier], Iterator[Missing]]


def missing(step: Transition, dossier: Dossier) -> list[Missing]:
    """Everything the step lacks; empty when it may be taken."""
    lacks = [Missing(f"还没传“{kind.label}”。", Todo.FILE, kind)
             for kind in step.files if kind not in dossier.files]  # fmt: skip
    guard = GUARDS.get((step.origin, step.to))
    return [
        *_waiting_payment(dossier),
        *(guard(dossier) if guard else ()),
        *blocked_notices(dossier),
        *lacks,
    ]


def must_be_ready(step: Transition, dossier: Dossier) -> None:
    """Raises WrongState with everything that is missing."""
    if lacks := missing(step, dossier):
        raise WrongState(f"还不能“{step.verb}”：" + "".join(lack.words for lack in lacks))


def offered(dossier: Dossier) -> list[Transition]:
    """The steps that make sense for this project: one route, one way into the works."""
    return [step for step in steps_from(dossier.state) if _fits(step, dossier)]


def _fits(step: Transition, dossier: Dossier) -> bool:
    if dossier.state is State.SURVEYED:
        return (step.to is State.EMERGENCY_CONFIRMED) == (dossier.route is Route.EMERGENCY)
    if dossier.state is State.FINAL_PAID:
        return (step.to is State.IN_WARRANTY) == (dossier.held_fen > 0)
    return True


def _waiting_payment(d: Dossier) -> Iterator[Missing]:
    """A payment is approved in the state it was recorded in, so the project stays there."""
    if d.payment_waits:
        words = "有一笔拨付等核准。核准或者退回以后，再办下一步。"
        yield Missing(words, Todo.APPROVE)


def _plan(d: Dossier) -> Iterator[Missing]:
    if d.units == 0:
        yield Missing("列支范围里一户也没有。", Todo.SCOPE)
    if d.plan_version == 0 and d.offers < OFFERS_WANTED:
        yield Missing(f"有 {d.offers} 家报价，要 {OFFERS_WANTED} 家比选。", Todo.QUOTE)
    if d.plan_version == 0 or d.budget_fen == 0:
        yield Missing("还没写方案和预算。", Todo.PLAN)


def _new_plan(d: Dossier) -> Iterator[Missing]:
    if not d.plan_is_new:
        yield Missing("表决没过的方案不能再用，要写新的一版。", Todo.PLAN)


def _discussed(d: Dossier) -> Iterator[Missing]:
    if not d.discussed:
        yield Missing("还没有会议议过这一版方案。", Todo.MEETING)
        if FileKind.MINUTES not in d.files:
            yield Missing("会议纪要还没定。定了以后，或者传上签字的纪要，再办。", Todo.FILE,
                          FileKind.MINUTES)  # fmt: skip


def _application(d: Dossier) -> Iterator[Missing]:
    if d.for_committee and FileKind.AUTHORITY not in d.files:
        yield Missing("居委会代为申请，要有街道证明或业主委托书。", Todo.FILE, FileKind.AUTHORITY)


def _emergency(d: Dossier) -> Iterator[Missing]:
    if d.units == 0:
        yield Missing("列支范围里一户也没有。", Todo.SCOPE)


def _emergency_notice(d: Dossier) -> Iterator[Missing]:
    if NoticeKind.EMERGENCY not in d.notices:
        yield Missing("紧急使用也要公示，先张贴出来。", Todo.NOTICE)
    yield from _application(d)


def _works(d: Dossier) -> Iterator[Missing]:
    if d.category is Category.LIFT and FileKind.LIFT_NOTICE not in d.files:
        words = "电梯开工前要书面告知特种设备监管部门，还没传告知书。"
        yield Missing(words, Todo.FILE, FileKind.LIFT_NOTICE)


def _unpaid_works(d: Dossier) -> Iterator[Missing]:
    if FileKind.CONTRACT not in d.files:
        yield Missing("还没传“施工合同”。", Todo.FILE, FileKind.CONTRACT)
    yield from _works(d)


def _acceptance(d: Dossier) -> Iterator[Missing]:
    if d.lift_class is LiftClass.MAJOR and FileKind.SUPERVISION not in d.files:
        words = "电梯大修要监督检验合格才能验收，还没传检验报告。"
        yield Missing(words, Todo.FILE, FileKind.SUPERVISION)


def _final(d: Dossier) -> Iterator[Missing]:
    if d.settled_fen > d.approved_fen:
        more = yuan(d.settled_fen - d.approved_fen)
        yield Missing(f"决算比审核通过的多 {more}，要先补审核。", Todo.APPROVAL)
    if d.refund_due_fen:
        words = f"施工单位要先退回 {yuan(d.refund_due_fen)}。"
        yield Missing(words, Todo.PAYMENT)


def _closing(d: Dossier) -> Iterator[Missing]:
    if d.warranty_end is None:
        yield Missing("还没登记质保期到哪一天。", Todo.WARRANTY)
    elif d.today <= d.warranty_end:
        after = short_day(d.warranty_end + timedelta(days=1), d.today)
        yield Missing(f"质保期没满，{after}起才能结案。", Todo.WAIT)
    if d.held_fen:
        yield Missing(f"质保金 {yuan(d.held_fen)} 还没付。", Todo.PAYMENT)


GUARDS: dict[tuple[State, State], Guard] = {
    (State.SURVEYED, State.PLANNED): _plan,
    (State.VOTE_FAILED, State.PLANNED): _new_plan,
    (State.PLANNED, State.DELIBERATED): _discussed,
    (State.RESULT_NOTICE, State.APPLIED): _application,
    (State.SURVEYED, State.EMERGENCY_CONFIRMED): _emergency,
    (State.EMERGENCY_CONFIRMED, State.APPLIED): _emergency_notice,
    (State.FIRST_PAID, State.IN_WORKS): _works,
    (State.APPROVED, State.IN_WORKS): _unpaid_works,
    (State.IN_WORKS, State.ACCEPTED): _acceptance,
    (State.SETTLE_NOTICE, State.FINAL_PAID): _final,
    (State.IN_WARRANTY, State.CLOSED): _closing,
}
