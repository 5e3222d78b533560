"""Planning meetings (排会议): a new one, put right before it begins, and called off (取消)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.days import moment
from domain.errors import Invalid, WrongState
from domain.meeting_agenda.meetings import MOVES, Category, Kind, Meeting, MeetingState
from domain.registry import plain_text

AHEAD = timedelta(days=366)
LEAST, MOST, MOST_INVITED = 10, 600, 5_000


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """When and where a meeting is, for how many minutes, who leads it, how many are to come."""

    title: str
    starts_at: datetime
    minutes: int
    place: str
    chair: str
    invited: int


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting as it is planned; `estate_id` and `category` of a special one (专项会议)."""

    slip: str
    kind: Kind
    facts: MeetingFacts
    estate_id: int | None = None
    category: Category | None = None
    parent_kind: Kind | None = None  # of a special one, whose rule it follows; joint unless told


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A planned meeting put right, beside what stood on the form before (改会议)."""

    slip: str
    meeting_id: int
    was: MeetingFacts
    now: MeetingFacts


def facts_of(meeting: Meeting) -> MeetingFacts:
    """What the form of a change begins with."""
    return MeetingFacts(
        meeting.title, meeting.starts_at, meeting.minutes, meeting.place, meeting.chair,
        meeting.invited,
    )  # fmt: skip


def words(today: date) -> dict[str, tuple[str, Says]]:
    """How a change of a meeting is said."""
    return {
        "title": ("会议名称", quoted),
        "starts_at": ("时间", lambda at: f" {moment(at, today)} "),
        "minutes": ("开多久", counted("分钟")),
        "place": ("地点", quoted),
        "chair": ("主持", quoted),
        "invited": ("应到", counted("人")),
    }


def check_meeting(facts: MeetingFacts, now: datetime) -> MeetingFacts:
    """As it is stored. Raises Invalid with everything that cannot be."""
    asking = Asking()
    title = asking.ask(plain_text, facts.title, "会议名称", least=4, most=40)
    place = asking.ask(plain_text, facts.place, "地点", least=2, most=30)
    chair = asking.ask(plain_text, facts.chair, "主持", least=1, most=20)
    asking.must(facts.starts_at > now, "开会时间已经过了，写一个以后的时间。")
    asking.must(facts.starts_at <= now + AHEAD, "开会时间太远了，最远排到一年以后。")
    asking.must(LEAST <= facts.minutes <= MOST, f"开多久要在 {LEAST} 到 {MOST} 分钟之间。")
    asking.must(0 < facts.invited <= MOST_INVITED, f"应到要在 1 到 {MOST_INVITED:,} 人之间。")
    asking.done()
    return replace(facts, title=title, place=place, chair=chair)


def check_bonds(paper: NewMeeting) -> None:
    """A special meeting says what it is about; only such a one belongs to one estate."""
    special = paper.kind is Kind.SPECIAL
    if special and paper.category is None:
        raise Invalid("专项会议要选议什么：电梯、渗水、停车……")
    if not special and (paper.category is not None or paper.estate_id is not None):
        raise Invalid(f"{paper.kind.label}是全社区的会，不选小区和议什么。")
    if paper.parent_kind not in ((None, Kind.JOINT, Kind.COUNCIL) if special else (None,)):
        raise Invalid("专项会议跟着联席会或议事会的规则，别的会议有自己的规则。")


def check_change(
    meeting: Meeting, to: MeetingFacts, now: datetime, votes: int, notice_days: int
) -> None:
    """Still planned and not begun; what is to be voted on stays announced long enough (公示).

    Raises WrongState.
    """
    if meeting.state is not MeetingState.PLANNED or meeting.opened or meeting.starts_at <= now:
        raise WrongState(f"“{meeting.title}”已经开始或者记过了，不能再改。")
    if to.starts_at.year != meeting.year:
        raise WrongState(f"编号按年排，{meeting.year} 年的会不能改到别的年。取消这次，另排一次。")
    days = (to.starts_at.date() - now.date()).days
    if votes and to.starts_at < meeting.starts_at and days < notice_days:
        raise WrongState(
            f"议程里有 {votes} 项要表决，表决的议题要在会前 {notice_days} 天公布，不能提前到 {days} 天后。"
        )


def check_calling_off(meeting: Meeting, now: datetime) -> None:
    """Before it begins; afterwards it is said that it was not held (没开成). Raises WrongState."""
    no = f"“{meeting.title}”已经记为“{meeting.state.label}”，不用取消。"
    MOVES.check(meeting.state, MeetingState.CANCELLED, no)
    if meeting.opened or meeting.starts_at <= now:
        raise WrongState(f"“{meeting.title}”开会时间已经到了。没开成的，在“待补记录”里记为没开成。")
