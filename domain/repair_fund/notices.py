"""Notices (公示) of a project and what people object to: an open objection blocks the next step.

How the last day is counted: `domain.days.notice_end`; docs/rules.md, 公示.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated

from domain.dates import Bound, Event, after, check_clock, until
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.registry import plain_text
from domain.rest_days import PROVISIONAL


class NoticeKind(Labelled):
    """What is published (公示内容)."""

    PLAN = "plan", "方案公示"
    RESULT = "result", "结果公示"
    SETTLE = "settle", "决算分摊公示"
    EMERGENCY = "emergency", "紧急使用公示"


DAYS_PARAMETER: dict[NoticeKind, str] = {
    NoticeKind.PLAN: "plan_notice_days",
    NoticeKind.RESULT: "result_notice_days",
    NoticeKind.SETTLE: "settle_notice_days",
    NoticeKind.EMERGENCY: "emergency_notice_days",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A posted notice; it hangs through the whole of `ends_on`."""

    id: int
    project_id: int
    kind: NoticeKind
    text: str
    places: str
    posted_on: date
    ends_on: date
    removed_on: date | None
    open_objections: int
    may_move: bool = False  # the rest days of that year are not published yet
    first_end: date | None = None  # its last day as it was posted, where a calendar moved it

    @property
    def note(self) -> str:
        """Said behind the last day while it may still move."""
        return PROVISIONAL if self.may_move else ""


@dataclass(frozen=True, slots=True)
class PuttingUp:
    """A notice as posted (张贴): where, since when, and a photograph of it hanging there."""

    slip: str
    project_id: int
    text: str
    places: str
    posted_on: Annotated[
        date, Bound("张贴日期", "方案写成、开会议过；表决结果确认；决算登记；紧急认定", back=60)
    ]
    photo_name: str = ""
    photo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class TakingDown:
    """A notice taken down (撤下) after its last day."""

    slip: str
    notice_id: int
    removed_on: Annotated[date, Bound("撤下日期", "公示期满的第二天")]
    photo_name: str = ""
    photo: bytes = field(default=b"", repr=False)


def blocked_by(notice: Notice, today: date) -> list[str]:
    """What is still missing before the next step, as finished sentences; none when it may go on."""
    return days_left(notice, today) + objections_open(notice)


def days_left(notice: Notice, today: date) -> list[str]:
    """The sentence about a notice that is not over yet; waiting is all there is to do."""
    if today > notice.ends_on:
        return []
    last, after = notice.ends_on, notice.ends_on + timedelta(days=1)
    return [
        f"{notice.kind.label}到{short_day(last, today)}满{notice.note}，"
        f"{short_day(after, today)}起才能办下一步。"
    ]


def objections_open(notice: Notice) -> list[str]:
    """The sentence about objections nobody answered yet; answering them is what there is to do."""
    if not notice.open_objections:
        return []
    return [f"还有 {notice.open_objections} 条异议没有答复，请先逐条答复。"]


def check_removal(notice: Notice, paper: TakingDown, today: date) -> None:
    """A notice is taken down once, after its last day, and not before it really is (撤下)."""
    if notice.removed_on is not None:
        raise WrongState("这份公示已经撤下了。")
    check_clock(paper, today)
    over = Event(f"{notice.kind.label}期满", notice.ends_on)
    try:
        after(paper, "removed_on", today, over, on_the_day=False)
    except Invalid as refusal:
        raise Invalid(f"{refusal}公示要贴满最后一整天，提前撤的要重新公示。") from None


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection (异议) and, once somebody answered, the reply."""

    id: int
    notice_id: int
    raised_by: str
    words: str
    raised_on: date
    reply: str | None
    replied_on: date | None
    replied_by: str | None

    @property
    def open(self) -> bool:
        return self.reply is None


@dataclass(frozen=True, slots=True)
class NewObjection:
    """An objection as filled in: who, what, and on which day it came."""

    slip: str
    notice_id: int
    raised_by: str
    words: str
    raised_on: Annotated[date, Bound("提出日期", "公示贴出", "公示期满，不晚于今天")]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to an objection as filled in (答复)."""

    slip: str
    objection_id: int
    text: str


def check_objection(paper: NewObjection, notice: Notice, today: date) -> NewObjection:
    """The objection as it may be stored: raised while the notice ran, written down then or later."""
    check_clock(paper, today)
    try:
        after(paper, "raised_on", today, Event("公示贴出", notice.posted_on))
        until(paper, "raised_on", today, Event("公示期满", notice.ends_on))
    except Invalid as refusal:
        raise Invalid(f"{refusal}公示以外的意见，请到居民诉求登记。") from None
    return replace(
        paper,
        raised_by=plain_text(paper.raised_by, "谁提的", least=2, most=30),
        words=plain_text(paper.words, "异议内容", least=4, most=500),
    )


def check_reply(reply: Reply, objection: Objection) -> Reply:
    """The reply as it may be stored: an objection is answered once, in words."""
    if not objection.open:
        raise WrongState("这条异议已经答复过，答复不能改。有新情况，请登记新的异议。")
    return replace(reply, text=plain_text(reply.text, "答复", least=4, most=500))
