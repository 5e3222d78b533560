"""Minutes (纪要): composed (domain/meeting_agenda/composing.py), edited, reviewed, signed, published; and 更正.

There are two versions. The internal one has names and opinions; the public one is another choice of
the same lines: never a confidential item, never the name of a resident.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.errors import WrongState
from domain.labels import Labelled
from domain.long_text import long_text
from domain.meeting_agenda.sittings import (
    FINAL,
    MINUTES_MOVES,
    MinutesState,
    number_words,
)

LONGEST = 3000
RESIDENTS = "residents"  # the kind of the body whose people are residents (居民代表)
CHINESE = "零一二三四五六七八九十"


class Level(Labelled):
    """How a paragraph is numbered (层次序数): 一、（一）1."""

    PLAIN = "plain", "正文"
    FIRST = "first", "一、"
    SECOND = "second", "（一）"
    THIRD = "third", "1."


class Audience(Labelled):
    BOTH = "both", "内部和公开"
    INTERNAL = "internal", "只在内部"
    PUBLIC = "public", "只在公开"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `key` stays the same while the minutes are a draft; `seen` is its newest edit."""

    key: str
    level: Level
    text: str
    audience: Audience
    confidential: bool
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting and how far they are; the names are those at the foot of the paper."""

    id: int
    meeting_id: int
    meeting: str
    kind_words: str
    year: int
    number: int
    state: MinutesState
    version: int
    recorded_by: str
    reviewed_by: str | None
    reviewer_id: int | None
    signed_by: str | None
    signed_at: datetime | None
    published_at: datetime | None

    @property
    def numbered(self) -> str:
        return number_words(self.year, self.number)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in signed minutes, and what is right (更正)."""

    id: int
    seq: int
    wrong: str
    right: str
    public: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A paragraph put right while the minutes are a draft; an empty one is left out."""

    slip: str
    meeting_id: int
    key: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class NewCorrection:
    slip: str
    meeting_id: int
    wrong: str
    right: str
    public: bool


def edited(lines: Iterable[Line], edits: Mapping[str, tuple[str, int]]) -> list[Line]:
    """The composed lines with what was typed over them, as (text, number of the edit)."""
    return [
        replace(one, text=edits[one.key][0], seen=edits[one.key][1]) if one.key in edits else one
        for one in lines
    ]


def chinese_number(number: int) -> str:
    """一, 十, 十一, 二十一 … 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else CHINESE[tens] + "十"
    return head + (CHINESE[ones] if ones else "")


def numbered(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Each line with its number by what stands before it: 一、（一）1. Nothing skips one."""
    first = second = third = 0
    found = []
    for line in lines:
        mark = ""
        if line.level is Level.FIRST:
            first, second, third = first + 1, 0, 0
            mark = f"{chinese_number(first)}、"
        elif line.level is Level.SECOND:
            second, third = second + 1, 0
            mark = f"（{chinese_number(second)}）"
        elif line.level is Level.THIRD:
            third += 1
            mark = f"{third}."
        found.append((line, mark))
    return found


def check_edit(paper: Edit, state: MinutesState, keys: Collection[str]) -> str:
    """The text as it is stored. Raises WrongState unless they are a draft and know the paragraph."""
    if state is not MinutesState.DRAFT:
        raise WrongState(f"纪要{state.label}，不能再改。审核时退回草稿才能改。")
    if paper.key not in keys:
        raise WrongState("这一段已经不在草稿里了，请刷新后再看。")
    return long_text(paper.text, "这一段", least=0, most=LONGEST)


def check_minutes_move(state: MinutesState, to: MinutesState) -> None:
    """Raises WrongState."""
    MINUTES_MOVES.check(state, to, f"纪要现在是“{state.label}”，不能变成“{to.label}”。")


def check_public(texts: Iterable[str], residents: Collection[str]) -> None:
    """No name of a resident goes out (公开版不出现居民姓名). Raises WrongState naming the line."""
    for text in texts:
        for name in residents:
            if name in text:
                raise WrongState(
                    f"公开版里还有居民的姓名“{name}”：“{text[:20]}…”。退回草稿，换个说法再公开。"
                )


def check_correction(new: NewCorrection, state: MinutesState) -> NewCorrection:
    """Only what was signed is corrected; a draft is edited. Raises WrongState, Invalid."""
    if state not in FINAL:
        raise WrongState("纪要还没签发，直接改草稿，不用更正。")
    wrong = long_text(new.wrong, "原来写的", least=2, most=500)
    right = long_text(new.right, "应该是", least=2, most=500)
    return replace(new, wrong=wrong, right=right)


def printed_on(signed_at: datetime | None) -> date | None:
    """The day at the foot of the paper (印发日期)."""
    return signed_at.date() if signed_at else None
