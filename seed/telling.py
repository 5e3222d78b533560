"""Telling the story (讲述): who did what, and when, thought up before it is replayed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from db.visit import Visit
from domain.days import BEIJING
from domain.receipts import Receipt
from seed.plan import Plan

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
        self.plan, self.events, self._numbers = plan, list[Event](), count(1)

    def add(self, day: date, hour: int, minute: int, who: str, deed: Deed) -> None:
        at = datetime.combine(day, time(hour, minute), BEIJING)
        self.events.append(Event(at, who, deed))

    def slip(self) -> str:
        return f"seed-{next(self._numbers):03d}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the demonstration: named steps that fill its tables, and its share of the story."""

    steps: tuple[tuple[str, Callable[[Plan], None]], ...]
    tell: Callable[[Telling], None] | None = None
