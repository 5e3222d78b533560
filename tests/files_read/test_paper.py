"""Sheets of paper (纸面): figures add up, pages are counted, nothing typed can break an export."""

import io

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ui.paper import Serial, add_line, add_sheet, add_table, blank_paper, saved

CONTROLS = "\x00\x07\x0b\x1f\ufffe"
ROWS = [("1-1-101", "1,288.50 m²", "12.30%", "−8,500.00"), ("=1+1", "88.50 m²", "100%", "500.25")]


def sheet() -> Worksheet:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, "分摊清册", ("房号", "面积", "占比", "金额"), ROWS, (16, 14, 10, 70),
              numbers={1, 2, 3}, headline="青松园 3栋 2026年上半年")  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    read: Worksheet = load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    return read


def test_sums_and_areas_are_numbers_that_add_up_and_typed_text_is_guarded():
    page = sheet()
    assert [cell.value for cell in page[2]] == ["1-1-101", 1288.5, 12.3, -8500]
    assert page["D2"].value + page["D3"].value == -7999.75
    assert (page["B2"].number_format, page["D2"].number_format) == ('#,##0.00" m²"', "#,##0.00")
    assert (page["A3"].value, page["A3"].data_type) == ("'=1+1", "s")


def test_a_number_that_names_something_is_no_count_in_a_sheet():
    book = Workbook()
    add_sheet(book, "入账", ("第几笔", "枚"), [(Serial(1001), 1000)], (10, 10))
    assert [cell.number_format for cell in book["入账"][2]] == ["0", "#,##0"]


def test_a_sheet_prints_one_page_wide_with_its_headings_and_what_it_is():
    page = sheet()
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$1:$1"
    assert page.oddHeader.center.text == "青松园 3栋 2026年上半年　分摊清册"
    assert page.oddFooter.center.text == "第 &P 页　共 &N 页"


def test_a_document_counts_its_pages_breaks_lines_in_cells_and_keeps_days_and_numbers_whole():
    paper = blank_paper("公示", "三月")
    rows = [(Serial(1001), "2026-03-18", "盖章\n签字", 1000), (Serial(2), "2026-03-19", "单行", 5)]
    headings = ("第几笔", "日期", "事由", "枚")
    add_table(paper, headings, rows, (1.6, 2.4, 5, 2), right={3}, whole={0, 1})
    read = Document(io.BytesIO(saved(paper)))
    foot = read.sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    first, second = (row.cells for row in read.tables[0].rows[1:])
    assert [cell.text for cell in first] == ["1001", "2026-03-18", "盖章\n签字", "1,000"]
    assert "<w:br/>" in first[2]._tc.xml
    assert [cell.text for cell in second] == ["2", "2026-03-19", "单行", "5"]
    assert ["w:noWrap" in cell._tc.xml for cell in first] == [True, True, False, True]


@pytest.mark.parametrize("typed", [f"甲{CONTROLS}乙", "\ud800丙"])
def test_no_character_breaks_an_export(typed: str):
    paper = blank_paper(typed, typed)
    add_line(paper, typed)
    add_table(paper, (typed, "枚"), [(typed, 1)], (8, 2), right={1})
    assert saved(paper)
    book = Workbook()
    add_sheet(book, "表", (typed,), [(typed,)], (10,), headline=typed)
    book.save(io.BytesIO())


def test_a_very_long_list_is_several_tables_with_every_row_once():
    paper = blank_paper("分摊清册", "")
    rows = [(f"1-1-{number}", number) for number in range(450)]
    add_table(paper, ("房号", "枚"), rows, (8, 2), right={1})
    tables = Document(io.BytesIO(saved(paper))).tables
    assert [len(table.rows) for table in tables] == [201, 201, 51]
    assert {table.rows[0].cells[0].text for table in tables} == {"房号"}
    shown = [row.cells[0].text for table in tables for row in table.rows[1:]]
    assert shown == [room for room, _ in rows]
