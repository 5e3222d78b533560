"""Papers of meetings on A4 (会议通知、签到表、清单、督办单、答复单、主持稿) and the ledger as a workbook."""

import io
from collections.abc import Sequence
from datetime import date

from docx.document import Document as Paper
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK
from docx.shared import Cm
from openpyxl import Workbook

from domain.meeting_agenda.minutes import Level, numbered
from domain.meeting_agenda.papers import LEDGER
from domain.meeting_agenda.sheets import Sheet, Table
from ui.meeting_papers import paragraph
from ui.paper import (
    CENTER,
    DOCX,
    RIGHT,
    XLSX,
    Row,
    add_line,
    add_seal,
    add_sheet,
    add_table,
    blank_paper,
    printable,
    saved,
)

__all__ = ["DOCX", "XLSX", "ledger_xlsx", "sheet_docx", "sheets_docx"]
ROW = Cm(0.95)  # room to sign with a pen
LEDGER_WIDTHS = (12, 14, 26, 30, 10, 12, 48, 10, 10, 10)


def sheet_docx(sheet: Sheet, community: str, on: date) -> bytes:
    """One paper; where it bears the seal, with the day it was printed."""
    return sheets_docx([sheet], community, on)


def sheets_docx(sheets: Sequence[Sheet], community: str, on: date) -> bytes:
    """Several papers in one file, each on a page of its own."""
    head, *rest = sheets
    paper = blank_paper(head.title, head.under)
    _draw(paper, head, community, on)
    for sheet in rest:
        paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        paper.add_heading(printable(sheet.title), 1).alignment = CENTER
        add_line(paper, sheet.under, align=CENTER)
        _draw(paper, sheet, community, on)
    return saved(paper)


def _draw(paper: Paper, sheet: Sheet, community: str, on: date) -> None:
    for line, mark in numbered(sheet.lines):
        paragraph(paper, f"{mark}{line.text}", bold=line.level is Level.FIRST)
    if sheet.table:
        _table(paper, sheet.table)
    for text in sheet.foot:
        add_line(paper, text, align=RIGHT)
    if sheet.seal:
        add_seal(paper, community, on)


def _table(paper: Paper, table: Table) -> None:
    add_table(paper, table.headings, table.rows, table.widths, right=set(), whole={0})
    if not table.tall:
        return
    for row in paper.tables[-1].rows:
        row.height, row.height_rule = ROW, WD_ROW_HEIGHT_RULE.AT_LEAST


def ledger_xlsx(rows: Sequence[Row], community: str) -> bytes:
    """议事台账: an item per row, counts as numbers, what was typed as text whatever it looks like."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, "议事台账", LEDGER, rows, LEDGER_WIDTHS, headline=community)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
