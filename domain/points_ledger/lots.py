"""Lots (批次): which points a resident holds, until when, and which ones are spent first.

Every earning makes a lot. Spending takes from the lot that expires first. The lots of an account
add up to its balance; an account below zero has none left, and what it earns next pays the debt.
Rules: docs/rules.md, 批次与过期.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import DomainError
from domain.labels import Labelled


class Expiry(Labelled):
    """When earned points expire (过期办法); the parameter `points_expiry` holds its number."""

    NEVER = "0", "不过期"
    END_OF_YEAR = "1", "当年年底"
    END_OF_NEXT_YEAR = "2", "次年年底"


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one earning, in points; usable through the whole of `expires_on`."""

    id: int
    points: int
    remaining: int
    earned_on: date
    expires_on: date | None

    def expired(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True, slots=True)
class Use:
    """Points taken from a lot by an entry; negative when a reversal gives them back."""

    lot_id: int
    points: int


class NotEnough(DomainError):
    """The balance does not cover it; `short` says by how many points."""

    def __init__(self, who: str, balance: int, wanted: int) -> None:
        self.short = wanted - balance
        super().__init__(f"还差 {self.short} 枚。{who}现有 {balance:,} 枚，要 {wanted:,} 枚。")


def expires_on(earned_on: date, policy: Expiry) -> date | None:
    """The last day a lot can be used: 31 December of this year or the next, or never."""
    if policy is Expiry.NEVER:
        return None
    return date(earned_on.year + (policy is Expiry.END_OF_NEXT_YEAR), 12, 31)


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """Oldest expiry first; what never expires last; then the order of earning."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.id))


def take(lots: Iterable[Lot], points: int, first: Sequence[int] = ()) -> list[Use]:
    """Uses that cover as many of the points as the lots hold, the lots `first` before the rest.

    The sum falls short of `points` only when the lots do; what is missing becomes a debt.
    """
    uses: list[Use] = []
    for lot in sorted(in_order(lots), key=lambda lot: lot.id not in first):
        taken = min(lot.remaining, points)
        if taken > 0:
            uses.append(Use(lot.id, taken))
            points -= taken
    return uses


def give_back(uses: Sequence[Use], points: int) -> list[Use]:
    """Undo uses up to so many points, the last taken first: negative uses of the same lots."""
    back: list[Use] = []
    for use in reversed(uses):
        given = min(use.points, points)
        if given > 0:
            back.append(Use(use.lot_id, -given))
            points -= given
    return back


def usable_after_debt(points: int, balance_before: int) -> int:
    """How many of newly received points are free once a balance below zero is paid up."""
    return max(0, min(points, balance_before + points))
