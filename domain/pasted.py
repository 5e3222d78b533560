"""Lists that people paste (粘贴的名单): one reader of lines for rooms, amounts and names.

A spreadsheet puts a cell that holds a line break or a quote in quotes when it is copied, and tabs
between the cells; such a cell is read as what it says. Nothing is guessed, and no line is lost.
"""

import csv
import io

from domain.errors import Invalid
from domain.sheets import SheetRow


def pasted_rows(text: str) -> tuple[SheetRow, ...]:
    """Each line that says something as a row of a table, by its number; its cells are between tabs.

    Raises Invalid, naming the line, for a quote that is never closed or swallows lines below.
    """
    if '"' in text and "\t" in text:
        found = _copied(text)
    else:
        found = [(at, line.split("\t")) for at, line in enumerate(text.splitlines(), 1)]
    rows = (SheetRow(number, tuple(cells)) for number, cells in found)
    return tuple(row for row in rows if not row.blank)


def pasted_lines(text: str) -> list[tuple[int, str]]:
    """The same lines with their numbers as text, blanks and tabs in them as one space."""
    return [(row.number, one_line(row.cells)) for row in pasted_rows(text)]


def one_line(cells: tuple[str, ...]) -> str:
    """The cells of a row as one line."""
    return " ".join(" ".join(cells).split())


def _copied(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    found: list[tuple[int, list[str]]] = []
    begun = 1
    try:
        for cells in reader:
            if any("\n" in cell and "\t" in cell for cell in cells):
                raise Invalid(_open(begun))
            found.append((begun, cells))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(_open(begun)) from error
    return found


def _open(line: int) -> str:
    return f"第 {line} 行的引号没有合上，后面的行分不清了。请补上引号或者删掉它，再粘贴一次。"
