"""One unit by hand: the flat a list forgot, a shop, a parking space, and away again while unused."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from db.checks import report
from db.places import units
from domain.buildings import Holding
from domain.errors import Invalid, WrongState
from domain.unit_kinds import AreaSource, Purpose
from domain.units import UnitPaper
from tests import community
from tests.community import CLOUD, CLOUD_1, PINE_1

FLAT = UnitPaper("u1", PINE_1, Purpose.FLAT, 1, 4, "401", "89.52", AreaSource.SURVEY, Holding.OPEN)


@pytest.fixture
def clerk(small: Database):
    return community.visit_of(small, "clerk")


def codes(visit, building: int) -> set[str]:
    return {unit.code for unit in units.units_of(visit, building)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "1-1-401"),
        ({"room": "０４０１室"}, "1-1-401"),
        ({"purpose": Purpose.SHOP, "stairwell_id": None, "room": "2", "floor": 1}, "1-0-2"),
        ({"purpose": Purpose.SHOP, "room": "A1"}, "1-1-A1"),
        ({"purpose": Purpose.PARKING, "stairwell_id": None, "floor": -1, "room": "p-a-12"},
         "P-A-12"),
    ],
)  # fmt: skip
def test_a_unit_gets_the_number_of_its_kind(clerk, change, code: str):
    receipt = units.add_unit(clerk, replace(FLAT, **change))
    assert code in receipt.told and code in codes(clerk, PINE_1)
    assert [one.detail for one in report.run(clerk.db) if not one.ok] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"room": "101"}, "已经有 1-1-101"),
        ({"room": "1-401"}, "房号只写门牌上的"),
        ({"area": "约90"}, "面积"),
        ({"area": "0"}, "不能是 0"),
        ({"floor": 0}, "没有 0 层"),
        ({"stairwell_id": None}, "在哪个单元"),
        ({"stairwell_id": 4}, "不在 1栋"),
        ({"purpose": Purpose.PARKING, "stairwell_id": None, "room": "12"}, "A-12"),
        ({"purpose": Purpose.PARKING, "room": "A-12"}, "车位不在单元里"),
    ],
)
def test_what_is_no_unit_is_refused(clerk, change, words: str):
    with pytest.raises(Invalid, match=words):
        units.add_unit(clerk, replace(FLAT, **change))
    assert len(codes(clerk, PINE_1)) == 11


def test_what_is_the_developers_joins_its_one_owner_set(clerk):
    paper = replace(FLAT, building_id=CLOUD_1, stairwell_id=4, holding=Holding.UNSOLD)
    for slip, room in (("d1", "401"), ("d2", "402")):
        units.add_unit(clerk, replace(paper, slip=slip, room=room))
    sql = "select count(*) from owner_groups where kind = 'developer' and estate_id = ?"
    assert clerk.db.execute(sql, [CLOUD]).fetchone()[0] == 1


def test_a_unit_goes_with_its_owner_set_while_nobody_used_it(clerk):
    groups = "select count(*) from owner_groups"
    before = clerk.db.execute(groups).fetchone()
    id = units.add_unit(clerk, FLAT).id
    units.remove_unit(clerk, id, "r1")
    assert clerk.db.execute(groups).fetchone() == before
    assert "1-1-401" not in codes(clerk, PINE_1)


def test_a_flat_somebody_lives_in_stays(clerk):
    with pytest.raises(WrongState, match="1-1-101"):
        units.remove_unit(clerk, 1, "r2")
