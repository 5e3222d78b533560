"""Flats as a list (房屋): research A5's areas and rooms, and A10's nasty files, row by row."""

import io

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlite_utils import Database

from db.imports import batches, previews
from db.imports.lists import brought
from domain.errors import Invalid
from domain.imports.cells import area, day_of
from domain.imports.entries import Listing, Looked
from domain.imports.resident_list import RESIDENTS
from domain.imports.unit_list import UNITS
from domain.rooms import Rooms, read_room
from domain.tables import marked
from domain.unit_kinds import AreaSource
from tests.brought import book, bring, heads, plan, read, saved, told, xlsx
from tests.community import CLOUD, PINE, visit_of
from ui.list_books import marked_xlsx, template_xlsx

HEAD = ("楼号", "单元", "房间号", "房屋类型", "建筑面积(㎡)")
quick = settings(database=None, deadline=None, max_examples=300)


@pytest.fixture
def clerk(small: Database):
    return visit_of(small, "clerk")


def seen(clerk, content: bytes, *over: str, estate: int = PINE) -> dict[str, str]:
    return told(plan(clerk, "units", content, *over, estate=estate))


# Areas and days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "centi", "why"),
    [("89.52㎡", 8952, ""), ("１１８．３６", 11836, ""), ("1,089.52", 108952, ""),
     ("89.52+6.10", 9562, "几段相加"), ("89.525", 8953, "四舍五入")],
)  # fmt: skip
def test_an_area_is_read_and_what_was_reckoned_is_looked_at(typed: str, centi: int, why: str):
    found = area(typed)
    if why:
        assert isinstance(found, Looked) and why in found.why
        found = found.value
    assert found == centi


@pytest.mark.parametrize("listing", [UNITS, RESIDENTS], ids=lambda one: one.title)
def test_what_a_template_offers_is_read_and_written_in_the_same_word(listing: Listing):
    offered = [(column, word) for column in listing.columns for word in column.choices]
    assert [column.show(column.read(word)) for column, word in offered] == [w for _, w in offered]


@pytest.mark.parametrize("old", ["产权登记", "产权证", "不动产登记"])
def test_the_register_of_real_estate_is_known_by_its_older_names(old: str):
    source = next(column for column in UNITS.columns if column.name == "面积来源")
    assert source.read(old) is AreaSource.REGISTER


@pytest.mark.parametrize("typed", ["约90", "120+", "0", "九十", "-5", "1.234,00"])
def test_an_area_that_says_no_number_is_refused(typed: str):
    with pytest.raises(Invalid, match="面积"):
        area(typed)


@pytest.mark.parametrize(("serial", "iso"), [("42370", "2016-01-01"), ("29342", "1980-05-01")])
def test_a_spreadsheets_day_is_that_day(serial: str, iso: str):
    assert str(day_of(serial)) == iso


# Rooms -----------------------------------------------------------------------------------------

KNOWN = Rooms(["3-1-502", "3-2-502", "7-1-101", "5-1-2-302", "A-1-1203", "P-A-12", "1-0-3"],
              ["鑫龙湾小区", "鑫龙湾"])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "room"),
    [("3-1-502", "3-1-502"), ("03-01-0502", "3-1-502"), ("三栋一单元502", "3-1-502"), ("3#-1-502", "3-1-502"),
     ("3座1单元502", "3-1-502"), ("3幢1门502", "3-1-502"), ("3.1.502", "3-1-502"), ("3、1、502", "3-1-502"),
     ("鑫龙湾3栋1单元502", "3-1-502"), ("3-1-502（出租）", "3-1-502"), ("A栋1单元1203", "A-1-1203"),
     ("十二栋二单元1801", "12-2-1801"), ("7栋101", "7-1-101"), ("5-1栋2单元302", "5-1-2-302"),
     ("5-1-2-302", "5-1-2-302"), ("p-a-12", "P-A-12"), ("1-0-3", "1-0-3"), ("1-1-1101", "1-1-1101"),
     ("11-1-101", "11-1-101")],
)  # fmt: skip
def test_a_room_is_read_however_it_is_written(typed: str, room: str):
    assert KNOWN.read(typed) == room


