"""Display board (展示大屏): every figure with its words, its source and its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.academy_enrollment import AUDIENCE, ClassOffering, Series
from domain.labels import Labelled
from domain.privacy import FEW
from domain.registry import Source


class Scene(Labelled):
    """The six screens (栏目) of the board, in their order."""

    OVERVIEW = "overview", "总览"
    MEETINGS = "meetings", "议事协商"
    FUND = "fund", "维修资金"
    SHEDS = "sheds", "非机动车棚"
    POINTS = "points", "湾郡币"
    ACADEMY = "academy", "万青学苑"


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure, shown as the text words it and never recomputed (文章数字)."""

    code: str
    scene: Scene
    label: str
    words: str
    unit: str
    source: Source
    as_of: str
    note: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A live aggregate beside the published one, with how it was counted (怎么算的)."""

    label: str
    words: str
    unit: str
    source: Source
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Honour:
    title: str
    level: str


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


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (要办的事) on the first page, drawn from a feature at this moment."""

    feature: str
    when: date | None
    urgent: bool
    badge: str
    title: str
    detail: str
    action: str
