"""Sheds: how full is full, and which counts cannot be true."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.days import BEIJING
from domain.errors import Invalid
from domain.money import percent
from domain.shed_capacity import Count, Load, Shed, check_count

NOW = datetime(2026, 3, 18, 21, 0, tzinfo=BEIJING)
SHED = Shed(1, 1, "1号棚", "东门", 1, "青松园", 60, 32, 30, 60, 12, 24, 3, NOW, "社工")
COUNT = Count("slip-1", 1, 60, 12, 24, 3, NOW)
quick = settings(database=None, deadline=None, max_examples=200)


def load(in_bays: int | None, outside: int | None = 0, bays: int = 100) -> Load:
    shed = replace(SHED, bays_total=bays, in_bays=in_bays, outside_bays=outside)
    return shed.load(70, 90)


def test_the_worked_example_is_full_although_every_bay_is_only_taken_once():
    """60 bays, 60 in them, 12 outside, 24 of 30 ports: 100 %, 120 %, 80 %."""
    assert percent(60, SHED.bays_total) == "100.00%"
    assert percent(60 + 12, SHED.bays_total) == "120.00%"
    assert percent(24, SHED.ports_ok) == "80.00%"
    assert SHED.load(70, 90) is Load.FULL
    assert (SHED.free, SHED.ports_broken) == (0, 2)
    check_count(COUNT, SHED, NOW)


@pytest.mark.parametrize(
    ("in_bays", "expected"),
    [
        (0, Load.FREE),
        (69, Load.FREE),
        (70, Load.TIGHT),
        (90, Load.TIGHT),
        (91, Load.FULL),
        (100, Load.FULL),
    ],
)
def test_seventy_is_tight_and_only_above_ninety_is_full(in_bays: int, expected: Load):
    assert load(in_bays) is expected


@pytest.mark.parametrize(
    ("in_bays", "bays", "expected"),
    [(41, 60, Load.FREE), (42, 60, Load.TIGHT), (54, 60, Load.TIGHT), (55, 60, Load.FULL),
     (7, 10, Load.TIGHT), (6, 9, Load.FREE), (2, 3, Load.FREE), (1, 1, Load.FULL)],
)  # fmt: skip
def test_edges_are_compared_in_whole_numbers(in_bays: int, bays: int, expected: Load):
    assert load(in_bays, bays=bays) is expected


def test_more_vehicles_than_bays_is_full_wherever_they_stand():
    assert load(60, 40) is Load.FREE
    assert load(60, 41) is Load.FULL
    assert load(75, 25) is Load.TIGHT


def test_a_shed_never_counted_or_without_bays_says_so():
    assert load(None, None) is Load.UNKNOWN
    assert load(0, bays=0) is Load.UNKNOWN
    uncounted = replace(SHED, in_bays=None)
    assert not uncounted.counted
    assert uncounted.free == SHED.bays_total


@quick
@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 300))
def test_one_more_vehicle_never_makes_a_shed_emptier(bays: int, parked: int, outside: int):
    order = [Load.FREE, Load.TIGHT, Load.FULL]
    now = order.index(load(parked, outside, bays))
    assert order.index(load(parked + 1, outside, bays)) >= now
    assert order.index(load(parked, outside + 1, bays)) >= now


@pytest.mark.parametrize(
    "change",
    [
        {"in_bays": 61},
        {"in_bays": -1},
        {"outside_bays": -1},
        {"outside_bays": 301},
        {"charging_now": -1},
        {"charging_now": 31},
        {"in_bays": 20, "charging_now": 21},
        {"abandoned": -1},
        {"abandoned": 73},
        {"counted_at": NOW + timedelta(minutes=5, seconds=1)},
        {"counted_at": NOW - timedelta(days=2, seconds=1)},
    ],
)
def test_a_count_that_cannot_be_true_is_refused(change: dict[str, object]):
    with pytest.raises(Invalid):
        check_count(replace(COUNT, **change), SHED, NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"in_bays": 0, "outside_bays": 0, "charging_now": 0, "abandoned": 0},
        {"outside_bays": 300},
        {"charging_now": 30},
        {"in_bays": 20, "charging_now": 20},
        {"abandoned": 72},
        {"counted_at": NOW + timedelta(minutes=5)},
        {"counted_at": NOW - timedelta(days=2)},
    ],
)
def test_a_count_at_the_very_edge_is_taken(change: dict[str, object]):
    check_count(replace(COUNT, **change), SHED, NOW)  # type: ignore[arg-type]
