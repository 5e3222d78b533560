"""入户核对: what is stored at each door and where it goes on; 要补的: what the registry lacks."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from db.registry_book import door, gaps
from domain.errors import NotAllowed
from domain.registry_book.door import Found
from tests import community
from tests.community import CLOUD_1, PINE_1, TODAY, visit_of


def walked(db: Database, unit: int, found: Found = Found.SAME) -> None:
    door.check_unit(visit_of(db, "clerk"), unit, found, slip=f"c{unit}{found}")


def test_a_stairwell_is_walked_from_the_ground_up_and_each_door_once_a_day(small: Database):
    clerk = visit_of(small, "clerk")
    assert [(one.number, one.units, one.fresh, one.next_unit) for one in door.rounds(clerk, PINE_1)] == [
        (1, 6, 0, 1), (2, 4, 0, 7)]  # fmt: skip
    walked(small, 1)
    walked(small, 3)
    assert door.next_unit(clerk, 1) == 2
    assert door.next_unit(clerk, 2) == 4, "3 was looked at today"
    assert door.next_unit(clerk, 6) is None, "the other stairwell is another round"
    assert door.rounds(clerk, PINE_1)[0].fresh == 2


def test_nobody_at_home_is_no_confirmation_and_a_year_later_it_is_asked_again(small: Database):
    clerk = visit_of(small, "clerk")
    walked(small, 1, Found.NOBODY)
    last = door.last_check(clerk, 1)
    assert last and (last.result, last.checked_on, last.by) == (Found.NOBODY, TODAY, "社工clerk")
    assert door.rounds(clerk, PINE_1)[0].fresh == 0
    walked(small, 1)
    assert door.rounds(clerk, PINE_1)[0].fresh == 1
    later = visit_of(small, "clerk", community.NOW + timedelta(days=365))
    assert door.rounds(later, PINE_1)[0].fresh == 0
    assert small.execute("select count(*) from unit_checks").fetchone() == (2,)


def test_a_grid_worker_checks_his_own_doors_and_property_none(small: Database):
    with pytest.raises(NotAllowed):
        door.check_unit(visit_of(small, "grid"), 1, Found.SAME, slip="g")
    assert door.rounds(visit_of(small, "grid"), CLOUD_1) == []
    with pytest.raises(NotAllowed):
        door.check_unit(visit_of(small, "property"), 1, Found.SAME, slip="p")


def test_a_flat_whose_owner_nobody_knows_or_can_call_is_named(small: Database):
    clerk = visit_of(small, "clerk")
    assert len(gaps.without_owner(clerk)) == 22 and gaps.without_number(clerk) == []
    small.execute("insert into owner_members (owner_group_id, resident_id) values (1, 1)")
    small.execute(
        "insert into owner_members (owner_group_id, name) values (2, '张三'), (3, '开发甲')"
    )
    small.execute("insert into contacts (owner_member_id, number, kind)"
                  " select id, '13900001111', 'mobile' from owner_members where name = '开发甲'")  # fmt: skip
    assert {one.unit_id for one in gaps.without_owner(clerk)} == set(range(4, 23))
    assert [(one.estate, one.code) for one in gaps.without_number(clerk)] == [("青松园", "1-1-102")]
    small.execute("update owner_groups set kind = 'developer' where id = 4")
    assert 4 not in {one.unit_id for one in gaps.without_owner(clerk)}


def test_a_number_for_more_than_five_flats_is_named_once(small: Database):
    clerk = visit_of(small, "clerk")
    for unit in range(1, 7):
        small.execute("insert into owner_members (owner_group_id, name) values (?, '中介')", [unit])
        small.execute("insert into contacts (owner_member_id, number, kind)"
                      " select max(id), '13900009999', 'mobile' from owner_members")  # fmt: skip
        found = gaps.shared_numbers(clerk)
        assert [one.more for one in found] == (["一个号码登记了 6 套"] if unit == 6 else [])
