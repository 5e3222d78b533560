"""Telling the story (讲述): who did what, and when, thought up and then replayed in its order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

from db.visit import Visit
from domain.receipts import Receipt
from seed.plan import Plan, at

Deed = Callable[[Visit], Receipt]


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, and when."""

    at: datetime
    who: str
    deed: Deed


class Telling:
    """The events as they are thought up, with numbered slips (单号)."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self._numbers, self._order = plan, count(1), count()
        self._to_come: list[tuple[datetime, int, Event]] = []

    def add(self, day: date, hour: int, minute: int, who: str, deed: Deed) -> None:
        """One more event; those of one minute keep the order they were thought up in."""
        event = Event(at(day, hour, minute), who, deed)
        heappush(self._to_come, (event.at, next(self._order), event))

    def slip(self) -> str:
        return f"seed-{next(self._numbers):03d}"

    def events(self) -> Iterator[Event]:
        """All of them in the order of time; a deed may bring more that come later."""
        while self._to_come:
            yield heappop(self._to_come)[-1]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the demonstration: named steps that fill its tables, and its share of the story."""

    steps: tuple[tuple[str, Callable[[Plan], None]], ...]
    tell: Callable[[Telling], None] | None = None
