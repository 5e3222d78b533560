"""A repair project (维修项目): its eight stages, its states, and what proposing one takes."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import plain_text


class Stage(Labelled):
    """The eight stages people see (八步)."""

    PROPOSE = "propose", "提议"
    SURVEY = "survey", "查勘定方案"
    NOTICE = "notice", "公示"
    VOTE = "vote", "表决"
    APPLY = "apply", "申请审核"
    WORKS = "works", "施工"
    SETTLE = "settle", "验收决算"
    CLOSE = "close", "结案"


EMERGENCY_STAGES = (
    Stage.PROPOSE, Stage.SURVEY, Stage.APPLY, Stage.WORKS, Stage.SETTLE, Stage.CLOSE,
)  # fmt: skip


class State(Labelled):
    """The exact state (状态) behind a stage; changed only by a transition."""

    DRAFT = "draft", "草拟"
    PROPOSED = "proposed", "已提出"
    SURVEYED = "surveyed", "已勘查"
    PLANNED = "planned", "方案已定"
    DELIBERATED = "deliberated", "已议"
    PLAN_NOTICE = "plan_notice", "方案公示"
    VOTING = "voting", "表决中"
    VOTE_FAILED = "vote_failed", "表决未通过"
    VOTE_PASSED = "vote_passed", "表决通过"
    RESULT_NOTICE = "result_notice", "结果公示"
    EMERGENCY_CONFIRMED = "emergency_confirmed", "紧急认定"
    APPLIED = "applied", "已申请列支"
    RETURNED = "returned", "退回补正"
    APPROVED = "approved", "审核通过"
    FIRST_PAID = "first_paid", "首期已拨付"
    IN_WORKS = "in_works", "施工中"
    RECTIFYING = "rectifying", "整改中"
    ACCEPTED = "accepted", "验收合格"
    SETTLED = "settled", "决算审价完成"
    SETTLE_NOTICE = "settle_notice", "决算分摊公示"
    FINAL_PAID = "final_paid", "尾款已拨付"
    IN_WARRANTY = "in_warranty", "质保期"
    CLOSED = "closed", "已结案"
    SUSPENDED = "suspended", "中止"
    CANCELLED = "cancelled", "终止"


STAGE_OF: dict[State, Stage] = {
    State.DRAFT: Stage.PROPOSE,
    State.PROPOSED: Stage.PROPOSE,
    State.SURVEYED: Stage.SURVEY,
    State.PLANNED: Stage.SURVEY,
    State.DELIBERATED: Stage.SURVEY,
    State.PLAN_NOTICE: Stage.NOTICE,
    State.VOTING: Stage.VOTE,
    State.VOTE_FAILED: Stage.VOTE,
    State.VOTE_PASSED: Stage.VOTE,
    State.RESULT_NOTICE: Stage.VOTE,
    State.EMERGENCY_CONFIRMED: Stage.APPLY,
    State.APPLIED: Stage.APPLY,
    State.RETURNED: Stage.APPLY,
    State.APPROVED: Stage.APPLY,
    State.FIRST_PAID: Stage.WORKS,
    State.IN_WORKS: Stage.WORKS,
    State.RECTIFYING: Stage.WORKS,
    State.ACCEPTED: Stage.SETTLE,
    State.SETTLED: Stage.SETTLE,
    State.SETTLE_NOTICE: Stage.SETTLE,
    State.FINAL_PAID: Stage.SETTLE,
    State.IN_WARRANTY: Stage.CLOSE,
    State.CLOSED: Stage.CLOSE,
}
FINISHED = (State.CLOSED, State.CANCELLED)
WORK_DONE = (
    State.ACCEPTED,
    State.SETTLED,
    State.SETTLE_NOTICE,
    State.FINAL_PAID,
    State.IN_WARRANTY,
    State.CLOSED,
)


class Category(Labelled):
    """What is to be repaired (维修类别)."""

    LIFT = "lift", "电梯"
    FACADE_LEAK = "facade_leak", "外墙渗水"
    ROOF = "roof", "屋面防水"
    FIRE = "fire", "消防设施"
    PUMP = "pump", "二次供水"
    DRAIN = "drain", "排水"
    OTHER = "other", "其他共用部位"


class ScopeType(Labelled):
    """Cost scope (列支范围): who votes is who pays (民法典 278、283)."""

    ESTATE = "estate", "全小区"
    BUILDING = "building", "整栋"
    UNIT_STACK = "unit_stack", "单元"
    CUSTOM = "custom", "指定范围"


@dataclass(frozen=True, slots=True)
class Project:
    """A repair project. Money in fen; `households` counts those of the cost scope."""

    id: int
    code: str
    title: str
    category: Category
    estate_id: int
    estate: str
    company: str | None
    scope_type: ScopeType
    place: str
    households: int
    state: State
    stage_before: Stage | None
    emergency: bool
    budget_fen: int | None
    approved_fen: int | None
    settled_fen: int | None
    paid_fen: int
    proposed_on: date
    state_since: date

    @property
    def stage(self) -> Stage | None:
        """The visible stage; a suspended project stays at the one it was stopped in."""
        return STAGE_OF.get(self.state, self.stage_before)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The rail of this project: an emergency skips the notice and the vote."""
        return EMERGENCY_STAGES if self.emergency else tuple(Stage)

    @property
    def running(self) -> bool:
        return self.state not in FINISHED

    def lingers(self, today: date, usual: int | None) -> bool:
        """More than twice as long in its state as projects usually stay (比通常久)."""
        waits = self.running and self.state not in (State.SUSPENDED, State.IN_WARRANTY)
        return waits and usual is not None and (today - self.state_since).days > 2 * usual


