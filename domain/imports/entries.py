"""What a row of a brought list says (一行), before anybody compares it with what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.columns import Column
from domain.tables import Template

ERASE = "删"  # typed in a cell: what is there goes; an empty cell never erases
SEVERAL = "\n"  # between the cells of several columns that say the same thing (电话1、电话2)


@dataclass(frozen=True, slots=True)
class Looked:
    """A cell that was read, and what somebody has to look at before it is taken (看一眼)."""

    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was read: by column what it means, and the same as text.

    A column that said nothing is missing. `erased` are the columns that said 删, `looks` what has
    to be looked at. `raw` is what stood in the columns that were read.
    """

    row: int
    sheet: str
    named: str
    said: Mapping[str, Any]
    texts: Mapping[str, str]
    erased: frozenset[str] = frozenset()
    looks: tuple[str, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)

    def get(self, column: str, default: Any = None) -> Any:
        """What the column said, or `default`."""
        return self.said.get(column, default)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be brought (名单) as it is declared: its columns, and what one row is.

    `several` are columns that may stand in the file more than once, `sheet` the column that the
    name of a sheet fills where the file has no such column, `per_estate` whether all rows belong
    to one estate (小区). `key` names the thing of a row: twice in one file is a problem. `summed` is
    the column of money that has to come to the total of its source, `group` whose sum is shown.
    """

    code: str
    title: str
    one: str
    columns: tuple[Column, ...]
    key: Callable[[Entry], Any]
    several: frozenset[str] = frozenset()
    sheet: str = ""
    of_sheet: Callable[[str], str] = str
    per_estate: bool = False
    fixed: frozenset[str] = frozenset()  # columns that are only compared, never changed
    adds: frozenset[str] = frozenset()  # columns whose cells add to what is there (电话)
    warned: Mapping[str, str] = field(default_factory=dict)  # headings that may mean something else
    naming: int = 1  # how many columns it takes to say which row is meant
    past: frozenset[str] = frozenset()  # days that cannot lie ahead
    summed: str = ""
    people: bool = False  # whether its rows are people: many of them go out only with a reason
    group: Callable[[Entry], str] = lambda entry: ""
    icon: str = "upload_file"
    about: str = ""

    @property
    def template(self) -> Template[tuple[Any, ...]]:
        """The table to fill in."""
        return Template(self.title, self.one, self.columns, lambda *cells: cells)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def texts_of(columns: Sequence[Column], said: Mapping[str, Any]) -> dict[str, str]:
    """The cells as people read them, for comparing and for the preview."""
    return {
        column.name: column.show(said[column.name]) for column in columns if column.name in said
    }
