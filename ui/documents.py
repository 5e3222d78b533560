"""Paper (纸面): the month's notice and a statement as real Word files, the notice as a workbook.

Rows come in masked; nothing here knows a name it does not print.
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

from domain.points_ledger.notices import ChainHead, MonthNotice, NoticeLine, PrintedStatement

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY, HEADING = "宋体", "黑体"
BLANK = "＿＿＿＿＿＿＿＿"  # to be filled in by hand
AWARDS = ("编号", "日期", "居民", "小区楼栋", "枚", "事由")
AWARD_WIDTHS = (1.6, 2.4, 2.6, 3.4, 1.5, 5.5)
LEFT, RIGHT, CENTER = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.CENTER,
)
Row = Sequence[str | int]


def notice_docx(notice: MonthNotice) -> bytes:
    """The month's notice (月度公示) on A4, with room for the seal."""
    paper = _paper(f"{notice.community}湾郡币公示", f"{_month(notice.month)}")
    _line(paper, "湾郡币是对志愿服务的感谢，不是钱：不买卖，不兑现金。以下姓名已经脱敏。")
    for title, rows in _sections(notice):
        paper.add_heading(title, 2)
        if rows:
            _table(paper, AWARDS, [_award(row) for row in rows], AWARD_WIDTHS, right={4})
        else:
            _line(paper, "没有。")
    paper.add_heading("三、本月合计（枚）", 2)
    headings, figures = zip(*_totals(notice))
    _table(paper, headings, [figures], (3.4,) * 5, right=set(range(5)))
    _line(paper, "上月末持有 ＋ 本月发放 － 本月兑换 － 本月过期 ＝ 本月末持有。")
    _chain(paper, notice.head)
    phone = notice.phone or BLANK
    span = f"{_day(notice.posted_on)}至{_day(notice.ends_on)}"
    _line(paper, f"公示期：{span}。有不同意见，请在公示期内告诉居委会，电话 {phone}。")
    _seal(paper, notice.community, notice.posted_on)
    return _saved(paper)


def statement_docx(statement: PrintedStatement) -> bytes:
    """A resident's own statement (对账单): what is held until when, and every line."""
    paper = _paper(f"{statement.community}湾郡币对账单", "")
    _line(paper, f"{statement.who}　编号 {statement.account}　{_day(statement.printed_on)}打印")
    _line(paper, f"现有 {statement.balance:,} 枚", bold=True)
    for holding in statement.holdings:
        until = f"{_day(holding.expires_on)}以前用" if holding.expires_on else "不过期"
        _line(paper, f"　{holding.points:,} 枚，{until}")
    if statement.balance < 0:
        _line(paper, "补足以前不能兑换。")
    paper.add_heading("明细（最近的在前）", 2)
    rows = [
        (line.id, line.earned_on.isoformat(), line.kind.label, line.reason, signed(line.points),
         f"{line.balance:,}") for line in statement.lines
    ]  # fmt: skip
    if rows:
        headings = ("编号", "日期", "类别", "事由", "枚", "余额")
        _table(paper, headings, rows, (1.6, 2.4, 2.2, 6.8, 1.8, 2.2), right={4, 5})
    else:
        _line(paper, "还没有流水。")
    _chain(paper, statement.head)
    _line(paper, f"哪一笔对不上，请打 {statement.phone or BLANK}。")
    _seal(paper, statement.community, statement.printed_on)
    return _saved(paper)


def notice_xlsx(notice: MonthNotice) -> bytes:
    """The same notice as a workbook: a sheet each for what is posted, in notice, and the sums."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in zip(("入账", "公示中"), (notice.lines, notice.waiting)):
        _sheet(book, title, AWARDS, [_award(row) for row in rows], (8, 12, 14, 18, 8, 40))
    sums: list[Row] = [("月份", notice.month), *_totals(notice)]
    if notice.head:
        sums += [("最后一笔", notice.head.id), ("链头", notice.head.groups)]
    ends = notice.ends_on.isoformat()
    sums += [("公示开始", notice.posted_on.isoformat()), ("公示到", ends)]
    sums += [("意见电话", notice.phone or BLANK)]
    _sheet(book, "合计", ("项目", "枚或内容"), sums, (16, 76))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text a spreadsheet shows and never runs: = + - @ at its start get an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def signed(points: int) -> str:
    """+30, −40 with a real minus sign."""
    return f"{points:+,}".replace("-", "−")


def _sections(notice: MonthNotice) -> list[tuple[str, tuple[NoticeLine, ...]]]:
    return [("一、公示中，期满后入账", notice.waiting), ("二、本月已入账", notice.lines)]


def _award(line: NoticeLine) -> Row:
    day = line.earned_on.isoformat()
    return (line.number, day, line.who, line.place, line.points, line.reason)


def _totals(notice: MonthNotice) -> list[tuple[str, int]]:
    return [
        ("上月末持有", notice.held_before),
        ("本月发放", notice.issued),
        ("本月兑换", notice.redeemed),
        ("本月过期", notice.expired),
        ("本月末持有", notice.held),
    ]


def _month(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:])}月"


def _day(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def _paper(title: str, subtitle: str) -> Paper:
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
        _line(paper, subtitle, align=CENTER)
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


def _line(paper: Paper, text: str, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH = LEFT) -> None:
    line = paper.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_after = Pt(4)
    line.add_run(text).bold = bold


def _chain(paper: Paper, head: ChainHead | None) -> None:
    """The hash that fixes every entry up to this one, for comparing by eye (链头)."""
    if head:
        _line(paper, f"账本链头（第 {head.id} 笔）：{head.groups}")


def _seal(paper: Paper, community: str, on: date) -> None:
    for text in ("", f"{community}居民委员会（盖章）", _day(on)):
        _line(paper, text, align=RIGHT)


def _table(
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


def _saved(paper: Paper) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _sheet(
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
