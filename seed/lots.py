"""Lots (批次) of the demonstration's ledger: what each earning still holds, as the rules spend it."""

from collections import deque
from datetime import date
from typing import Any

from db.rows import put_many
from domain.points_ledger.lots import Expiry, expires_on
from seed.plan import Plan

AT_ONCE = 50_000

Lot = list[int]  # number, account, entry, points, remaining, earned on (as ordinal)


class Shelves:
    """Every account's open lots by the year they expire in; full ones are filed in stretches."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.number = plan, 0
        self.open: dict[int, dict[int, deque[Lot]]] = {}
        self.finished: list[dict[str, Any]] = []
        self.uses: list[tuple[int, int, int]] = []

    def add(self, account: int, entry: int, points: int, earned_on: date) -> None:
        """A new lot, whole."""
        self.number += 1
        last = expires_on(earned_on, Expiry.END_OF_NEXT_YEAR)
        year = last.year if last else 0
        shelf = self.open.setdefault(account, {}).setdefault(year, deque())
        shelf.append([self.number, account, entry, points, points, earned_on.toordinal()])

    def take(self, account: int, entry: int, points: int) -> None:
        """Spend from what expires first."""
        years = self.open[account]
        for year in sorted(years):
            shelf = years[year]
            while points and shelf:
                points -= self._use(shelf, 0, entry, points, year)
            if not points:
                return
        raise ValueError(f"account {account} holds {points} points too few")

    def undo(self, account: int, entry: int, points: int) -> None:
        """Empty the lot that was made last: a wrong entry answered at once."""
        year = max(year for year, shelf in self.open[account].items() if shelf
                   and shelf[-1][0] == self.number)  # fmt: skip
        self._use(self.open[account][year], -1, entry, points, year)

    def due(self, account: int, year: int) -> int:
        """Points of an account that expire with a year."""
        return sum(lot[4] for lot in self.open.get(account, {}).get(year, ()))

    def _use(self, shelf: deque[Lot], at: int, entry: int, points: int, year: int) -> int:
        lot = shelf[at]
        taken = min(points, lot[4])
        lot[4] -= taken
        self.uses.append((entry, lot[0], taken))
        if lot[4] == 0:
            del shelf[at]
            self._finish(lot, year)
        if len(self.uses) >= AT_ONCE:
            self.file()
        return taken

    def _finish(self, lot: Lot, year: int) -> None:
        number, account, entry, points, remaining, earned = lot
        self.finished.append(
            {
                "id": number,
                "account_id": account,
                "entry_id": entry,
                "points": points,
                "remaining": remaining,
                "earned_on": date.fromordinal(earned),
                "expires_on": f"{year}-12-31",
            }
        )

    def file(self) -> None:
        """Write what is finished, so that a large community fits into memory."""
        put_many(self.plan.db, "point_lots", self.finished)
        put_many(
            self.plan.db,
            "lot_uses",
            (
                {"entry_id": entry, "lot_id": lot, "points": points}
                for entry, lot, points in sorted(self.uses)
            ),
        )
        self.finished.clear()
        self.uses.clear()

    def close(self) -> None:
        """Write every lot that still holds something."""
        for years in self.open.values():
            for year, shelf in years.items():
                for lot in shelf:
                    self._finish(lot, year)
            if len(self.finished) >= AT_ONCE:
                self.file()
        self.file()
