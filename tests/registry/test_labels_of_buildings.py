"""A building is called by its plate (3栋, A栋, 5-1栋), and stands where people look for it."""

import pytest
from sqlite_utils import Database

from db import connection, house, registry
from db.repair_fund import scopes
from tests import community
from tests.community import CLOUD, CLOUD_1, PINE


def add(db: Database, *labels: str, estate: int = CLOUD) -> None:
    for label in labels:
        db.execute("insert into buildings (estate_id, label) values (?, ?)", [estate, label])


def test_buildings_stand_in_the_order_people_count_them(small: Database):
    add(small, "B", "10", "A10", "5-1", "A2", "2", "5", "6", "A")
    named = [building.name for building in registry.buildings(small, CLOUD)]
    assert named == ["1栋", "2栋", "5栋", "5-1栋", "6栋", "10栋", "A栋", "A2栋", "A10栋", "B栋"]


def test_a_plate_is_written_one_way(small: Database):
    for wrong in ("", " 3", "03", "3栋", "abcdefghijk"):
        with pytest.raises(connection.IntegrityError):
            add(small, wrong)
    with pytest.raises(connection.IntegrityError):
        add(small, "1")
    add(small, "2", estate=PINE)
    add(small, "2", estate=CLOUD)


def test_a_room_carries_the_plate_of_its_building(small: Database):
    small.execute("update buildings set label = 'A' where id = ?", [CLOUD_1])
    (rule,) = [one for one in house.INVARIANTS if one.code == "units_in_place"]
    assert len(small.execute(rule.sql).fetchall()) == 5
    small.execute("update units set code = 'A-1-' || room where building_id = ?", [CLOUD_1])
    assert small.execute(rule.sql).fetchall() == []
    rooms = scopes.rooms_of(community.visit_of(small, "clerk"), CLOUD)
    assert [room.code for room in rooms][:2] == ["A-1-101", "A-1-102"]


def test_shops_and_parking_spaces_have_numbers_of_their_own(small: Database):
    (rule,) = [one for one in house.INVARIANTS if one.code == "units_in_place"]
    assert small.execute("select code from units where purpose <> 'flat'").fetchall() == [
        ("1-0-1",), ("P-A-1",)]  # fmt: skip
    assert small.execute(rule.sql).fetchall() == []
    small.execute("update units set code = '1-1' where purpose = 'shop'")
    small.execute("update units set code = '3-0-1' where purpose = 'parking'")
    assert small.execute(rule.sql).fetchall() == [("房屋 21",), ("房屋 22",)]
