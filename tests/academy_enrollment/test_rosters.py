"""Rosters and classes as lists: a child has a serial, never a name."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlite_utils import Database

from db.academy_enrollment import classes, seats
from tests import community
from tests.community import CALLIGRAPHY, PAINTING, visit_of
from tests.writer import a_seat


def enrolled(db: Database, *people: int, class_id: int) -> None:
    for who in people:
        paper = replace(a_seat(f"slip-{who}", who, class_id), guardian_agrees=True)
        seats.enroll(visit_of(db, "clerk"), paper)


def names(db: Database, class_id: int, at: datetime = community.NOW) -> list[str]:
    roster = classes.roster(visit_of(db, "supervisor", at), class_id)
    return [seat.resident for seat in roster]


def test_the_queue_follows_the_seats_in_its_order(small: Database):
    enrolled(small, 6, 4, 5, 1, class_id=CALLIGRAPHY)
    roster = classes.roster(visit_of(small, "teacher"), CALLIGRAPHY)
    assert [(seat.resident, seat.place) for seat in roster] == [
        ("仇玉兰", None), ("单志强", None), ("解敏", 1), ("陈明", 2),
    ]  # fmt: skip


def test_children_are_serials_whether_their_day_or_only_their_year_is_known(small: Database):
    enrolled(small, community.CHILD, community.SMALL_CHILD, class_id=PAINTING)
    assert names(small, PAINTING) == ["学员01", "学员02"]


def test_somebody_of_unknown_age_is_not_named_either(small: Database):
    community.add_class(small, 9, "合唱", ages=(0, None))
    small.execute("update residents set guardian_id = 1 where id = ?", [community.HOMELESS])
    enrolled(small, community.HOMELESS, class_id=9)
    assert names(small, 9) == ["学员01"]


@pytest.mark.parametrize(
    ("born", "day", "named"),
    [
        ("2012-03-18", "2026-03-17", False),
        ("2012-03-18", "2026-03-18", False),  # the whole birthday still counts as under 14
        ("2012-03-18", "2026-03-19", True),
        ("2012-02-29", "2026-02-28", False),
        ("2012-02-29", "2026-03-01", False),  # fourteen today, in a year without a leap day
        ("2012-02-29", "2026-03-02", True),
    ],
)
def test_a_name_appears_on_the_day_after_the_fourteenth_birthday(
    small: Database, born: str, day: str, named: bool
):
    community.add_class(small, 9, "合唱", ages=(4, None))
    small.execute(
        "update residents set birth_date = ?, birth_year = 2012 where id = ?",
        [born, community.CHILD],
    )
    enrolled(small, community.CHILD, class_id=9)
    at = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    assert names(small, 9, at) == (["陈小禾"] if named else ["学员01"])


def test_a_child_known_by_year_is_named_only_when_surely_old_enough(small: Database):
    community.add_class(small, 9, "合唱", ages=(4, None))
    small.execute("update residents set birth_year = 2011 where id = ?", [community.SMALL_CHILD])
    enrolled(small, community.SMALL_CHILD, class_id=9)
    assert names(small, 9) == ["周小满"]
    small.execute("update residents set birth_year = 2012 where id = ?", [community.SMALL_CHILD])
    assert names(small, 9) == ["学员01"]


def test_whoever_left_is_not_on_the_roster(small: Database):
    enrolled(small, 4, 5, 6, class_id=CALLIGRAPHY)
    for who, state in ((4, "dropped"), (6, "cancelled")):
        small.execute("update enrollments set state = ? where resident_id = ?", [state, who])
    assert names(small, CALLIGRAPHY) == ["解敏"]


def test_the_classes_of_the_present_term_are_listed(small: Database):
    listed = classes.open_classes(small, community.TODAY)
    assert {offering.course for offering in listed} == {"书法", "摄影", "儿童绘画"}
    enrolled(small, 4, 5, 6, class_id=CALLIGRAPHY)
    assert classes.academy_numbers(small, community.TODAY) == (3, 2, 1)
    for day in ("2026-02-28", "2026-07-11"):
        assert classes.open_classes(small, datetime.fromisoformat(day).date()) == []
    last_day = datetime.fromisoformat("2026-07-10").date()
    assert len(classes.open_classes(small, last_day)) == 3
