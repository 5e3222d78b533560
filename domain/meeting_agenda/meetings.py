"""Meeting agenda (议事议程): 定期联席会, 金花议事会, and what is on their agenda."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.asking import Asking
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.registry import plain_text
from domain.states import Moves


class Kind(Labelled):
    """Which meeting (会议类别). None of them replaces an owners' vote (docs/rules.md, 会议)."""

    JOINT = "joint", "定期联席会"
    COUNCIL = "council", "金花议事会"
    SPECIAL = "special", "专项会议"
    OWNER_REPS = "owner_reps", "业主代表会议"
    RESIDENT_REPS = "resident_reps", "居民代表会议"
    RESIDENTS_ASSEMBLY = "residents_assembly", "居民会议"


class ItemType(Labelled):
    """What is wanted of an item (议题类型)."""

    REPORT = "report", "通报"
    CONSULT = "consult", "协商"
    VOTE = "vote", "表决"
    FEEDBACK = "feedback", "听取反馈"


class MeetingState(Labelled):
    PLANNED = "planned", "待召开"
    HELD = "held", "已召开"
    CONFIRMED = "confirmed", "纪要已定"
    CANCELLED = "cancelled", "已取消"


MOVES = Moves.of(
    {
        MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED},
        MeetingState.HELD: {MeetingState.CONFIRMED},
    }
)


class Category(Labelled):
    """The five public problems named in the article, and the rest (议题领域)."""

    LIFT = "lift", "电梯维修"
    FACADE_LEAK = "facade_leak", "外墙渗水"
    PARKING = "parking", "停车难"
    FLY_WIRE = "fly_wire", "飞线充电"
    STREET = "street", "占道经营"
    OTHER = "other", "其他"


class Listed(Labelled):
    """Where a meeting is found (在哪张单子上): in exactly one list, at every moment."""

    COMING = "coming", "下次会议"
    OVERDUE = "overdue", "待补记录"
    PAST = "past", "往次会议"
    CALLED_OFF = "called_off", "没开成"


STANDING_ITEM = "上次议定事项落实情况"  # the first item of every meeting (议程第一项)


@dataclass(frozen=True, slots=True)
class Meeting:
    id: int
    kind: Kind
    number: int
    year: int
    title: str
    starts_at: datetime
    minutes: int
    place: str
    chair: str
    state: MeetingState
    estate: str | None
    category: Category | None
    invited: int
    items: int
    agenda_minutes: int
    opened: bool = False  # the sign-in has begun (开会), and it is not closed yet
    parent_kind: Kind | None = None  # of a special one, whose rule it follows

    @property
    def rule_kind(self) -> Kind:
        """By whose rule it decides: a special one by its parent's, joint unless told."""
        return self.kind if self.kind is not Kind.SPECIAL else self.parent_kind or Kind.JOINT

    @property
    def ends_at(self) -> datetime:
        """When the meeting is due to end: its allotted length, in minutes, after the start."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def listed(self, now: datetime) -> Listed:
        """Planned ones stay coming until they are due to end, then wait for their record.

        One that was opened goes on until it is closed, however late it gets.
        """
        if self.state is MeetingState.CANCELLED:
            return Listed.CALLED_OFF
        if self.state is not MeetingState.PLANNED:
            return Listed.PAST
        return Listed.COMING if self.opened or self.ends_at >= now else Listed.OVERDUE

    @property
    def over_minutes(self) -> int:
        """How many minutes the agenda overruns the meeting; 0 when it fits."""
        return max(0, self.agenda_minutes - self.minutes)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item; when it begins follows from the order and the minutes before it (`timetable`)."""

    id: int
    position: int
    item_type: ItemType
    title: str
    reporter: str
    minutes: int
    category: Category | None
    project_id: int | None
    project: str | None
    added_by: str | None
    confidential: bool = False  # never in the public minutes (不公开)


@dataclass(frozen=True, slots=True)
class NewAgendaItem:
    """An agenda item as filled in; it goes to the end of the agenda."""

    slip: str
    meeting_id: int
    item_type: ItemType
    title: str
    reporter: str
    minutes: int
    category: Category | None = None
    project_id: int | None = None
    confidential: bool = False
    about: str | None = (
        None  # the kind of another thing it is about (db/subjects.py), and its number
    )
    about_id: int | None = None


MAX_ITEMS = 30
MAX_ITEM_MINUTES = 120


def check_agenda_item(
    item: NewAgendaItem, meeting: Meeting, now: datetime, notice_days: int = 0
) -> NewAgendaItem:
    """The item as it may be stored.

    Raises WrongState when the meeting has begun, or when a vote could no longer be announced the
    required days before (未公示的议题不得表决); Invalid for the fields.
    """
    if meeting.state is not MeetingState.PLANNED or meeting.starts_at <= now:
        now_is = "已经开始" if meeting.state is MeetingState.PLANNED else meeting.state.label
        raise WrongState(f"“{meeting.title}”{now_is}，不能再加议题。请加到下一次会议。")
    days = (meeting.starts_at.date() - now.date()).days
    if item.item_type is ItemType.VOTE and days < notice_days:
        raise WrongState(
            f"表决的议题要在会前 {notice_days} 天公布，离开会只有 {days} 天了。"
            "可以先协商，或者加到下一次会议再表决。"
        )
    if meeting.items >= MAX_ITEMS:
        raise Invalid(f"这次会议已有 {meeting.items} 个议题，够多了。请加到下一次会议。")
    asking = Asking()
    title = asking.ask(plain_text, item.title, "议题", least=4, most=60)
    reporter = asking.ask(plain_text, item.reporter, "汇报人", most=20)
    asking.must(
        1 <= item.minutes <= MAX_ITEM_MINUTES, f"时长要在 1 到 {MAX_ITEM_MINUTES} 分钟之间。"
    )
    asking.done()
    return replace(item, title=title, reporter=reporter)


def check_closing(meeting: Meeting, to: MeetingState, now: datetime) -> None:
    """Whether it can be said that a meeting was held, or was not: planned, and its time has come.

    Raises WrongState.
    """
    no = f"“{meeting.title}”已经记为“{meeting.state.label}”，不用再记。"
    MOVES.check(meeting.state, to, no)
    if meeting.opened and to is MeetingState.HELD:
        raise WrongState(f"“{meeting.title}”正在开，每项有了结果，点“散会”就记为已召开。")
    if meeting.starts_at > now and not meeting.opened:
        raise WrongState(f"“{meeting.title}”还没到开会的时间，开了再记。")


def timetable(meeting: Meeting, items: list[AgendaItem]) -> list[tuple[datetime, AgendaItem]]:
    """Each item with the moment it begins, one after the other from the meeting's start."""
    at, plan = meeting.starts_at, []
    for item in items:
        plan.append((at, item))
        at += timedelta(minutes=item.minutes)
    return plan
