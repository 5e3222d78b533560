"""Volunteers (志愿者) and past learners (老学员) as lists: of people who are in the register."""

import pytest
from sqlite_utils import Database

from db import connection
from db.academy_enrollment import offers
from db.academy_enrollment.checks import INVARIANTS
from db.imports import batches, previews
from db.imports.lists import brought
from domain.errors import WrongState
from tests.brought import bring, plan, told, xlsx
from tests.community import PINE, add_class, visit_of
from ui.list_books import template_xlsx

HELPERS = (
    "志愿者姓名",
    "手机",
    "房号",
    "出生年",
    "服务类别",
    "可服务时间",
    "志愿者编号",
    "入队日期",
)
PAST = ("姓名", "出生日期", "电话", "房号", "班级", "学期", "是否结业", "联系人", "联系人电话")
PAINT = 9


@pytest.fixture
def clerk(small: Database):
    small.execute(
        "insert into terms (id, name, starts_on, ends_on, enrol_from, enrol_to)"
        " values (2, '2025秋季', '2025-09-01', '2025-12-31', '2025-08-01', '2025-08-31')"
    )
    add_class(small, PAINT, "国画", term=2, starts_on="2025-09-03", ages=(50, None), capacity=2)
    return visit_of(small, "clerk")


def helpers(db: Database) -> list[tuple[object, ...]]:
    sql = "select resident_id, estate_id, wish, national_no, joined_on from volunteers where ended_on is null order by id"
    return [tuple(row) for row in db.execute(sql)]


def learners(db: Database) -> list[tuple[object, ...]]:
    sql = "select resident_id, state, emergency_name, emergency_phone from enrollments where class_id = 9 and state <> 'cancelled' order by id"
    return [tuple(row) for row in db.execute(sql)]


def test_a_resident_becomes_a_volunteer_by_home_or_by_number(small: Database, clerk):
    content = xlsx(
        HELPERS,
        ("陈明", "13800001001", "", 1970, "义诊", "周末", "420106001", "2024-03-05"),
        ("陈秀花", "13912345678", "1栋1单元102", "", "", "", "", ""),
        ("解敏", "13912345679", "", "", "", "", "", ""),
        ("谁也不是", "13912345670", "", "", "", "", "", ""),
        ("仇玉兰", "13800001006", "", 1990, "", "", "", ""),
        ("没有电话", "", "", "", "", "", "", ""),
    )
    made = plan(clerk, "volunteers", content, estate=PINE)
    assert told(made) == {
        "2": "新增", "3": "新增",
        "4": "不能收：底册里的解敏电话对不上，不知道是不是同一个人。写上房号再导。",
        "5": "不能收：底册里没有叫谁也不是的人。先导居民，或者在底册里加。",
        "6": "不能收：底册里的仇玉兰是 1960 年出生，表里是 1990。请核对。",
        "7": "不能收：没有电话。",
    }  # fmt: skip
    receipt = bring(clerk, "volunteers", content, estate=PINE, made=made)
    assert helpers(small) == [
        (1, PINE, "义诊", "420106001", "2024-03-05"), (2, PINE, "", "", None),
    ]  # fmt: skip
    numbers = small.execute(
        "select number from contacts where resident_id = 2 and ended_on is null"
    )
    assert [row[0] for row in numbers] == ["13800001002", "13912345678"]
    fuller = xlsx(HELPERS, ("陈秀花", "13912345678", "", "", "带班", "", "", ""))
    assert told(plan(clerk, "volunteers", fuller, estate=PINE))["2"] == "更新：意向 空→带班"
    second = bring(clerk, "volunteers", fuller, estate=PINE)
    batches.undo_import(clerk, second.id)
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 2 行。"
    assert helpers(small) == []
    assert not small.execute("select 1 from contacts where number = '13912345678' and ended_on is null").fetchall()  # fmt: skip


