"""Tables of the old kind (.xls) into rows; xlrd reads them sparsely, and knows what is hidden."""

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from domain.errors import Invalid
from domain.sheets import MOST_COLUMNS, TOO_LARGE, Allowance, Merge, SheetRow, spans_of

MOST_OLD = 5 * 1024 * 1024  # every two bytes may be a cell, and the reader cannot be stopped
NOT_READ = "这个老格式的表格打不开，或者加了密码。请打开它，另存为新版的表格（不加密码）再传。"
DAMAGED = (
    xlrd.XLRDError, CompDocError, struct.error, IndexError, KeyError, ValueError, TypeError,
    AssertionError, AttributeError, OverflowError, ZeroDivisionError, EOFError, RecursionError,
    MemoryError, NotImplementedError,
)  # fmt: skip


def rows(content: bytes) -> Iterator[SheetRow]:
    """The rows of every sheet. Raises Invalid, in words, when it cannot be read."""
    if len(content) > MOST_OLD:
        raise Invalid(TOO_LARGE)
    allowance = Allowance()
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        for sheet in book.sheets():
            yield from _rows_of(sheet, book.datemode, allowance)
    except DAMAGED as error:
        raise Invalid(NOT_READ) from error


def _rows_of(sheet: Sheet, datemode: int, allowance: Allowance) -> Iterator[SheetRow]:
    merges = (
        Merge(top + 1, below, left, after - 1) for top, below, left, after in sheet.merged_cells
    )
    spans = spans_of(merges, range(1, sheet.nrows + 1))
    concealed = frozenset(
        at for at, column in sheet.colinfo_map.items() if column.hidden and at < MOST_COLUMNS
    )
    for at in range(sheet.nrows):
        texts = tuple(_text(cell, datemode) for cell in sheet.row(at)[:MOST_COLUMNS])
        hidden = at in sheet.rowinfo_map and bool(sheet.rowinfo_map[at].hidden)
        row = SheetRow(
            at + 1, texts, at + 1 in spans, hidden, sheet.name, bool(sheet.visibility),
            hidden_columns=concealed, spans=spans.get(at + 1, ()),
        )  # fmt: skip
        if not row.blank:
            for text in texts:
                allowance.cell(text)
            allowance.row(len(texts))
            yield row


def _text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return str(xlrd.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return str(int(cell.value)) if cell.value.is_integer() else repr(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return str(cell.value)
