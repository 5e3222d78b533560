"""Household accounts (分户账): what is in them, and what went in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.labels import Labelled
from domain.money import percent

MOST_NAMED = 6  # buildings in one sentence


class EntryKind(Labelled):
    """A line of a household account (分户账)."""

    DEPOSIT = "deposit", "交存"
    INTEREST = "interest", "增值收益"
    DEDUCT = "deduct", "列支"
    REFUND = "refund", "退回"
    TOPUP = "topup", "续交"
    CORRECT = "correct", "更正"
    TRANSFER = "transfer", "过户"
    OPENING = "opening", "期初余额"
    RESTATE = "restate", "期初更正"


@dataclass(frozen=True, slots=True)
class EstateFund:
    """The accounts of an estate together, in fen; `short` have to top up (续交)."""

    estate_id: int
    estate: str
    buildings: int
    households: int
    first_deposit_fen: int
    balance_fen: int
    short: int


@dataclass(frozen=True, slots=True)
class BuildingFund:
    """The accounts of a building together, in fen."""

    building_id: int
    estate: str
    name: str
    households: int
    first_deposit_fen: int
    balance_fen: int
    short: int

    @property
    def place(self) -> str:
        return f"{self.estate}{self.name}"

    def below(self, ratio: int) -> bool:
        """Whether less than `ratio` percent of the first deposits is left, in whole numbers."""
        return self.balance_fen * 100 < self.first_deposit_fen * ratio


@dataclass(frozen=True, slots=True)
class HouseholdFund:
    """One household's account; `short` says that it has to top up. `stairwell` by its number."""

    unit_id: int
    code: str
    stairwell: int | None
    floor: int
    room: str
    area_centi: int
    first_deposit_fen: int
    balance_fen: int
    owed_fen: int
    short: bool


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of a household's account with the balance after it."""

    id: int
    booked_on: date
    kind: EntryKind
    amount_fen: int
    balance_fen: int
    project: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of one building's or household's account: opening + in + interest − out = closing."""

    name: str
    opening_fen: int
    in_fen: int
    interest_fen: int
    out_fen: int

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + self.in_fen + self.interest_fen - self.out_fen


@dataclass(frozen=True, slots=True)
class Share:
    """What a project costs one household: its account before and after, and what it pays itself."""

    unit_id: int
    code: str
    area_centi: int
    share_fen: int
    before_fen: int
    after_fen: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A share the account could not bear, and what of it is not paid in yet (自付未交)."""

    project_id: int
    project: str
    unit_id: int
    code: str
    owed_fen: int


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking over many households (一次入账); taken back as a whole or not at all."""

    slip: str
    kind: EntryKind
    booked_on: date
    households: int
    amount_fen: int
    by: str
    taken_back: bool


def buildings_words(buildings: Sequence[BuildingFund], ratio: int) -> str:
    """How many buildings have less than `ratio` percent left, and which; else the lowest of all."""
    below = [one for one in by_share(buildings) if one.below(ratio)]
    told = f"{len(buildings)} 栋里"
    if below:
        more = " 等" if len(below) > MOST_NAMED else ""
        names = "、".join(one.place for one in below[:MOST_NAMED])
        return f"{told} {len(below)} 栋低于首期的 {ratio}%：{names}{more}。"
    lowest = by_share(buildings)[0]
    left = percent(lowest.balance_fen, lowest.first_deposit_fen)
    return f"{told}没有一栋低于首期的 {ratio}%；最低的是{lowest.place}，剩 {left}。"


def by_share(buildings: Sequence[BuildingFund]) -> list[BuildingFund]:
    """The one with the smallest part of its first deposits left comes first."""
    return sorted(buildings, key=lambda one: one.balance_fen / one.first_deposit_fen)


def left_said(households: Sequence[HouseholdFund], ratio: int) -> str:
    """Of one building: how many have to top up (续交), below `ratio` percent of the first deposit."""
    short = sum(household.short for household in households)
    owing = sum(household.owed_fen > 0 for household in households)
    told = f"{len(households):,} 户"
    told += f"里 {short:,} 户剩不到首期的 {ratio}%，要续交" if short else "都不用续交"
    return told + (f"；{owing:,} 户自付还没交齐。" if owing else "。")


def total(periods: Sequence[Period]) -> Period:
    """The last line of a statement: every column added up."""
    columns = ((p.opening_fen, p.in_fen, p.interest_fen, p.out_fen) for p in periods)
    opening, money_in, interest, out = (sum(column) for column in zip(*columns))
    return Period("合计", opening, money_in, interest, out)


def half_of(day: date) -> str:
    """2026-1 for January to June, 2026-2 for the rest."""
    return f"{day.year}-{1 if day.month < 7 else 2}"


def half_name(half: str) -> str:
    return f"{half[:4]}年{'上' if half[5] == '1' else '下'}半年"


def halves_until(today: date, many: int = 8) -> list[str]:
    """This half-year and those before it, the newest first."""
    found, year, part = [], today.year, 1 if today.month < 7 else 2
    for _ in range(many):
        found.append(f"{year}-{part}")
        year, part = (year, 1) if part == 2 else (year - 1, 2)
    return found
