"""A ballot (表决) as it stands: its terms, how far it is, and whom it still waits for."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.areas import area
from domain.dates import Bound
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.registry import plain_text
from domain.repair_fund.projects import State
from domain.repair_fund.votes import Measure, Result, Tally, Threshold, VoteRule, measures, result

YEAR = 366  # days


class Channel(Labelled):
    """How the answers come in (表决方式)."""

    PAPER = "paper", "纸质表决票"
    MEETING = "meeting_signature", "现场签名"
    EVOTE = "wuhan_evote", "市电子投票"


class Matter(Labelled):
    """What is voted on (表决事项)."""

    USE = "use_fund", "使用维修资金"
    RAISE = "raise_fund", "筹集维修资金"


class Answer(Labelled):
    """What an owner's papers add up to (业主的意见)."""

    YES = "yes", "同意"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"
    CONFLICT = "conflict", "意见不一"


@dataclass(frozen=True, slots=True)
class Opening:
    """The terms of a ballot as filled in (R06)."""

    slip: str
    project_id: int
    matter: Matter
    channel: Channel
    opens_on: Annotated[date, Bound("表决开始的日期", "今天", "90 天以内", back=0, ahead=90)]
    closes_on: Annotated[
        date,
        Bound("表决截止的日期", "表决开始，加最少天数", "表决开始，加最多天数", back=0, ahead=YEAR),
    ]
    include_parking: bool = False
    basis_text: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot with its tally. Areas in 0.01 m²; `counted` once a sheet is signed."""

    id: int
    project_id: int
    estate_id: int
    plan_id: int
    rule_version: str
    matter: Matter
    channel: Channel
    opens_on: date
    closes_on: date
    include_parking: bool
    basis_text: str
    area_centi: int
    heads: int
    area_in: int
    heads_in: int
    area_yes: int
    heads_yes: int
    conflicts: int
    state: State
    counted: bool
    totals_on: date | None

    @property
    def tally(self) -> Tally:
        return Tally(
            self.area_centi, self.heads, self.area_in, self.heads_in, self.area_yes, self.heads_yes
        )

    @property
    def running(self) -> bool:
        """Papers may still be corrected; new ones also need the window."""
        return self.state is State.VOTING and not self.counted

    @property
    def outstanding(self) -> int:
        """Owners not heard yet; those in conflict have spoken, only not clearly."""
        return self.heads - self.heads_in - self.conflicts

    def takes_papers(self, today: date) -> bool:
        """Whether an answer given today still counts, and is known owner by owner."""
        in_time = self.opens_on <= today <= self.closes_on
        return self.running and self.channel is not Channel.EVOTE and in_time

    def may_be_counted(self, today: date) -> bool:
        """The window is closed, or everybody has spoken. An export counts once voting was over."""
        if self.heads_in == self.heads:
            return True
        if self.channel is Channel.EVOTE:
            return self.totals_on is not None and self.totals_on > self.closes_on
        return today > self.closes_on


@dataclass(frozen=True, slots=True)
class Standing:
    """A ballot held against its rule: four measures, and the verdict of the inequalities."""

    rule: VoteRule
    measures: tuple[Measure, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Place:
    """A stairwell of the scope, or what of a building lies in none; who is missing there.

    `missing` is None where so many vote that nobody counted them stairwell by stairwell.
    """

    building_id: int
    stairwell_id: int | None
    building: str
    stairwell: int | None
    missing: int | None

    @property
    def part(self) -> str:
        return f"{self.stairwell}单元" if self.stairwell else "其他"

    @property
    def name(self) -> str:
        return f"{self.building}栋{self.part}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit on the floor grid: its own paper, its owner's answer, the owner's other units."""

    unit_id: int
    code: str
    floor: int
    room: str
    area_centi: int
    owner_group_id: int
    paper_id: int | None
    choice: Answer | None
    valid: bool | None
    answer: Answer | None
    units: int
    others: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An owner whose papers disagree, with what each of them says."""

    owner_group_id: int
    area_centi: int
    papers: str


@dataclass(frozen=True, slots=True)
class Closer:
    """One owner of the fewest who could close the vote, by a paper or by his written word."""

    owner_group_id: int
    area_centi: int
    rooms: str
    in_conflict: bool


def standing(rule: VoteRule, tally: Tally) -> Standing:
    """Raises EmptyScope."""
    return Standing(rule, tuple(measures(rule, tally)), result(rule, tally))


def verdict(standing: Standing, *, final: bool = False) -> str:
    """The verdict as a sentence: by the inequalities, with what is missing."""
    if standing.result is Result.PASS:
        return "表决通过了。" if final else "按现在收到的票，能通过。"
    step = Threshold.TAKE_PART if standing.result is Result.NO_QUORUM else Threshold.APPROVE
    short = [m for m in standing.measures if not m.met and m.step is step]
    missing = "、".join(missing_words(m) for m in reversed(short))
    if final:
        reason = "参与的业主不够" if step is Threshold.TAKE_PART else "同意的不够"
        return f"表决没有通过：{reason}，差 {missing}。"
    return f"{step.label}还不够，还差 {missing}。"


def missing_words(measure: Measure) -> str:
    """860.00 m², or 12 人."""
    return area(measure.missing) if measure.is_area else f"{measure.missing:,} 人"


def check_opening(opening: Opening, today: date, least: int, most: int) -> str:
    """The window, and the basis text as it may be stored when parking counts. Raises Invalid."""
    if opening.opens_on < today:
        raise Invalid(
            f"表决开始的日期写的是{short_day(opening.opens_on, today)}，已经过去，"
            f"今天是{short_day(today, today)}。最早从今天开始。"
        )
    days = (opening.closes_on - opening.opens_on).days
    if not least <= days <= most:
        raise Invalid(f"表决要开 {least} 到 {most} 天，开始当天不算，现在是 {days} 天。")
    if not opening.include_parking:
        return ""
    return plain_text(opening.basis_text, "车位计入表决的书面依据", least=4, most=200)


def must_take_papers(ballot: Ballot, today: date) -> None:
    """Raises WrongState saying why no new paper can be recorded now."""
    must_be_running(ballot)
    if ballot.channel is Channel.EVOTE:
        raise WrongState("这次是市电子投票，不登记纸票。请登记系统导出的合计。")
    if today < ballot.opens_on:
        raise WrongState(f"表决从 {ballot.opens_on.isoformat()} 开始，现在还不收票。")
    if today > ballot.closes_on:
        raise WrongState(f"表决已在 {ballot.closes_on.isoformat()} 截止，不再收新票。")


def must_name_owners(ballot: Ballot) -> None:
    """Raises WrongState where single answers are not known: not recorded here is not unheard."""
    if ballot.channel is Channel.EVOTE:
        raise WrongState("这次是市电子投票，这里只有合计，不知道哪一户投了没有。请到市系统里看。")


def must_be_running(ballot: Ballot) -> None:
    """Raises WrongState once the vote is over or its sheet is signed."""
    if ballot.state is not State.VOTING:
        raise WrongState(f"这个项目现在是“{ballot.state.label}”，表决已经办完，票不能再动。")
    if ballot.counted:
        raise WrongState("计票表已经有人签字，票不能再动。要改票，先撤回计票表。")
