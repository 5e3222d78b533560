"""Tables as they stand in a file (表格): rows of text with their numbers, and all that was met there.

Nothing of a file goes missing: what a reader cannot vouch for (hidden, merged, a formula nobody
computed, beyond the last column) stands on the row, and whoever uses the rows names it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    `spans` are the merged ranges it lies in: first row, first and last column.
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
    spans: tuple[tuple[int, int, int], ...] = ()

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


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range (合并单元格): its rows as they are numbered, its columns from 0."""

    top: int
    bottom: int
    left: int
    right: int


def spans_of(
    merges: Iterable[Merge], numbers: Iterable[int]
) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """The merged ranges that each of these rows lies in; rows in none are left out.

    At most one range a column is kept, as a spreadsheet has it: a file that claims more costs no
    more. What begins beyond the last column is one that nobody reads.
    """
    waiting = sorted(merges, key=lambda one: one.top, reverse=True)
    open_: dict[int, Merge] = {}
    found = {}
    for number in sorted(numbers):
        while waiting and waiting[-1].top <= number:
            begins = waiting.pop()
            left = min(begins.left, MOST_COLUMNS)
            if left not in open_ or open_[left].bottom < begins.bottom:
                open_[left] = begins
        open_ = {left: one for left, one in open_.items() if one.bottom >= number}
        if open_:
            found[number] = tuple((one.top, left, one.right) for left, one in open_.items())
    return found


def filled_down(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """Merged cells as every row of them means it: the value stands in each row of its first column.

    Only inside the real range, and only in rows that have something of their own.
    """
    tops: dict[tuple[str, int], tuple[str, ...]] = {}
    found = []
    for row in rows:
        if row.spans:
            tops.setdefault((row.sheet, row.number), row.cells)
            cells = [*row.cells]
            for top, left, _ in row.spans:
                above = tops.get((row.sheet, top), ())
                if top < row.number and left < len(above):
                    cells += [""] * (left + 1 - len(cells))
                    cells[left] = cells[left] or above[left]
            row = replace(row, cells=tuple(cells))
        found.append(row)
    return found
