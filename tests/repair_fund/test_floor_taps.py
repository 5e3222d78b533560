"""Floors as they stand and what taps on them mean (楼层、点选): the rules alone, without a screen."""

from dataclasses import dataclass

import pytest

from domain.floors import floor_name, storeys
from domain.repair_fund.ballots import Place
from domain.repair_fund.floor_taps import AFTER, missing_said, taps_of
from domain.repair_fund.votes import Choice


@dataclass(frozen=True)
class Flat:
    floor: int
    room: str


def stood(*rooms: tuple[int, str]) -> list[tuple[int, list[str]]]:
    kept = storeys([Flat(*room) for room in rooms])
    return [(floor, [flat.room if flat else "" for flat in row]) for floor, row in kept.rows]


def test_the_top_floor_stands_on_top_and_a_gap_stays_a_gap():
    rooms = [(1, "102"), (2, "201"), (2, "202"), (10, "1001"), (10, "1003")]
    assert stood(*rooms) == [
        (10, ["1001", "", "1003"]), (2, ["201", "202", ""]), (1, ["", "102", ""])
    ]  # fmt: skip
    assert storeys([Flat(*room) for room in rooms]).doors == ("01", "02", "03")


def test_floors_below_the_ground_are_named_and_come_last():
    assert [floor_name(floor) for floor in (33, 1, -1, -2)] == ["33层", "1层", "地下1", "地下2"]
    assert stood((1, "101"), (-1, "-101"), (-2, "B201")) == [
        (1, ["101"]), (-1, ["-101"]), (-2, ["B201"])
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rooms",
    [
        [(1, "商铺1"), (1, "商铺2")],
        [(2, "301"), (2, "201")],
        [(1, "101"), (1, "1-01")],
        [(1, f"1{door:02d}") for door in range(1, 10)],
    ],
    ids=["no number", "another floor's", "another form", "a row of nine"],
)
def test_rooms_that_do_not_tell_their_doors_stand_in_a_line(rooms: list[tuple[int, str]]):
    kept = storeys([Flat(*room) for room in rooms])
    assert kept.doors == ()
    assert {flat.room for _, row in kept.rows for flat in row if flat} == {r for _, r in rooms}


def test_three_taps_go_through_the_answers_and_the_fourth_takes_it_back():
    said, heard = None, []
    for _ in range(4):
        said = AFTER[said]
        heard.append(said)
    assert heard == [Choice.YES, Choice.NO, Choice.ABSTAIN, None]


def test_of_what_a_browser_says_only_answers_to_units_are_heard():
    said = {"5": "yes", "6": "no", "x": "yes", "-7": "no", "8": "maybe", "9": None, "²": "yes",
            "9" * 40: "yes"}  # fmt: skip
    assert taps_of(said) == {5: Choice.YES, 6: Choice.NO}


def places(*missing: int | None) -> list[Place]:
    return [Place(1, at, "3", at, left) for at, left in enumerate(missing, start=1)]


@pytest.mark.parametrize(
    ("left", "void", "told"),
    [
        ((3, 12), 0, "3栋：还有 15 户没投，2单元最多，12 户。"),
        ((4, 4), 0, "3栋：还有 8 户没投。"),
        ((5,), 1, "3栋：还有 5 户没投（有 1 户交的票无效）。"),
        ((0, 0), 0, "3栋都投了。"),
        ((None, None), 0, ""),
        ((), 0, ""),
    ],
)
def test_how_many_are_missing_is_said_with_the_stairwell_that_lacks_most(
    left: tuple[int | None, ...], void: int, told: str
):
    assert missing_said(places(*left), void) == told
