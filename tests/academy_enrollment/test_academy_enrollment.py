"""万青学苑: seats, the queue, and a roster that never names a child."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlite_utils import Database

from db.academy_enrollment import classes, offers, seats
from domain.academy_enrollment.seats import (
    AlreadyEnrolled,
    BirthDateNeeded,
    HoursClash,
    SeatState,
    TooManyClasses,
    WrongAge,
)
from domain.errors import Invalid, NotFound, WrongState
from tests import community
from tests.community import CALLIGRAPHY, PAINTING, PHOTOGRAPHY, visit_of
from tests.writer import a_seat


def enrolled(db: Database, who: int, class_id: int = CALLIGRAPHY, **change: object) -> int:
    slip = f"slip-{who}-{class_id}-{len(change)}"
    paper = replace(a_seat(slip, who, class_id), **change)  # type: ignore[arg-type]
    return seats.enroll(visit_of(db, "clerk"), paper).id


def seat(db: Database, id: int) -> tuple[str, int | None]:
    state, place = db.execute("select state, place from enrollments where id = ?", [id]).fetchone()
    return state, place


def test_a_full_class_puts_the_next_ones_in_a_queue_with_their_places(small: Database):
    ids = [enrolled(small, who) for who in (1, 4, 5, 6)]
    assert [seat(small, id) for id in ids] == [
        ("confirmed", None), ("confirmed", None), ("waitlisted", 1), ("waitlisted", 2),
    ]  # fmt: skip
    offering = classes.class_offering(small, CALLIGRAPHY)
    assert (offering.seated, offering.free, offering.waiting) == (2, 0, 2)


def test_a_free_seat_belongs_to_those_already_waiting(small: Database):
    first, *_ = [enrolled(small, who) for who in (1, 4, 5)]
    offers.cancel_enrollment(visit_of(small, "clerk"), first)
    offering = classes.class_offering(small, CALLIGRAPHY)
    assert (offering.seated, offering.free, offering.waiting) == (2, 0, 0), "offered, so held"
    assert seat(small, enrolled(small, 6)) == ("waitlisted", 2)


def test_the_receipt_says_how_many_seats_are_left_or_people_ahead(small: Database):
    told = [
        seats.enroll(visit_of(small, "clerk"), a_seat(f"s-{who}", who)).told for who in (1, 4, 5, 6)
    ]
    assert "还余 1 席" in told[0]
    assert "还余 0 席" in told[1]
    assert "前面有 0 位" in told[2]
    assert "前面有 1 位" in told[3]


@pytest.mark.parametrize("class_id", [CALLIGRAPHY, PHOTOGRAPHY])
def test_nobody_sits_twice_in_one_class(small: Database, class_id: int):
    enrolled(small, 4)
    enrolled(small, 5)
    enrolled(small, community.CHEN, class_id)  # waiting in one of them, seated in the other
    with pytest.raises(AlreadyEnrolled):
        enrolled(small, community.CHEN, class_id, guardian_agrees=True)


def test_two_classes_a_term_and_not_a_third(small: Database):
    community.add_class(small, 9, "合唱", hours=(5, "14:00", "15:00"))
    enrolled(small, community.CHEN, CALLIGRAPHY)
    enrolled(small, community.CHEN, PHOTOGRAPHY)
    with pytest.raises(TooManyClasses):
        enrolled(small, community.CHEN, 9)
    small.execute("update parameters set value = 3 where code = 'classes_per_term'")
    enrolled(small, community.CHEN, 9)


def test_a_place_in_a_queue_counts_and_a_cancelled_one_does_not(small: Database):
    community.add_class(small, 9, "合唱", hours=(5, "14:00", "15:00"))
    enrolled(small, 4)
    enrolled(small, 5)
    waiting = enrolled(small, community.CHEN)
    enrolled(small, community.CHEN, PHOTOGRAPHY)
    with pytest.raises(TooManyClasses):
        enrolled(small, community.CHEN, 9)
    offers.cancel_enrollment(visit_of(small, "clerk"), waiting)
    enrolled(small, community.CHEN, 9)


def test_hours_that_overlap_are_refused_and_hours_that_touch_are_not(small: Database):
    community.add_class(small, 9, "合唱", hours=(3, "10:59", "12:00"))
    enrolled(small, community.CHEN, CALLIGRAPHY)  # Wednesday 9:30–11:00
    with pytest.raises(HoursClash):
        enrolled(small, community.CHEN, 9)
    enrolled(small, community.CHEN, PHOTOGRAPHY)  # Wednesday 11:00–12:00


def test_another_term_is_another_matter(small: Database):
    small.execute(
        "insert into terms values (2, '2026秋季', '2026-09-01', '2026-12-31', '2026-03-01',"
        " '2026-03-31')"
    )
    community.add_class(small, 9, "书法二班", term=2, starts_on="2026-09-02")
    enrolled(small, community.CHEN, CALLIGRAPHY)
    enrolled(small, community.CHEN, PHOTOGRAPHY)
    enrolled(small, community.CHEN, 9)


def test_an_undone_enrolment_frees_its_seat_and_may_be_made_again(small: Database):
    id = enrolled(small, community.CHEN)
    offers.cancel_enrollment(visit_of(small, "clerk"), id)
    assert seat(small, id) == (SeatState.CANCELLED, None)
    with pytest.raises(WrongState):
        offers.cancel_enrollment(visit_of(small, "clerk"), id)
    again = enrolled(small, community.CHEN, guardian_agrees=True)
    assert seat(small, again) == ("confirmed", None)


def test_a_place_is_given_back_by_a_colleague_too_and_one_in_class_is_left(small: Database):
    """Nobody has to look for whoever enrolled them; the button of five minutes is the maker's."""
    id, other = enrolled(small, community.CHEN), enrolled(small, 4)
    assert offers.undoable(visit_of(small, "clerk"), id)
    assert not offers.undoable(visit_of(small, "clerk2"), id)
    assert "陈明" in offers.cancel_enrollment(visit_of(small, "clerk2"), id).told
    with pytest.raises(NotFound):
        offers.cancel_enrollment(visit_of(small, "clerk"), 999)
    small.execute("update enrollments set state = 'attending' where id = ?", [other])
    offers.cancel_enrollment(visit_of(small, "clerk2"), other)
    assert seat(small, other) == (SeatState.DROPPED, None)


