"""过户, 搬来, 搬走, 电话, 面积, 管家: what is written, what ends, what is refused, who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from db.registry_book import care, homes, reading, units
from db.registry_book.checks import INVARIANTS
from db.repair_fund import ballots
from db.visit import Visit
from domain.areas import area
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.registry_book.care import Duty, NewSteward
from domain.registry_book.homes import MovingIn, MovingOut, NewNumber, Relation
from domain.registry_book.sales import Sale
from domain.registry_book.units import AreaCorrection
from domain.unit_kinds import AreaSource
from tests import community, fund_desk
from tests.community import CHEN, CLOUD_1, ELDER, PINE_1, TODAY, account_id, visit_of

DAY = timedelta(days=1)
SALE = Sale("s1", 1, TODAY, "李四、王五", "027-8765 4321")
IN = MovingIn("i1", 1, Relation.TENANT, TODAY, name="何新来", phone="139 0000 1111")


@pytest.fixture
def clerk(small: Database) -> Visit:
    yield visit_of(small, "clerk")
    wrong = [rule.code for rule in INVARIANTS if small.execute(rule.sql).fetchone()]
    assert wrong == [], "whatever a test did, the book's invariants hold"


def one(db: Database, sql: str, *given: object) -> object:
    (found,) = db.execute(sql, given).fetchone()
    return found


def home_of(db: Database, who: int) -> int:
    return int(one(db, "select id from residencies where resident_id = ? and to_on is null", who))


def test_a_sale_gives_the_flat_to_another_owner_set_and_keeps_the_old_one(clerk: Visit):
    db = clerk.db
    db.execute("insert into owner_members (owner_group_id, name) values (1, '张三')")
    db.execute(
        "insert into contacts (owner_member_id, number, kind) values (1, '13900002222', 'mobile')"
    )
    told = units.sell(clerk, SALE).told
    assert told == "1-1-101 过户：张三 → 李四、王五，3月18日起。"
    assert [line.name for line in reading.owners(clerk, 1)] == ["李四", "王五"]
    assert [(line.who, line.number) for line in reading.numbers(clerk, 1)][:1] == [
        ("李四", "027-87654321")]  # fmt: skip
    old = "select to_on, ended_by from ownerships where owner_group_id = 1"
    assert db.execute(old).fetchall() == [("2026-03-18", account_id("clerk"))]
    assert one(db, "select to_on from owner_members where id = 1") == "2026-03-18"
    assert one(db, "select ended_on from contacts where owner_member_id = 1") == "2026-03-18"
    (past,) = reading.past(clerk, 1)
    assert (past.what, past.why, past.by) == ("产权人：张三", "过户", "社工clerk")
    assert one(db, "select phone from residents where id = ?", CHEN), "who lives there stays"


def test_an_owner_of_two_flats_sells_one_and_stays_an_owner(clerk: Visit):
    clerk.db.execute("update units set owner_group_id = 2 where id = 3")
    clerk.db.execute("insert into owner_members (owner_group_id, name) values (2, '张三')")
    units.sell(clerk, replace(SALE, unit_id=2))
    assert one(clerk.db, "select to_on from owner_members where name = '张三'") is None
    assert [line.name for line in reading.owners(clerk, 3)] == ["张三"]


def test_what_the_developer_sold_is_sold_and_the_developer_stays(clerk: Visit):
    clerk.db.execute("update owner_groups set kind = 'developer' where id = 1")
    clerk.db.execute("update units set sale = 'unsold' where id = 1")
    assert "开发商 → 李四、王五" in units.sell(clerk, SALE).told
    assert one(clerk.db, "select sale from units where id = 1") == "sold"


def test_a_sale_is_not_before_the_last_one_and_not_tomorrow(clerk: Visit):
    units.sell(clerk, SALE)
    again = replace(SALE, slip="s2", owners="赵六")
    with pytest.raises(Invalid, match="不能早于上一次过户"):
        units.sell(clerk, replace(again, on=TODAY - DAY))
    with pytest.raises(Invalid, match="还没到"):
        units.sell(clerk, replace(again, on=TODAY + DAY))
    units.sell(clerk, again)
    assert [line.name for line in reading.owners(clerk, 1)] == ["赵六"]


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        ("", "还没填"),
        ("无", "不是姓名"),
        ("李四转王五", "看不清"),
        ("张三（已故）", "看不清"),
        ("、".join(f"甲{n}" for n in range(13)), "最多"),
    ],
)
def test_a_name_that_may_be_nobody_is_asked(clerk: Visit, owners: str, words: str):
    with pytest.raises(Invalid, match=words):
        units.sell(clerk, replace(SALE, owners=owners))
    assert reading.owners(clerk, 1) == []


def test_owners_are_told_apart_by_what_people_write_between_them(clerk: Visit):
    units.sell(clerk, replace(SALE, owners="李四/王五，赵六;李四 阿依古丽·买买提"))
    assert [line.name for line in reading.owners(clerk, 1)] == [
        "李四",
        "王五",
        "赵六",
        "李四 阿依古丽·买买提",
    ]


def test_a_sale_leaves_a_running_ballot_as_it_was_opened(clerk: Visit):
    fund_desk.project_at(clerk.db, "voting")
    before = ballots.ballot(clerk, 1)
    units.sell(clerk, SALE)
    after = ballots.ballot(clerk, 1)
    assert before and after and (before.heads, before.area_centi) == (after.heads, after.area_centi)


def test_who_moves_out_lives_there_no_more_and_is_found_without_the_room(clerk: Visit):
    paper = MovingOut("o1", home_of(clerk.db, CHEN), TODAY)
    assert homes.move_out(clerk, paper).told == "陈明3月18日从 1-1-101 搬走。"
    assert one(clerk.db, "select unit_id from residents where id = ?", CHEN) is None
    room = "select count(*) from resident_keys where resident_id = ? and key = '1-1-101'"
    assert one(clerk.db, room, CHEN) == 0
    with pytest.raises(WrongState, match="已经从 1-1-101 搬走了"):
        homes.move_out(clerk, replace(paper, slip="o2"))
    (past,) = reading.past(clerk, 1)
    assert (past.on, past.what, past.by) == (TODAY, "住过：陈明", "社工clerk")


def test_nobody_moves_out_before_he_came(clerk: Visit):
    who = homes.move_in(clerk, IN).id
    with pytest.raises(Invalid, match="不能早于何新来搬来"):
        homes.move_out(clerk, MovingOut("o1", home_of(clerk.db, who), TODAY - DAY))


def test_somebody_new_is_found_by_name_number_and_room(clerk: Visit):
    who = homes.move_in(clerk, IN).id
    keys = {
        row[0]
        for row in clerk.db.execute("select key from resident_keys where resident_id = ?", [who])
    }
    assert {"何新来", "hexinlai", "1111", "1-1-101"} <= keys
    assert one(clerk.db, "select phone from residents where id = ?", who) == "13900001111"
    with pytest.raises(Invalid, match="已经登记了一位何新来"):
        homes.move_in(clerk, replace(IN, slip="i2"))


def test_a_known_resident_who_moves_lives_mainly_where_he_moved_last(clerk: Visit):
    homes.move_in(clerk, MovingIn("i1", 3, Relation.FAMILY, TODAY, resident_id=ELDER))
    assert one(clerk.db, "select unit_id from residents where id = ?", ELDER) == 3
    assert (
        one(
            clerk.db,
            "select count(*) from residencies where resident_id = ? and to_on is null",
            ELDER,
        )
        == 2
    )
    with pytest.raises(Invalid, match="已经登记在"):
        homes.move_in(clerk, MovingIn("i2", 3, Relation.OTHER, TODAY, resident_id=ELDER))


def test_a_number_is_added_behind_the_others_and_ends_by_one_tap(clerk: Visit):
    homes.add_number(clerk, NewNumber("n1", "13900003333", CHEN, note="晚上接"))
    phone = "select phone from residents where id = ?"
    assert one(clerk.db, phone, CHEN) == "13800001001"
    first = reading.numbers(clerk, 1)[0]
    homes.end_number(clerk, first.id, slip="e1")
    assert one(clerk.db, phone, CHEN) == "13900003333"
    with pytest.raises(WrongState):
        homes.end_number(clerk, first.id, slip="e2")
    with pytest.raises(Invalid, match="已经有了"):
        homes.add_number(clerk, NewNumber("n2", "139-0000-3333", CHEN))
    for filler in ("18999999999", "11111111111", "13800000000", "123"):
        with pytest.raises(Invalid):
            homes.add_number(clerk, NewNumber("n3", filler, CHEN))


def test_an_area_is_corrected_with_its_reason_and_the_old_one_is_shown(clerk: Visit):
    paper = AreaCorrection("a1", 1, 8952, AreaSource.SURVEY, "原来抄错了一位")
    told = units.correct_area(clerk, paper).told
    assert (
        told
        == f"1-1-101 的面积由 {area(9000)}（不动产登记） 改为 89.52 m²（测绘报告）。原因：原来抄错了一位。"
    )
    (past,) = reading.past(clerk, 1)
    assert "90.00" in past.what and past.why == "原来抄错了一位" and past.by == "社工clerk"
    with pytest.raises(Invalid, match="没有要改的"):
        units.correct_area(clerk, replace(paper, slip="a2"))
    with pytest.raises(Invalid, match="为什么改"):
        units.correct_area(clerk, replace(paper, slip="a3", area_centi=9000, reason=""))


def test_a_building_changes_hands_from_a_day_on_and_each_stairwell_has_one(clerk: Visit):
    first = NewSteward("w1", PINE_1, Duty.PROPERTY, "周管家", date(2026, 3, 1))
    assert care.change_steward(clerk, first).told == "青松园 1栋的管家：没有人 → 周管家，3月1日起。"
    care.change_steward(clerk, replace(first, slip="w2", name="吴管家", on=TODAY))
    assert {(line.stairwell, line.name) for line in reading.stewards(clerk, PINE_1)} == {
        (1, "吴管家"), (2, "吴管家")}  # fmt: skip
    with pytest.raises(Invalid, match="没有要改的"):
        care.change_steward(clerk, replace(first, slip="w3", name="吴管家", on=TODAY))
    with pytest.raises(Invalid, match="不能早于前一位接手"):
        care.change_steward(clerk, replace(first, slip="w4", on=TODAY - DAY))
    with pytest.raises(NotFound):
        care.change_steward(clerk, replace(first, slip="w5", building_id=99))


def test_a_grid_worker_sees_the_stairwells_in_his_care_from_that_day_to_the_other(small: Database):
    grid, clerk = visit_of(small, "grid"), visit_of(small, "clerk")
    assert reading.buildings(grid) == []
    with pytest.raises(NotAllowed):
        reading.unit(grid, 1)
    paper = NewSteward("w1", PINE_1, Duty.GRID, grid.user.name, TODAY)
    care.change_steward(clerk, paper)
    assert reading.buildings(grid) == [], "an equal name opens no door"
    paper = replace(paper, slip="w1b", name="", account_id=grid.user.id)
    care.change_steward(clerk, paper)
    assert [one.id for one in reading.buildings(grid)] == [PINE_1]
    assert [line.name for line in reading.people(grid, 1)] == ["陈明"]
    care.change_steward(
        clerk, replace(paper, slip="w2", name="别人", account_id=None, on=TODAY + 7 * DAY)
    )
    assert reading.unit(grid, 1).id == 1, "until that day"
    later = visit_of(small, "grid", community.NOW + 7 * DAY)
    assert reading.buildings(later) == []


def test_property_sees_the_units_of_its_estate_and_no_people(small: Database):
    company = visit_of(small, "property")
    assert {one.estate for one in reading.buildings(company)} == {"青松园"}
    assert reading.unit(company, 1).code == "1-1-101"
    assert reading.numbers(company, 1) == [], "the committee's numbers are not the company's"
    cloud = one(small, "select min(id) from units where building_id = ?", CLOUD_1)
    for read in (reading.unit, reading.owners, reading.numbers):
        with pytest.raises(NotAllowed):
            read(company, cloud)
    for read in (reading.people, reading.past):
        with pytest.raises(NotAllowed):
            read(company, 1)
    with pytest.raises(NotAllowed):
        reading.stewards(company, CLOUD_1)


def test_what_is_written_down_twice_on_one_slip_is_written_once(clerk: Visit):
    assert units.sell(clerk, SALE).told == units.sell(clerk, SALE).told
    assert one(clerk.db, "select count(*) from ownerships where unit_id = 1") == 2
    detail = one(clerk.db, "select detail from audit_log where slip = 's1'")
    assert "8765" not in str(detail), "no number goes into the audit log"
