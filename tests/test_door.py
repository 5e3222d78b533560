"""The door (登录): the lock-out and the tickets, on a real file."""

import threading
from datetime import timedelta

import pytest

from db import accounts, connection, parameters, sessions, tries
from domain.errors import SignInRefused
from domain.people import NewAccount, Role
from tests.conftest import NOW

HALL, HOME = "192.168.1.20", "192.168.1.77"
PASSWORD = "long enough 2026"


def guess_wrongly(db, username="clerk", address=HALL, times=1, now=NOW):
    for _ in range(times):
        tries.begin_try(db, username, address, now)


def is_locked(db, username="clerk", address=HALL, now=NOW):
    return tries.locked_until(db, username, address, now) is not None


# The lock-out --------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_an_account_and_the_sentence_says_until_when(db):
    guess_wrongly(db, times=4)
    assert not is_locked(db)
    assert tries.tries_left(db, "clerk", HALL, NOW) == 1

    guess_wrongly(db)
    assert tries.tries_left(db, "clerk", HALL, NOW) == 0
    with pytest.raises(SignInRefused, match="以后再试"):
        tries.begin_try(db, "clerk", HALL, NOW)


def test_a_lock_survives_a_restart(demo):
    with connection.opened(demo) as before:
        guess_wrongly(before, times=5)
    with connection.opened(demo) as after:
        assert is_locked(after)


def test_an_account_is_locked_wherever_the_guesses_come_from(db):
    for last in range(5):
        guess_wrongly(db, address=f"10.0.0.{last}")
    assert is_locked(db, address="10.0.0.99")
    assert not is_locked(db, "secretary", "10.0.0.99")


def test_an_address_is_locked_whatever_names_it_tries(db):
    for number in range(5):
        guess_wrongly(db, f"guess{number}", HALL)
    assert is_locked(db, "secretary", HALL)
    assert not is_locked(db, "secretary", HOME)


def test_a_lock_ends_by_itself_and_knocking_meanwhile_does_not_lengthen_it(db):
    guess_wrongly(db, times=5)
    until = tries.locked_until(db, "clerk", HALL, NOW)
    with pytest.raises(SignInRefused):
        tries.begin_try(db, "clerk", HALL, until - timedelta(seconds=1))

    assert until == NOW + timedelta(minutes=parameters.value_of(db, "lock_minutes"))
    tries.begin_try(db, "clerk", HALL, until)


def test_parallel_guesses_all_count(demo):
    looked_at, refused, start = [], [], threading.Barrier(16)

    def guess():
        with connection.opened(demo) as own:
            start.wait()
            try:
                looked_at.append(tries.begin_try(own, "clerk", HALL, NOW))
            except SignInRefused:
                refused.append(1)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(looked_at), len(refused)) == (5, 11)


def test_signing_in_clears_the_wrong_tries_before_it(db):
    guess_wrongly(db, times=4)
    right = tries.begin_try(db, "clerk", HALL, NOW)
    sessions.issue_ticket(db, "clerk", "this browser", NOW, right)

    assert tries.tries_left(db, "clerk", HALL, NOW) == 5
    guess_wrongly(db, times=4)
    assert not is_locked(db)


def test_an_elder_who_got_in_after_four_tries_does_not_lock_out_the_next_elder(db):
    guess_wrongly(db, "leader", times=4)
    right = tries.begin_try(db, "leader", HALL, NOW)
    sessions.issue_ticket(db, "leader", "this browser", NOW, right)

    guess_wrongly(db, "volunteer", times=4)
    assert not is_locked(db, "volunteer", HALL)


def test_getting_in_with_one_name_does_not_excuse_guesses_at_others(db):
    for number in range(4):
        guess_wrongly(db, f"guess{number}")
        right = tries.begin_try(db, "volunteer", HALL, NOW)
        sessions.issue_ticket(db, "volunteer", "this browser", NOW, right)
    guess_wrongly(db, "guess4")
    assert is_locked(db, "secretary", HALL)


def test_the_administrator_unlocks_an_account_at_once(db, visit):
    guess_wrongly(db, times=5)
    accounts.unlock_account(visit("admin"), accounts.user(db, "clerk").id)

    assert not is_locked(db)
    assert tries.tries_left(db, "clerk", HALL, NOW) == 5


# Tickets -------------------------------------------------------------------------------------


def test_a_ticket_opens_the_door_once(db):
    ticket = sessions.issue_ticket(db, "clerk", "this browser", NOW, None)
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW)
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW) is None


@pytest.mark.parametrize(("seconds", "opens"), [(30, True), (31, False)])
def test_a_ticket_lives_thirty_seconds(db, seconds, opens):
    ticket = sessions.issue_ticket(db, "clerk", "this browser", NOW, None)
    later = NOW + timedelta(seconds=seconds)
    assert (sessions.redeem_ticket(db, ticket, "this browser", HALL, later) is not None) is opens


def test_a_ticket_is_worth_nothing_in_another_browser(db):
    ticket = sessions.issue_ticket(db, "clerk", "this browser", NOW, None)
    assert sessions.redeem_ticket(db, ticket, "another browser", HALL, NOW) is None
    assert sessions.redeem_ticket(db, ticket, "", HALL, NOW) is None
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW)


def test_a_browser_that_keeps_no_cookie_gets_no_ticket(db):
    with pytest.raises(SignInRefused, match="Cookie"):
        sessions.issue_ticket(db, "clerk", "", NOW, None)


def test_a_ticket_without_a_password_is_for_demonstration_accounts_only(db, visit):
    paper = NewAccount("s", "real1", "真人", Role.CLERK, PASSWORD)
    accounts.create_account(visit("admin"), paper)

    ticket = sessions.issue_ticket(db, "real1", "this browser", NOW, None)
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW) is None
    assert "real1" not in [user.username for user in sessions.demo_users(db)]


def test_an_account_closed_between_ticket_and_door_stays_outside(db, visit):
    ticket = sessions.issue_ticket(db, "clerk", "this browser", NOW, None)
    accounts.lock_account(visit("admin"), accounts.user(db, "clerk").id)
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW) is None
