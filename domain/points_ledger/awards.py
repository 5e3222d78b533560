"""Awards (登记): what a deed earns, under which caps, and who may approve it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from domain.dates import Bound, check_clock
from domain.errors import Invalid, NotAllowed
from domain.labels import Labelled
from domain.people import check_second_person
from domain.registry import plain_text
from domain.states import Moves

LATE_ENTRY = timedelta(days=31)


class Basis(Labelled):
    """How a rule turns a deed into points (计分方式)."""

    MINUTES = "minutes", "按时长"
    FIXED = "fixed", "按次"
    RANGE = "range", "酌情"


class AwardState(Labelled):
    """An award on its way into the ledger (单子状态)."""

    DRAFT = "draft", "待核准"
    IN_NOTICE = "in_notice", "公示中"
    POSTED = "posted", "已入账"
    WITHDRAWN = "withdrawn", "已撤回"


MOVES = Moves.of(
    {
        AwardState.DRAFT: {AwardState.IN_NOTICE, AwardState.WITHDRAWN},
        AwardState.IN_NOTICE: {AwardState.POSTED, AwardState.WITHDRAWN},
    }
)


@dataclass(frozen=True, slots=True)
class AwardRule:
    """A deed and its points, valid between two days (计分规则).

    MINUTES: `points` per full half hour; FIXED: `points`; RANGE: from `points` to `most`.
    """

    id: int
    code: str
    label: str
    basis: Basis
    points: int
    most: int
    times_a_month: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a resident already has, posted or on its way, when an award is weighed (points)."""

    balance: int
    waiting: int
    that_day: int
    that_month: int
    times_that_month: int


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps in force (上限), from the parameters, in points."""

    day: int
    month: int
    balance: int


@dataclass(frozen=True, slots=True)
class NewAward:
    """An award slip (登记单) for one resident. None is what nobody filled in yet."""

    slip: str
    resident_id: int
    rule_id: int
    earned_on: Annotated[date, Bound("活动日期", "31 天以内、计分规则生效", back=LATE_ENTRY.days)]
    minutes: int | None = 0
    points: int | None = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A stored award. `asked` is what the rule gives, `points` what the caps leave of it."""

    id: int
    resident_id: int
    resident: str
    rule: str
    asked: int
    points: int
    earned_on: date
    note: str
    state: AwardState
    created_by: int
    created_by_name: str
    created_at: datetime
    approved_by_name: str | None
    notice_end: date | None
    batch_id: int | None = None

    def ready(self, today: date) -> bool:
        """Whether its notice (公示) is over: strictly after the last day."""
        return (
            self.state is AwardState.IN_NOTICE
            and self.notice_end is not None
            and today > self.notice_end
        )


HALF_HOUR = 30
MAX_MINUTES = 600  # more than ten hours a day is a mistake (docs/rules.md, 防错)


def points_from_minutes(minutes: int, per_half_hour: int = 5) -> int:
    """Full half hours only: 200 min → 30, 59 → 5, 29 → 0 (docs/rules.md, 计分)."""
    return minutes // HALF_HOUR * per_half_hour


def asked_points(rule: AwardRule, award: NewAward) -> int:
    """What the rule gives before any cap. Raises Invalid when the paper does not fit the rule."""
    if rule.basis is Basis.MINUTES:
        if award.minutes is None:
            raise Invalid("还没填做了多少分钟。填上，或者点一个常用的。")
        if not 0 < award.minutes <= MAX_MINUTES:
            raise Invalid(f"时长要在 1 到 {MAX_MINUTES} 分钟之间。")
        points = points_from_minutes(award.minutes, rule.points)
        if points == 0:
            raise Invalid(f"满半小时才计分，现在是 {award.minutes} 分钟。")
        return points
    if rule.basis is Basis.RANGE:
        if award.points is None:
            raise Invalid(f"还没填给几枚。“{rule.label}”给 {rule.points} 到 {rule.most} 枚。")
        if not rule.points <= award.points <= rule.most:
            raise Invalid(f"“{rule.label}”给 {rule.points} 到 {rule.most} 枚。")
        return award.points
    return rule.points


def granted_points(asked: int, standing: Standing, caps: Caps) -> int:
    """What the caps leave of it: per day, per month, and of the balance (应记与限额后)."""
    room = min(
        caps.day - standing.that_day,
        caps.month - standing.that_month,
        caps.balance - standing.balance - standing.waiting,
    )
    return max(0, min(asked, room))


def check_award(
    award: NewAward, rule: AwardRule, standing: Standing, caps: Caps, today: date
) -> tuple[int, int, str]:
    """(asked, granted, note) of an award that may be stored, or the reason why not."""
    check_clock(award, today)
    if award.earned_on < rule.valid_from or (rule.valid_to and award.earned_on > rule.valid_to):
        raise Invalid(f"“{rule.label}”这条规则在那天还没有或者已经停用。请换一项。")
    if rule.times_a_month is not None and standing.times_that_month >= rule.times_a_month:
        raise Invalid(f"“{rule.label}”每人每月最多记 {rule.times_a_month} 次，本月已经记满。")
    note = plain_text(award.note, "说明", least=2 if rule.basis is Basis.RANGE else 0, most=100)
    asked = asked_points(rule, award)
    granted = granted_points(asked, standing, caps)
    if granted == 0:
        raise Invalid(why_nothing_left(standing, caps))
    return asked, granted, note


def why_nothing_left(standing: Standing, caps: Caps) -> str:
    if standing.that_day >= caps.day:
        return f"这一天已经记满 {caps.day} 枚，不能再记。"
    if standing.that_month >= caps.month:
        return f"这个月已经记满 {caps.month} 枚，不能再记。"
    return f"余额加上待入账的已到上限 {caps.balance:,} 枚，先去兑换再记。"


def check_approval(
    award: Award,
    approver_id: int,
    approver_unit: int | None,
    resident_unit: int | None,
    approver_resident: int | None = None,
) -> None:
    """The second person (第二人核准): not the maker, and nobody for the own household."""
    no = f"这张单子{award.state.label}，不用再核准。"
    MOVES.check(award.state, AwardState.IN_NOTICE, no)
    check_second_person(award.created_by, approver_id, "湾郡币")
    same_home = approver_unit is not None and approver_unit == resident_unit
    if same_home or approver_resident == award.resident_id:
        raise NotAllowed("本人或家人", "核准自己家的湾郡币")


def check_withdrawal(award: Award, user_id: int, may_approve: bool) -> None:
    """Until it is posted, its maker or an approver may take an award back (撤回)."""
    no = f"这张单子{award.state.label}，不能撤回。已入账的要用冲正。"
    MOVES.check(award.state, AwardState.WITHDRAWN, no)
    if award.created_by != user_id and not may_approve:
        raise NotAllowed("别人", "撤回这张单子")
