"""Sheets of paper (纸面): an A4 document or a workbook, in fonts every Chinese office has.

What people typed stays text in them, whatever it looks like.
"""

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from domain.chain import Head

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY, HEADING = "宋体", "黑体"
BLANK = "＿＿＿＿＿＿＿＿"  # to be filled in by hand
LEFT, RIGHT, CENTER = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.CENTER,
)
Row = Sequence[str | int]


def harmless(text: str) -> str:
    """Text a spreadsheet shows and never runs: = + - @ at its start get an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def long_day(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def blank_paper(title: str, subtitle: str) -> Paper:
    """An empty A4 sheet in fonts every Chinese office has."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _font(paper.styles["Normal"], BODY, 12)
    _font(paper.styles["Heading 1"], HEADING, 20)
    _font(paper.styles["Heading 2"], HEADING, 13)
    paper.core_properties.title, paper.core_properties.author = title, ""
    paper.add_heading(title, 1).alignment = CENTER
    if subtitle:
        add_line(paper, subtitle, align=CENTER)
    return paper


def _font(style: Any, name: str, size: int) -> None:
    """Word keeps one font for Latin and another for Chinese; both are set."""
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = name, Pt(size)
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for themed in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{themed}"), None)
    fonts.set(qn("w:eastAsia"), name)


def add_file_head(paper: Paper, head: Head | None) -> None:
    """The chain's head when this was printed (全库链头), to hold the file to it later."""
    if head:
        add_line(paper, f"全库链头（第 {head.number} 环）：{head.groups}")


def add_line(
    paper: Paper, text: str, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH = LEFT
) -> None:
    line = paper.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(4)
    line.add_run(text).bold = bold


def add_annex(paper: Paper, title: str) -> None:
    """A long list on pages of its own, after whom to call and the seal (附件)."""
    paper.add_heading(f"附件：{title}", 2).paragraph_format.page_break_before = True


def add_seal(paper: Paper, community: str, on: date) -> None:
    for text in ("", f"{community}居民委员会（盖章）", long_day(on)):
        add_line(paper, text, align=RIGHT)


def add_table(
    paper: Paper, headings: Sequence[str], rows: Sequence[Row], widths: Sequence[float],
    right: set[int],
) -> None:  # fmt: skip
    table = paper.add_table(2, len(headings), "Table Grid")
    table.autofit = False
    for strip, width in zip(table.columns, widths):
        strip.width = Cm(width)
    for row, bold in zip(table.rows, (True, False)):
        for at, (cell, heading) in enumerate(zip(row.cells, headings)):
            aligned = CENTER if bold else RIGHT if at in right else LEFT
            _fill(cell, heading, widths[at], aligned, bold=bold)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head, pattern = (row._tr for row in table.rows)
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for values in rows:  # copies of one row: a thousand lines through the cells take many seconds
        copied = deepcopy(pattern)
        for heading, place, value in zip(headings, copied.iter(qn("w:t")), values):
            counted = isinstance(value, int) and heading != "编号"
            place.text = f"{value:,}" if counted else str(value)
        pattern.addprevious(copied)
    table._tbl.remove(pattern)


def _fill(cell: _Cell, text: str, width: float, align: WD_ALIGN_PARAGRAPH, *, bold: bool) -> None:
    cell.width = Cm(width)
    line = cell.paragraphs[0]
    line.alignment = align
    run = line.add_run(text)
    run.bold, run.font.size = bold, Pt(10.5)


def saved(paper: Paper) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def add_sheet(
    book: Workbook, title: str, headings: Sequence[str], rows: Sequence[Row],
    widths: Sequence[float],
) -> None:  # fmt: skip
    """Whole numbers stay numbers; everything else is text, whatever it looks like."""
    sheet = book.create_sheet(title)
    for at, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = value
            else:
                cell.value = harmless(value)
                cell.data_type, cell.number_format = "s", "@"
            if at == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(horizontal="center")
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
