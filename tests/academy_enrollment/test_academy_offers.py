"""A seat that becomes free is offered to the first in line at once, held, and passed on (候补录取)."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlite_utils import Database

from db import connection
from db.academy_enrollment import classes, offers, seats
from domain.academy_enrollment.offers import offers_close
from domain.academy_enrollment.seats import SeatState
from domain.errors import DomainError, WrongState
from tests import community
from tests.classes import CLASS
from tests.community import CALLIGRAPHY, CHEN, NOW, visit_of
from tests.writer import a_seat

HOUR = timedelta(hours=1)
PEOPLE = (1, 4, 5, 6, 7)  # two seats, then the first, second and third in line


@pytest.fixture
def full(path: Path) -> Iterator[Database]:
    """Calligraphy has two seats; five people want one."""
    with connection.opened(path) as db:
        for who in PEOPLE:
            seats.enroll(visit_of(db, "clerk"), a_seat(f"s-{who}", who))
        yield db


def states(db: Database, class_id: int = CALLIGRAPHY) -> list[str]:
    sql = "select state from enrollments where class_id = ? order by id"
    return [row[0] for row in db.execute(sql, [class_id])]


def leave(db: Database, id: int, now: datetime = NOW, who: str = "clerk2") -> str:
    return offers.cancel_enrollment(visit_of(db, who, now), id).told


def test_the_first_in_line_gets_the_offer_in_the_same_act_and_it_is_said(full: Database):
    told = leave(full, 1)
    assert told.startswith("陈明的“书法”报名已取消。")
    assert "候补第 1 位解敏" in told
    assert "3月20日 9:40以前答复" in told
    assert states(full) == ["cancelled", "confirmed", "offered", "waitlisted", "waitlisted"]
    offering = classes.class_offering(full, CALLIGRAPHY)
    assert (offering.seated, offering.free) == (2, 0), "the seat is held"
    seat = classes.roster(visit_of(full, "clerk"), CALLIGRAPHY)[0]
    assert (seat.state, seat.offer_ends_at) == (SeatState.OFFERED, NOW + 48 * HOUR)


def test_an_offer_is_accepted_by_any_colleague_and_only_once(full: Database):
    leave(full, 1)
    receipt = offers.accept_offer(visit_of(full, "clerk2", NOW + 48 * HOUR), 3, slip="a")
    assert offers.accept_offer(visit_of(full, "clerk2"), 3, slip="a") == receipt
    assert states(full)[2] == "confirmed"
    with pytest.raises(WrongState):
        offers.accept_offer(visit_of(full, "clerk"), 3)
    with pytest.raises(WrongState):
        offers.accept_offer(visit_of(full, "clerk"), 4)


def test_who_declines_makes_room_for_the_next_at_once(full: Database):
    leave(full, 1)
    told = offers.decline_offer(visit_of(full, "clerk"), 3).told
    assert "解敏不来了。" in told
    assert "候补第 2 位仇玉兰" in told
    assert states(full) == ["cancelled", "confirmed", "cancelled", "offered", "waitlisted"]


def test_an_offer_nobody_answered_passes_on_and_is_not_accepted_any_more(full: Database):
    leave(full, 1)
    late = NOW + 48 * HOUR + timedelta(seconds=1)
    with pytest.raises(WrongState, match="答复期"):
        offers.accept_offer(visit_of(full, "clerk", late), 3)
    assert offers.offers_over(full, NOW + 48 * HOUR) == []
    assert offers.offers_over(full, late) == [(CALLIGRAPHY, "书法", 1)]
    told = offers.pass_on_offers(visit_of(full, "clerk", late), CALLIGRAPHY).told
    assert "解敏过了答复期" in told
    assert states(full) == ["cancelled", "confirmed", "cancelled", "offered", "waitlisted"]
    with pytest.raises(WrongState):
        offers.pass_on_offers(visit_of(full, "clerk", late), CALLIGRAPHY)


def test_whoever_enrols_next_finds_expired_offers_passed_on(full: Database):
    leave(full, 1)
    late = visit_of(full, "clerk", NOW + 49 * HOUR)
    seats.enroll(late, a_seat("s-8", 8))
    assert states(full)[2:] == ["cancelled", "offered", "waitlisted", "waitlisted"]


def test_after_the_third_session_a_free_seat_is_not_offered_any_more(full: Database):
    closes = offers_close(classes.class_offering(full, CALLIGRAPHY))
    assert (closes.date(), closes.time()) == (date(2026, 4, 15), time(11))
    assert "席位留给了候补第 1 位" in leave(full, 1, closes)
    assert "不再候补录取" in leave(full, 2, closes + timedelta(minutes=1))
    assert states(full) == ["cancelled", "cancelled", "offered", "waitlisted", "waitlisted"]


def test_a_place_in_the_queue_given_back_offers_nothing(full: Database):
    assert leave(full, 4) == "仇玉兰的“书法”报名已取消。"
    assert states(full) == ["confirmed", "confirmed", "waitlisted", "cancelled", "waitlisted"]


@pytest.mark.parametrize(
    "sql",
    [
        "update enrollments set state = 'offered' where id = 3",
        "update enrollments set state = 'confirmed' where id = 4",
        "update enrollments set state = 'offered', offered_at = '2026-03-18T09:40:00+08:00',"
        " offer_ends_at = '2026-03-20T09:40:00+08:00' where id = 3",
        "insert into enrollments (class_id, resident_id, state, applied_at, enrolled_by)"
        " values (2, 9, 'offered', 'x', 3)",
        "update enrollments set state = 'waitlisted' where id = 1",
    ],
)
def test_the_file_refuses_offers_without_a_deadline_a_seat_or_a_turn(full: Database, sql: str):
    with pytest.raises(connection.IntegrityError):
        full.execute(sql)


def test_a_deadline_once_given_is_kept(full: Database):
    leave(full, 1)
    with pytest.raises(connection.IntegrityError):
        full.execute("update enrollments set offer_ends_at = '2030-01-01T00:00:00+08:00'"
                     " where state = 'offered'")  # fmt: skip


def test_sixteen_threads_never_seat_too_many_nor_leave_a_seat_empty(path: Path, full: Database):
    """Everybody cancels, accepts, declines and enrols at once, again and again."""
    gate = Barrier(16)

    def busy(number: int) -> None:
        rng = random.Random(number)
        with connection.opened(path) as db:
            visit = visit_of(db, ("clerk", "clerk2")[number % 2])
            gate.wait()
            for turn in range(12):
                ids = [row[0] for row in db.execute("select id from enrollments order by id")]
                act = rng.choice((
                    offers.cancel_enrollment, offers.accept_offer,
                    offers.decline_offer, None,
                ))  # fmt: skip
                try:
                    if act:
                        act(visit, rng.choice(ids))
                    else:
                        who = rng.choice((1, 4, 5, 6, 7, 8, 9, 11, 20, 21))
                        seats.enroll(visit, a_seat(f"t-{number}-{turn}", who))
                except DomainError:
                    continue
                offering = classes.class_offering(db, CALLIGRAPHY)
                assert offering.seated <= 2
                assert not (offering.free and offering.waiting), "a free seat is offered at once"

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(busy, range(16)))
    late = "select count(*) from enrollments where state = 'offered' and offer_ends_at is null"
    assert full.execute(late).fetchone() == (0,)
    assert full.execute("select count(*) from audit_log").fetchone()[0] > 20


@pytest.mark.parametrize(
    ("change", "clash"),
    [
        ({}, True),
        ({"starts_on": CLASS.last_session}, True),
        ({"starts_on": CLASS.last_session + timedelta(days=1)}, False),
        ({"starts_on": CLASS.first_session - timedelta(weeks=2), "sessions": 2}, False),
        ({"starts_on": CLASS.first_session - timedelta(weeks=2), "sessions": 3}, True),
        ({"starts_on": CLASS.last_session, "begins": time(11), "ends": time(12)}, False),
    ],
)
def test_classes_clash_only_on_days_both_meet(change: dict[str, object], clash: bool):
    other = replace(CLASS, id=9, **change)  # type: ignore[arg-type]
    assert CLASS.clashes(other) is other.clashes(CLASS) is clash


def test_the_first_session_is_the_first_day_of_its_weekday():
    tuesday = replace(CLASS, starts_on=date(2026, 3, 31), weekday=3, sessions=12)
    assert (tuesday.first_session, tuesday.last_session) == (date(2026, 4, 1), date(2026, 6, 17))


def test_a_short_class_before_another_at_the_same_hour_can_be_taken(path: Path):
    with connection.opened(path) as db:
        community.add_class(db, 9, "短训", starts_on="2026-07-01")
        clerk = visit_of(db, "clerk")
        seats.enroll(clerk, a_seat("a", CHEN))  # Wednesdays to 17 June
        assert seats.enroll(clerk, a_seat("b", CHEN, 9)).id
