"""The table of papers (表决票登记表): the template to fill in, and its way back."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from domain.repair_fund.paper_import import HEADINGS
from ui.sheets import read_rows

__all__ = ["read_rows", "template_xlsx"]


def template_xlsx(title: str, rooms: Sequence[str]) -> bytes:
    """The table to fill in: rooms written down already, answers chosen from a list."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表决票"
    sheet.append([*HEADINGS])
    for room in rooms:
        sheet.append([room])
    for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
        cell.number_format = "@"  # or 1-2-2001 becomes a day
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
    for letter, width in zip("ABC", (18, 12, 40)):
        sheet.column_dimensions[letter].width = width
    choices = DataValidation("list", formula1='"同意,反对,弃权"', allow_blank=True)
    choices.error, choices.errorTitle = "只能写同意、反对或弃权", "意见"
    sheet.add_data_validation(choices)
    choices.add(f"B2:B{max(2, len(rooms) + 1)}")
    sheet.freeze_panes = "A2"
    book.properties.title, book.properties.creator = title, ""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
