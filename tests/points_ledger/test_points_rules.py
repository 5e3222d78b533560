"""湾郡币: what a deed gives, what the caps leave of it, and who may agree to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.days import BEIJING
from domain.errors import Invalid, NotAllowed, SamePerson, WrongState
from domain.points_ledger.awards import (
    Award,
    AwardRule,
    AwardState,
    Basis,
    Caps,
    NewAward,
    Standing,
    check_approval,
    check_award,
    check_withdrawal,
    granted_points,
    points_from_minutes,
)
from domain.points_ledger.books import Books

TODAY = date(2026, 3, 18)
NOBODY = Standing(balance=0, waiting=0, that_day=0, that_month=0, times_that_month=0)
CAPS = Caps(day=40, month=300, balance=2000)
FROM = date(2020, 1, 1)
PATROL = AwardRule(1, "patrol", "值班巡逻", Basis.MINUTES, 5, 5, None, FROM, None)
MEETING = AwardRule(6, "meeting", "参加议事", Basis.FIXED, 10, 10, 2, FROM, None)
DEED = AwardRule(8, "deed", "好人好事", Basis.RANGE, 5, 50, None, FROM, None)
PAPER = NewAward("slip-1", resident_id=1, rule_id=1, earned_on=TODAY, minutes=60)
AWARD = Award(
    1, 7, "陈明", "值班巡逻", 10, 10, TODAY, "", AwardState.DRAFT, 3, "社工",
    datetime(2026, 3, 18, 9, tzinfo=BEIJING), None, None,
)  # fmt: skip
quick = settings(database=None, deadline=None, max_examples=200)


def granted(paper: NewAward, rule: AwardRule = PATROL, standing: Standing = NOBODY) -> int:
    return check_award(paper, rule, standing, CAPS, TODAY)[1]


@pytest.mark.parametrize(
    ("minutes", "points"), [(200, 30), (180, 30), (60, 10), (59, 5), (30, 5), (29, 0), (0, 0)]
)
def test_only_full_half_hours_count(minutes: int, points: int):
    assert points_from_minutes(minutes) == points


@quick
@given(st.integers(0, 600), st.integers(0, 600))
def test_two_short_services_never_give_more_than_one_long_one(first: int, second: int):
    apart = points_from_minutes(first) + points_from_minutes(second)
    together = points_from_minutes(first + second)
    assert apart <= together <= apart + 5
    assert together % 5 == 0


def test_the_second_service_of_a_day_is_cut_by_the_day_cap():
    """180 and then 120 minutes on one day: 30, then 应记 20，限额后 10."""
    assert check_award(replace(PAPER, minutes=180), PATROL, NOBODY, CAPS, TODAY)[:2] == (30, 30)
    after = replace(NOBODY, waiting=30, that_day=30, that_month=30)
    assert check_award(replace(PAPER, minutes=120), PATROL, after, CAPS, TODAY)[:2] == (20, 10)


@pytest.mark.parametrize(
    ("standing", "left"),
    [
        (replace(NOBODY, that_day=35), 5),
        (replace(NOBODY, that_month=292), 8),
        (replace(NOBODY, balance=1990), 10),
        (replace(NOBODY, balance=1900, waiting=93), 7),
        (replace(NOBODY, balance=1999), 1),
        (replace(NOBODY, that_day=30, that_month=297, balance=1998), 2),
    ],
)
def test_the_tightest_cap_decides(standing: Standing, left: int):
    assert granted(replace(PAPER, minutes=120), standing=standing) == left


@pytest.mark.parametrize(
    "full",
    [
        replace(NOBODY, that_day=40),
        replace(NOBODY, that_month=300),
        replace(NOBODY, balance=2000),
        replace(NOBODY, balance=2500),
        replace(NOBODY, balance=1000, waiting=1000),
    ],
)
def test_when_nothing_is_left_the_award_is_refused_and_not_stored_as_zero(full: Standing):
    with pytest.raises(Invalid):
        granted(PAPER, standing=full)


@quick
@given(st.integers(1, 5000), *[st.integers(0, 5000)] * 4)
def test_caps_never_give_more_than_asked_nor_less_than_nothing(
    asked: int, balance: int, waiting: int, day: int, month: int
):
    standing = Standing(balance, waiting, day, month, 0)
    points = granted_points(asked, standing, CAPS)
    assert 0 <= points <= asked
    if points:
        assert day + points <= CAPS.day
        assert month + points <= CAPS.month
        assert balance + waiting + points <= CAPS.balance


def test_a_meeting_gives_ten_and_only_twice_a_month():
    paper = replace(PAPER, rule_id=6, minutes=0)
    assert granted(paper, MEETING, replace(NOBODY, times_that_month=1)) == 10
    with pytest.raises(Invalid):
        granted(paper, MEETING, replace(NOBODY, times_that_month=2))


@pytest.mark.parametrize(("points", "allowed"), [(4, False), (5, True), (50, True), (51, False)])
def test_a_good_deed_gives_five_to_fifty(points: int, allowed: bool):
    paper = replace(PAPER, points=points, note="救了落水的人")
    caps = replace(CAPS, day=1000)
    if allowed:
        assert check_award(paper, DEED, NOBODY, caps, TODAY)[1] == points
    else:
        with pytest.raises(Invalid):
            check_award(paper, DEED, NOBODY, caps, TODAY)


@pytest.mark.parametrize("note", ["", " ", "好", "写" * 101])
def test_a_good_deed_needs_its_story(note: str):
    with pytest.raises(Invalid):
        granted(replace(PAPER, points=10, note=note), DEED)


@pytest.mark.parametrize("minutes", [-30, 0, 29, 601])
def test_no_service_is_shorter_than_half_an_hour_or_longer_than_ten(minutes: int):
    with pytest.raises(Invalid):
        granted(replace(PAPER, minutes=minutes))


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (31, True), (32, False)])
def test_a_deed_is_written_down_within_a_month_and_never_ahead(days: int, allowed: bool):
    paper = replace(PAPER, earned_on=TODAY - timedelta(days=days))
    if allowed:
        assert granted(paper) == 10
    else:
        with pytest.raises(Invalid):
            granted(paper)


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (FROM, TODAY - timedelta(days=1), False),
    ],
)
def test_a_rule_counts_from_its_first_to_its_last_day(first: date, last: date, allowed: bool):
    rule = replace(PATROL, valid_from=first, valid_to=last)
    if allowed:
        assert granted(PAPER, rule) == 10
    else:
        with pytest.raises(Invalid):
            granted(PAPER, rule)


def test_the_second_person_is_never_the_first():
    with pytest.raises(SamePerson):
        check_approval(AWARD, 3, None, None)
    check_approval(AWARD, 4, None, None)


def test_nobody_agrees_to_the_points_of_the_own_household():
    with pytest.raises(NotAllowed):
        check_approval(AWARD, 4, 19, 19)
    check_approval(AWARD, 4, 19, 18)
    with pytest.raises(NotAllowed):
        check_approval(AWARD, 4, None, None, approver_resident=AWARD.resident_id)


@pytest.mark.parametrize("state", [AwardState.IN_NOTICE, AwardState.POSTED, AwardState.WITHDRAWN])
def test_only_a_draft_waits_for_agreement(state: AwardState):
    with pytest.raises(WrongState):
        check_approval(replace(AWARD, state=state), 4, None, None)


@pytest.mark.parametrize("state", [AwardState.DRAFT, AwardState.IN_NOTICE])
def test_until_it_is_posted_its_maker_or_an_approver_takes_it_back(state: AwardState):
    check_withdrawal(replace(AWARD, state=state), 3, may_approve=False)
    check_withdrawal(replace(AWARD, state=state), 9, may_approve=True)
    with pytest.raises(NotAllowed):
        check_withdrawal(replace(AWARD, state=state), 9, may_approve=False)


@pytest.mark.parametrize("state", [AwardState.POSTED, AwardState.WITHDRAWN])
def test_what_is_posted_or_taken_back_stays(state: AwardState):
    with pytest.raises(WrongState):
        check_withdrawal(replace(AWARD, state=state), 3, may_approve=True)


def test_an_award_is_ready_on_the_day_after_its_notice():
    noticed = replace(AWARD, state=AwardState.IN_NOTICE, notice_end=TODAY)
    assert not noticed.ready(TODAY)
    assert noticed.ready(TODAY + timedelta(days=1))
    assert not replace(noticed, state=AwardState.DRAFT).ready(TODAY + timedelta(days=1))


def test_the_books_balance_only_when_every_point_is_somewhere():
    assert Books(issued=100, held=60, redeemed=30, expired=10).balanced
    assert not Books(issued=100, held=60, redeemed=30, expired=9).balanced
