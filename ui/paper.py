"""Sheets of paper (纸面): an A4 document or a workbook, in fonts every Chinese office has.

What people typed stays text in them, whatever it looks like.
"""

import io
import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.chain import Head
from domain.days import long_day as long_day  # for whoever draws a paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY, HEADING = "宋体", "黑体"
BLANK = "＿＿＿＿＿＿＿＿"  # to be filled in by hand
LEFT, RIGHT, CENTER = ALIGN.LEFT, ALIGN.RIGHT, ALIGN.CENTER
MOST_ROWS = 200  # of one table
Row = Sequence[str | int]


class Serial(int):
    """A number that names a thing (编号): printed as it is, never as a count."""


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not XML
_NUMBER = re.compile(r"([−-]?)([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(\.[0-9]+)?( m²| 元|%)?")
_FORMATS = {" m²": '#,##0.00" m²"', "%": '0.00"%"'}  # as it is written on paper
WIDE = 92  # letters across; more are printed on the long side of the sheet


def printable(text: str) -> str:
    """Text without the characters no document may hold, so that none can break an export."""
    return _UNPRINTABLE.sub("", text)


def harmless(text: str) -> str:
    """Text a spreadsheet shows and never runs: = + - @ at its start get an apostrophe."""
    text = printable(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def figure(text: str) -> tuple[Decimal, str] | None:
    """A sum, area or share as it is printed (−8,500.00, 88.50 m²): the number and its format."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, whole, rest, unit = found.groups()
    number = Decimal(f"{'-' if sign else ''}{whole.replace(',', '')}{rest or ''}")
    return number, _FORMATS.get(unit or "", "#,##0.00" if rest else "#,##0")


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
    title, subtitle = printable(title), printable(subtitle)
    paper.core_properties.title, paper.core_properties.author = title[:255], ""
    paper.add_heading(title, 1).alignment = CENTER
    _number_pages(paper)
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


def add_line(paper: Paper, text: str, *, bold: bool = False, align: ALIGN = LEFT) -> None:
    line = paper.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(4)
    line.add_run(printable(text)).bold = bold


def add_annex(paper: Paper, title: str) -> None:
    """A long list on pages of its own, after whom to call and the seal (附件)."""
    paper.add_heading(f"附件：{title}", 2).paragraph_format.page_break_before = True


def _number_pages(paper: Paper) -> None:
    """第 n 页 共 m 页 at the foot of every page, counted by the reader's program."""
    line = paper.sections[0].footer.paragraphs[0]
    line.alignment = CENTER
    for before, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES")):
        line.add_run(before)
        counted = OxmlElement("w:fldSimple")
        counted.set(qn("w:instr"), field)
        shown = line.add_run("1")._r
        shown.addprevious(counted)
        counted.append(shown)
    line.add_run(" 页")


def add_seal(paper: Paper, community: str, on: date) -> None:
    for text in ("", f"{community}居民委员会（盖章）", long_day(on)):
        add_line(paper, text, align=RIGHT)


def add_table(
    paper: Paper, headings: Sequence[str], rows: Sequence[Row], widths: Sequence[float],
    right: set[int], whole: Collection[int] = (),
) -> None:  # fmt: skip
    """A table with its headings; a very long one in several, each with the headings again.

    What stands `right`, and the columns of `whole`, is never broken over two lines.
    LibreOffice lays out 3,000 rows five times faster in tables of 200 than in one.
    """
    for start in range(0, max(len(rows), 1), MOST_ROWS):
        if start:
            between = paper.add_paragraph().paragraph_format
            between.space_after, between.line_spacing = Pt(0), Pt(1)
        _add_stretch(paper, headings, rows[start : start + MOST_ROWS], widths, right, whole)


def _add_stretch(
    paper: Paper, headings: Sequence[str], rows: Sequence[Row], widths: Sequence[float],
    right: set[int], whole: Collection[int],
) -> None:  # fmt: skip
    table = paper.add_table(2, len(headings), "Table Grid")
    table.autofit = False
    for strip, width in zip(table.columns, widths):
        strip.width = Cm(width)
    for row, bold in zip(table.rows, (True, False)):
        for at, (cell, heading) in enumerate(zip(row.cells, headings)):
            aligned = CENTER if bold else RIGHT if at in right else LEFT
            _fill(cell, heading, widths[at], aligned, bold=bold)
            if not bold and (at in right or at in whole):
                cell._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head, pattern = (row._tr for row in table.rows)
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for values in rows:  # copies of one row: a thousand lines through the cells take many seconds
        copied = deepcopy(pattern)
        for place, value in zip(list(copied.iter(qn("w:t"))), values):
            counted = isinstance(value, int) and not isinstance(value, Serial)
            _write(place, f"{value:,}" if counted else printable(str(value)))
        pattern.addprevious(copied)
    table._tbl.remove(pattern)


def _write(place: Any, text: str) -> None:
    """The text of a cell; a line break in it is one on paper too (for stamps and signatures)."""
    place.text, *more = text.split("\n")
    place.set(qn("xml:space"), "preserve")
    for line in reversed(more):
        written = OxmlElement("w:t")
        written.text = line
        written.set(qn("xml:space"), "preserve")
        place.addnext(written)
        place.addnext(OxmlElement("w:br"))


def _fill(cell: _Cell, text: str, width: float, align: ALIGN, *, bold: bool) -> None:
    cell.width = Cm(width)
    line = cell.paragraphs[0]
    line.alignment = align
    run = line.add_run(printable(text))
    run.bold, run.font.size = bold, Pt(10.5)


def saved(paper: Paper) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def add_sheet(
    book: Workbook, title: str, headings: Sequence[str], rows: Sequence[Row],
    widths: Sequence[float], *, numbers: Collection[int] = (), headline: str = "",
) -> None:  # fmt: skip
    """Whole numbers and the columns of `numbers` add up; all else is text, whatever it looks like.

    `headline` (community, building, period) is printed above every page with the sheet's title.
    """
    sheet = book.create_sheet(title)
    for at, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = int(value)
                cell.number_format = "0" if isinstance(value, Serial) else "#,##0"
            elif at > 1 and column - 1 in numbers and (found := figure(value)):
                cell.value, cell.number_format = found
            else:
                cell.value = harmless(value)
                cell.data_type, cell.number_format = "s", "@"
            if at == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(horizontal="center")
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    _set_up_page(sheet, f"{headline}　{title}".strip(), landscape=sum(widths) > WIDE)


def _set_up_page(sheet: Worksheet, headline: str, *, landscape: bool) -> None:
    """A4, one page wide, the headings on every page, what it is above, the pages counted below."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = printable(headline).replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
