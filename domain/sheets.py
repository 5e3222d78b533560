"""Tables as they stand in a file (表格): rows of text with their numbers, and all that was met there.

Nothing of a file goes missing: what a reader cannot vouch for (hidden, merged, a formula nobody
computed, beyond the last column) stands on the row, and whoever uses the rows names it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000  # with something in them, over all sheets of a file
MOST_COLUMNS = 256  # what an office's table has, several times over
MOST_CELLS, MOST_FILLED, MOST_LETTERS = 2_500_000, 700_000, 20_000_000
MOST_TEXTS, MOST_LINES = 300_000, 1_048_576  # different texts of a workbook; lines of any table
TITLES = 100  # rows above the headings and below the last, beyond the rows themselves
TOO_LARGE = "这个表格太大了，没有读。请只留要用的那几列，按楼栋分成几个表再传。"
BROKEN = "这个表格打不开。请用表格软件打开它，另存一份再传。"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stood in the file, numbered as the spreadsheet numbers it.

    `unread` are its columns whose formula has no stored value; `hidden_columns` those nobody sees.
    """

    number: int
    cells: tuple[str, ...]
    merged: bool = False
    hidden: bool = False
    sheet: str = ""
    sheet_hidden: bool = False
    unread: tuple[int, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    wide: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing at all in it."""
        return not (self.unread or self.wide or any(cell.strip() for cell in self.cells))


class Allowance:
    """How much of one file is read before it is refused: rows, cells and letters, over all sheets."""

    def __init__(self) -> None:
        self.rows = self.cells = self.filled = self.letters = 0

    def cell(self, text: str) -> None:
        """One filled cell more. Raises Invalid when the file is beyond what a list can be."""
        self.filled += 1
        self.letters += len(text)
        if self.filled > MOST_FILLED or self.letters > MOST_LETTERS:
            raise Invalid(TOO_LARGE)

    def row(self, width: int) -> None:
        """One row more that has something in it."""
        self.rows += 1
        self.cells += width
        if self.rows > MOST_ROWS + TITLES:
            raise Invalid(f"超过 {MOST_ROWS:,} 行。请按楼栋分成几个表，一个一个导入。")
        if self.cells > MOST_CELLS:
            raise Invalid(TOO_LARGE)


def column_name(at: int) -> str:
    """0 → A, 27 → AB, as spreadsheets letter their columns."""
    name, at = "", at + 1
    while at:
        at, letter = divmod(at - 1, 26)
        name = chr(65 + letter) + name
    return name


class Spans:
    """Ranges of rows put together, so that asking whether a row lies in one is quick at any number."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, row: int) -> bool:
        at = bisect_right(self._starts, row) - 1
        return at >= 0 and row <= self._ends[at]
