"""Tables by declared columns: every filled row in one place, a paste the same as the file."""

import io
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.columns import Column, are_headings, find_columns
from domain.errors import Invalid
from domain.finding import PEOPLE, read_list
from domain.repair_fund.deposit_list import DEPOSITS, all_of, parse_list
from domain.repair_fund.paper_import import papers
from domain.sheets import SheetRow
from domain.table_reading import read_pasted, read_table
from domain.tables import NOTES, Table, Template, marked
from ui.list_books import marked_xlsx, template_xlsx
from ui.sheets import read_rows

HEAD = ("房号", "金额")


@dataclass(frozen=True, slots=True)
class Bed:
    """A row of a list made up for these tests: 床位."""

    row: int
    sheet: str
    name: str
    kind: str
    many: int


def count(cell: str) -> int:
    if not cell.isdecimal():
        raise Invalid(f"“{cell}”不是一个数。")
    return int(cell)


BEDS: Template[Bed] = Template(
    "床位",
    "一张床",
    (
        Column("床号", spellings=("编号",), required=True, text=True, note="一张床一行。"),
        Column("种类", required=True, awaited=True, choices=("单人", "双人")),
        Column("几张", count, blank=1),
    ),
    Bed,
    once=True,
)


def rows(*cells: tuple[str, ...], **more: object) -> list[SheetRow]:
    found = [SheetRow(at, row) for at, row in enumerate(cells, 1)]
    return [replace(row, **more) for row in found]  # type: ignore[arg-type]


# Every row in one place ------------------------------------------------------------------------

CELL = st.sampled_from(
    ["", " ", "床号", "编号", "种类", "几张", "A1", "A2", "合计", "单人", "x", "3"]
)
LINE = st.builds(
    SheetRow, st.just(0), st.lists(CELL, max_size=5).map(tuple), st.booleans(), st.booleans(),
    st.sampled_from(["一", "二"]), st.just(False), st.sampled_from([(), (0,), (2,)]),
    wide=st.booleans(),
)  # fmt: skip


@given(st.lists(LINE, max_size=12), st.booleans(), st.booleans())
def test_every_filled_row_of_any_table_is_counted_in_exactly_one_place(
    lines: list[SheetRow], headed: bool, hidden: bool
):
    first = SheetRow(1, ("床号", "种类", "几张"), sheet="一")
    lines = sorted([*([first] if headed else []), *lines], key=lambda row: row.sheet)
    table = [
        replace(row, number=at, sheet_hidden=hidden and row.sheet == "二")
        for at, row in enumerate(lines, 1)
    ]
    try:
        read = read_table(table, BEDS)
    except Invalid as refusal:
        assert str(refusal).endswith("。")
        return
    assert read.filled == sum(not row.blank for row in table)
    named = [one.row for one in (*read.good, *read.problems)]
    assert len(named) == len(set(named))
    assert all(one.what.endswith("。") for one in read.problems)


@given(st.text(st.sampled_from('床号编种类几张A12单双人x ,\t\n"'), max_size=80))
def test_every_line_of_any_pasted_text_is_counted_in_exactly_one_place(text: str):
    try:
        read = read_pasted(text, BEDS)
    except Invalid as refusal:
        assert str(refusal).endswith("。")
        return
    filled = [line for line in text.splitlines() if line.strip()]
    assert read.filled == len(filled) or '"' in text


WORD = st.text(st.sampled_from("A1甲乙 、-（）"), max_size=6)


@settings(max_examples=200)
@given(
    st.permutations(["床号", "种类", "几张"]), st.booleans(),
    st.lists(st.tuples(WORD, st.sampled_from(["", "单人"]), st.sampled_from(["", "2", "二"]))),
)  # fmt: skip
def test_a_paste_gives_the_same_as_a_file_of_the_same_cells(
    order: list[str], headed: bool, lines: list[tuple[str, str, str]]
):
    """With headings in any order; without, in the order that is declared."""
    names = [column.name for column in BEDS.columns]
    places = [names.index(name) for name in order] if headed else [0, 1, 2]
    cells = [tuple(line[at] for at in places) for line in lines]
    heads = tuple(names[at] for at in places)
    file = read_table(rows(heads, *cells), BEDS)
    pasted = read_pasted("\n".join(map("\t".join, [heads, *cells] if headed else cells)), BEDS)
    assert said(pasted) == said(file)


