"""Sheds: the latest count is what every screen shows, and no count is ever lost."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from sqlite_utils import Database

from db.shed_capacity import sheds as shed_capacity
from domain.errors import Invalid, NotFound
from domain.shed_capacity import HOURS_OVER, Count, Load
from tests import community
from tests.community import visit_of

COUNT = Count("slip-1", community.SHED, 40, 3, 12, 2, community.NOW)


def saved(db: Database, who: str = "volunteer", **change: object) -> int:
    return shed_capacity.count_shed(visit_of(db, who), replace(COUNT, **change)).id  # type: ignore[arg-type]


def test_a_count_is_what_the_shed_shows_from_now_on(small: Database):
    assert shed_capacity.shed(small, community.SHED).load(70, 90) is Load.UNKNOWN
    saved(small)
    shed = shed_capacity.shed(small, community.SHED)
    assert (shed.in_bays, shed.outside_bays, shed.charging_now, shed.abandoned) == (40, 3, 12, 2)
    assert (shed.free, shed.counted_at, shed.counted_by) == (
        20, community.NOW, "志愿者volunteer",
    )  # fmt: skip
    assert not shed_capacity.shed(small, community.CLOUD_SHED).counted


def test_a_wrong_count_is_followed_by_a_right_one_and_both_are_kept(small: Database):
    saved(small, in_bays=60)
    saved(small, slip="slip-2", in_bays=6, charging_now=6)
    assert shed_capacity.shed(small, community.SHED).in_bays == 6
    assert small.execute("select count(*) from shed_counts").fetchone() == (2,)


def test_a_count_written_up_late_does_not_push_a_later_one_aside(small: Database):
    saved(small, in_bays=50)
    saved(small, slip="slip-2", in_bays=20, counted_at=community.NOW - timedelta(hours=20))
    assert shed_capacity.shed(small, community.SHED).in_bays == 50


def test_a_refused_count_changes_nothing(small: Database):
    saved(small)
    with pytest.raises(Invalid):
        saved(small, slip="slip-2", in_bays=61)
    assert shed_capacity.shed(small, community.SHED).in_bays == 40


def test_the_hours_of_a_day_are_averaged_over_their_counts_in_beijing(small: Database):
    now = community.NOW  # past nine; the shed has 60 bays
    for slip, in_bays, when in (
        ("a", 30, now),
        ("b", 60, now - timedelta(days=1)),
        ("c", 12, now.astimezone(UTC) - timedelta(hours=3)),
    ):
        saved(small, slip=slip, in_bays=in_bays, charging_now=0, counted_at=when)
    hours = shed_capacity.hours(small, community.TODAY)
    assert [(load.hour, load.counts, load.share) for load in hours] == [(6, 1, 0.2), (9, 2, 0.75)]
    wrong = saved(small, slip="d", in_bays=0, charging_now=0, counted_at=now)
    shed_capacity.undo_count(visit_of(small, "volunteer"), wrong)
    assert shed_capacity.hours(small, community.TODAY) == hours, "a count taken back counts nowhere"
    late = community.TODAY + HOURS_OVER + timedelta(days=1)
    assert shed_capacity.hours(small, late) == []


def test_broken_ports_cannot_charge(small: Database):
    saved(small, charging_now=30)
    with pytest.raises(Invalid):
        saved(small, slip="slip-2", charging_now=31)


@pytest.mark.parametrize("shed", [999, community.CLOUD_SHED])
def test_only_a_shed_in_use_is_counted(small: Database, shed: int):
    small.execute("update sheds set state = 'closed' where id = ?", [community.CLOUD_SHED])
    with pytest.raises(NotFound):
        saved(small, shed_id=shed, in_bays=1, outside_bays=0, charging_now=0, abandoned=0)
    assert [found.id for found in shed_capacity.sheds(small)] == [community.SHED]


def test_sheds_are_listed_by_number_and_by_estate(small: Database):
    assert [shed.number for shed in shed_capacity.sheds(small)] == [1, 2]
    assert [shed.id for shed in shed_capacity.sheds(small, community.CLOUD)] == [
        community.CLOUD_SHED
    ]