@pytest.mark.parametrize(
    "typed", ["3栋502", "3-1-5-02", "商铺12", "502", "3-502", "", "2016-01-01"]
)
def test_what_leaves_a_room_open_is_asked(typed: str):
    with pytest.raises(Invalid):
        KNOWN.read(typed)


PLATES = st.one_of(st.integers(1, 120).map(str), st.sampled_from(["A", "B", "A1"]))
ROOMS = st.tuples(PLATES, st.integers(1, 6), st.integers(1, 33), st.integers(1, 8)).map(
    lambda r: (r[0], str(r[1]), f"{r[2]}{r[3]:02d}")
)
SPELLINGS = st.sampled_from([
    "{b}-{s}-{r}", "{b}栋{s}单元{r}", "{b}幢{s}门{r}室", "{b}号楼{s}单元{r}", "{b}座{s}梯{r}", "{b}.{s}.{r}",
    "{b}、{s}、{r}", "{b}#-{s}-{r}", "{b}-{s}-{r}（出租）", "鑫龙湾{b}栋{s}单元{r}", "{b:0>2}-0{s}-0{r}", " {b} - {s} - {r} ",
])  # fmt: skip


@quick
@given(ROOMS, SPELLINGS)
def test_any_spelling_of_a_room_is_that_room(room: tuple[str, str, str], spelling: str):
    building, stairwell, number = room
    if not building.isdigit():
        spelling = spelling.replace("{b:0>2}", "{b}")
    typed = spelling.format(b=building, s=stairwell, r=number)
    assert Rooms([], ["鑫龙湾"]).read(typed) == f"{building}-{stairwell}-{number}"


@quick
@given(ROOMS, SPELLINGS, ROOMS, SPELLINGS)
def test_two_rooms_never_become_one(one, first, other, second):
    def written(room, spelling):
        return spelling.replace(":0>2", "").format(b=room[0], s=room[1], r=room[2])

    if one != other:
        assert KNOWN.read(written(one, first)) != KNOWN.read(written(other, second))


@quick
@given(st.text("0123456789-栋单元号A、. #", max_size=14))
def test_whatever_is_typed_is_one_room_or_asked(typed: str):
    try:
        room = KNOWN.read(typed)
    except Invalid:
        return
    assert KNOWN.read(room) == room
    assert read_room(room) in (room, None)


# Files -----------------------------------------------------------------------------------------


def test_flats_are_added_with_their_building_and_an_owner_set_each(small: Database, clerk):
    content = xlsx(
        HEAD, ("5栋", "1单元", "101", "住宅", 89.52), ("5栋", "1单元", "0102", "住宅", "１１８．３６"),
        ("5栋", 0, 3, "商铺", "45.5"), ("1栋", "1", "101", "住宅", "99.99"),
    )  # fmt: skip
    found = seen(clerk, content)
    assert found["2"] == found["3"] == "看一眼：还没有 5栋，会新建"
    assert found["5"].startswith("一样：建筑面积 还是")
    receipt = bring(clerk, "units", content, estate=PINE)
    assert receipt.told == "“名单.xlsx”写好了：新增 3 行。"
    rows = small.execute(
        "select code, floor, purpose, sale, area_centi, area_source, o.kind, w.number from units u"
        " join owner_groups o on o.id = u.owner_group_id left join stairwells w on w.id = u.stairwell_id"
        " where code like '5-%' order by u.id").fetchall()  # fmt: skip
    assert [tuple(row) for row in rows] == [
        ("5-1-101", 1, "flat", "sold", 8952, "contract", "owner", 1),
        ("5-1-102", 1, "flat", "sold", 11836, "contract", "owner", 1),
        ("5-0-3", 1, "shop", "sold", 4550, "contract", "owner", None),
    ]
    assert set(seen(clerk, content).values()) == {"一样", found["5"]}


