"""身份、电动车、网格: each is added, put right and ended by who may, and what was stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from db.registry_book import care, grids, marks, persons, reading, vehicles
from db.registry_book.checks import INVARIANTS
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, WrongState
from domain.registry_book.care import Duty, NewSteward
from domain.registry_book.grids import GridChange, GridFacts, NewGrid
from domain.registry_book.marks import MarkChange, MarkFacts, MarkKind, NewMark
from domain.registry_book.vehicles import (
    Battery,
    BikeChange,
    BikeFacts,
    NewBike,
    Removable,
    read_bike,
)
from tests.community import CHEN, CLOUD_1, HOMELESS, PINE_1, TODAY, account_id, visit_of

HEAD = NewMark("m", CHEN, MarkKind.BUILDING_HEAD, TODAY, date(2031, 3, 17), "第三届")
RED = BikeFacts("武汉A12345", "", Battery.LITHIUM, Removable.YES)
BIKE = NewBike("b", 1, CHEN, "", RED)


@pytest.fixture
def clerk(small: Database) -> Visit:
    yield visit_of(small, "clerk")
    assert [rule.code for rule in INVARIANTS if small.execute(rule.sql).fetchone()] == []


def told(clerk: Visit, who: int = CHEN) -> list[tuple[str, bool]]:
    return [(one.told, one.ended_on is None) for one in marks.of_person(clerk, who).lines]


def test_a_head_of_a_building_is_one_of_the_own_building(clerk: Visit):
    assert marks.add_mark(clerk, HEAD).told == "陈明3月18日起是青松园 1栋楼栋长（第三届）。"
    with pytest.raises(Invalid, match="已经是青松园 1栋楼栋长"):
        marks.add_mark(clerk, replace(HEAD, slip="m2"))
    with pytest.raises(Invalid, match="没有登记住处"):
        marks.add_mark(clerk, replace(HEAD, slip="m3", resident_id=HOMELESS))
    with pytest.raises(Invalid, match="不能早于起始"):
        marks.add_mark(clerk, replace(HEAD, slip="m4", kind=MarkKind.OWNERS_REP,
                                      until=TODAY - timedelta(days=1)))  # fmt: skip
    with pytest.raises(Invalid, match="还没到"):
        marks.add_mark(clerk, replace(HEAD, slip="m5", from_on=TODAY + timedelta(days=1)))


def test_a_term_is_put_right_and_what_stood_there_is_read(clerk: Visit):
    id = marks.add_mark(clerk, HEAD).id
    was = MarkFacts(HEAD.until, "第三届")
    paper = MarkChange("c", id, was, None, "第四届")
    said = marks.change_mark(clerk, paper).told
    assert (
        said
        == "陈明，青松园 1栋楼栋长（第三届）：任期最后一天由 2031-03-17 改为没有，届次由“第三届”改为“第四届”。"
    )
    assert told(clerk) == [("青松园 1栋楼栋长（第四届）", True)], "what was put right is no past"
    (line,) = persons.card(clerk, CHEN).changes
    assert (line.field, line.before, line.after) == (
        "楼栋长", "到 2031-03-17 第三届", "到 没有期限 第四届")  # fmt: skip
    with pytest.raises(WrongState, match="已经结束"):
        marks.change_mark(clerk, replace(paper, slip="d"))


def test_who_is_that_no_more_was_it(clerk: Visit):
    id = marks.add_mark(clerk, HEAD).id
    assert (
        marks.end_mark(clerk, id, slip="e").told == "陈明从今天起不再是青松园 1栋楼栋长（第三届）。"
    )
    assert told(clerk) == [("青松园 1栋楼栋长（第三届）", False)]
    with pytest.raises(WrongState):
        marks.end_mark(clerk, id, slip="e2")
    marks.add_mark(clerk, replace(HEAD, slip="again"))
    assert told(clerk)[0][1]


def test_a_bike_is_somebodys_put_right_and_struck_off(clerk: Visit):
    id = vehicles.add_bike(clerk, BIKE).id
    (bike,) = vehicles.bikes(clerk, 1)
    assert (bike.who, bike.called, bike.told) == ("陈明", "武汉A12345", "锂电，可以拆")
    now = replace(RED, plate="武汉A12346", removable=Removable.NO)
    said = vehicles.change_bike(clerk, BikeChange("c", id, RED, now)).told
    assert (
        said == "武汉A12345改好了：号牌由“武汉A12345”改为“武汉A12346”，电池可拆由可以拆改为不能拆。"
    )
    (bike,) = vehicles.bikes(clerk, 1)
    assert (bike.who, bike.called) == ("陈明", "武汉A12346")
    assert "武汉A12345" in reading.past(clerk, 1)[0].what
    with pytest.raises(WrongState, match="已经注销"):
        vehicles.change_bike(clerk, BikeChange("d", id, RED, now))
    vehicles.end_bike(clerk, bike.id, slip="e")
    assert vehicles.bikes(clerk, 1) == []
    assert [line.what for line in reading.past(clerk, 1) if "电动车：" in line.what] == [
        "电动车：武汉A12346"
    ]


def test_a_plate_stands_once_and_an_owner_may_live_elsewhere(clerk: Visit):
    vehicles.add_bike(clerk, BIKE)
    with pytest.raises(Invalid, match="已经登记在 1-1-101"):
        vehicles.add_bike(clerk, replace(BIKE, slip="b2", unit_id=2))
    other = BikeFacts("", "A1B2C3", None, None)
    vehicles.add_bike(clerk, NewBike("b3", 1, None, "李亲戚", other))
    assert [(one.who, one.called, one.told) for one in vehicles.bikes(clerk, 1)][1] == (
        "李亲戚", "车架 A1B2C3", "电池没登记")  # fmt: skip
    with pytest.raises(Invalid, match="车主姓名"):
        vehicles.add_bike(clerk, NewBike("b4", 1, None, " ", replace(other, frame_tail="XXXXXX")))


def test_a_bike_is_known_by_plate_or_frame_and_all_that_is_wrong_is_said():
    assert read_bike("武汉 a·12345", "lx-99a1b2c3", None, None) == BikeFacts(
        "武汉A12345", "A1B2C3", None, None)  # fmt: skip
    with pytest.raises(Invalid, match="至少写一个"):
        read_bike(" ", "", None, None)
    with pytest.raises(Invalid) as refusal:
        read_bike("？", "12", None, None)
    assert "号牌" in str(refusal.value) and "车架" in str(refusal.value)


def test_a_grid_is_named_filled_renamed_and_closed_when_it_is_empty(clerk: Visit):
    id = grids.add_grid(clerk, NewGrid("g", "第一网格")).id
    with pytest.raises(Invalid, match="已经有叫"):
        grids.add_grid(clerk, NewGrid("g2", "第一网格"))
    worker = account_id("grid")
    steward = NewSteward("s", PINE_1, Duty.GRID, "", TODAY, account_id=worker, grid_id=id)
    care.change_steward(clerk, steward)
    (grid,) = grids.grids(clerk)
    assert (grid.stairwells, grid.people) == (2, visit_of(clerk.db, "grid").user.name)
    with pytest.raises(Invalid, match="没有要改的"):
        care.change_steward(clerk, replace(steward, slip="s2"))
    with pytest.raises(WrongState, match="还有 2 个单元"):
        grids.close_grid(clerk, id, slip="c")
    change = GridChange("r", id, GridFacts("第一网格"), GridFacts("东网格"))
    assert grids.rename_grid(clerk, change).told == "网格改好了：名称由“第一网格”改为“东网格”。"
    second = grids.add_grid(clerk, NewGrid("g3", "西网格")).id
    care.change_steward(clerk, replace(steward, slip="s3", grid_id=second))
    grids.close_grid(clerk, id, slip="c2")
    with pytest.raises(WrongState, match="已经停用"):
        care.change_steward(clerk, replace(steward, slip="s4", building_id=CLOUD_1, grid_id=id))
    grids.reopen_grid(clerk, id, slip="o")
    assert {one.name: one.stairwells for one in grids.grids(clerk)} == {"东网格": 0, "西网格": 2}


@pytest.mark.parametrize("who", ["clerk", "property"])
def test_only_an_account_of_a_grid_worker_can_be_chosen(clerk: Visit, who: str):
    paper = NewSteward("s", PINE_1, Duty.GRID, "", TODAY, account_id=account_id(who))
    with pytest.raises(Invalid, match="网格员账号"):
        care.change_steward(clerk, paper)


@pytest.mark.parametrize("who", ["property", "grid", "supervisor", "leader"])
def test_only_the_office_writes_and_property_reads_no_bikes(clerk: Visit, who: str):
    other = visit_of(clerk.db, who)
    for write, paper in ((marks.add_mark, HEAD), (vehicles.add_bike, BIKE),
                         (grids.add_grid, NewGrid("g", "第一网格"))):  # fmt: skip
        with pytest.raises(NotAllowed):
            write(other, paper)
    for read in (marks.of_person, vehicles.bikes):
        with pytest.raises(NotAllowed):
            read(other, 1)
