"""The series of the academy (系列), each with its seats together, for the board in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.academy_enrollment.seats import AUDIENCE, ClassOffering, Series
from domain.privacy import FEW


@dataclass(frozen=True, slots=True)
class SeriesSeats:
    """The classes of one series together (系列席位). `hidden`: too few learners to show any."""

    series: Series
    classes: int
    capacity: int
    seated: int

    @property
    def hidden(self) -> bool:
        return 0 < self.seated < FEW

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.seated)

    @property
    def audience(self) -> str:
        return AUDIENCE[self.series]


def seats_by_series(offerings: Sequence[ClassOffering]) -> list[SeriesSeats]:
    """The open classes summed by series, a series without classes left out."""
    found = []
    for series in Series:
        own = [offering for offering in offerings if offering.series is series]
        if own:
            capacity = sum(offering.capacity for offering in own)
            seated = sum(offering.seated for offering in own)
            found.append(SeriesSeats(series, len(own), capacity, seated))
    return found