def said(table: Table[Bed]) -> tuple[object, ...]:
    good = [(one.name, one.kind, one.many) for one in table.good]
    twice = "同一个"  # names the rows, which a paste without headings counts from one less
    wrong = [(one.named, one.what.startswith(twice) or one.what) for one in table.problems]
    return good, wrong, table.unanswered, table.elsewhere


# Headings --------------------------------------------------------------------------------------


def test_headings_are_known_by_their_spellings_and_never_by_guess():
    assert are_headings(SheetRow(1, ("门牌号", "* 金 额（元）")), DEPOSITS.columns)
    assert find_columns(SheetRow(1, ("序号", "房间号", "缴存金额")), DEPOSITS.columns) == [1, 2]
    assert find_columns(SheetRow(1, ("门牌号", "房号", "金额")), DEPOSITS.columns) == [1, 2]
    for head in ("金额（不含税）", "金额合计", "金"):
        assert not are_headings(SheetRow(1, ("房号", head)), DEPOSITS.columns)
    with pytest.raises(Invalid, match="“房号”写了 2 次（A 列、B 列）"):
        find_columns(SheetRow(1, ("门牌号", "室号", "金额")), DEPOSITS.columns)


def test_a_table_without_headings_is_told_which_it_needs():
    with pytest.raises(Invalid, match="第一行要有“房号”和“金额”两列"):
        read_table(rows(("1-1-101", "8500")), DEPOSITS)
    with pytest.raises(Invalid, match="第一行要有“姓名”一列"):
        read_list(rows(("陈明", "1-1-101")))


def test_more_than_fifty_thousand_rows_are_refused():
    table = [SheetRow(1, ("房号", "意见")),
             *(SheetRow(n, (f"1-1-{n}", "同意")) for n in range(2, 50_003))]  # fmt: skip
    assert len(read_table(table[:-1], papers()).good) == 50_000
    with pytest.raises(Invalid, match="超过 50,000 行"):
        read_table(table, papers())


# Rows ------------------------------------------------------------------------------------------


def test_a_row_names_everything_that_is_wrong_with_it_at_once():
    table = read_table(rows(HEAD, ("502", "8500,00"), ("", "1")), DEPOSITS)
    first, second = table.problems
    assert "“502”不是一个房号" in first.what
    assert "逗号" in first.what
    assert second.what == "写了“1”，没有房号。"


def test_sums_and_signatures_are_named_and_no_rows_of_the_list():
    table = read_table(
        rows(HEAD, ("1-1-101", "8500"), ("合 计", "8500"), ("制表人：陈明", "")), DEPOSITS
    )
    assert (len(table.good), table.problems, table.elsewhere) == (1, (), 2)
    assert table.notes == ("合计和签名没有读：第 3（合 计）、4（制表人:陈明） 行。",)


def test_a_row_without_its_answer_waits_and_is_not_wrong():
    table = read_table(rows(HEAD, ("1-1-101", ""), ("1-1-102", "96")), DEPOSITS)
    assert (table.unanswered, len(table.good)) == (1, 1)
    assert "没填金额 1 行" in table.counted


def test_deposits_of_a_file_are_those_of_the_paste_and_none_while_a_row_is_wrong():
    table = rows(("序号", "房号", "户主", "金额"), ("1", "1栋1单元101", "陈明", "8,500.00"))
    assert all_of(read_table(table, DEPOSITS)) == (("1-1-101", 850_000),)
    assert parse_list("序号\t房号\t户主\t金额\n1\t1栋1单元101\t陈明\t8,500.00") == (
        ("1-1-101", 850_000),
    )
    hidden = replace(table[1], number=3, hidden=True)
    with pytest.raises(Invalid, match="第 3 行：这一行在表格里是隐藏的"):
        all_of(read_table([*table, hidden], DEPOSITS))


