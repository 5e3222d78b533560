"""One sheet of an .xlsx as its XML is walked: rows, hidden columns and merges, nothing laid out."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.errors import Invalid
from domain.sheets import MOST_COLUMNS, MOST_LETTERS, TOO_LARGE, Allowance, Merge, SheetRow

CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
CORNER = re.compile(r"([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_MERGES = 20_000
YES = {"1", "true"}


class SheetPart:
    """Takes the elements of one sheet in order; afterwards `rows`, `merges`, `hidden_columns`."""

    def __init__(
        self, strings: Sequence[str], number: Callable[[int, str], str], allowance: Allowance
    ) -> None:
        self.rows: list[SheetRow] = []
        self.merges: list[Merge] = []
        self.hidden_columns: set[int] = set()
        self._strings, self._number, self._allowance = strings, number, allowance
        self._cells: dict[int, str] = {}
        self._unread: list[int] = []
        self._at = self._column = 0
        self._hidden = self._wide = self._zero = self._reads = self._formula = False
        self._aside = 0
        self._cell: Mapping[str, str] = {}
        self._text: list[str] = []
        self._letters = 0

    def start(self, name: str, attributes: dict[str, Any]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self._reads = True
        elif name == "t":
            self._reads = not self._aside
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes["ref"])
        elif name == "col":
            if attributes.get("hidden") in YES or float(attributes.get("width", 9)) == 0:
                last = min(int(attributes["max"]), MOST_COLUMNS)
                self.hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == "sheetFormatPr":
            self._zero = attributes.get("zeroHeight") in YES

    def text(self, piece: str) -> None:
        if self._reads:
            self._text.append(piece)
            self._letters += len(piece)
            if self._letters > MOST_LETTERS:
                raise Invalid(TOO_LARGE)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._reads = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside -= 1

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._at = int(attributes.get("r", self._at + 1))
        height = attributes.get("ht")
        self._hidden = (
            attributes.get("hidden") in YES
            or (height is not None and float(height) == 0)
            or (self._zero and height is None)
        )
        self._cells, self._unread, self._wide, self._column = {}, [], False, -1

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell, self._formula = attributes, False
        self._text = []
        place = CELL.fullmatch(attributes.get("r", ""))
        if place is None:
            self._column += 1
            return
        self._column = _column(place[1])

    def _end_cell(self) -> None:
        raw, kind = "".join(self._text), self._cell.get("t", "n")
        if self._formula and not raw and kind != "str":
            self._unread.append(min(self._column, MOST_COLUMNS - 1))
            return
        if not raw:
            return
        if kind == "s":
            raw = self._strings[int(raw)]
        elif kind == "b":
            raw = "TRUE" if raw == "1" else "FALSE"
        elif kind == "n":
            raw = self._number(int(self._cell.get("s", 0)), raw)
        self._allowance.cell(raw)
        if self._column < MOST_COLUMNS:
            self._cells[self._column] = raw
        elif raw.strip():
            self._wide = True

    def _end_row(self) -> None:
        if not (self._cells or self._unread or self._wide):
            return
        width = max([*self._cells, *self._unread], default=-1) + 1
        row = SheetRow(
            self._at, tuple(self._cells.get(at, "") for at in range(width)),
            hidden=self._hidden, unread=tuple(self._unread[:MOST_COLUMNS]), wide=self._wide,
        )  # fmt: skip
        if not row.blank:
            self._allowance.row(width)
            self.rows.append(row)

    def _merge(self, ref: str) -> None:
        ends = [(int(at[2]), _column(at[1])) for at in CORNER.finditer(ref)]
        if ends:
            rows, columns = zip(*ends)
            self.merges.append(Merge(min(rows), max(rows), min(columns), max(columns)))
        if len(self.merges) > MOST_MERGES:
            raise Invalid(TOO_LARGE)


def _column(letters: str) -> int:
    """AB → 27, counted from 0."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
