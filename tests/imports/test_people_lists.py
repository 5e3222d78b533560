"""Owners and residents as lists: who is who (A7), several in one cell, fillers, and nothing private."""

import json
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db.imports import batches, previews
from db.imports.lists import brought
from domain.errors import Invalid
from domain.imports.cells import Birth, birth
from domain.imports.people_cells import owners, phones
from domain.imports.private import taken_from
from domain.tables import marked
from tests import fund_desk
from tests.brought import bring, heads, plan, told, xlsx
from tests.community import NOW, PINE, visit_of
from ui.list_books import template_xlsx

OWNED = ("房间号", "业主名称", "共有人", "手机号", "身份证号", "交房日期")
LIVED = ("房号", "姓名", "关系", "性别", "出生日期", "电话", "身份证号码", "健康状况")


@pytest.fixture
def clerk(small: Database):
    return visit_of(small, "clerk")


def owned(db: Database, code: str) -> list[tuple[str, str | None]]:
    """The open owners of a flat: (name, tail)."""
    sql = (
        "select coalesce(m.name, r.name), m.id_tail from units u"
        " join owner_members m on m.owner_group_id = u.owner_group_id and m.to_on is null"
        " left join residents r on r.id = m.resident_id where u.code = ? and u.estate_id = ? order by m.id"
    )
    return [tuple(row) for row in db.execute(sql, [code, PINE])]


def lives(db: Database, name: str) -> list[tuple[str, str | None, str]]:
    """Where people of that name live: (room, role, first number)."""
    sql = (
        "select u.code, s.role, r.phone from residents r join residencies s on s.resident_id = r.id"
        " and s.to_on is null join units u on u.id = s.unit_id where r.name = ? order by r.id, s.id"
    )
    return [tuple(row) for row in db.execute(sql, [name])]


# Cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "tail"),
    [("990000198005011231", "1231"), ("990000198005011000", ""), ("990000198005010944", ""),
     ("111111111111111111", ""), ("4.20106E+17", ""), ("990000800501123", "")],
)  # fmt: skip
def test_of_an_identity_number_only_a_right_tail_is_taken(number: str, tail: str):
    assert taken_from(number).tail == tail


def test_a_number_that_lost_its_end_still_tells_the_birth():
    assert str(taken_from("990000198005011000").birth) == "1980-05-01"
    assert taken_from("111111111111111111").birth is None


@pytest.mark.parametrize(
    ("typed", "names"),
    [("王伟、李芳", ("王伟", "李芳")), ("王伟/李芳", ("王伟", "李芳")), ("王伟，李芳；王伟", ("王伟", "李芳")),
     ("王伟\n李芳", ("王伟", "李芳")), ("阿不都·热合曼", ("阿不都·热合曼",)), ("代小军", ("代小军",)),
     ("武汉某某置业有限公司", ("武汉某某置业有限公司",)), ("无", ()), ("空置", ()), ("开发商", ("开发商",))],
)  # fmt: skip
def test_owners_of_one_cell_are_told_apart(typed: str, names: tuple[str, ...]):
    assert owners(typed) == names


@pytest.mark.parametrize("typed", ["李四转王五", "王伟（已故）", "同上", "王伟?"])
def test_an_owner_who_is_not_sure_is_asked(typed: str):
    with pytest.raises(Invalid, match="说不准"):
        owners(typed)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("13912345678", ["13912345678"]), ("139 1234 5678、027-87654321", ["13912345678", "027-87654321"]),
     ("13912345678（儿子） 13912345679", ["13912345678", "13912345679"]), ("18999999999", []),
     ("13800000000", []), ("11111111111", []), ("无", []), ("+8613912345678", ["13912345678"])],
)  # fmt: skip
def test_telephones_are_split_and_fillers_are_missing(typed: str, numbers: list[str]):
    assert [one.number for one in phones(typed)] == numbers


def test_what_stands_behind_a_number_is_its_note():
    assert [one.note for one in phones("13912345678（儿子）")] == ["儿子"]
    with pytest.raises(Invalid, match="看不懂"):
        phones("139123")


def test_a_month_that_may_have_lost_its_nought_gives_the_year_alone():
    assert birth("1980.1") == Birth(1980) and birth("29342") == Birth(1980, birth("1980-05-01").on)


# Owners ----------------------------------------------------------------------------------------


