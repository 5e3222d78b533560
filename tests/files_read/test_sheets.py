"""Reading tables: whatever is in a file is read or named, and every row of it is counted."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlite_utils import Database

from db import connection
from db.repair_fund import paper_imports
from domain.errors import Invalid
from domain.repair_fund.paper_import import PaperImport, Preview
from domain.sheets import Merge, SheetRow, column_name, spans_of
from tests import community, fund_desk
from tests.bombs import TYPES, sheet, xlsx
from tests.community import visit_of
from ui.sheets import read_rows, rows_of_text

HEAD = ("房号", "意见", "备注")
Row = tuple[object, ...]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.project_at(db)
        yield db


def book(*tabs: tuple[str, list[Row]]) -> Workbook:
    made = Workbook()
    for name, rows in tabs:
        tab = made.create_sheet(name)
        for row in rows:
            tab.append(row)
    del made["Sheet"]
    return made


def kept(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def one(*rows: Row) -> tuple[Workbook, Worksheet]:
    made = book(("票", [HEAD, *rows]))
    return made, made["票"]


def seen(db: Database, content: bytes) -> Preview:
    """The preview; every filled row of the file is counted in it, once."""
    rows = read_rows(content)
    found = paper_imports.preview_import(visit_of(db, "clerk"), 1, rows)
    assert found.filled == len(rows)
    return found


def told(found: Preview) -> dict[str, str]:
    return {problem.place: problem.what for problem in found.problems}


# Sheets ----------------------------------------------------------------------------------------


def test_like_sheets_are_read_together_and_told_apart(db: Database):
    made = book(
        ("1单元", [HEAD, ("1-1-201", "同意"), ("9-9-999", "同意")]),
        ("2单元", [("二单元表决票",), HEAD, ("1-1-202", "反对"), (), ("1-1-201", "同意")]),
    )
    found = seen(db, kept(made))
    assert [(entry.sheet, entry.row) for entry, _ in found.good] == [("2单元", 3)]
    assert set(told(found)) == {"“1单元”2", "“1单元”3", "“2单元”5"}
    assert "写了 2 次" in told(found)["“1单元”2"]
    assert (found.above, found.empty, found.filled) == (3, 1, 7)


def test_a_sheet_without_headings_is_named_with_its_rows(db: Database):
    made = book(("票", [HEAD, ("1-1-201", "同意")]), ("说明", [("填表说明",), ("只写同意",)]))
    found = seen(db, kept(made))
    assert found.notes == ("表“说明”没有“房号”“意见”的表头，里面 2 行没有读。",)
    assert (len(found.good), found.elsewhere) == (1, 2)
    assert "文件里有字的 4 行：表头和标题 1 行，能导入 1 行，没有读 2 行" in found.counted


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_first_sheet_does_not_stand_for_the_visible_one(db: Database, state: str):
    made = book(
        ("旧的", [HEAD, ("1-1-201", "反对"), ("1-1-202", "反对")]),
        ("新的", [HEAD, ("1-1-201", "同意")]),
    )
    made["旧的"].sheet_state = state
    made.active = made["新的"]
    found = seen(db, kept(made))
    assert [(entry.room, entry.choice) for entry, _ in found.good] == [("1-1-201", "yes")]
    assert found.notes == ("表“旧的”是隐藏的，里面 3 行没有读。",)


def test_nothing_but_hidden_sheets_is_refused_by_name(db: Database):
    made = book(("票", [HEAD, ("1-1-201", "同意")]), ("空", []))
    made["票"].sheet_state = "hidden"
    with pytest.raises(Invalid, match=r"表“票”是隐藏的.+取消隐藏"):
        paper_imports.preview_import(visit_of(db, "clerk"), 1, read_rows(kept(made)))


# Rows and columns --------------------------------------------------------------------------------


def test_hidden_rows_are_named_and_never_votes(db: Database):
    made, tab = one(("1-1-201", "同意"), ("1-1-202", "反对"), ("1-1-301", "同意"), ("1-1-302", ""))
    tab.row_dimensions[3].hidden = True
    tab.row_dimensions[5].hidden = True
    found = seen(db, kept(made))
    assert [entry.row for entry, _ in found.good] == [2, 4]
    assert set(told(found)) == {"3", "5"}
    assert all("隐藏" in what for what in told(found).values())


def test_a_hidden_column_that_counts_is_refused_and_others_are_named(db: Database):
    made, tab = one(("1-1-201", "同意", "", "陈明", 12))
    found = seen(db, kept(made))
    assert found.notes == ("没有用到的列：D 列、E 列。",)
    tab.column_dimensions["B"].hidden = True
    with pytest.raises(Invalid, match="“意见”一列在表格里是隐藏的"):
        seen(db, kept(made))


def test_a_heading_written_twice_is_asked(db: Database):
    made = book(("票", [("房号", "意见", "意见"), ("1-1-201", "同意", "反对")]))
    with pytest.raises(Invalid, match="“意见”写了 2 次（B 列、C 列）"):
        seen(db, kept(made))


def test_a_formula_nobody_computed_is_named_and_a_computed_one_is_read(db: Database):
    made, _ = one(
        ("1-1-201", '=IF(1,"同意","反对")'), ('="1-1-"&202', "同意"), ("1-1-301", "同意", "=A1")
    )
    found = seen(db, kept(made))
    assert not found.good
    assert [what[:4] for what in told(found).values()] == ["“意见”", "“房号”", "“备注”"]
    cell = '<c r="{}{}" t="str"><f>x</f><v>{}</v></c>'
    cells = [cell.format("A", 2, "1-1-201"), cell.format("B", 2, "同意")]
    heads = [
        f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in zip("AB", HEAD)
    ]
    rows = f'<row r="1">{"".join(heads)}</row><row r="2">{"".join(cells)}</row>'
    content = xlsx(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    assert [entry.room for entry, _ in seen(db, content).good] == ["1-1-201"]


def test_merged_rows_far_cells_and_lonely_words_are_named(db: Database):
    made, tab = one(("1-1-201", "同意"), ("1-1-202", "同意"), ("1-1-301", "同意"))
    tab.merge_cells("B2:B3")
    tab["C5"] = "家属代交"
    tab["F6"] = "合计"
    tab["XFD7"] = "看得见吗"
    tab["A1048576"] = "1-1-302"
    tab["B1048576"] = "同意"
    found = seen(db, kept(made))
    assert [(entry.row, entry.room) for entry, _ in found.good] == [
        (4, "1-1-301"), (1048576, "1-1-302"),
    ]  # fmt: skip
    assert {at: what[:5] for at, what in told(found).items()} == {
        "2": "有合并单元", "3": "有合并单元", "5": "没有房号，", "6": "没有房号，", "7": "第 256",
    }  # fmt: skip
    assert found.empty == 1048576 - 8


def test_numbers_days_and_truths_are_text_as_people_see_them():
    made = book(("票", [(502, 502.0, 8500.5, 1e17, date(2001, 1, 2), True, "１", 0.1 + 0.2)]))
    (row,) = read_rows(kept(made))
    assert row.cells == (
        "502", "502", "8500.5", "100000000000000000", "2001-01-02 00:00:00", "TRUE", "１",
        "0.3",
    )  # fmt: skip


def test_how_words_are_pronounced_is_no_part_of_them():
    cell = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = "<sst><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>"
    (row,) = read_rows(
        xlsx(f"<worksheet><sheetData>{cell}</sheetData></worksheet>", strings=strings)
    )
    assert row.cells == ("张三",)


# Text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '房号,意见,备注\n1-1-201,同意,\n1-1-202,反对,"外地\n1-1-301,同意,\n1-1-302,反对,\n',
        '房号,意见,备注\n1-1-202,反对,"外地\n1-1-301,同意,\n1-1-302,反对,"\n',
        '房号,意见,备注\n1-1-202,反对,"外地\n1-1-301,同意,"本地\n',
        '房号,意见\n"1-1-201,同意\n1-1-202,反对\n',
        '房号,意见\n1-1-201,"同意"x\n',
    ],
)
def test_a_quote_that_swallows_rows_refuses_the_file_and_says_where(db: Database, text: str):
    with pytest.raises(Invalid, match=r"第 \d 行的引号.+什么也没导入。"):
        seen(db, text.encode("gb18030"))


def test_line_ends_in_a_remark_are_a_remark(db: Database):
    text = '房号,意见,备注\r\n1-1-201,同意,"外地,\r\n下周回"\r\n\r\n1-1-202,反对,5"管\r\n'
    found = seen(db, text.encode("gb18030"))
    assert [(entry.row, entry.room) for entry, _ in found.good] == [(2, "1-1-201"), (4, "1-1-202")]
    assert found.empty == 1


@settings(database=None, deadline=None, max_examples=100)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), max_size=5)
    )
)
def test_what_a_table_program_writes_is_read_as_it_was(table: list[list[str]]):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["房号", "意见", "备注", "四", "五"], *table])
    rows = list(rows_of_text(out.getvalue()))
    assert [list(row.cells) for row in rows[1:]] == [
        row for row in table if any(cell.strip() for cell in row)
    ]


@settings(database=None, deadline=None, max_examples=150)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_rows_or_a_sentence(content: bytes, begin: bytes):
    try:
        assert all(isinstance(row, SheetRow) for row in read_rows(begin + content))
    except Invalid as refusal:
        assert str(refusal).endswith("。")


@settings(database=None, deadline=None, max_examples=100)
@given(st.data())
def test_a_workbook_with_a_flipped_byte_is_read_or_refused(data: st.DataObject):
    whole = bytearray(xlsx(sheet('<row r="2"><c r="A2"><v>5</v></c></row>'), how=0))
    for _ in range(3):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        read_rows(bytes(whole))
    except Invalid as refusal:
        assert str(refusal).endswith("。")


# The old kind --------------------------------------------------------------------------------------


def old(*rows: Row) -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    made = xlwt.Workbook()
    tab = made.add_sheet("票")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            tab.write(at, column, cell)
    return made, tab


def test_the_old_kind_is_read_with_what_is_hidden_in_it(db: Database):
    made, tab = old(HEAD, ("1-1-201", "同意", 5), ("1-1-202", "反对"), ("1-1-301", "同意"))
    tab.row(2).hidden = True
    other = made.add_sheet("底稿")
    other.write(0, 0, "旧的")
    other.visibility = 1
    out = io.BytesIO()
    made.save(out)
    found = seen(db, out.getvalue())
    assert [(entry.room, entry.note) for entry, _ in found.good] == [
        ("1-1-201", "5"),
        ("1-1-301", ""),
    ]
    assert "隐藏" in told(found)["“票”3"]
    assert found.notes == ("表“底稿”是隐藏的，里面 1 行没有读。",)


def test_a_receipt_counts_what_was_not_read(db: Database):
    made = book(("票", [HEAD, ("1-1-201", "同意")]), ("说明", [("只写同意",)]))
    content = kept(made)
    paper = PaperImport("s", 1, "票.xlsx", "0" * 64, 1, read_rows(content))
    receipt = paper_imports.import_papers(visit_of(db, "grid"), paper)
    assert "已导入 1 户，另有 1 行没有导入" in receipt.told


def test_spans_and_letters():
    """A row lies in the merges that cover it, one a column however many the file claims."""
    merges = [Merge(5, 9, 0, 2), Merge(1, 2, 1, 1), Merge(3, 4, 1, 1), Merge(20, 1048576, 0, 9)]
    spans = spans_of([*merges, Merge(6, 7, 0, 0)], [0, 1, 9, 10, 19, 20, 1048576])
    assert spans == {
        1: ((1, 1, 1),), 9: ((5, 0, 2),), 20: ((20, 0, 9),), 1048576: ((20, 0, 9),),
    }  # fmt: skip
    assert [column_name(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert TYPES.endswith("/relationships/")
