"""What docs/rules.md says about points, in the plainest way: lists, a debt, and no table.

Every deed answers whether it is allowed, and when it is, has done it. Entries, lots, reservations
and vouchers are numbered by their place in a list, as the ledger numbers its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ISSUE, REDEMPTION, EXPIRY = "issue", "redemption", "expiry"
GIFTS_A_YEAR, PICK_UP = 30, timedelta(days=7)
MOVES = {"use": ("issued", "used"), "void": ("issued", "void"), "dispute": ("used", "disputed"),
         "stand": ("disputed", "used"), "reject": ("disputed", "void"),
         "undo": ("issued", "void"),
         "pick up": ("reserved", "picked_up"), "cancel": ("reserved", "cancelled"),
         "expire": ("reserved", "expired"), "put back": ("picked_up", "reserved"),
         "take back": ("picked_up", "cancelled")}  # fmt: skip

Party = int | str  # a resident, or one of the three above


@dataclass(eq=False)
class Lot:
    owner: Party
    line: int
    points: int
    left: int
    year: int  # usable through its last day


@dataclass
class Line:
    kind: str
    giver: Party
    taker: Party
    points: int
    day: date
    uses: list[tuple[Lot, int]] = field(default_factory=list)
    earned_on: date | None = None
    reverses: int | None = None
    rests: bool = False  # a reservation or voucher rests on it
    is_reversed: bool = False


class Points:
    """The ledger: what everybody holds, lot by lot, and what somebody owes."""

    def __init__(self, people: Iterable[int]) -> None:
        self.people = list(people)
        self.lines: list[Line] = []
        self.lots: list[Lot] = []
        self.debt: dict[Party, int] = defaultdict(int)

    def balance(self, who: Party) -> int:
        return sum(lot.left for lot in self.lots if lot.owner == who) - self.debt[who]

    def usable(self, who: Party, day: date) -> int:
        return self.balance(who) - sum(lot.left for lot in self._gone(who, day))

    def earn(self, who: int, points: int, day: date, earned_on: date) -> None:
        self.lines.append(Line("earn", ISSUE, who, points, day, earned_on=earned_on))
        self._receive(who, points, earned_on.year + 1)

    def spend(self, who: int, points: int, day: date) -> int | None:
        """The number of the line, or None."""
        if self.usable(who, day) < points:
            return None
        self._expire(who, day)
        uses = self._take(who, points)
        self.lines.append(Line("redeem", who, REDEMPTION, points, day, uses, rests=True))
        return len(self.lines)

    def transfer(self, giver: int, taker: int, points: int, day: date) -> bool:
        """Within a household (the caller knows who is one), so many a year, keeping its expiry."""
        given = sum(
            line.points
            for line in self.lines
            if line.kind == "transfer" and line.giver == giver and not line.is_reversed
            and line.day.year == day.year
        )  # fmt: skip
        if given + points > GIFTS_A_YEAR or self.usable(giver, day) < points:
            return False
        self._expire(giver, day)
        uses = self._take(giver, points)
        self.lines.append(Line("transfer", giver, taker, points, day, uses))
        for lot, part in uses:
            self._receive(taker, part, lot.year)
        return True

    def reverse(self, number: int, day: date) -> bool:
        """An entry that nothing rests on, once."""
        line = self.lines[number - 1]
        if line.rests or line.is_reversed or line.kind == "reversal":
            return False
        self.undo(number, day)
        return True

    def undo(self, number: int, day: date) -> None:
        """The opposite entry: what was received goes first, what is missing is owed."""
        line = self.lines[number - 1]
        line.is_reversed = True
        if isinstance(line.taker, int):
            made = [lot for lot in self.lots if lot.line == number]
            taken = sum(part for _, part in self._take(line.taker, line.points, first=made))
            self.debt[line.taker] += line.points - taken
        back = line.points
        if isinstance(line.giver, int):
            paid = min(self.debt[line.giver], back)
            self.debt[line.giver] -= paid
            back -= paid
        for lot, part in sorted(line.uses, key=lambda use: -self.lots.index(use[0])):
            given = min(part, back)
            lot.left += given
            back -= given
        self.lines.append(
            Line("reversal", line.taker, line.giver, line.points, day, reverses=number)
        )
        if line.uses:
            self._expire(line.giver, day)

    def year_end(self, day: date) -> bool:
        return sum(self._expire(who, day) for who in self.people) > 0

    def _gone(self, who: Party, day: date) -> list[Lot]:
        return [lot for lot in self.lots if lot.owner == who and lot.left and lot.year < day.year]

    def _expire(self, who: Party, day: date) -> bool:
        uses = [(lot, lot.left) for lot in self._gone(who, day)]
        if uses:
            points = sum(part for _, part in uses)
            self.lines.append(Line("expire", who, EXPIRY, points, day, uses))
        for lot, _ in uses:
            lot.left = 0
        return bool(uses)

    def _receive(self, who: int, points: int, year: int) -> None:
        paid = min(self.debt[who], points)
        self.debt[who] -= paid
        self.lots.append(Lot(who, len(self.lines), points, points - paid, year))

    def _take(self, who: Party, points: int, first: Sequence[Lot] = ()) -> list[tuple[Lot, int]]:
        """What expires first goes first; of what expires together, the oldest."""
        own = [lot for lot in self.lots if lot.owner == who and lot.left]
        own.sort(key=lambda lot: lot.year)
        own.sort(key=lambda lot: lot not in first)
        taken = []
        for lot in own:
            part = min(lot.left, points)
            if part:
                lot.left -= part
                points -= part
                taken.append((lot, part))
        return taken


@dataclass
class Reservation:
    who: int
    pieces: int
    line: int
    day: date
    closed_on: date | None = None
    state: str = "reserved"


class Shop:
    """One item on a shelf, so many pieces for each person and year."""

    def __init__(self, points: Points, price: int, limit: int, stock: int) -> None:
        self.points, self.price, self.limit, self.stock = points, price, limit, stock
        self.reservations: list[Reservation] = []

    def reserve(self, who: int, pieces: int, day: date) -> bool:
        own = [r for r in self.reservations if r.who == who and r.day.year == day.year]
        taken = sum(r.pieces for r in own if r.state in ("reserved", "picked_up"))
        if pieces > self.stock or taken + pieces > self.limit:
            return False
        line = self.points.spend(who, pieces * self.price, day)
        if line is not None:
            self.stock -= pieces
            self.reservations.append(Reservation(who, pieces, line, day))
        return line is not None

    def move(self, number: int, deed: str, day: date) -> bool:
        """What is not picked up in the end gives points and pieces back."""
        held, (before, after) = self.reservations[number - 1], MOVES[deed]
        if held.state != before or (deed == "put back" and held.closed_on != day):
            return False
        held.state, held.closed_on = after, day
        if after in ("cancelled", "expired"):
            self.stock += held.pieces
            self.points.undo(held.line, day)
        return True

    def expire(self, day: date) -> bool:
        late = [held.day + PICK_UP < day for held in self.reservations]
        return sum(gone and self.move(at, "expire", day) for at, gone in enumerate(late, 1)) > 0


@dataclass
class Voucher:
    price: int
    first_day: date
    last_day: date
    batch: int
    state: str = "created"
    line: int | None = None
    given_on: date | None = None


class Vouchers:
    """Every voucher of every batch, in the order of their numbers."""

    def __init__(self, points: Points) -> None:
        self.points, self.all, self.batches = points, list[Voucher](), 0

    def make(self, price: int, pieces: int, first_day: date, last_day: date) -> None:
        self.batches += 1
        self.all += [Voucher(price, first_day, last_day, self.batches) for _ in range(pieces)]

    def give(self, batch: int, who: int | None, day: date) -> bool:
        """The first in the drawer: for points to somebody, for nothing in a campaign."""
        drawer = [v for v in self.all if v.batch == batch and v.state == "created"]
        if not drawer or day > drawer[0].last_day or (drawer[0].price > 0) != (who is not None):
            return False
        if who is not None:
            drawer[0].line = self.points.spend(who, drawer[0].price, day)
            if drawer[0].line is None:
                return False
        drawer[0].state, drawer[0].given_on = "issued", day
        return True

    def move(self, number: int, deed: str, day: date) -> bool:
        voucher, (before, after) = self.all[number - 1], MOVES[deed]
        in_time, late = voucher.first_day <= day <= voucher.last_day, voucher.given_on != day
        if voucher.state != before or {"use": not in_time, "undo": late}.get(deed):
            return False
        voucher.state = after
        if after == "void" and voucher.line is not None:
            self.points.undo(voucher.line, day)
        return True

    def expire(self, day: date) -> bool:
        late = [v for v in self.all if v.state in ("created", "issued") and v.last_day < day]
        for voucher in late:
            voucher.state = "expired"
        return bool(late)
