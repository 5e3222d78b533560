"""万青学苑: ages, consents, contacts and the timetable, before anything is stored."""

from dataclasses import replace
from datetime import date, time
from itertools import pairwise

import pytest

from domain.academy_enrollment.seats import (
    AgeLimits,
    BirthDateNeeded,
    HoursClash,
    NewEnrollment,
    Series,
    TooManyClasses,
    WrongAge,
    check_age,
    check_enrollment,
    check_timetable,
    needs_guardian,
)
from domain.errors import Invalid
from domain.registry import Resident
from tests.classes import CLASS

LIMITS = AgeLimits(contact=60, signature=80)
CHILDREN = replace(
    CLASS, id=2, series=Series.QINGMIAO, course="儿童绘画", age_min=4, age_max=13,
    need_guardian=True,
)  # fmt: skip
ANYONE = replace(CLASS, id=3, course="合唱", age_min=0)
NEIGHBOUR = Resident(
    1, "陈明", "青松园", "1栋", "1-1-101", "13800001001", 1970, date(1970, 5, 1), None, None
)
PAPER = NewEnrollment("slip-1", 1, 1, resident_agrees=True)
CONTACT = {"emergency_name": "陈小", "emergency_phone": "138 0000 1002"}


def born(day: str) -> Resident:
    return replace(NEIGHBOUR, birth_date=date.fromisoformat(day), birth_year=int(day[:4]))


def born_in(year: int | None, guardian: int | None = None) -> Resident:
    name = "陈秀花" if guardian else None
    return replace(NEIGHBOUR, birth_date=None, birth_year=year, guardian_id=guardian, guardian=name)


def test_the_age_that_counts_is_the_age_on_the_first_day():
    assert check_age(born("1976-04-01"), CLASS) == 50
    with pytest.raises(WrongAge) as refusal:
        check_age(born("1976-04-02"), CLASS)
    assert refusal.value.age == 49


def test_the_upper_age_includes_its_whole_year():
    assert check_age(born("2012-04-02"), CHILDREN) == 13
    with pytest.raises(WrongAge):
        check_age(born("2012-04-01"), CHILDREN)


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march():
    course = replace(CLASS, starts_on=date(2026, 2, 28), age_min=14)
    with pytest.raises(WrongAge):
        check_age(born("2012-02-29"), course)
    assert check_age(born("2012-02-29"), replace(course, starts_on=date(2026, 3, 1))) == 14


@pytest.mark.parametrize(("year", "needed"), [(1975, False), (1976, True)])
def test_a_birth_year_is_enough_except_on_the_line(year: int, needed: bool):
    if needed:
        with pytest.raises(BirthDateNeeded):
            check_age(born_in(year), CLASS)
    else:
        assert check_age(born_in(year), CLASS) >= 50


def test_a_birth_year_surely_too_young_or_too_old_is_refused_without_asking_for_more():
    with pytest.raises(WrongAge):
        check_age(born_in(1977), CLASS)
    with pytest.raises(WrongAge):
        check_age(born_in(2011), CHILDREN)
    with pytest.raises(BirthDateNeeded):
        check_age(born_in(2012), CHILDREN)


def test_somebody_without_any_birth_is_asked_for_it():
    with pytest.raises(BirthDateNeeded):
        check_age(born_in(None), CLASS)


def test_nobody_is_enrolled_without_being_asked():
    with pytest.raises(Invalid):
        check_enrollment(replace(PAPER, resident_agrees=False), NEIGHBOUR, CLASS, LIMITS)


@pytest.mark.parametrize(
    ("who", "needed"),
    [
        (born("2008-04-02"), True),
        (born("2008-04-01"), False),
        (born_in(2008), True),
        (born_in(2007), False),
        (born_in(None), True),
    ],
)
def test_whoever_may_still_be_under_eighteen_needs_a_guardian(who: Resident, needed: bool):
    assert needs_guardian(who, CLASS) is needed


def test_a_child_enrols_with_a_guardian_on_file_who_agrees():
    child = replace(born("2016-04-02"), guardian_id=2, guardian="陈秀花")
    agreed = replace(PAPER, guardian_agrees=True)
    assert check_enrollment(agreed, child, CHILDREN, LIMITS) == (None, None)
    with pytest.raises(Invalid):
        check_enrollment(PAPER, child, CHILDREN, LIMITS)
    with pytest.raises(Invalid):
        check_enrollment(agreed, replace(child, guardian_id=None, guardian=None), CHILDREN, LIMITS)


