"""Bookings (入账) as filled in: deposits, interest, top-ups, self-paid shares, corrections."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from domain.dates import Bound, Event, after
from domain.days import day, moment
from domain.errors import DomainError, Invalid
from domain.money import yuan
from domain.registry import plain_text
from domain.repair_fund.apportion import apportion

# 住宅共用部位共用设施设备维修基金管理办法 (建住房〔1998〕213号) is in force from this day.
FUND_BEGAN = Event("维修基金办法施行", date(1999, 1, 1))
MOST_FEN = 1_000_000_000_00  # of one booking: a slip of the keyboard is larger


@dataclass(frozen=True, slots=True)
class Deposit:
    """Deposits as filled in: a rate in fen per m² for the whole estate, or a list of rooms.

    `again` says that the same was booked before, was seen, and is meant (再登记一次).
    """

    slip: str
    estate_id: int
    fen_per_m2: int
    listed: tuple[tuple[str, int], ...]
    booked_on: Annotated[date, Bound("到账日期", "1999年1月1日")]
    note: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Interest:
    """What the bank credited to an estate (增值收益), shared by balance to the last fen."""

    slip: str
    estate_id: int
    total_fen: int
    booked_on: Annotated[date, Bound("到账日期", "这个小区第一笔交存")]
    note: str = ""
    again: bool = False


class BookedBefore(DomainError):
    """The very same was booked before (同一份登记过); booking it again is a deliberate second act."""


@dataclass(frozen=True, slots=True)
class Booked:
    """An earlier booking of the same money: when the money came, who entered it and when."""

    what: str
    booked_on: date
    by: str
    entered_at: datetime | None
    units: int
    total_fen: int

    def told(self, today: date) -> str:
        """When it was booked and by whom, as a sentence."""
        at = f" {moment(self.entered_at, today)} " if self.entered_at else ""
        return (
            f"一样的{self.what}{at}已由{self.by}登记过一次："
            f"{day(self.booked_on, today)}到账，{self.units:,} 户，共 {yuan(self.total_fen)}。"
        )


@dataclass(frozen=True, slots=True)
class TopUp:
    """Top-ups as they came in after a passed vote to raise the fund (续交): rooms, or everybody."""

    slip: str
    project_id: int
    codes: tuple[str, ...]
    booked_on: Annotated[date, Bound("到账日期", "续交表决通过")]


@dataclass(frozen=True, slots=True)
class RaisingVote:
    """A passed vote to raise the fund (续筹): the sum voted, and how many of the units have paid."""

    project_id: int
    code: str
    title: str
    total_fen: int
    units: int
    paid: int


@dataclass(frozen=True, slots=True)
class SelfPayment:
    """What an owner paid in for a share the account could not bear (自付)."""

    slip: str
    project_id: int
    unit_id: int
    amount_fen: int
    paid_on: Annotated[date, Bound("交款日期", "首期款核准")]


@dataclass(frozen=True, slots=True)
class BookingCorrection:
    """A wrong booking taken back as a whole (更正), with the reason."""

    slip: str
    booking: str
    why: str


def who_paid(codes: tuple[str, ...], everybody: bool) -> tuple[str, ...]:
    """The rooms of a top-up as filled in; none stands for everybody only where that was said."""
    if not codes and not everybody:
        raise Invalid("还没写交了的房号。全部交齐的，请勾上“全部交齐了”。")
    if codes and everybody:
        raise Invalid("写了房号，又勾了全部交齐。请只留一样。")
    return codes


def rated(fen_per_m2: int, area_centi: int) -> int:
    """A rate times an area in 0.01 m², to the nearest fen (四舍五入)."""
    return (fen_per_m2 * area_centi + 50) // 100


def by_balance(total_fen: int, balances: dict[str, int]) -> dict[str, int]:
    """Interest by balance, largest remainders; an empty account earns nothing."""
    return apportion(total_fen, {code: fen for code, fen in balances.items() if fen > 0})


def check_booking(paper: Deposit | Interest, began: Event | None, today: date) -> None:
    """A booking is not older than what it adds to, and its money no slip of the keyboard."""
    after(paper, "booked_on", today, began)
    if isinstance(paper, Interest):
        amounts = [paper.total_fen]
    else:
        amounts = [fen for _, fen in paper.listed] or [paper.fen_per_m2]
    if min(amounts) <= 0:
        raise Invalid("金额要大于 0。")
    if sum(amounts) > MOST_FEN:
        raise Invalid(f"一次最多登记 {yuan(MOST_FEN)}，请看看是不是多打了零。")


def check_self_payment(
    paper: SelfPayment, owed_fen: int, charged: Event | None, today: date
) -> None:
    if owed_fen <= 0:
        raise Invalid("这一户没有要自付的。")
    if not 0 < paper.amount_fen <= owed_fen:
        raise Invalid(f"这一户还要自付 {yuan(owed_fen)}，金额要大于 0，不超过这个数。")
    after(paper, "paid_on", today, charged)


def check_booking_correction(paper: BookingCorrection) -> BookingCorrection:
    return replace(paper, why=plain_text(paper.why, "为什么更正", least=2, most=100))
