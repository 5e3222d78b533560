"""Lists that people paste (粘贴的名单): one reader of lines for rooms, amounts and names.

A spreadsheet puts a cell that holds a line break or a quote in quotes when it is copied, and tabs
between the cells; such a cell is read as what it says. Nothing is guessed, and no line is lost.
"""

import csv
import io

from domain.errors import Invalid


def pasted_lines(text: str) -> list[tuple[int, str]]:
    """Each line that says something with its number, blanks and tabs in it as one space.

    Raises Invalid, naming the line, for a quote that is never closed or swallows lines below.
    """
    found = _copied(text) if '"' in text and "\t" in text else enumerate(text.splitlines(), 1)
    lines = ((number, " ".join(line.split())) for number, line in found)
    return [(number, line) for number, line in lines if line]


def _copied(text: str) -> list[tuple[int, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    found: list[tuple[int, str]] = []
    begun = 1
    try:
        for cells in reader:
            if any("\n" in cell and "\t" in cell for cell in cells):
                raise Invalid(_open(begun))
            found.append((begun, " ".join(cells)))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(_open(begun)) from error
    return found


def _open(line: int) -> str:
    return f"第 {line} 行的引号没有合上，后面的行分不清了。请补上引号或者删掉它，再粘贴一次。"