def test_owners_join_the_set_that_holds_the_flat(small: Database, clerk):
    content = xlsx(
        OWNED, ("1-1-101", "王伟", "李芳", "13912345678、027-87654321", "990000198005011231", "2016-01-31"),
        ("青松园1栋1单元102", "张三/李四", "", 18999999999, "111111111111111111", 42370),
        ("1-1-201", "李四转王五", "", "", "", ""), ("9-9-909", "赵六", "", "", "", ""), ("1-1-202", "", "", "", "", ""),
        ("1-1-301", "开发商", "", "", "", ""),
    )  # fmt: skip
    made = plan(clerk, "owners", content, estate=PINE)
    assert told(made) == {
        "2": "新增", "3": "新增", "4": "不能收：“李四转王五”说不准是谁。请只写现在的业主。",
        "5": "不能收：没有 9-9-909 这一户。先导房屋。", "7": "不能收：1-1-301 已经卖了，业主不是开发商。",
    }  # fmt: skip
    assert made.table.unanswered == 1
    assert "按规定不读的列：身份证号。身份证号只取后四位，别的都没有留下。" in made.table.notes
    bring(clerk, "owners", content, estate=PINE, made=made)
    assert owned(small, "1-1-101") == [("王伟", "1231"), ("李芳", None)]
    assert owned(small, "1-1-102") == [("张三", None), ("李四", None)]
    since = small.execute("select o.from_on from ownerships o join units u on u.id = o.unit_id where u.code = '1-1-102' and u.estate_id = 1 and o.to_on is null").fetchone()[0]  # fmt: skip
    assert since == "2016-01-01"
    assert "990000" not in json.dumps(
        [tuple(r) for r in small.execute("select raw, before from import_rows")]
    )
    assert set(told(plan(clerk, "owners", content, estate=PINE)).values()) & {"新增"} == set()


def test_one_row_a_person_makes_one_owner_set(small: Database, clerk):
    content = xlsx(OWNED[:2], ("1-1-101", "王伟"), ("1-1-101", "李芳"))
    bring(clerk, "owners", content, estate=PINE)
    assert owned(small, "1-1-101") == [("王伟", None), ("李芳", None)]
    assert set(told(plan(clerk, "owners", content, estate=PINE)).values()) == {"一样"}


def test_another_owner_is_asked_and_a_sale_has_its_day(small: Database, clerk):
    before = xlsx(OWNED[:4], ("1-1-101", "王伟", "", "13912345678"))
    bring(clerk, "owners", before, estate=PINE)
    plain = plan(clerk, "owners", xlsx(OWNED[:2], ("1-1-101", "赵六")), estate=PINE)
    assert (
        told(plain)["2"] == "看一眼：1-1-101 现在的业主是王伟，表里多了赵六。换了业主的要写取得日期"
    )
    content = xlsx(OWNED, ("1-1-101", "赵六", "", "13912345670", "", "2026-02-01"))
    made = plan(clerk, "owners", content, estate=PINE)
    assert [c.label for c in made.waiting[0].choices] == ["加为共有人", "过户"]
    bring(clerk, "owners", content, estate=PINE, made=made, answers={("", 2): "过户"})
    assert owned(small, "1-1-101") == [("赵六", None)]
    rows = small.execute("select o.from_on, o.to_on from ownerships o join units u on u.id = o.unit_id where u.code = '1-1-101' and u.estate_id = 1 order by o.id").fetchall()  # fmt: skip
    assert [tuple(row) for row in rows] == [(None, "2026-02-01"), ("2026-02-01", None)]
    called = "select number from contacts where owner_member_id is not null and ended_on is null"
    assert [row[0] for row in small.execute(called)] == ["13912345670"]
    receipt = batches.batches(clerk, 1)[0]
    assert "已经过户" in batches.undo_import(clerk, receipt.id).told


def test_a_sale_leaves_a_running_ballot_as_it_was_and_says_so(small: Database, clerk):
    fund_desk.project_at(small)
    heads_of = "select owner_group_id, unit_id, area_centi from scope_units order by unit_id"
    before = [tuple(row) for row in small.execute(heads_of)]
    (unit, code) = small.execute(
        "select s.unit_id, u.code from scope_units s join units u on u.id = s.unit_id where u.estate_id = ? limit 1", [PINE]
    ).fetchone()  # fmt: skip
    bring(clerk, "owners", xlsx(OWNED[:2], (code, "王伟")), estate=PINE)
    content = xlsx(OWNED, (code, "赵六", "", "", "", "2026-02-01"))
    made = plan(clerk, "owners", content, estate=PINE)
    assert "正在进行的表决还按原来的业主" in told(made)["2"]
    bring(clerk, "owners", content, estate=PINE, made=made, answers={("", 2): "过户"})
    assert [tuple(row) for row in small.execute(heads_of)] == before
    now = small.execute("select owner_group_id from units where id = ?", [unit]).fetchone()[0]
    assert now not in {row[0] for row in before}


