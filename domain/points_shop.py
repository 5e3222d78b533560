"""积分超市 the points shop: goods given for points, in stock and within a limit, never for money.

A reservation holds the points at once; it is picked up, cancelled, or given back when overdue.
Rules: docs/rules.md, 积分超市.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.dates import Bound
from domain.days import short_day
from domain.errors import DomainError, Invalid, NotAllowed, WrongState
from domain.labels import Labelled
from domain.points_ledger.books import UNDO_WITHIN
from domain.registry import plain_text
from domain.states import Moves


class ReservationState(Labelled):
    """Where a reservation stands (预约状态)."""

    RESERVED = "reserved", "待取"
    PICKED_UP = "picked_up", "已取走"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "过期退回"


MOVES = Moves.of(
    {
        ReservationState.RESERVED: {
            ReservationState.PICKED_UP,
            ReservationState.CANCELLED,
            ReservationState.EXPIRED,
        },
        ReservationState.PICKED_UP: {ReservationState.RESERVED, ReservationState.CANCELLED},
    }
)


LastOn = Annotated[date | None, Bound("最后一天", "三年以内", "三年以内", back=1100, ahead=1100)]


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the shelf (物品): its price in points, pieces left, pieces per person and year."""

    id: int
    name: str
    price: int
    stock: int
    limit_each: int
    is_offered: bool
    last_on: date | None

    def ended(self, today: date) -> bool:
        """Whether the last day it is offered is over (供到哪天)."""
        return self.last_on is not None and today > self.last_on


@dataclass(frozen=True, slots=True)
class NewItem:
    """A new item as filled in, with the pieces delivered (上新)."""

    slip: str
    name: str
    price: int
    limit_each: int
    pieces: int
    last_on: LastOn = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What can be put right of an item: its name, its price in points, its limit."""

    name: str
    price: int
    limit_each: int
    last_on: LastOn = None


ITEM_WORDS: dict[str, tuple[str, Says]] = {
    "name": ("名称", quoted),
    "price": ("一件", counted("枚")),
    "limit_each": ("每人每年", counted("件")),
    "last_on": ("供到哪天", lambda day: f"“{day}”" if day else "不限"),
}


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item put right, beside what stood on the form before (改商品)."""

    slip: str
    item_id: int
    was: ItemFacts
    now: ItemFacts


@dataclass(frozen=True, slots=True)
class Restock:
    """Pieces delivered, or taken out by a correction when negative (进货、更正)."""

    slip: str
    item_id: int
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True)
class StockMove:
    """One line of an item's stock book (进出记录): positive came in, negative went out."""

    id: int
    item: str
    pieces: int
    reason: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True)
class NewReservation:
    """A reservation slip (预约单) for one resident and one item."""

    slip: str
    item_id: int
    resident_id: int
    pieces: int = 1
    guardian_agrees: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A stored reservation; `entry_id` is the ledger entry that holds its points."""

    id: int
    item_id: int
    item: str
    resident_id: int
    resident: str
    pieces: int
    points: int
    state: ReservationState
    entry_id: int
    reserved_at: datetime
    reserved_by: str
    due_on: date
    closed_at: datetime | None
    closed_by: int | None

    def overdue(self, today: date) -> bool:
        """Whether its last day (取货期限) is over."""
        return self.state is ReservationState.RESERVED and today > self.due_on


class SoldOut(DomainError):
    """Fewer pieces are left than asked for."""

    def __init__(self, item: Item) -> None:
        self.left = item.stock
        left = f"“{item.name}”只剩 {item.stock} 件" if item.stock else f"“{item.name}”刚刚换完了"
        super().__init__(f"{left}。换一样，或者等补货。")


class OverLimit(DomainError):
    """The yearly limit per person is reached; `left` says how many pieces are."""

    def __init__(self, who: str, item: Item, taken: int) -> None:
        self.left = max(0, item.limit_each - taken)
        super().__init__(
            f"“{item.name}”每人每年最多 {item.limit_each} 件，"
            f"{who}今年已有 {taken} 件，还能换 {self.left} 件。"
        )


MOST_PIECES = 10_000
MOST_POINTS = 100_000


def check_item(paper: NewItem | ItemFacts) -> str:
    """The name of an item that may be offered, or every reason why not."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "物品名称", least=2, most=30)
    asking.must(1 <= paper.price <= MOST_POINTS, f"换一件要 1 到 {MOST_POINTS:,} 枚。")
    asking.must(1 <= paper.limit_each <= MOST_PIECES, "每人每年至少能换 1 件。")
    asking.must(
        not isinstance(paper, NewItem) or 0 <= paper.pieces <= MOST_PIECES,
        f"一次最多进货 {MOST_PIECES:,} 件，也不能少于 0 件。",
    )
    asking.done()
    return name


def check_restock(paper: Restock, item: Item) -> str:
    """The reason of a stock move that may be written; stock never goes below zero."""
    if paper.pieces == 0:
        raise Invalid("写进货几件；更正少了的，前面加减号。")
    if abs(paper.pieces) > MOST_PIECES:
        raise Invalid(f"一次最多 {MOST_PIECES:,} 件。")
    if item.stock + paper.pieces < 0:
        raise Invalid(f"“{item.name}”账上只有 {item.stock} 件，不能减 {-paper.pieces} 件。")
    return plain_text(paper.reason, "原因", least=2, most=60)


def check_reservation(paper: NewReservation, item: Item, who: str, taken: int, today: date) -> None:
    """Offered, in stock, and within the year's limit; whether the points suffice, the ledger says."""
    if not item.is_offered:
        raise WrongState(f"“{item.name}”已经下架。换一样。")
    if item.ended(today) and item.last_on:
        last = short_day(item.last_on, today)
        raise WrongState(f"“{item.name}”供到{last}为止，已经结束了。换一样，或者在货架里改日子。")
    if paper.pieces < 1:
        raise Invalid("至少换 1 件。")
    if paper.pieces > item.stock:
        raise SoldOut(item)
    if taken + paper.pieces > item.limit_each:
        raise OverLimit(who, item, taken)


def check_open(reservation: Reservation) -> None:
    """A reservation is closed once: picked up, cancelled or expired."""
    if reservation.state is not ReservationState.RESERVED:
        raise WrongState(f"第 {reservation.id} 号预约{reservation.state.label}，不用再办。")


def check_undo_pick_up(reservation: Reservation, user_id: int, now: datetime) -> None:
    """Handed over by mistake (撤销取走): one's own act, within five minutes; then it waits again."""
    no = f"第 {reservation.id} 号预约{reservation.state.label}，没有取走可撤。"
    MOVES.check(reservation.state, ReservationState.RESERVED, no)
    if reservation.closed_by != user_id:
        raise NotAllowed("别人", "撤销这次取走")
    if reservation.closed_at is None or now - reservation.closed_at > UNDO_WITHIN:
        raise WrongState("已经过了 5 分钟，不能直接撤销。请用退回，写明原因。")


def check_return(reservation: Reservation, reason: str) -> str:
    """Goods that came back, or were never given (退回): any time, with a reason."""
    if reservation.state is not ReservationState.PICKED_UP:
        raise WrongState(f"第 {reservation.id} 号预约{reservation.state.label}，不能退回。")
    return plain_text(reason, "退回原因", least=2, most=60)


def due_on(today: date, days: int) -> date:
    """The last day to pick it up (取货期限)."""
    return today + timedelta(days=days)
