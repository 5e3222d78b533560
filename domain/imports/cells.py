"""Cells of brought lists (格子): words, whole numbers, areas and days, as people fill them in.

What may mean two things is refused with the way to write it, or read and looked at (`Looked`).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from domain.amounts import read_area
from domain.errors import Invalid
from domain.imports.entries import Looked
from domain.labels import Labelled, label_of
from domain.registry import plain_text

L = TypeVar("L", bound=Labelled)
S = TypeVar("S", bound=str)
_SERIAL = date(1899, 12, 30)  # day 0 of a spreadsheet, as days after February 1900 are counted
_YEARS = range(1900, 2200)
_DAY = re.compile(
    r"(?P<y>\d{4})(?:[-/.年])(?P<m>\d{1,2})(?:[-/.月])(?P<d>\d{1,2})日?(?: 00:00(?::00)?)?"
    r"|(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)"
)
_MONTH = re.compile(r"(?P<y>\d{4})(?:[-/.年])(?P<m>\d{1,2})月?")


def words(what: str, *, least: int = 1, most: int = 30) -> Callable[[str], str]:
    """A reader of words of a sane length."""
    return lambda typed: plain_text(typed, what, least=least, most=most)


def spelled(kinds: type[L], also: Mapping[L, Sequence[str]]) -> dict[str, L]:
    """How each kind may be written: as people read it, and otherwise."""
    return {kind.label: kind for kind in kinds} | {
        word: kind for kind, words in also.items() for word in words
    }


def one_of(what: str, spelled: Mapping[str, S]) -> Callable[[str], S]:
    """A reader of a few words, each with its spellings: how it is written → what it means."""

    def read(typed: str) -> S:
        found = spelled.get(re.sub(r"\s", "", typed))
        if found is None:
            known = "、".join(dict.fromkeys(map(label_of, spelled.values())))
            raise Invalid(f"{what}“{typed[:20]}”不认得。写{known}。")
        return found

    return read


def whole(what: str, most: int, *, least: int = 0) -> Callable[[str], int]:
    """A reader of whole numbers, with or without their counter (3 件)."""

    def read(typed: str) -> int:
        plain = re.sub(r"[,，\s]|[件枚张个次岁层楼]$", "", typed)
        if not (re.fullmatch(r"-?[0-9]{1,11}", plain)):
            raise Invalid(f"{what}“{typed[:20]}”看不懂。写整数，例如 {max(least, 1)}。")
        if not least <= int(plain) <= most:
            raise Invalid(f"{what}要在 {least:,} 到 {most:,} 之间，表里是 {int(plain):,}。")
        return int(plain)

    return read


def area(typed: str) -> int | Looked:
    """An area in 0.01 m². Parts are added up and a third decimal rounded, both looked at.

    `89.52+6.10` is 9562, `89.525` 8953. `约90` and `120+` are refused: somebody has to measure.
    """
    text = unicodedata.normalize("NFKC", typed).replace(" ", "")
    parts = text.split("+")
    if len(parts) > 1 and all(parts):
        total = sum(_one_area(part) for part in parts)
        return Looked(total, f"面积“{typed}”是几段相加，合计 {total / 100:.2f}")
    thirds = re.fullmatch(r"([0-9]+)\.([0-9]{2})([0-9]+)(?:㎡|m2|m²|平方米|平米)?", text)
    if thirds:
        centi = int(thirds[1]) * 100 + int(thirds[2]) + (thirds[3][0] >= "5")
        return Looked(centi, f"面积“{typed}”小数太多，四舍五入成 {centi / 100:.2f}")
    centi = _one_area(typed)
    if not centi:
        raise Invalid("建筑面积是 0。不知道的先空着，查到再导。")
    return centi


def _one_area(typed: str) -> int:
    try:
        return read_area(typed, "建筑面积")
    except Invalid as refusal:
        raise Invalid(
            f"建筑面积“{typed[:20]}”看不懂。只写平方米数，例如 89.52；不知道的先空着。"
        ) from refusal


def area_shown(centi: int) -> str:
    """8952 → 89.52"""
    return f"{centi // 100}.{centi % 100:02d}"


def day(what: str) -> Callable[[str], date]:
    """A reader of days: 2016-01-01, 2016/1/1, 2016年1月1日, 20160101, or a spreadsheet's 42370."""

    def read(typed: str) -> date:
        found = day_of(typed)
        if found is None:
            raise Invalid(f"{what}“{typed[:20]}”看不懂。写成 2016-01-31 这样。")
        return found

    return read


def day_of(typed: str) -> date | None:
    """The day a cell says; None when it says none, or one that is not in the calendar."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if re.fullmatch(r"[1-9][0-9]{4}(?:\.0)?", text):
        return _SERIAL + timedelta(days=int(float(text)))
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    parts = [int(found[name] or found[f"{name}2"]) for name in "ymd"]
    try:
        return date(*parts) if parts[0] in _YEARS else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born, as far as it is known."""

    year: int
    on: date | None = None

    @property
    def text(self) -> str:
        return self.on.isoformat() if self.on else str(self.year)


def birth(typed: str) -> Birth | Looked:
    """A day, or the year alone. A number 1980.1 may have been 1980.10: only its year is certain."""
    if born := day_of(typed):
        return Birth(born.year, born)
    text = unicodedata.normalize("NFKC", typed).strip()
    if re.fullmatch(r"(?:19|20)\d\d年?", text):
        return Birth(int(text[:4]))
    month = _MONTH.fullmatch(text)
    if month and int(month["y"]) in _YEARS and 1 <= int(month["m"]) <= 12:
        return Birth(int(month["y"]))
    raise Invalid(f"出生日期“{typed[:20]}”看不懂。写成 1980-05-01，只知道年份就写 1980。")
