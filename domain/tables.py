"""Tables people bring (表格、名单), read by the columns a list declares: one reader for every list.

A file and a pasted text are rows alike. Every filled row is in exactly one place: above (titles,
headings), good, a problem, unanswered, or elsewhere (not read, and named in the notes).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.columns import MARK, Column, plain_cell
from domain.sheets import SheetRow

E = TypeVar("E")
F = TypeVar("F")
FILE, PASTED = "文件", "名单"
NOTES = "填表说明"  # the sheet of a template that says how its columns are filled in


@dataclass(frozen=True, slots=True)
class Template(Generic[E]):
    """A list as it is declared (模板): its columns, in the order in which they are pasted too.

    `make(row, sheet, *values)` is what a row means; `by_hand` lays a pasted line out in the columns
    and raises Invalid saying how to write it. With `once` the first column names a thing once.
    """

    title: str
    one: str  # what one row is: 一户, 一个人
    columns: tuple[Column, ...]
    make: Callable[..., E]
    by_hand: Callable[[tuple[str, ...]], tuple[str, ...]] = tuple
    once: bool = False

    @property
    def required(self) -> list[str]:
        """The headings a table cannot do without."""
        return [column.name for column in self.columns if column.required]

    @property
    def explained(self) -> list[tuple[str, str]]:
        """The lines of the sheet of notes; read again, they are known and no rows of the list."""
        return [(column.name, column.note) for column in self.columns if column.note]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out, said so that it can be put right. `named` is its first column."""

    row: int
    named: str
    what: str
    sheet: str = ""

    @property
    def place(self) -> str:
        """12, or “2单元”12 where the file has several sheets."""
        return f"“{self.sheet}”{self.row}" if self.sheet else str(self.row)

    @property
    def where(self) -> str:
        """第 12 行, with the sheet before it where the file has several."""
        return f"{f'表“{self.sheet}”' if self.sheet else ''}第 {self.row} 行"


@dataclass(frozen=True, slots=True)
class Table(Generic[E]):
    """A table read. `headings` are the sheets that were read and the row of their headings."""

    good: tuple[E, ...]
    problems: tuple[Problem, ...]
    unanswered: int = 0
    empty: int = 0
    above: int = 0
    elsewhere: int = 0
    notes: tuple[str, ...] = ()
    headings: tuple[tuple[str, int], ...] = ()
    awaited: str = ""  # what an unanswered row has not said yet
    source: str = FILE

    @property
    def filled(self) -> int:
        """Rows with anything in them; each is counted in exactly one place."""
        named = len(self.good) + len(self.problems) + self.unanswered
        return self.above + named + self.elsewhere

    @property
    def counted(self) -> str:
        """What became of every row, as a sentence."""
        parts = [
            (self.above, "表头和标题"), (len(self.good), "能导入"), (len(self.problems), "有问题"),
            (self.unanswered, f"没填{self.awaited}"), (self.elsewhere, "没有读"),
        ]  # fmt: skip
        told = "，".join(f"{what} {count:,} 行" for count, what in parts if count)
        blank = f"；另有空行 {self.empty:,} 行" if self.empty else ""
        return f"{self.source}里有字的 {self.filled:,} 行：{told}{blank}。"

    def judged(self, good: Iterable[F], wrong: Iterable[Problem]) -> "Table[F]":
        """The same table once its good rows were held against the register: each good or a problem.

        Raises ValueError for a row that is in no place, or in two.
        """
        kept, refused = tuple(good), tuple(wrong)
        if len(kept) + len(refused) != len(self.good):
            raise ValueError(f"{len(self.good)} rows became {len(kept)} and {len(refused)}")
        order = {sheet: at for at, (sheet, _) in enumerate(self.headings)}
        problems = sorted(
            (*self.problems, *refused), key=lambda one: (order.get(one.sheet, -1), one.row)
        )
        return Table(
            kept, tuple(problems), self.unanswered, self.empty, self.above, self.elsewhere,
            self.notes, self.headings, self.awaited, self.source,
        )  # fmt: skip


def twice(rows: Sequence[int], name: str) -> str:
    """What is wrong with a thing that stands in several rows."""
    named = "、".join(str(row) for row in rows[:5])
    return f"同一个{name}写了 {len(rows)} 次（第 {named} 行）。只留一行。"


Cells = tuple[str, ...]


def marked(
    rows: Iterable[SheetRow], table: Table[E], *, wrong_only: bool
) -> dict[str, list[Cells]]:
    """The table as it came, sheet by sheet, with one more column: what is wrong with each row.

    `wrong_only` leaves out what is fine, for a list of which the good rows are stored. Sheets that
    were not read stay out.
    """
    wrong = {(one.sheet, one.row): one.what for one in table.problems}
    headings = dict(table.headings)
    sheets: dict[str, list[tuple[Cells, str]]] = {}
    for row in rows:
        if row.sheet_hidden or row.blank or row.sheet not in headings:
            continue
        what = wrong.get((row.sheet, row.number)) or wrong.get(("", row.number), "")
        if row.number == headings[row.sheet]:
            what = MARK
        if what or row.number < headings[row.sheet] or not wrong_only:
            sheets.setdefault(row.sheet, []).append((row.cells, what))
    return {name: _beside(lines) for name, lines in sheets.items()}


def _beside(lines: list[tuple[Cells, str]]) -> list[Cells]:
    """The mark stands right of all columns, or where it stood when the table went back before."""
    headings = [plain_cell(cell) for cell in next(cells for cells, what in lines if what == MARK)]
    at = headings.index(MARK) if MARK in headings else max(len(cells) for cells, _ in lines)
    found = []
    for cells, what in lines:
        before = (*cells, *("",) * at)[:at]
        found.append((*before, what, *cells[at + 1 :]))
    return found