@pytest.mark.parametrize("line", ["1-1-101\t8500\t9000", "1-1-101\t陈明\t8500"])
def test_more_cells_than_columns_are_asked_where_no_heading_tells_them_apart(line: str):
    with pytest.raises(Invalid, match=r"第 1 行：“1-1-101.+”看不懂"):
        parse_list(line)


def test_people_of_a_file_are_read_as_the_lines_one_would_paste():
    table = rows(("序号", "手机号", "姓名", "房号"), ("1", "13900002201", "王 红", "1-1-102"))
    (one,) = read_list(table).good
    assert (one.row, one.typed) == (2, "王 红 1-1-102 13900002201")
    assert [one.typed for one in read_list("1. 王红 1-1-102\n\n李建国").good] == [
        "1. 王红 1-1-102", "李建国",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="一次最多 500 行"):
        read_list("陈明\n" * 501)


# Out and back ----------------------------------------------------------------------------------


def test_a_template_keeps_rooms_text_offers_the_choices_and_explains_itself():
    content = template_xlsx("床位", BEDS, [("1-2-2001",), ("=1+1",)])
    book = load_workbook(io.BytesIO(content))
    sheet = book["床位"]
    assert [cell.value for cell in sheet[1]] == ["床号", "种类", "几张"]
    assert [sheet.cell(at, 1).number_format for at in (2, 3)] == ["@", "@"]
    assert sheet["A3"].data_type == "s"
    (choices,) = sheet.data_validations.dataValidation
    assert (choices.formula1, str(choices.sqref)) == ('"单人,双人"', "B2:B3")
    read = read_table(read_rows(content), BEDS)
    assert (read.good, read.problems, read.unanswered) == ((), (), 2)
    assert read.notes == ()
    assert (book.sheetnames, read.above) == (["床位", NOTES], 2)
    sheet["C2"] = "二"
    out = io.BytesIO()
    sheet["B2"] = "单人"
    book.save(out)
    again = read_rows(out.getvalue())
    (wrong,) = read_table(again, BEDS).problems
    assert wrong.where == "第 2 行", "its own notes are no second sheet to tell apart"
    assert list(marked(again, read_table(again, BEDS), wrong_only=True)) == ["床位"]


def test_the_template_of_people_comes_back():
    content = template_xlsx("签到名单", PEOPLE, [("陈明", "1-1-101")])
    assert [one.typed for one in read_list(read_rows(content)).good] == ["陈明 1-1-101"]


def test_what_is_wrong_goes_back_as_the_same_table_and_is_read_again():
    table = rows(
        ("交存清单",), ("房号", "金额", "备注"), ("1-1-101", "8500", "甲"), ("502", "96", "乙"),
        ("1-1-103", "=1+1", "丙"),
    )  # fmt: skip
    read = read_table(table, DEPOSITS)
    back = read_rows(marked_xlsx("清单", marked(table, read, wrong_only=False)))
    assert [row.cells[0] for row in back] == [row.cells[0] for row in table]
    assert back[1].cells == ("房号", "金额", "备注", "问题")
    assert [row.cells[3] if len(row.cells) > 3 else "" for row in back[2:]] == [
        "", read.problems[0].what, read.problems[1].what,
    ]  # fmt: skip
    again = read_table(back, DEPOSITS)
    assert [one.what for one in again.problems] == [one.what for one in read.problems]
    assert again.notes == ("没有用到的列：备注。",)
    only = marked(back, again, wrong_only=True)[back[0].sheet]
    assert [cells[0] for cells in only] == ["交存清单", "房号", "502", "1-1-103"]
    assert {len(cells) for cells in only} == {4}


def test_hidden_sheets_do_not_go_back():
    shown = rows(HEAD, ("502", "1"), sheet="一")
    hidden = rows(HEAD, ("503", "1"), sheet="二", sheet_hidden=True)
    read = read_table([*shown, *hidden], DEPOSITS)
    assert list(marked([*shown, *hidden], read, wrong_only=False)) == ["一"]
