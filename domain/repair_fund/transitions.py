"""The state machine (办理流程): every step there is, who takes it, and what it still lacks.

`fund_transitions` in the file holds the same table; a test compares the two. docs/rules.md,
维修资金怎么一步一步办.
"""

from dataclasses import dataclass, field
from datetime import date

from domain.errors import WrongState
from domain.labels import Labelled
from domain.people import Permission
from domain.repair_fund.eligibility import LiftClass, Route
from domain.repair_fund.files import FileKind
from domain.repair_fund.notices import Notice, NoticeKind, days_left, objections_open
from domain.repair_fund.projects import FINISHED, Category, State
from domain.states import Moves


class Todo(Labelled):
    """What a person can do about something missing: the button beside it."""

    SURVEY = "survey", "登记查勘"
    QUOTE = "quote", "加报价"
    SCOPE = "scope", "定范围"
    PLAN = "plan", "写方案"
    MEETING = "meeting", "去排议程"
    NOTICE = "notice", "登记公示"
    ANSWER = "answer", "答复异议"
    BALLOT = "ballot", "定表决办法"
    COUNT = "count", "去计票"
    EMERGENCY = "emergency", "登记紧急认定"
    FILE = "file", "传资料"
    APPROVAL = "approval", "登记审核意见"
    PAYMENT = "payment", "登记拨付"
    APPROVE = "approve", "去核准"
    START = "start", "登记开工"
    ACCEPT = "accept", "登记验收"
    SETTLE = "settle", "登记决算"
    WARRANTY = "warranty", "登记质保期"
    WAIT = "wait", "等一等"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a step still lacks, and what to do about it."""

    words: str
    todo: Todo
    file: FileKind | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one state to another. A step with `by` is taken when that thing is done."""

    rule: str
    origin: State
    to: State
    verb: str
    needs: Permission
    by: Todo | None = None
    two_people: bool = False
    files: tuple[FileKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a step may ask about a project, read in one moment. Money in fen."""

    state: State
    before_suspension: State | None
    today: date
    category: Category
    for_committee: bool  # the 居委会 is the applicant
    route: Route | None
    lift_class: LiftClass | None
    plan_version: int
    budget_fen: int
    plan_is_new: bool  # made after the last step
    offers: int
    units: int
    discussed: bool
    notices: dict[NoticeKind, Notice] = field(default_factory=dict)
    files: frozenset[FileKind] = frozenset()
    ballot_closed: bool = False
    approved_fen: int = 0
    settled_fen: int = 0
    held_fen: int = 0
    refund_due_fen: int = 0
    payment_waits: bool = False  # recorded, neither approved nor sent back
    warranty_end: date | None = None


S, P, F = State, Permission, FileKind
_GO, _PLAN, _PAY = P.ADVANCE_PROJECT, P.PLAN_REPAIR, P.RECORD_PAYMENT
STEPS: tuple[Transition, ...] = (
    Transition("R01", S.DRAFT, S.PROPOSED, "提出", P.REGISTER_PROPOSAL),
    Transition("R02", S.PROPOSED, S.SURVEYED, "登记查勘", _GO, Todo.SURVEY),
    Transition("R03", S.SURVEYED, S.PLANNED, "定下方案", _GO),
    Transition("R04", S.PLANNED, S.DELIBERATED, "记下会议议过", _GO),
    Transition("R05", S.DELIBERATED, S.PLAN_NOTICE, "张贴方案公示", _GO, Todo.NOTICE),
    Transition("R06", S.PLAN_NOTICE, S.VOTING, "开始表决", _GO, Todo.BALLOT, two_people=True),
    Transition("R07", S.VOTING, S.VOTE_PASSED, "计票", P.COUNT_BALLOT, Todo.COUNT, True),
    Transition("R07", S.VOTING, S.VOTE_FAILED, "计票", P.COUNT_BALLOT, Todo.COUNT, True),
    Transition("R08", S.VOTE_FAILED, S.PLANNED, "重新定方案", _GO),
    Transition("R09", S.VOTE_PASSED, S.RESULT_NOTICE, "张贴结果公示", _GO, Todo.NOTICE),
    Transition("R10", S.RESULT_NOTICE, S.APPLIED, "交申请", _GO, files=(F.APPLICATION, F.CONTRACT)),
    Transition("R11", S.SURVEYED, S.EMERGENCY_CONFIRMED, "登记紧急认定", _GO, Todo.EMERGENCY,
               files=(F.PROOF,)),
    Transition("R12", S.EMERGENCY_CONFIRMED, S.APPLIED, "交申请", _GO, files=(F.APPLICATION,)),
    Transition("R14", S.APPLIED, S.RETURNED, "登记退回", _GO),
    Transition("R14", S.RETURNED, S.APPLIED, "补正再交", _GO),
    Transition("R15", S.APPLIED, S.APPROVED, "登记审核意见", _GO, Todo.APPROVAL),
    Transition("R16", S.APPROVED, S.FIRST_PAID, "拨付首期款", _PAY, Todo.PAYMENT, True,
               (F.CONTRACT, F.INVOICE)),
    Transition("R17", S.FIRST_PAID, S.IN_WORKS, "登记开工", _PLAN, Todo.START),
    Transition("R17", S.APPROVED, S.IN_WORKS, "不预付，登记开工", _PLAN, Todo.START),
    Transition("R18", S.IN_WORKS, S.ACCEPTED, "登记验收", _GO, Todo.ACCEPT,
               files=(F.ACCEPTANCE, F.PHOTO_AFTER)),
    Transition("R19", S.IN_WORKS, S.RECTIFYING, "登记整改", _GO, Todo.ACCEPT),
    Transition("R19", S.RECTIFYING, S.IN_WORKS, "登记改好，再验收", _GO),
    Transition("R20", S.ACCEPTED, S.SETTLED, "登记决算", _PAY, Todo.SETTLE),
    Transition("R21", S.SETTLED, S.SETTLE_NOTICE, "张贴决算公示", _GO, Todo.NOTICE),
    Transition("R22", S.SETTLE_NOTICE, S.FINAL_PAID, "拨付尾款", _PAY, Todo.PAYMENT, True,
               (F.INVOICE,)),
    Transition("R23", S.FINAL_PAID, S.IN_WARRANTY, "转入质保期", _GO, Todo.WARRANTY,
               files=(F.WARRANTY,)),
    Transition("R23", S.FINAL_PAID, S.CLOSED, "结案", _GO),
    Transition("R24", S.IN_WARRANTY, S.CLOSED, "结案", _GO, two_people=True),
)  # fmt: skip
MAY_CANCEL = (
    S.DRAFT, S.PROPOSED, S.SURVEYED, S.PLANNED, S.DELIBERATED, S.PLAN_NOTICE, S.VOTING,
    S.VOTE_FAILED, S.VOTE_PASSED, S.RESULT_NOTICE, S.EMERGENCY_CONFIRMED, S.APPLIED, S.RETURNED,
    S.APPROVED,
)  # fmt: skip
# Which notice a state waits for, and which has to be over before the state is left.
RUNNING_NOTICE = {
    S.PLAN_NOTICE: NoticeKind.PLAN,
    S.RESULT_NOTICE: NoticeKind.RESULT,
    S.SETTLE_NOTICE: NoticeKind.SETTLE,
}
NEXT_NOTICE = {
    S.DELIBERATED: NoticeKind.PLAN,
    S.VOTE_PASSED: NoticeKind.RESULT,
    S.SETTLED: NoticeKind.SETTLE,
    S.EMERGENCY_CONFIRMED: NoticeKind.EMERGENCY,
}
MOVES = Moves(
    frozenset((step.origin, step.to) for step in STEPS)
    | frozenset((state, S.CANCELLED) for state in MAY_CANCEL)
    | frozenset((state, S.SUSPENDED) for state in S if state not in (*FINISHED, S.SUSPENDED))
)


def steps_from(state: State) -> list[Transition]:
    """The steps the table offers, without suspending and cancelling."""
    return [step for step in STEPS if step.origin is state]


def step_between(origin: State, to: State) -> Transition | None:
    return next((step for step in STEPS if step.origin is origin and step.to is to), None)


def the_step(origin: State, to: State) -> Transition:
    """The step of the table from one state to another. Raises WrongState when there is none."""
    step = step_between(origin, to)
    if step is None:
        raise WrongState(f"“{origin.label}”不能直接变成“{to.label}”。请按步骤办。")
    return step


def blocked_notices(dossier: Dossier) -> list[Missing]:
    """What the notice of the present state still lacks: days, answers."""
    kind = RUNNING_NOTICE.get(dossier.state)
    notice = dossier.notices.get(kind) if kind else None
    if notice is None:
        return []
    waiting = [Missing(words, Todo.WAIT) for words in days_left(notice, dossier.today)]
    return waiting + [Missing(words, Todo.ANSWER) for words in objections_open(notice)]
