"""From door to door (入户核对), and what the registry still lacks (要补的)."""

from dataclasses import dataclass
from datetime import date

from domain.labels import Labelled

FRESH_DAYS = 365  # a flat nobody confirmed for longer is asked again
MANY_FLATS = 5  # one number for more flats than this is an agent's, or a filler
MOST_LISTED = 60


class Found(Labelled):
    """What somebody at the door found."""

    SAME = "same", "一样"
    DIFFERENT = "different", "有不同"
    NOBODY = "nobody", "没人"


@dataclass(frozen=True, slots=True)
class Round:
    """A stairwell to be walked: how many flats, how many confirmed within a year, where to go on."""

    stairwell_id: int
    number: int
    units: int
    fresh: int
    next_unit: int | None

    @property
    def told(self) -> str:
        return f"{self.number}单元 {self.units} 户，一年内核对过 {self.fresh} 户"


@dataclass(frozen=True, slots=True)
class LastCheck:
    result: Found
    checked_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing the registry lacks, with the flat where it is put right."""

    unit_id: int
    estate: str
    code: str
    more: str
