"""Buildings: laid out to the door, made in one write, taken back while nobody used them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db import registry
from db.checks import report
from db.places import buildings, generated
from domain.buildings import (
    BuildingPaper,
    BuildingPlan,
    Holding,
    Lift,
    read_label,
)
from domain.errors import Invalid, WrongState
from domain.laying_out import Numbering, Shape, laid_out
from domain.unit_kinds import AreaSource, Purpose
from tests import community
from tests.community import CLOUD, PINE, PINE_1, PINE_3

TOWER = Shape(2, 1, 33, 2, Numbering.FLOOR, "89.52 118.36")
PLAN = BuildingPlan(
    "g1", PINE, "5栋", TOWER, Lift.YES, Purpose.FLAT, AreaSource.REGISTER, Holding.OPEN
)


@pytest.fixture
def clerk(small: Database):
    return community.visit_of(small, "clerk")


def rooms(shape: Shape, stairwell: int = 1) -> list[str]:
    return [unit.room for unit in laid_out(shape) if unit.stairwell == stairwell]


def units_of(db: Database, building_id: int, what: str) -> list:
    sql = f"select {what} from units where building_id = ? order by id"
    return [row[0] for row in db.execute(sql, [building_id])]


# Laying out ----------------------------------------------------------------------------------


def test_a_tower_of_two_stairwells_has_132_flats():
    units = laid_out(TOWER)
    assert len(units) == 132
    assert rooms(TOWER)[:3] == ["101", "102", "201"] and rooms(TOWER, 2)[-1] == "3302"
    assert {unit.area_centi for unit in units if unit.room.endswith("02")} == {11836}


def test_doors_may_go_on_from_one_stairwell_to_the_next_or_run_upwards():
    through = replace(TOWER, floor_to=2, numbering=Numbering.THROUGH, areas="60 70 80 90")
    assert rooms(through, 2) == ["103", "104", "203", "204"]
    assert [unit.area_centi for unit in laid_out(through)][4:6] == [8000, 9000]
    running = replace(TOWER, floor_to=3, numbering=Numbering.RUNNING)
    assert rooms(running) == ["1", "2", "3", "4", "5", "6"]


def test_floors_and_flats_that_are_not_there_are_left_out():
    shape = replace(TOWER, floor_to=14, no_floors="4、13层，14", no_rooms="101 2-1202")
    floors = {unit.floor for unit in laid_out(shape)}
    assert floors == set(range(1, 13)) - {4}
    assert "101" not in rooms(shape) and "101" not in rooms(shape, 2)
    assert "1202" in rooms(shape) and "1202" not in rooms(shape, 2)


def test_shops_on_the_ground_floor_stand_in_no_stairwell():
    shape = replace(TOWER, floor_from=2, shops=3, shop_areas="45.5 60 1,089.52")
    shops = [unit for unit in laid_out(shape) if unit.stairwell == 0]
    assert [(unit.room, unit.floor, unit.area_centi) for unit in shops] == [
        ("1", 1, 4550), ("2", 1, 6000), ("3", 1, 108952),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stairwells": 0}, "单元数"),
        ({"floor_from": 9, "floor_to": 3}, "从第几层"),
        ({"areas": "89.52 90 91"}, "每户面积写了 3 个，要写 1、2、4 个"),
        ({"areas": "约90"}, "每户面积"),
        ({"areas": "0"}, "不能是 0"),
        ({"no_floors": "40"}, "40"),
        ({"no_rooms": "9-101"}, "9-101"),
        ({"no_rooms": "5栋"}, "5栋"),
        ({"shops": 2}, "商铺面积"),
        ({"shop_areas": "60"}, "没写几间"),
        ({"no_floors": " ".join(map(str, range(1, 34)))}, "一套房也没有"),
        ({"stairwells": 20, "doors": 20, "areas": "90"}, "太多了"),
    ],
)  # fmt: skip
def test_what_makes_no_building_is_refused_at_its_field(change, words: str):
    with pytest.raises(Invalid, match=words):
        laid_out(replace(TOWER, **change))


@given(
    st.builds(
        Shape, st.integers(1, 6), st.integers(1, 3), st.integers(3, 20), st.integers(1, 8),
        st.sampled_from(Numbering), st.just("90"), shops=st.just(2), shop_areas=st.just("50"),
    )
)  # fmt: skip
def test_no_two_units_of_a_building_share_a_number(shape: Shape):
    units = laid_out(shape)
    assert len({(unit.stairwell, unit.room) for unit in units}) == len(units)
    floors = shape.floor_to - shape.floor_from + 1
    assert len(units) == shape.stairwells * floors * shape.doors + 2


@pytest.mark.parametrize(
    ("typed", "label"),
    [("3", "3"), ("３号楼", "3"), ("03栋", "3"), ("a栋", "A"), ("A2座", "A2"), ("5-1幢", "5-1"),
     (" 12# ", "12")],
)  # fmt: skip
def test_a_plate_is_read_as_people_write_it(typed: str, label: str):
    assert read_label(typed) == label


@pytest.mark.parametrize("typed", ["", " ", "栋", "三", "0", "1-", "12345", "3栋1单元"])
def test_a_plate_that_is_none_is_refused(typed: str):
    with pytest.raises(Invalid, match="楼号"):
        read_label(typed)


# Making --------------------------------------------------------------------------------------


def test_a_building_is_made_whole_with_an_owner_set_for_each_unit(clerk):
    receipt = generated.generate(clerk, replace(PLAN, shape=replace(TOWER, floor_from=2, shops=6,
                                                                    shop_areas="60")))  # fmt: skip
    assert "2 个单元，128 套住宅，6 间商铺" in receipt.told
    codes = units_of(clerk.db, receipt.id, "code")
    assert len(codes) == 134 and {"5-1-201", "5-2-3302", "5-0-6"} <= set(codes)
    groups = units_of(clerk.db, receipt.id, "owner_group_id")
    assert len(set(groups)) == 134
    assert buildings.building(clerk, receipt.id).nameless == 134
    assert set(units_of(clerk.db, receipt.id, "sale")) == {"sold"}
    assert [one.detail for one in report.run(clerk.db) if not one.ok] == []


@pytest.mark.parametrize("holding", [Holding.UNSOLD, Holding.UNDELIVERED])
def test_what_is_the_developers_is_one_head(clerk, holding: Holding):
    """Unsold, and sold but not delivered: one head for the whole scope (domain 1.4, rule 3)."""
    first = generated.generate(clerk, replace(PLAN, holding=holding)).id
    second = generated.generate(clerk, replace(PLAN, slip="g2", label="6", holding=holding)).id
    groups = {
        *units_of(clerk.db, first, "owner_group_id"),
        *units_of(clerk.db, second, "owner_group_id"),
    }
    assert len(groups) == 1
    found = next(b for b in buildings.buildings(clerk, PINE) if b.id == first)
    assert (found.units, found.developers, found.nameless, found.stairwells) == (132, 132, 0, 2)


def test_a_plate_stands_once_in_an_estate_and_may_stand_in_another(clerk):
    with pytest.raises(Invalid, match="已经有 1栋"):
        generated.generate(clerk, replace(PLAN, label="1"))
    generated.generate(clerk, replace(PLAN, slip="g3", label="3", estate_id=CLOUD))


def test_a_building_half_refused_leaves_nothing(clerk):
    before = clerk.db.execute("select count(*) from owner_groups").fetchone()
    with pytest.raises(Invalid):
        generated.generate(clerk, replace(PLAN, shape=replace(TOWER, areas="")))
    assert clerk.db.execute("select count(*) from owner_groups").fetchone() == before


def test_a_building_is_taken_back_while_nobody_used_it(clerk):
    def all_rows() -> list:
        return [clerk.db.execute(f"select count(*) from {table}").fetchone()[0]
                for table in ("buildings", "stairwells", "units", "owner_groups")]  # fmt: skip

    before = all_rows()
    id = generated.generate(clerk, PLAN).id
    assert buildings.unused(clerk.db, id)
    assert "132 套" in buildings.remove_building(clerk, id, "r1").told
    assert all_rows() == before


def test_a_building_in_which_somebody_is_registered_stays(clerk):
    id = generated.generate(clerk, PLAN).id
    unit = units_of(clerk.db, id, "id")[0]
    clerk.db.execute("insert into residencies (resident_id, unit_id) values (22, ?)", [unit])
    assert not buildings.unused(clerk.db, id)
    with pytest.raises(WrongState, match="不能整栋去掉"):
        buildings.remove_building(clerk, id, "r2")
    assert len(units_of(clerk.db, id, "id")) == 132


def test_a_building_whose_owner_has_another_flat_elsewhere_stays(clerk):
    id = generated.generate(clerk, PLAN).id
    unit = units_of(clerk.db, id, "owner_group_id")[0]
    clerk.db.execute("update units set owner_group_id = ? where id = 1", [unit])
    with pytest.raises(WrongState):
        buildings.remove_building(clerk, id, "r3")


# By hand -------------------------------------------------------------------------------------


def test_a_building_is_added_by_its_plate_and_gets_its_stairwells(clerk):
    id = buildings.add_building(clerk, BuildingPaper("b1", CLOUD, "A栋")).id
    buildings.add_stairwell(clerk, id, Lift.NO, "s1")
    last = buildings.add_stairwell(clerk, id, Lift.YES, "s2").id
    assert [(one.number, one.has_lift) for one in buildings.stairwells(clerk, id)] == [
        (1, False), (2, True),
    ]  # fmt: skip
    buildings.remove_stairwell(clerk, last, "s3")
    with pytest.raises(WrongState):
        buildings.remove_stairwell(clerk, 1, "s4")
    buildings.remove_building(clerk, id, "s5")


def test_a_lift_that_was_put_in_is_told_with_what_was_before(clerk):
    told = buildings.set_lift(clerk, 1, Lift.NO, "l1").told
    assert "1栋 1单元由“有电梯”改为“没有电梯”" in told
    with pytest.raises(WrongState, match="没有改动"):
        buildings.set_lift(clerk, 1, Lift.NO, "l2")


def test_another_plate_takes_its_rooms_and_its_people_along(clerk):
    paper = BuildingPaper("p1", PINE, "A2", PINE_1, "挂了新楼牌", "1")
    with pytest.raises(Invalid, match="为什么改"):
        buildings.change_building(clerk, replace(paper, reason=""))
    assert "楼号由“1栋”改为“A2栋”" in buildings.change_building(clerk, paper).told
    assert units_of(clerk.db, PINE_1, "code")[0] == "A2-1-101"
    with pytest.raises(WrongState, match="刚被别人改过"):  # begun while it was 1栋 still
        buildings.change_building(clerk, replace(paper, slip="p2", label="B1"))
    found = registry.find_residents(clerk, "A2-1-101").people
    assert [person.name for person in found] == ["陈明"]
    assert "陈明" not in {
        person.name for person in registry.find_residents(clerk, "1-1-101").people
    }
    assert [one.detail for one in report.run(clerk.db) if not one.ok] == []
    assert units_of(clerk.db, PINE_3, "code")[-1].startswith("P-")
