"""Grids (网格): named parts of the community, each walked by grid workers, stairwell by stairwell."""

from dataclasses import dataclass
from datetime import date

from domain.changes import changes, quoted
from domain.errors import WrongState
from domain.registry import plain_text

MOST_NAME = 20


@dataclass(frozen=True, slots=True)
class NewGrid:
    slip: str
    name: str


@dataclass(frozen=True, slots=True)
class GridFacts:
    name: str


@dataclass(frozen=True, slots=True)
class GridChange:
    slip: str
    grid_id: int
    was: GridFacts
    now: GridFacts


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with how many stairwells are in it now, and who walks them."""

    id: int
    name: str
    closed_on: date | None
    stairwells: int
    people: str

    @property
    def facts(self) -> GridFacts:
        return GridFacts(self.name)


@dataclass(frozen=True, slots=True)
class GridAccount:
    """An account of a grid worker that may be chosen (选账号)."""

    id: int
    name: str
    username: str

    @property
    def told(self) -> str:
        return f"{self.name}（{self.username}）"


def read_grid(typed: str) -> str:
    """Raises Invalid."""
    return plain_text(typed, "网格名称", least=2, most=MOST_NAME)


def check_grid_change(paper: GridChange, stored: Grid) -> str:
    """The change in words. Raises WrongState, Invalid."""
    read_grid(paper.now.name)
    return changes(
        f"“{stored.name}”", paper.was, paper.now, stored.facts, {"name": ("名称", quoted)}
    )


def check_closing(grid: Grid) -> None:
    """Raises WrongState for one that is closed, or that stairwells are still in."""
    if grid.closed_on is not None:
        raise WrongState(f"“{grid.name}”已经停用了。")
    if grid.stairwells:
        raise WrongState(
            f"“{grid.name}”里还有 {grid.stairwells} 个单元，先在楼栋那里把它们换到别的网格。"
        )
