"""Who looks after a stairwell (网格员、管家): one person of each duty on any day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.labels import Labelled
from domain.registry import plain_text
from domain.registry_book.homes import MOST_NAME, read_number

AHEAD = 31  # days: a change of next month may be written down now


class Duty(Labelled):
    GRID = "grid", "网格员"
    PROPERTY = "property", "管家"


@dataclass(frozen=True, slots=True)
class NewSteward:
    """From a day on somebody else looks after every stairwell of a building."""

    slip: str
    building_id: int
    duty: Duty
    name: str
    on: Annotated[date, Bound("接手日期", "前一位接手那天", "今天以后 31 天", ahead=AHEAD)]
    phone: str = field(default="", repr=False)
    account_id: int | None = None  # where a grid worker signs in; nobody is found by his name
    grid_id: int | None = None  # None leaves each stairwell in the grid it is in


@dataclass(frozen=True, slots=True)
class Steward:
    """Who looks after a stairwell now."""

    stairwell: int
    duty: Duty
    name: str
    from_on: date


def check_steward(paper: NewSteward) -> str:
    """The name as it is kept. Raises Invalid."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "姓名", most=MOST_NAME)
    if paper.phone.strip():
        asking.ask(read_number, paper.phone)
    asking.done()
    return name


@dataclass(frozen=True, slots=True)
class Open:
    """A stairwell of the building with who looks after it, if anybody does."""

    stairwell_id: int
    steward_id: int | None
    name: str | None
    from_on: date | None
    grid_id: int | None
    account_id: int | None

    def is_as(self, name: str, paper: NewSteward) -> bool:
        """Whether nothing would change: the same person, signing in there, in the same grid."""
        same = (self.name, self.account_id) == (name, paper.account_id)
        return same and paper.grid_id in (None, self.grid_id)