class Happening(Labelled):
    """What happened to a project (缘由), by which a later date is held."""

    PROPOSED = "proposed", "提议"
    SURVEYED = "surveyed", "查勘"
    PLANNED = "planned", "方案写成"
    TALKED = "talked", "开会议过"
    EMERGENCY = "emergency", "紧急认定"
    VOTED = "voted", "表决结果确认"
    APPLIED = "applied", "申请列支"
    APPROVED = "approved", "审核通过"
    CHARGED = "charged", "首期款核准"
    BEGAN = "began", "开工"
    INSPECTED = "inspected", "上一次验收"
    ACCEPTED = "accepted", "验收合格"
    SETTLED = "settled", "决算登记"
    RAISED = "raised", "续交表决通过"


@dataclass(frozen=True, slots=True)
class Talk:
    """A meeting with the project on its agenda; `confirmed` when it stands in its minutes."""

    at: datetime
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One transition of a project's history (办理记录)."""

    to_state: State
    happened_on: date
    note: str
    by: str
    second: str | None


@dataclass(frozen=True, slots=True)
class StageMoney:
    """A stage with its projects and money in fen: what was voted, approved and paid."""

    stage: Stage
    projects: int
    budget_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair proposal (使用建议) as filled in: R01 of the state machine."""

    slip: str
    estate_id: int
    category: Category
    scope_type: ScopeType
    building_id: int | None
    stairwell: int | None
    title: str
    need: str


def check_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it may be stored. The scope decides later who votes and pays."""
    placeless = proposal.scope_type in (ScopeType.ESTATE, ScopeType.CUSTOM)
    if not placeless and proposal.building_id is None:
        raise Invalid("还没选楼栋。哪一栋要修？")
    if proposal.scope_type is ScopeType.UNIT_STACK and proposal.stairwell is None:
        raise Invalid("还没选单元。电梯和楼道的事，按单元算。")
    return Proposal(
        proposal.slip,
        proposal.estate_id,
        proposal.category,
        proposal.scope_type,
        None if placeless else proposal.building_id,
        proposal.stairwell if proposal.scope_type is ScopeType.UNIT_STACK else None,
        plain_text(proposal.title, "修什么", least=4, most=40),
        plain_text(proposal.need, "情况说明", least=5, most=300),
    )