def test_two_of_one_name_are_never_guessed_between(small: Database, clerk):
    for unit in (1, 5):
        small.execute("insert into residents (name, unit_id, source) values ('王伟', ?, 'entered')", [unit])  # fmt: skip
    found = told(plan(clerk, "volunteers", xlsx(HELPERS, ("王伟", "13912345678")), estate=PINE))
    assert found["2"] == "不能收：底册里有 2 个王伟，分不开是哪一个。写上房号，或者他登记过的电话。"
    sure = xlsx(HELPERS, ("王伟", "13912345678", "1-1-301"))
    assert told(plan(clerk, "volunteers", sure, estate=PINE))["2"] == "新增"


def test_past_learners_are_those_of_a_class_whose_term_is_over(small: Database, clerk):
    content = xlsx(
        PAST,
        ("陈明", 1970, "", "", "国画", "2025秋季", "结业", "陈秀花", "13800001002"),
        ("查大海", "", "", "1-1-302", "国画", "2025秋季", "中途退出", "", ""),
        ("陈秀花", 1985, "", "", "国画", "2025秋季", "结业", "", ""),
        ("仇玉兰", 1960, "", "", "国画", "2025秋季", "", "", ""),
        ("仇玉兰", 1960, "", "", "书法", "2026春季", "结业", "", ""),
        ("仇玉兰", 1960, "", "", "国画", "2019秋季", "结业", "", ""),
        ("仇玉兰", 1960, "", "", "太极", "2025秋季", "结业", "", ""),
    )
    made = plan(clerk, "learners", content, estate=PINE)
    found = told(made)
    assert [found[row] for row in "23"] == ["新增", "新增"]
    assert "收 50 周岁以上，陈秀花开课时 40 周岁" in found["4"]
    assert found["5"] == "不能收：“国画”只有 2 席，已经满了。请核对席位。"
    assert found["6"] == "不能收：“2026春季”还没结束，请在学苑里报名。"
    assert "学苑里没有“2019秋季”这个学期" in found["7"] and "没有“太极”这个班" in found["8"]
    receipt = bring(clerk, "learners", content, estate=PINE, made=made)
    assert learners(small) == [
        (1, "completed", "陈秀花", "13800001002"), (7, "dropped", None, None),
    ]  # fmt: skip
    assert {told(plan(clerk, "learners", content, estate=PINE))[row] for row in "23"} == {"一样"}
    assert all(not small.execute(one.sql).fetchall() for one in INVARIANTS)
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 2 行。"
    assert learners(small) == []


def test_a_result_nobody_wrote_is_looked_at(clerk):
    content = xlsx(PAST, ("陈明", 1970, "", "", "国画", "2025秋季"))
    assert told(plan(clerk, "learners", content, estate=PINE))["2"] == "看一眼：没写结果，按结业收"


def test_nobody_cancels_by_hand_what_is_over(small: Database, clerk):
    bring(
        clerk,
        "learners",
        xlsx(PAST, ("陈明", 1970, "", "", "国画", "2025秋季", "结业")),
        estate=PINE,
    )
    id = small.execute("select max(id) from enrollments").fetchone()[0]
    with pytest.raises(WrongState, match="结业"):
        offers.cancel_enrollment(clerk, id)
    with pytest.raises(connection.IntegrityError, match="never removed"):
        small.execute("delete from enrollments where id = ?", [id])


@pytest.mark.parametrize("code", ["volunteers", "learners"])
def test_what_was_exported_and_comes_back_changes_nothing(small: Database, clerk, code: str):
    bring(clerk, "volunteers", xlsx(HELPERS, ("陈明", "13800001001", "", "", "义诊")), estate=PINE)
    bring(
        clerk,
        "learners",
        xlsx(PAST, ("陈明", 1970, "", "", "国画", "2025秋季", "结业")),
        estate=PINE,
    )
    listing = brought(code).listing
    there = previews.rows_there(clerk, code, PINE)
    made = plan(clerk, code, template_xlsx(listing.title, listing.template, there), estate=PINE)
    assert set(told(made).values()) == {"一样"} and len(made.table.good) == 1
