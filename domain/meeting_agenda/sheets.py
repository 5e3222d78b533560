"""A paper of a meeting as it is composed (会议用纸): text, numbers and tables; drawn in ui/meeting_sheets.py."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.meeting_agenda.minutes import Audience, Level, Line, numbered
from domain.typed_numbers import without_numbers

HAND = "＿＿＿＿"  # filled in by hand
SOMEBODY = "居民"  # in the place of a resident's name on what hangs on the wall


@dataclass(frozen=True, slots=True)
class Table:
    """Its headings, its rows and the widths in cm; `tall` rows are written in by hand."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper: title, what stands below it, numbered lines, a table, who signs at the foot."""

    title: str
    under: str
    lines: tuple[Line, ...]
    table: Table | None = None
    foot: tuple[str, ...] = ()
    seal: bool = False  # the committee's, with the day it was printed

    @property
    def texts(self) -> list[str]:
        """The lines as they are printed, each with its number: 一、（一）1."""
        return [f"{mark}{line.text}" for line, mark in numbered(self.lines)]


def plain(text: str) -> Line:
    return _line(Level.PLAIN, text)


def first(text: str) -> Line:
    return _line(Level.FIRST, text)


def second(text: str) -> Line:
    return _line(Level.SECOND, text)


def third(text: str) -> Line:
    return _line(Level.THIRD, text)


def _line(level: Level, text: str) -> Line:
    return Line("", level, text, Audience.BOTH, False)


def nameless(text: str, residents: Collection[str]) -> str:
    """Words fit for the wall: no name of a resident, no phone, no flat (公开的纸不写居民姓名)."""
    for name in sorted(residents, key=len, reverse=True):
        text = text.replace(name, SOMEBODY)
    return without_numbers(text, stairwells=True)


def by_body(bodies: Iterable[str]) -> str:
    """力天物业 2 人、居委会 1 人: organisations and numbers, in the order they come."""
    every = list(bodies)
    return "、".join(f"{body} {every.count(body)} 人" for body in dict.fromkeys(every))