def test_seventeen_year_olds_need_their_guardian_in_any_class():
    teenager = replace(born("2008-12-01"), guardian_id=3, guardian="林芳")
    with pytest.raises(Invalid):
        check_enrollment(PAPER, teenager, ANYONE, LIMITS)
    check_enrollment(replace(PAPER, guardian_agrees=True), teenager, ANYONE, LIMITS)


@pytest.mark.parametrize(("day", "needed"), [("1966-04-01", True), ("1966-04-02", False)])
def test_from_sixty_on_somebody_can_be_called(day: str, needed: bool):
    if needed:
        with pytest.raises(Invalid):
            check_enrollment(PAPER, born(day), CLASS, LIMITS)
    else:
        assert check_enrollment(PAPER, born(day), CLASS, LIMITS) == (None, None)
    contact = check_enrollment(replace(PAPER, **CONTACT), born(day), CLASS, LIMITS)
    assert contact == ("陈小", "13800001002")


@pytest.mark.parametrize("missing", ["emergency_name", "emergency_phone"])
def test_a_contact_is_a_name_and_a_number(missing: str):
    with pytest.raises(Invalid):
        check_enrollment(
            replace(PAPER, **CONTACT | {missing: ""}), born("1950-01-01"), CLASS, LIMITS
        )
    with pytest.raises(Invalid):
        check_enrollment(
            replace(PAPER, **CONTACT | {missing: ""}), born("1970-01-01"), CLASS, LIMITS
        )


@pytest.mark.parametrize(
    ("who", "needed"),
    [
        (born("1946-04-01"), True),
        (born("1946-04-02"), False),
        (born_in(1946), True),
        (born_in(1947), False),
    ],
)
def test_whoever_may_be_eighty_brings_the_family_signature(who: Resident, needed: bool):
    paper = replace(PAPER, **CONTACT)
    if needed:
        with pytest.raises(Invalid):
            check_enrollment(paper, who, CLASS, LIMITS)
    check_enrollment(replace(paper, family_signed=needed), who, CLASS, LIMITS)


def test_whoever_may_be_sixty_leaves_a_contact():
    with pytest.raises(Invalid):
        check_enrollment(PAPER, born_in(1966), CLASS, LIMITS)
    check_enrollment(PAPER, born_in(1967), CLASS, LIMITS)


def test_an_unknown_age_is_treated_as_a_childs_not_as_an_elders():
    unknown = born_in(None, guardian=2)
    agreed = replace(PAPER, guardian_agrees=True)
    assert check_enrollment(agreed, unknown, ANYONE, LIMITS) == (None, None)


def test_two_classes_a_term_and_not_a_third():
    others = [replace(CLASS, id=id, weekday=id) for id in (4, 5)]
    check_timetable(NEIGHBOUR, replace(CLASS, weekday=1), others[:1], most=2)
    with pytest.raises(TooManyClasses):
        check_timetable(NEIGHBOUR, replace(CLASS, weekday=1), others, most=2)


@pytest.mark.parametrize(
    ("weekday", "begins", "ends", "clash"),
    [
        (3, time(11), time(12), False),
        (3, time(8), time(9, 30), False),
        (3, time(10, 59), time(12), True),
        (3, time(8), time(9, 31), True),
        (3, time(10), time(10, 30), True),
        (3, time(9), time(12), True),
        (4, time(9, 30), time(11), False),
    ],
)
def test_hours_clash_when_they_overlap_and_not_when_they_touch(
    weekday: int, begins: time, ends: time, clash: bool
):
    other = replace(CLASS, id=9, weekday=weekday, begins=begins, ends=ends)
    assert CLASS.clashes(other) is other.clashes(CLASS) is clash
    if clash:
        with pytest.raises(HoursClash):
            check_timetable(NEIGHBOUR, CLASS, [other], most=2)


def test_free_seats_never_go_below_none():
    seats = [replace(CLASS, capacity=20, seated=seated).free for seated in (0, 19, 20, 21)]
    assert seats == [20, 1, 0, 0]
    assert all(before >= after for before, after in pairwise(seats))


def test_hours_are_said_as_on_the_notice_board():
    assert CLASS.hours == "周三 9:30–11:00"
