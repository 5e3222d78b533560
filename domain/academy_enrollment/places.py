"""A resident's places in classes (报过的班), as the resident's page tells them."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.academy_enrollment.seats import SeatState, Series


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