def test_what_is_not_sold_belongs_to_the_one_developer(small: Database, clerk):
    content = xlsx(
        (*HEAD, "房屋状态"),
        (1, 1, "901", "住宅", 90, "未销售"),
        (1, 1, "902", "住宅", 90, "未交房"),
    )
    bring(clerk, "units", content, estate=PINE)
    rows = small.execute("select distinct o.kind, o.id from units u join owner_groups o on o.id = u.owner_group_id where u.room like '90%'").fetchall()  # fmt: skip
    assert [row[0] for row in rows] == ["developer"]


def test_a_changed_area_keeps_the_value_before(small: Database, clerk):
    content = xlsx(("房号", "建筑面积"), ("1-1-101", "77.70"))
    old = small.execute("select area_centi from units where code = '1-1-101' and estate_id = ?", [PINE]).fetchone()[0]  # fmt: skip
    receipt = bring(clerk, "units", content, "建筑面积", estate=PINE)
    row = small.execute("select field, before, after, why from registry_changes").fetchone()
    assert tuple(row) == ("建筑面积", f"{old / 100:.2f}", "77.70", "导入名单")
    batches.undo_import(clerk, receipt.id)
    assert small.execute("select area_centi from units where code = '1-1-101' and estate_id = ?", [PINE]).fetchone()[0] == old  # fmt: skip


def test_rows_that_cannot_be_or_are_odd_say_why(clerk):
    content = xlsx(
        (*HEAD, "楼层", "小区"),
        (1, 1, 801, "住宅", "约90", 8, ""), (1, 1, 802, "住宅", 90, 7, ""), (1, 1, 803, "住宅", "9.5", 8, ""),
        (3, 1, "1-1-804", "住宅", 90, 8, ""), (1, 1, 805, "别墅", 90, 8, ""), (1, 1, 806, "住宅", 90, 8, "白云里"),
        (1, "", 807, "住宅", 90, 8, ""), (1, 1, 808, "", 90, 8, ""),
    )  # fmt: skip
    found = seen(clerk, content)
    assert "看不懂" in found["2"]
    assert found["3"] == "看一眼：楼层写的是 7，房号看是 8"
    assert found["4"] == "看一眼：面积 9.50 平方米，少见"
    assert "和楼栋“3栋”对不上" in found["5"]
    assert "用途“别墅”不认得。写住宅、商铺、车位。" in found["6"]
    assert "小区写的是“白云里”，这里导的是青松园" in found["7"]
    assert "没写几单元" in found["8"]
    assert found["9"] == "看一眼：没写用途，按住宅收"


def test_one_flat_far_from_those_above_it_is_looked_at(clerk):
    rows = [(9, 1, f"{floor}01", "住宅", 90) for floor in range(1, 6)] + [
        (9, 1, "601", "住宅", 190)
    ]
    found = seen(clerk, xlsx(HEAD, *rows))
    assert "上下楼一般是 90.00" in found["7"] and "上下楼" not in found["2"]


def test_502_and_0502_of_one_stairwell_are_both_refused(clerk):
    found = seen(clerk, xlsx(HEAD, (3, 1, "602", "住宅", 90), (3, 1, "0602", "住宅", 95)))
    assert set(found) == {"2", "3"} and all("写了 2 次" in why for why in found.values())


def test_1_1_1101_stands_beside_11_1_101(small: Database, clerk):
    content = xlsx(("房号", "用途", "面积"), ("1-1-1101", "住宅", 90), ("11-1-101", "住宅", 80))
    bring(clerk, "units", content, estate=PINE)
    rows = dict(small.execute("select code, area_centi from units where code in ('1-1-1101', '11-1-101')").fetchall())  # fmt: skip
    assert rows == {"1-1-1101": 9000, "11-1-101": 8000}