def test_a_birth_date_asked_for_is_kept_and_decides(small: Database):
    with pytest.raises(BirthDateNeeded):
        enrolled(small, community.ON_THE_LINE)
    with pytest.raises(WrongAge):
        enrolled(small, community.ON_THE_LINE, birth_date=date(1976, 4, 2))
    assert birth(small, community.ON_THE_LINE) == (1976, None), "a refusal keeps nothing"
    enrolled(small, community.ON_THE_LINE, birth_date=date(1976, 4, 1), family_signed=False)
    assert birth(small, community.ON_THE_LINE) == (1976, "1976-04-01")


def birth(db: Database, who: int) -> tuple[int | None, str | None]:
    found = db.execute("select birth_year, birth_date from residents where id = ?", [who])
    year, day = found.fetchone()
    return year, day


def test_a_birth_date_on_file_is_never_overwritten(small: Database):
    enrolled(small, community.CHEN, birth_date=date(1950, 1, 1))
    assert birth(small, community.CHEN) == (1970, "1970-05-01")


@pytest.mark.parametrize("day", [date(1977, 4, 1), date(1850, 1, 1), date(2027, 1, 1)])
def test_a_birth_date_that_cannot_be_is_refused(small: Database, day: date):
    with pytest.raises((Invalid, BirthDateNeeded)):
        enrolled(small, community.ON_THE_LINE, birth_date=day)
    with pytest.raises((Invalid, WrongAge)):
        enrolled(small, community.HOMELESS, birth_date=day)
    assert birth(small, community.HOMELESS) == (None, None)


def test_a_child_is_enrolled_with_its_guardian_and_the_consent_in_force(small: Database):
    with pytest.raises(Invalid):
        enrolled(small, community.CHILD, PAINTING)
    id = enrolled(small, community.CHILD, PAINTING, guardian_agrees=True)
    assert small.execute(
        "select guardian_id, consent_version from enrollments where id = ?", [id]
    ).fetchone() == (community.MOTHER, seats.CONSENT_VERSION)


def test_the_contact_of_an_elder_is_kept_with_the_seat_only(small: Database):
    id = enrolled(small, community.ELDER)
    assert small.execute(
        "select emergency_name, emergency_phone, family_signed from enrollments where id = ?", [id]
    ).fetchone() == ("陈小", "13899990000", 1)
    with pytest.raises(Invalid):
        enrolled(small, 7, emergency_phone="1389999")


@pytest.mark.parametrize("day", [1, 31])
def test_enrolment_is_open_on_its_first_and_last_day(small: Database, day: int):
    at = community.NOW.replace(day=day, hour=23, minute=59)
    seats.enroll(visit_of(small, "clerk", at), a_seat("slip", community.CHEN))


@pytest.mark.parametrize("at", ["2026-02-28T23:59:00+08:00", "2026-04-01T00:00:00+08:00"])
def test_and_closed_before_and_after(small: Database, at: str):
    with pytest.raises(WrongState):
        seats.enroll(
            visit_of(small, "clerk", datetime.fromisoformat(at)), a_seat("slip", community.CHEN)
        )


@pytest.mark.parametrize(("who", "class_id"), [(999, CALLIGRAPHY), (1, 999)])
def test_nobody_and_no_class_are_not_found(small: Database, who: int, class_id: int):
    with pytest.raises(NotFound):
        enrolled(small, who, class_id)


def test_what_speaks_against_somebody_is_said_before_any_paper_is_filled_in(small: Database):
    clerk = visit_of(small, "clerk")
    community.add_class(small, 9, "合唱", hours=(3, "10:59", "12:00"))
    assert seats.what_is_against(clerk, 9, community.CHEN) is None
    assert seats.what_is_against(clerk, CALLIGRAPHY, community.ON_THE_LINE) is None, (
        "an age nobody knows yet is asked for, not refused"
    )
    enrolled(small, community.CHEN, CALLIGRAPHY)
    for class_id, reason in ((9, HoursClash), (CALLIGRAPHY, AlreadyEnrolled)):
        assert isinstance(seats.what_is_against(clerk, class_id, community.CHEN), reason)
    assert isinstance(seats.what_is_against(clerk, CALLIGRAPHY, community.CHILD), WrongAge)


def test_who_may_not_sit_in_a_class_hears_that_before_what_is_missing_on_the_paper(
    small: Database,
):
    with pytest.raises(WrongAge):
        enrolled(small, community.CHILD, CALLIGRAPHY, resident_agrees=False)
