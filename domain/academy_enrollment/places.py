"""Places in classes: a line of a roster (名单), and a resident's own (报过的班)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.academy_enrollment.seats import SeatState, Series


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a roster (名单): of a child under 14 a serial, and no way to the child's page."""

    id: int
    resident_id: int | None
    resident: str
    state: SeatState
    place: int | None
    applied_at: datetime
    offer_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A class a resident is in, waits for, was offered or left; `place` is that in the queue."""

    class_id: int
    series: Series
    course: str
    term: str
    starts_on: date
    state: SeatState
    place: int | None
    offer_ends_at: datetime | None