def test_a_merged_building_is_filled_down_inside_the_merge_alone(clerk):
    made = book({"房屋": [
        ("青松园房屋一览",), HEAD, ("3栋", 1, 701, "住宅", 90), ("", 1, 702, "住宅", 90), (), ("", 1, 703, "住宅", 90),
        ("", 1, 704, "住宅", 90), ("制表人：王社工",),
    ]})  # fmt: skip
    made["房屋"].merge_cells("A1:E1")
    made["房屋"].merge_cells("A3:A6")
    found = plan(clerk, "units", saved(made), estate=PINE)
    assert told(found) == {
        "3": "新增",
        "4": "新增",
        "6": "新增",
        "7": "不能收：“704”不是一个房号，写成 3-1-502 这样：几栋、几单元、几号。",
    }
    assert "合计和签名没有读：第 8（制表人:王社工） 行。" in found.table.notes


def test_a_merge_over_two_columns_that_are_read_is_a_problem(clerk):
    made = book({"房屋": [HEAD, (3, 1, 701, "住宅", 90)]})
    made["房屋"].merge_cells("B2:C2")
    assert "有合并单元格" in seen(clerk, saved(made))["2"]


def test_five_sheets_one_hidden_each_of_a_building(small: Database, clerk):
    made = book(
        {
            f"{n}栋": [HEAD[1:], (1, "101", "住宅", 90), (1, "102", "住宅", 95)]
            for n in range(11, 16)
        }
    )
    made["15栋"].sheet_state = "hidden"
    found = plan(clerk, "units", saved(made), estate=PINE)
    assert len(found.table.good) == 8 and {row.entry.get("楼栋") for row in found.table.good} == {"11", "12", "13", "14"}  # fmt: skip
    assert "表“15栋”是隐藏的，里面 3 行没有读。" in found.table.notes
    bring(clerk, "units", saved(made), estate=PINE, made=found)
    assert small.execute("select count(*) from units where code like '14-1-10%'").fetchone()[0] == 2


def test_title_explanation_and_sum_rows_are_named_and_not_read(clerk):
    content = xlsx(
        ("青松园小区房屋清册",), ("2026年3月1日",), HEAD, ("填写楼号，例如3栋", "如：1", "必填", "请下拉选择", "平方米，必填"),
        (3, 1, 701, "住宅", 90), ("合计", "", "", "", 90), ("制表人：张三",),
    )  # fmt: skip
    found = plan(clerk, "units", content, estate=PINE)
    assert told(found) == {"5": "新增"} and found.table.above == 4
    assert "第 4 行是填写说明，没有读。" in found.table.notes