def test_a_sale_that_is_still_to_come_is_refused(clerk):
    bring(clerk, "owners", xlsx(OWNED[:2], ("1-1-101", "王伟")), estate=PINE)
    content = xlsx(OWNED, ("1-1-101", "赵六", "", "", "", "2027-02-01"))
    found = told(plan(clerk, "owners", content, estate=PINE))
    assert found["2"] == "不能收：取得日期 2027-02-01 还没到，请核对。"


def test_telephones_are_added_and_never_taken_away(small: Database, clerk):
    bring(clerk, "owners", xlsx(OWNED[:4], ("1-1-101", "王伟", "", "13912345678")), estate=PINE)
    content = xlsx(OWNED[:4], ("1-1-101", "王伟", "", "13912345679"))
    assert (
        told(plan(clerk, "owners", content, estate=PINE))["2"]
        == "更新：电话 13912345678→13912345679"
    )
    later = visit_of(small, "clerk", NOW + timedelta(minutes=5))
    receipt = bring(later, "owners", content, estate=PINE)
    sql = "select number from contacts where owner_member_id is not null and ended_on is null order by rank"
    assert [row[0] for row in small.execute(sql)] == ["13912345678", "13912345679"]
    batches.undo_import(clerk, receipt.id)
    assert [row[0] for row in small.execute(sql)] == ["13912345678"]


def test_undoing_owners_ends_them_and_the_file_can_come_again(small: Database, clerk):
    content = xlsx(OWNED[:4], ("1-1-101", "王伟", "李芳", "13912345678"))
    receipt = bring(clerk, "owners", content, estate=PINE)
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 1 行。"
    assert owned(small, "1-1-101") == []
    bring(clerk, "owners", content, estate=PINE, slip="again")
    assert len(owned(small, "1-1-101")) == 2


def test_the_head_of_a_household_is_not_the_owner_by_himself(clerk):
    made = plan(clerk, "owners", xlsx(("房号", "户主"), ("1-1-101", "王伟")), estate=PINE)
    assert any("户口本上的，不一定是业主" in note for note in made.table.notes)


def test_one_number_at_more_than_five_flats_is_looked_at(clerk):
    rooms = ["1-1-101", "1-1-102", "1-1-201", "1-1-202", "1-1-301", "1-1-302"]
    rows = [(room, f"王{n}", "", "13912345678") for n, room in zip("一二三四五六", rooms)]
    found = told(plan(clerk, "owners", xlsx(OWNED[:4], *rows), estate=PINE))
    assert found["2"] == "看一眼：电话 13912345678 在表里有 6 户"


# Residents -------------------------------------------------------------------------------------


def test_somebody_new_lives_there_with_a_number_and_is_found(small: Database, clerk):
    content = xlsx(
        LIVED,
        (
            "1-1-201",
            "秦小雨",
            "租户",
            "女",
            "1999-03-04",
            "13912345678",
            "990000199903041231",
            "高血压",
        ),
    )
    made = plan(clerk, "residents", content, estate=PINE)
    assert told(made) == {"2": "新增"}
    assert "按规定不读的列：病和残疾、身份证号。" in "".join(made.table.notes)
    bring(clerk, "residents", content, estate=PINE, made=made)
    assert lives(small, "秦小雨") == [("1-1-201", "tenant", "13912345678")]
    assert small.execute("select count(*) from resident_keys where key = 'qxy'").fetchone()[0] == 1
    kept = json.dumps(
        [tuple(r) for r in small.execute("select raw from import_rows")], ensure_ascii=False
    )
    assert "高血压" not in kept and "9900001999" not in kept
    assert set(told(plan(clerk, "residents", content, estate=PINE)).values()) == {"一样"}


def test_what_goes_back_with_its_problems_holds_nothing_private_either(clerk):
    content = xlsx(LIVED, ("9-9-909", "秦小雨", "租户", "女", "1980-05-01", "", "990000198005011231", "高血压"),
                   ("1-1-201", "6222020200112233445", "", "", "", "", "", ""))  # fmt: skip
    rows, _ = heads(clerk, "residents", content)
    table = plan(clerk, "residents", content, estate=PINE).table
    back = [
        cell
        for sheet in marked(rows, table, wrong_only=True).values()
        for row in sheet
        for cell in row
    ]
    assert "没有 9-9-909 这一户。先导房屋。" in back and "尾号1231，1980-05-01出生" in back
    assert not any("高血压" in cell or "6222" in cell or "990000" in cell for cell in back)


