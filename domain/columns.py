"""Columns as a list declares them (声明的列), and where a table has them: by heading, never by guess."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid
from domain.sheets import SheetRow, column_name

ROOM = ("房间号", "房屋编号", "门牌号", "门牌", "室号")
PHONE = ("手机", "手机号", "手机号码", "联系电话", "联系方式")
MARK = "问题"  # the column in which a table goes back to whoever brought it
NAMED_UNUSED = 6
_HINT = re.compile(
    r"\((?:元|必填|选填|m2|平方米)\)"
)  # behind a heading; 面积(套内) is another thing
_DAY = re.compile(r"\d{4}-\d\d-\d\d( 00:00:00)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: how its heading is spelled, and how its cells are read.

    `read` turns a filled cell into what it means and raises Invalid with a finished sentence; an
    empty one means `blank`, unless it is `required`. A row that still waits for an `awaited` cell
    is not wrong, only unanswered. `show` writes what was read as people read it. The rest is for
    the template: choices, text cells, a note.
    """

    name: str
    read: Callable[[str], Any] = str
    spellings: tuple[str, ...] = ()
    required: bool = False
    awaited: bool = False
    blank: Any = ""
    choices: tuple[str, ...] = ()
    width: int = 18
    text: bool = False
    note: str = ""
    show: Callable[[Any], str] = str


def plain_cell(cell: str) -> str:
    """Half-width, without the spaces at its ends; a number that became 502.0 is 502 again."""
    text = unicodedata.normalize("NFKC", cell).strip().strip("\ufeff\u200b'")
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def cell_at(row: SheetRow, at: int) -> str:
    """The cell of a column, plain; empty where the row has none or the table has no such column."""
    return plain_cell(row.cells[at]) if 0 <= at < len(row.cells) else ""


def no_day(typed: str) -> str:
    """A room as it was typed. Raises Invalid when the spreadsheet made a day of it."""
    if _DAY.fullmatch(typed):
        raise Invalid("房号被表格软件变成了日期。把这一列设成文本，重新填。")
    return typed


def are_headings(row: SheetRow, columns: Sequence[Column]) -> bool:
    """Whether the row names every required column."""
    cells = heading_words(row)
    return all(places_of(cells, column) for column in columns if column.required)


def find_columns(row: SheetRow, columns: Sequence[Column]) -> list[int]:
    """Where each column stands, -1 for one that is not there. Raises Invalid for hidden or double.

    The declared name goes before its spellings: beside 房号 a 门牌号 is a column nobody needs.
    """
    cells, found = heading_words(row), []
    for column in columns:
        places = places_of(cells, column)
        if len(places) > 1:
            named = "、".join(f"{column_name(at)} 列" for at in places)
            raise Invalid(
                f"表头“{column.name}”写了 {len(places)} 次（{named}）。只留一列，再传一次。"
            )
        if places and places[0] in row.hidden_columns:
            raise Invalid(f"“{column.name}”一列在表格里是隐藏的。请取消隐藏，看清楚再传。")
        found.append(places[0] if places else -1)
    return found


def unused(headings: SheetRow, below: Sequence[SheetRow], used: Sequence[int]) -> tuple[str, ...]:
    """A note of the filled columns that no list asked for; none where there are none."""
    cells = [plain_cell(cell) for cell in headings.cells]
    width = max((len(row.cells) for row in below), default=0)
    others = [
        cells[at] if at < len(cells) and cells[at] else f"{column_name(at)} 列"
        for at in range(max(width, len(cells)))
        if at not in used and any(cell_at(row, at) for row in below)
    ]
    others = [name for name in others if name != MARK]
    if not others:
        return ()
    more = f" 等 {len(others)} 列" if len(others) > NAMED_UNUSED else ""
    return (f"没有用到的列：{'、'.join(others[:NAMED_UNUSED])}{more}。",)


def heading_words(row: SheetRow) -> list[str]:
    """The headings of a row as they are compared: half-width, without blanks, stars and hints."""
    return [re.sub(r"[\s*]", "", _HINT.sub("", plain_cell(cell))) for cell in row.cells]


def places_of(cells: Sequence[str], column: Column) -> list[int]:
    """Where a column stands by its name, or else by one of its spellings."""
    exact = [at for at, cell in enumerate(cells) if cell == column.name]
    return exact or [at for at, cell in enumerate(cells) if cell in column.spellings]
