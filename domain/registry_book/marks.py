"""What somebody is to the neighbours (身份): 楼栋长, 居民代表 and the like, each from a day to a day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.changes import changes, quoted
from domain.dates import Bound
from domain.labels import Labelled
from domain.registry import plain_text

MOST_NOTE = 20
TERM_DAYS = 3660  # ten years: a term is five


class MarkKind(Labelled):
    BUILDING_HEAD = "building_head", "楼栋长"
    RESIDENTS_REP = "residents_rep", "居民代表"
    OWNERS_REP = "owners_rep", "业主代表"
    COUNCIL_MEMBER = "council_member", "议事会成员"
    PARTY_VOLUNTEER = "party_volunteer", "党员志愿者"


@dataclass(frozen=True, slots=True)
class NewMark:
    """Somebody is that from a day on; `until` is the last day of the term, where there is one."""

    slip: str
    resident_id: int
    kind: MarkKind
    from_on: Annotated[date, Bound("起始日期", "")]
    until: Annotated[
        date | None, Bound("任期最后一天", "起始日期", "十年以内", ahead=TERM_DAYS)
    ] = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What can be put right of a mark; another kind is another mark."""

    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class MarkChange:
    slip: str
    mark_id: int
    was: MarkFacts
    until: Annotated[date | None, Bound("任期最后一天", "起始日期", "十年以内", ahead=TERM_DAYS)]
    note: str

    @property
    def now(self) -> MarkFacts:
        return MarkFacts(self.until, self.note.strip())


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it stands; `building` is the one a 楼栋长 looks after."""

    id: int
    resident_id: int
    kind: MarkKind
    building_id: int | None
    building: str
    from_on: date | None
    until: date | None
    ended_on: date | None
    note: str

    @property
    def facts(self) -> MarkFacts:
        return MarkFacts(self.until, self.note)

    @property
    def told(self) -> str:
        """青松园 1栋楼栋长（第三届）"""
        note = f"（{self.note}）" if self.note else ""
        return f"{self.building}{self.kind.label}{note}"


@dataclass(frozen=True, slots=True)
class MarksOf:
    """Somebody's marks, those in force first."""

    lines: list[Mark]


WORDS = {
    "until": ("任期最后一天", lambda day: f" {day} " if day else "没有"),
    "note": ("届次", quoted),
}


def read_note(typed: str) -> str:
    """Raises Invalid."""
    return plain_text(typed, "届次", least=0, most=MOST_NOTE)


def check_mark(paper: NewMark) -> str:
    """The note as it is kept. Raises Invalid."""
    asking = Asking()
    note = asking.ask(read_note, paper.note)
    if paper.until is not None:
        asking.must(paper.until >= paper.from_on, "任期最后一天不能早于起始日期。")
    asking.done()
    return note


def check_mark_change(paper: MarkChange, stored: Mark) -> str:
    """The change in words. Raises WrongState, Invalid."""
    told = changes(stored.told, paper.was, paper.now, stored.facts, WORDS)
    asking = Asking()
    asking.ask(read_note, paper.now.note)
    if paper.now.until and stored.from_on:
        asking.must(paper.now.until >= stored.from_on, "任期最后一天不能早于起始日期。")
    asking.done()
    return told
