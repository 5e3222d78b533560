"""A 搬走 or 过户 that was a mistake is taken back the same day with a reason; later the opposite is done."""

from dataclasses import dataclass
from datetime import date

from domain.errors import WrongState
from domain.registry import plain_text

MOST_REASON = 60


@dataclass(frozen=True, slots=True)
class MoveUndone:
    """A residency that did not end after all."""

    slip: str
    residency_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SaleUndone:
    """A flat that did not change hands after all."""

    slip: str
    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OwnerTie:
    """An owner by name who is a resident of the book."""

    slip: str
    member_id: int
    resident_id: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A residency that was ended today."""

    residency_id: int
    resident_id: int
    name: str
    on: date


def check_reason(typed: str) -> str:
    """Raises Invalid."""
    return plain_text(typed, "为什么撤销", least=2, most=MOST_REASON)


def check_same_day(what: str, ended: date | None, today: date, instead: str) -> None:
    """Raises WrongState for what was not written down today."""
    if ended != today:
        raise WrongState(f"{what}只能在登记的当天撤销。现在请{instead}。")