def test_the_same_name_at_the_same_flat_is_filled_where_it_was_empty(small: Database, clerk):
    """盖红 (9) is born in 1966, without a day; her number and her role were not known."""
    code = small.execute("select u.code from residents r join units u on u.id = r.unit_id where r.id = 9").fetchone()[0]  # fmt: skip
    content = xlsx(LIVED[:6], (code, "盖红", "家属", "女", "1966-02-03", "13912345678"))
    assert told(plan(clerk, "residents", content, estate=PINE))["2"] == (
        "更新：关系 空→家人，性别 空→女，出生日期 空→1966-02-03，电话 13800001009→13912345678"
    )
    bring(clerk, "residents", content, estate=PINE)
    row = small.execute("select sex, birth_date, phone from residents where id = 9").fetchone()
    assert tuple(row) == ("f", "1966-02-03", "13800001009")


def test_what_contradicts_is_asked(small: Database, clerk):
    code = small.execute("select u.code from residents r join units u on u.id = r.unit_id where r.id = 1").fetchone()[0]  # fmt: skip
    content = xlsx(LIVED[:5], (code, "陈明", "家属", "", "1975-05-01"))
    made = plan(clerk, "residents", content, estate=PINE)
    assert told(made)["2"] == f"看一眼：{code} 有一个陈明，1970 年出生，表里是 1975 年"
    bring(clerk, "residents", content, estate=PINE, made=made, answers={("", 2): "不是他"})
    assert len(lives(small, "陈明")) == 2


def test_a_name_with_the_same_number_elsewhere_has_moved_or_has_two_homes(small: Database, clerk):
    content = xlsx(
        ("房号", "姓名", "电话", "入住日期"), ("1-2-202", "陈明", "13800001001", "2026-03-01")
    )
    made = plan(clerk, "residents", content, estate=PINE)
    assert told(made)["2"].startswith("看一眼：姓名和电话一样，现在住 ")
    assert [c.label for c in made.waiting[0].choices] == ["搬家", "又一套", "不是他"]
    bring(clerk, "residents", content, estate=PINE, made=made, answers={("", 2): "搬家"})
    assert [room for room, *_ in lives(small, "陈明")] == ["1-2-202"]
    ended = small.execute(
        "select to_on from residencies where resident_id = 1 and to_on is not null"
    ).fetchall()
    assert [row[0] for row in ended] == ["2026-03-01"]


def test_two_of_one_name_one_of_them_in_two_flats(small: Database, clerk):
    content = xlsx(
        ("房号", "姓名", "电话"), ("1-1-101", "王伟", "13912345678"), ("1-2-101", "王伟", "13912345678"),
        ("3-1-101", "王伟", "13912345600"),
    )  # fmt: skip
    made = plan(clerk, "residents", content, estate=PINE)
    assert told(made) == {"2": "新增", "3": "看一眼：和第 2 行的王伟姓名、电话一样", "4": "新增"}
    bring(clerk, "residents", content, estate=PINE, made=made, answers={("", 3): "又一套"})
    assert [room for room, *_ in lives(small, "王伟")] == ["1-1-101", "1-2-101", "3-1-101"]
    assert small.execute("select count(*) from residents where name = '王伟'").fetchone()[0] == 2


def test_a_name_one_character_off_with_the_same_number_is_asked(small: Database, clerk):
    code = small.execute("select u.code from residents r join units u on u.id = r.unit_id where r.id = 1").fetchone()[0]  # fmt: skip
    made = plan(
        clerk,
        "residents",
        xlsx(("房号", "姓名", "电话"), (code, "陈鸣", "13800001001")),
        estate=PINE,
    )
    assert told(made)["2"] == f"看一眼：{code} 的陈明电话一样，名字差一个字"


def test_undone_residents_are_gone_from_the_search_unless_they_were_used(small: Database, clerk):
    content = xlsx(LIVED[:3], ("1-1-201", "秦小雨", "租户"), ("1-1-202", "秦小风", "租户"))
    receipt = bring(clerk, "residents", content, estate=PINE)
    used = small.execute("select id from residents where name = '秦小风'").fetchone()[0]
    small.execute("update accounts set resident_id = ? where id = 5", [used])
    said = batches.undo_import(clerk, receipt.id).told
    assert said == "“名单.xlsx”撤销了 1 行。1 行留着：第 3 行已经用过（报名、记账或者产权）。"
    assert lives(small, "秦小雨") == [] and lives(small, "秦小风") != []
    assert not small.execute("select 1 from resident_keys where key = '秦小雨'").fetchall()


@pytest.mark.parametrize("code", ["owners", "residents"])
def test_what_was_exported_and_comes_back_changes_nothing(small: Database, clerk, code: str):
    bring(clerk, "owners", xlsx(OWNED[:4], ("1-1-101", "王伟", "李芳", "13912345678")), estate=PINE)
    listing = brought(code).listing
    there = previews.rows_there(clerk, code, PINE)
    made = plan(clerk, code, template_xlsx(listing.title, listing.template, there), estate=PINE)
    assert made.table.good and not made.table.problems
    assert set(told(made).values()) == {"一样"}
