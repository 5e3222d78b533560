"""楼栋长, 代表 and e-bikes as lists: of people and flats that are there already."""

import pytest
from sqlite_utils import Database

from db.imports import batches, previews
from db.imports.lists import brought
from tests.brought import bring, plan, told, xlsx
from tests.community import PINE, visit_of
from ui.list_books import template_xlsx

MARKS = ("房号", "姓名", "职务", "任期起", "任期止")
BIKES = ("房号", "姓名", "车牌号", "车架号", "电池类型", "是否可拆")


@pytest.fixture
def clerk(small: Database):
    return visit_of(small, "clerk")


def test_a_mark_is_given_to_the_resident_of_that_name_in_that_flat(small: Database, clerk):
    content = xlsx(
        MARKS, ("1-1-101", "陈明", "楼长", "2026-01-01", "2028-12-31"), ("1栋1单元101", "陈明", "居民代表", "", ""),
        ("1-1-102", "陈明", "楼栋长", "", ""), ("1-1-101", "陈明", "主任", "", ""),
    )  # fmt: skip
    made = plan(clerk, "marks", content, estate=PINE)
    assert told(made) == {
        "2": "新增", "3": "新增",
        "4": "不能收：1-1-102 没有叫陈明的居民，或者同名的分不开。先导居民，同名的写上电话。",
        "5": "不能收：身份“主任”不认得。写楼栋长、居民代表、业主代表、议事会成员、党员志愿者。",
    }  # fmt: skip
    receipt = bring(clerk, "marks", content, estate=PINE, made=made)
    rows = small.execute(
        "select resident_id, kind, building_id, from_on, until from marks order by id"
    ).fetchall()
    assert [tuple(row) for row in rows] == [
        (1, "building_head", 1, "2026-01-01", "2028-12-31"), (1, "residents_rep", None, None, None),
    ]  # fmt: skip
    assert {told(plan(clerk, "marks", content, estate=PINE))[row] for row in "23"} == {"一样"}
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 2 行。"
    assert not small.execute("select 1 from marks where ended_on is null").fetchall()


def test_two_of_one_name_in_a_flat_are_told_apart_by_the_number(small: Database, clerk):
    bring(clerk, "residents", xlsx(("房号", "姓名", "出生日期", "电话"), ("1-1-101", "陈明", "1999", "13912345678")),
          estate=PINE, answers={("", 2): "不是他"})  # fmt: skip
    content = xlsx(("房号", "姓名", "身份", "电话"), ("1-1-101", "陈明", "楼栋长", ""))
    assert "分不开" in told(plan(clerk, "marks", content, estate=PINE))["2"]
    bring(
        clerk,
        "marks",
        xlsx(("房号", "姓名", "身份", "电话"), ("1-1-101", "陈明", "楼栋长", "13912345678")),
        estate=PINE,
    )
    assert small.execute("select r.birth_year from marks m join residents r on r.id = m.resident_id").fetchone()[0] == 1999  # fmt: skip


def test_bikes_are_known_by_plate_or_frame(small: Database, clerk):
    content = xlsx(
        BIKES, ("1-1-101", "陈明", "武汉 A·12345", "", "锂电池", "是"), ("1-1-102", "房客老赵", "", "LX99887766554", "", ""),
        ("1-1-201", "无牌", "", "", "", ""), ("9-9-909", "赵六", "武汉A54321", "", "", ""),
    )  # fmt: skip
    made = plan(clerk, "vehicles", content, estate=PINE)
    assert told(made) == {
        "2": "新增", "3": "新增", "4": "不能收：号牌和车架后六位都没写，不知道是哪辆车。",
        "5": "不能收：没有 9-9-909 这一户。先导房屋。",
    }  # fmt: skip
    receipt = bring(clerk, "vehicles", content, estate=PINE, made=made)
    rows = small.execute(
        "select resident_id, owner, plate, frame_tail, battery, removable from vehicles"
    ).fetchall()
    assert [tuple(row) for row in rows] == [
        (1, None, "武汉A12345", None, "lithium", 1), (None, "房客老赵", None, "766554", None, None),
    ]  # fmt: skip
    again = plan(clerk, "vehicles", content, estate=PINE)
    assert {told(again)[row] for row in "23"} == {"一样"}
    fuller = xlsx(BIKES, ("1-1-102", "房客老赵", "", "766554", "铅酸", "不能"))
    assert (
        told(plan(clerk, "vehicles", fuller, estate=PINE))["2"]
        == "更新：电池 空→铅酸，可拆 空→不能拆"
    )
    elsewhere = xlsx(BIKES, ("1-2-101", "别人", "武汉A12345", "", "", ""))
    assert "已经登记在 1-1-101" in told(plan(clerk, "vehicles", elsewhere, estate=PINE))["2"]
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 2 行。"


@pytest.mark.parametrize("code", ["marks", "vehicles"])
def test_what_was_exported_and_comes_back_changes_nothing(small: Database, clerk, code: str):
    bring(clerk, "marks", xlsx(MARKS, ("1-1-101", "陈明", "楼长", "2026-01-01", "")), estate=PINE)
    bring(
        clerk,
        "vehicles",
        xlsx(BIKES, ("1-1-101", "陈明", "武汉A12345", "", "锂", "否")),
        estate=PINE,
    )
    listing = brought(code).listing
    there = previews.rows_there(clerk, code, PINE)
    made = plan(clerk, code, template_xlsx(listing.title, listing.template, there), estate=PINE)
    assert len(made.table.good) == 1 and not made.table.problems
    assert set(told(made).values()) == {"一样"}
