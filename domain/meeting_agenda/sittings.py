"""A meeting as it is held (开会): opened, item by item, and closed with nothing left open (散会)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.meeting_agenda.meetings import Kind, Meeting, MeetingState
from domain.states import Moves

NAMED = 3  # of what is still open, in a refusal; the rest is counted
MOST_PEOPLE = 50_000


@dataclass(frozen=True, slots=True)
class Opening:
    """A meeting is opened (开会签到); how many may come and came, where nobody is on a list."""

    slip: str
    meeting_id: int
    eligible: int | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting that was opened; the three figures are those of its close."""

    meeting_id: int
    opened_at: datetime
    opened_by: str
    eligible: int | None
    counted: int | None
    closed_at: datetime | None
    closed_by: str | None
    members: int | None
    present: int | None
    quorum_met: bool | None


@dataclass(frozen=True, slots=True)
class ItemTurn:
    """When an item was really talked about (用了多久)."""

    item_id: int
    begun_at: datetime
    ended_at: datetime | None

    def minutes(self, now: datetime) -> int:
        """Whole minutes used so far."""
        return int(((self.ended_at or now) - self.begun_at).total_seconds() // 60)


class MinutesState(Labelled):
    DRAFT = "draft", "草稿"
    REVIEWED = "reviewed", "已审核"
    SIGNED = "signed", "已签发"
    PUBLISHED = "published", "已公开"


MINUTES_MOVES = Moves.of(
    {
        MinutesState.DRAFT: {MinutesState.REVIEWED},
        MinutesState.REVIEWED: {MinutesState.SIGNED, MinutesState.DRAFT},
        MinutesState.SIGNED: {MinutesState.PUBLISHED},
    }
)
FINAL = frozenset({MinutesState.SIGNED, MinutesState.PUBLISHED})


def number_words(year: int, number: int) -> str:
    """〔2026〕第 7 号: the number minutes bear, in the brackets of official papers (发文字号)."""
    return f"〔{year}〕第 {number} 号"


def check_opening(meeting: Meeting, paper: Opening, opened: bool, now: datetime) -> None:
    """On its day or later, once. Raises WrongState, and Invalid for figures that cannot be."""
    if meeting.state is not MeetingState.PLANNED:
        raise WrongState(f"“{meeting.title}”已经记为“{meeting.state.label}”，不能再开。")
    if opened:
        raise WrongState(f"“{meeting.title}”已经开始签到了，接着记就行。")
    if now.date() < meeting.starts_at.date():
        raise WrongState(f"“{meeting.title}”还没到开会那天，当天再开始签到。")
    if meeting.kind is not Kind.RESIDENTS_ASSEMBLY:
        if paper.eligible is not None or paper.counted is not None:
            raise Invalid(f"{meeting.kind.label}按名单签到，不填人数。")
        return
    if paper.eligible is None or paper.counted is None:
        raise Invalid("居民会议要填有权参加的人数和实到人数。")
    if not 0 <= paper.counted <= paper.eligible <= MOST_PEOPLE or not paper.eligible:
        raise Invalid("实到人数不能比有权参加的人多，请核对。")


def check_live(meeting: Meeting, sitting: Sitting | None, minutes: MinutesState | None) -> None:
    """Whether something of a meeting may be written down: from its opening until it is signed.

    Raises WrongState.
    """
    if sitting is None:
        raise WrongState(f"“{meeting.title}”还没有开始签到，先点“开会”。")
    if meeting.state is MeetingState.CANCELLED:
        raise WrongState(f"“{meeting.title}”没有开成，不能再记。")
    if minutes in FINAL:
        raise WrongState(f"“{meeting.title}”的纪要已经签发，不能再改。写错的，发一份更正。")


def check_running(meeting: Meeting, sitting: Sitting | None) -> None:
    """Whether a meeting goes on at this moment. Raises WrongState."""
    if sitting is None:
        raise WrongState(f"“{meeting.title}”还没有开始签到，先点“开会”。")
    if sitting.closed_at is not None:
        raise WrongState(f"“{meeting.title}”已经散会了。")


def check_close(meeting: Meeting, sitting: Sitting | None, left: Sequence[str]) -> None:
    """Each item has a decision, a note or is carried over (顺延). Raises WrongState naming them."""
    check_running(meeting, sitting)
    if left:
        named = "、".join(f"“{title}”" for title in left[:NAMED])
        more = f"等 {len(left)} 项" if len(left) > NAMED else ""
        raise WrongState(f"{named}{more}还没有结果。记下决定，或者顺延到下次，再散会。")
