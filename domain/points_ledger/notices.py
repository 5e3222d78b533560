"""Notices and statements on paper (公示、对账单): what is published, and how people appear in it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.chain import Head
from domain.errors import Invalid
from domain.points_ledger.books import Holding, MonthFlow, StatementLine
from domain.points_ledger.guardians import is_child
from domain.privacy import masked_name
from domain.registry import Resident
from domain.typed_numbers import without_numbers

LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry of a stretch of the ledger and its hash (链头): fixes everything before it."""

    id: int
    chain: bytes

    @property
    def groups(self) -> str:
        """64 hexadecimal digits in eight groups, to be compared by eye."""
        return self.chain.hex(" ", 4)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One published award: masked name, estate and building, points, why."""

    number: int
    earned_on: date
    who: str
    place: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class MonthNotice:
    """One month of the ledger, by the day of posting, as it is put on the wall (月度公示).

    `waiting` are awards in their notice, not in the ledger yet; `lines` were posted this month.
    Totals are points, net of reversals; `phone` may be empty, the paper then has a blank line.
    """

    community: str
    month: str
    waiting: tuple[NoticeLine, ...]
    lines: tuple[NoticeLine, ...]
    flow: MonthFlow
    held: int
    head: ChainHead | None
    phone: str
    posted_on: date
    ends_on: date
    ends_note: str = ""
    file_head: Head | None = None

    @property
    def issued(self) -> int:
        return self.flow.issued.net

    @property
    def redeemed(self) -> int:
        return self.flow.redeemed.net

    @property
    def expired(self) -> int:
        return self.flow.expired.net

    @property
    def held_before(self) -> int:
        """What all held when the month began; the four figures prove each other."""
        return self.held - self.issued + self.redeemed + self.expired


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """One resident's own statement to take home (对账单); newest line first."""

    community: str
    who: str
    account: str
    balance: int
    holdings: tuple[Holding, ...]
    lines: tuple[StatementLine, ...]
    head: ChainHead | None
    phone: str
    printed_on: date


def check_month(month: str, today: date) -> tuple[str, str]:
    """(first day, first day of the next month) of `2026-03`; not a month to come."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise Invalid("月份写成 2026-03 这样。")
    if month > f"{today:%Y-%m}":
        raise Invalid("这个月还没到，没有可以公示的。")
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.isoformat(), after.isoformat()


def account_number(resident_id: int) -> str:
    """R000123: how a resident is called where no name may stand."""
    return f"R{resident_id:06d}"


def public_names(people: Iterable[Resident], today: date) -> dict[int, str]:
    """How each resident appears: a mask, 少儿01 for a child; equal masks get a serial.

    Serials follow the resident's number and hold within one paper.
    """
    shown: dict[int, str] = {}
    in_order = sorted(people, key=lambda who: who.id)
    grown = [who for who in in_order if not is_child(who, today)]
    alike = Counter(masked_name(who.name) for who in grown)
    used: Counter[str] = Counter()
    for who in grown:
        mask = masked_name(who.name)
        used[mask] += 1
        shown[who.id] = f"{mask}（{used[mask]}）" if alike[mask] > 1 else mask
    children = [who for who in in_order if who.id not in shown]
    return shown | {who.id: f"少儿{at:02d}" for at, who in enumerate(children, start=1)}


def public_place(who: Resident) -> str:
    """Estate and building, never the flat: 青松园 3栋; of a child only the estate."""
    return f"{who.estate} {who.building}".strip()


def public_words(text: str, names: Mapping[str, str]) -> str:
    """What somebody typed, fit for the wall: known names as given, no phones, no rooms."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, names[name])
    return without_numbers(text)


def possible_names(texts: Iterable[str]) -> set[str]:
    """Every piece of these texts that could be somebody's name, as search keys are stored."""
    plain = {re.sub(r"[\s·]", "", text).casefold() for text in texts}
    return {
        text[start : start + size]
        for text in plain
        for size in range(2, LONGEST_NAME + 1)
        for start in range(len(text) - size + 1)
    }
