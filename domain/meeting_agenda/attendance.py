"""Who came to a meeting (签到): 出席, 列席, 请假, 缺席, and who stands back from an item (回避)."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid
from domain.labels import Labelled
from domain.meeting_agenda.members import QuorumOf
from domain.registry import plain_text

LONGEST_NOTE = 60


class Presence(Labelled):
    PRESENT = "present", "出席"
    OBSERVING = "observing", "列席"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One line of the sign-in list; `seen` is the number of its newest mark, 0 before the first.

    Who has no `member_id` was invited or came by himself; `signed_at` is when he was marked.
    """

    id: int
    meeting_id: int
    member_id: int | None
    name: str
    body_id: int
    body: str
    presence: Presence | None
    signed_at: datetime | None
    note: str
    seen: int
    marked_by: str | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is not on the list (添一位)."""

    slip: str
    meeting_id: int
    name: str
    body_id: int
    presence: Presence


@dataclass(frozen=True, slots=True)
class Mark:
    """One person as present, excused …; `seen` of the line on the writer's screen."""

    attendance_id: int
    presence: Presence
    seen: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Several persons at once (签到)."""

    slip: str
    meeting_id: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody stands back from an item (回避), or no more (`recused` false)."""

    slip: str
    item_id: int
    attendance_id: int
    recused: bool
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class Recused:
    """What was last said of a person and an item; `seen` is its number."""

    item_id: int
    attendance_id: int
    recused: bool
    reason: str
    seen: int


def check_presence(name: str, member: bool, presence: Presence, quorum_of: QuorumOf) -> None:
    """A member is never an observer, and only a member counts (列席不算人数). Raises Invalid.

    At a joint meeting the parties count: whoever speaks for one may be 出席.
    """
    if member and presence is Presence.OBSERVING:
        raise Invalid(f"{name}是成员，不记列席。来了记出席，没来记请假或缺席。")
    if not member and presence is Presence.PRESENT and quorum_of is not QuorumOf.PARTIES:
        raise Invalid(f"{name}不是成员，只能记列席。")


def check_note(note: str) -> str:
    """What is said beside a mark, may be empty. Raises Invalid."""
    return plain_text(note, "说明", least=0, most=LONGEST_NOTE)


def check_recusal(paper: Recusal) -> str:
    """The reason as it is stored; none is asked to come back. Raises Invalid."""
    least = 2 if paper.recused else 0
    return plain_text(paper.reason, "为什么回避", least=least, most=LONGEST_NOTE)