def test_an_old_xls_and_a_csv_in_gb18030_say_the_same(clerk):
    rows = [("楼栋", "单元", "房号", "用途", "建筑面积", "备注"), ("3栋", 1, 701, "住宅", 90.5, '他说"要租"\n明天来'),
            ("3栋", 1, 702, "住宅", 88, "")]  # fmt: skip
    old = xlwt.Workbook()
    sheet = old.add_sheet("房屋")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    out = io.BytesIO()
    old.save(out)
    quoted = [[f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    csv = "\r\n".join(",".join(row) for row in quoted).encode("gb18030")
    assert seen(clerk, out.getvalue()) == {"2": "新增", "3": "新增"}
    table = plan(clerk, "units", csv, estate=PINE).table
    assert [row.entry.get("建筑面积") for row in table.good] == [9050, 8800]


def test_a_formula_without_a_value_is_a_problem_of_its_row(clerk):
    found = seen(clerk, xlsx(HEAD, (3, 1, 701, "住宅", "=80+9.52"), (3, 1, 702, "住宅", 90)))
    assert "“建筑面积”是公式，表格里没存下结果" in found["2"] and found["3"] == "新增"


def test_a_room_that_became_a_day_is_refused(clerk):
    content = xlsx(("房号", "用途", "建筑面积"), ("2001-01-02 00:00:00", "住宅", 90))
    assert "被表格软件变成了日期" in seen(clerk, content)["2"]


def test_what_goes_back_is_put_right_and_comes_again(small: Database, clerk):
    """The same table with 问题; the rows that are stored already are no longer in it."""
    content = xlsx(("青松园房屋",), HEAD, (3, 1, 701, "住宅", 90), (3, 1, 702, "住宅", "约90"))
    made = plan(clerk, "units", content, estate=PINE)
    bring(clerk, "units", content, estate=PINE, made=made)
    rows, _ = heads(clerk, "units", content)
    back = load_workbook(io.BytesIO(marked_xlsx("表", marked(rows, made.table, wrong_only=True))))
    sheet = back.worksheets[0]
    assert [cell.value for cell in sheet[2]] == [*HEAD, "问题"]
    assert [cell.value for cell in sheet[3]][:5] == ["3", "1", "702", "住宅", "约90"]
    assert "约90" in str(sheet["F3"].value) and sheet.max_row == 3
    sheet["E3"] = "90.10"
    again = plan(clerk, "units", saved(back), estate=PINE)
    assert told(again) == {"3": "新增"} and not any("问题" in note for note in again.table.notes)


def test_half_a_file_takes_nothing_of_the_other_half_away(small: Database, clerk):
    """Only 3栋 this time: absent from the file is nothing."""
    before = small.execute("select count(*) from units").fetchone()[0]
    bring(clerk, "units", xlsx(HEAD, (3, 1, 701, "住宅", 90)), estate=PINE)
    assert small.execute("select count(*) from units").fetchone()[0] == before + 1


def test_a_column_inserted_since_last_time_changes_nothing(clerk):
    head, row = ["楼号", "房间号", "面积"], ["3栋", "1-701", 90]
    assert seen(clerk, xlsx(head, row)) == {"2": "看一眼：没写用途，按住宅收"}
    wider = plan(
        clerk,
        "units",
        xlsx(["序号", *head[:1], "群状态", *head[1:]], [7, *row[:1], "已入群", *row[1:]]),
        estate=PINE,
    )
    assert told(wider) == {"2": "看一眼：没写用途，按住宅收"}
    assert "没有用到的列：序号、群状态。" in wider.table.notes


def test_a_heading_written_twice_is_asked_and_never_chosen(clerk):
    _, found = heads(
        clerk, "units", xlsx(("房号", "面积", "面积", "用途"), ("3-1-701", 90, 80, "住宅"))
    )
    assert found[0].asked == ("建筑面积",) and found[0].places["建筑面积"] == ()


def test_three_hundred_columns_are_no_trouble(clerk):
    extra = [f"杂项{n}" for n in range(240)]
    found = plan(
        clerk, "units", xlsx([*HEAD, *extra], [3, 1, 701, "住宅", 90, *extra]), estate=PINE
    )
    assert told(found) == {"2": "新增"} and "等 240 列" in "".join(found.table.notes)


def test_what_was_exported_and_comes_back_changes_nothing(small: Database, clerk):
    for estate in (PINE, CLOUD):
        there = previews.rows_there(clerk, "units", estate)
        listing = brought("units").listing
        made = plan(
            clerk, "units", template_xlsx(listing.title, listing.template, there), estate=estate
        )
        assert len(made.table.good) == len(there) > 0 and not made.table.problems
        assert set(told(made).values()) == {"一样"}


def test_no_row_is_lost_on_the_way(clerk):
    content = xlsx(
        ("标题",), HEAD, (3, 1, 701, "住宅", 90), ("", "", "", "", ""), (3, 1, "x", "住宅", 90)
    )
    table = read(clerk, "units", content)
    assert table.counted.startswith("文件里有字的 4 行：表头和标题 2 行，能导入 2 行")
