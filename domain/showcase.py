"""Display board (展示大屏): every figure with its words, its source and its date."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from domain.registry import Source


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure, shown as the text words it and never recomputed (文章数字).

    `scene` is the key of the screen (栏目) it belongs to.
    """

    code: str
    scene: str
    label: str
    words: str
    unit: str
    source: Source
    as_of: str
    note: str

    @property
    def since(self) -> str:
        """截至2026年3月18日 for one that was entered with its day; else as the text words it."""
        day = entered_day(self.as_of)
        return f"截至{day.year}年{day.month}月{day.day}日" if day else self.as_of


def entered_day(as_of: str) -> date | None:
    """The day of a figure that was entered (2026-03-18); None for the words of a text."""
    return date.fromisoformat(as_of) if re.fullmatch(r"\d{4}-\d\d-\d\d", as_of, re.ASCII) else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A live aggregate beside the published one, with how it was counted (怎么算的)."""

    label: str
    words: str
    unit: str
    source: Source
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Honour:
    title: str
    level: str


def counted(label: str, count: int, unit: str, at: datetime, how: str) -> Figure:
    """A figure that is a whole number, counted at this moment."""
    return Figure(label, f"{count:,}", unit, Source.COMPUTED, at, how)


def months_ago(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
