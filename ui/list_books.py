"""Lists as workbooks (模板): the template to fill in, and a table that goes back with its problems."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.tables import NOTES, Template
from ui.paper import XLSX, printable

__all__ = ["XLSX", "marked_xlsx", "template_xlsx"]

FILL_DOWN = 1000  # rows that can be chosen from a list where none is written down yet
WIDTHS = (10, 40)  # of a column of a table that goes back


def template_xlsx(
    title: str, template: Template[Any], rows: Iterable[Sequence[str]] = ()
) -> bytes:  # fmt: skip
    """The list to fill in: `rows` written down already, choices chosen, notes on a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = template.title
    _write(sheet, [[column.name for column in template.columns], *rows])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
    for at, column in enumerate(template.columns, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        if column.text:  # or 1-2-2001 becomes a day, also where nothing is written yet
            sheet.column_dimensions[letter].number_format = "@"
            for (cell,) in sheet.iter_rows(min_row=2, min_col=at, max_col=at):
                cell.number_format = "@"
        if column.choices:
            last = sheet.max_row if sheet.max_row > 1 else FILL_DOWN
            _choose(sheet, f"{letter}2:{letter}{last}", column.name, column.choices)
    sheet.freeze_panes = "A2"
    if template.explained:
        _write(book.create_sheet(NOTES), template.explained)
        for letter, width in zip("AB", (16, 60)):
            book[NOTES].column_dimensions[letter].width = width
    return _saved(book, title)


def marked_xlsx(title: str, sheets: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """Rows as they came, every cell the text it was, each sheet under its name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name or title)
        _write(sheet, rows)
        for column in sheet.iter_cols():
            longest = max((len(cell.value or "") for cell in column), default=0)
            width = min(max(2 * longest, WIDTHS[0]), WIDTHS[1])
            sheet.column_dimensions[column[0].column_letter].width = width
            for cell in column:
                cell.number_format = "@"
    return _saved(book, title)


def _write(sheet: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    """Text stays text, whatever it looks like: nothing of it is ever a formula."""
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(at, column, printable(text))
                assert isinstance(cell, Cell)
                cell.data_type = "s"


def _choose(sheet: Worksheet, where: str, name: str, words: Sequence[str]) -> None:
    choices = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
    choices.error = f"只能写{'、'.join(words[:-1])}或{words[-1]}"
    choices.errorTitle = name
    sheet.add_data_validation(choices)
    choices.add(where)


def _saved(book: Workbook, title: str) -> bytes:
    book.properties.title, book.properties.creator = title, ""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
