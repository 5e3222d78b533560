"""The door (登录): the lock-out, tickets and sessions, on a real file and with real bcrypt."""

import threading
from datetime import datetime, timedelta

import pytest

from db import accounts, connection, parameters, passwords, sessions
from db.rows import value
from domain.errors import SignInRefused
from domain.people import NewAccount, Role
from tests.conftest import NOW

HALL, HOME = "192.168.1.20", "192.168.1.77"
PASSWORD = "long enough 2026"


def guess_wrongly(db, username="clerk", address=HALL, times=1, now=NOW):
    for _ in range(times):
        sessions.begin_try(db, username, address, now)


def is_locked(db, username="clerk", address=HALL, now=NOW):
    return sessions.locked_until(db, username, address, now) is not None


def enter(db, username="clerk", now=NOW, browser="this browser"):
    """Through the whole door; the token of the new session."""
    ticket = sessions.issue_ticket(db, username, browser, now, None)
    token = sessions.redeem_ticket(db, ticket, browser, HALL, now)
    assert token is not None
    return token


def who(db, token, now=NOW):
    user = sessions.resume(db, token, now)
    return user.username if user else None


# The lock-out --------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_an_account_and_the_sentence_says_until_when(db):
    guess_wrongly(db, times=4)
    assert not is_locked(db)
    assert sessions.tries_left(db, "clerk", HALL, NOW) == 1

    guess_wrongly(db)
    assert sessions.tries_left(db, "clerk", HALL, NOW) == 0
    with pytest.raises(SignInRefused, match="以后再试"):
        sessions.begin_try(db, "clerk", HALL, NOW)


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
    until = sessions.locked_until(db, "clerk", HALL, NOW)
    with pytest.raises(SignInRefused):
        sessions.begin_try(db, "clerk", HALL, until - timedelta(seconds=1))

    assert until == NOW + timedelta(minutes=parameters.value_of(db, "lock_minutes"))
    sessions.begin_try(db, "clerk", HALL, until)


def test_parallel_guesses_all_count(demo):
    looked_at, refused, start = [], [], threading.Barrier(16)

    def guess():
        with connection.opened(demo) as own:
            start.wait()
            try:
                looked_at.append(sessions.begin_try(own, "clerk", HALL, NOW))
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
    right = sessions.begin_try(db, "clerk", HALL, NOW)
    sessions.issue_ticket(db, "clerk", "this browser", NOW, right)

    assert sessions.tries_left(db, "clerk", HALL, NOW) == 5
    guess_wrongly(db, times=4)
    assert not is_locked(db)


def test_an_elder_who_got_in_after_four_tries_does_not_lock_out_the_next_elder(db):
    guess_wrongly(db, "leader", times=4)
    right = sessions.begin_try(db, "leader", HALL, NOW)
    sessions.issue_ticket(db, "leader", "this browser", NOW, right)

    guess_wrongly(db, "volunteer", times=4)
    assert not is_locked(db, "volunteer", HALL)


def test_getting_in_with_one_name_does_not_excuse_guesses_at_others(db):
    for number in range(4):
        guess_wrongly(db, f"guess{number}")
        right = sessions.begin_try(db, "volunteer", HALL, NOW)
        sessions.issue_ticket(db, "volunteer", "this browser", NOW, right)
    guess_wrongly(db, "guess4")
    assert is_locked(db, "secretary", HALL)


def test_the_administrator_unlocks_an_account_at_once(db, visit):
    guess_wrongly(db, times=5)
    accounts.unlock_account(visit("admin"), accounts.user(db, "clerk").id)

    assert not is_locked(db)
    assert sessions.tries_left(db, "clerk", HALL, NOW) == 5


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


# Sessions ------------------------------------------------------------------------------------


def test_a_busy_session_stays_and_an_idle_one_ends(db):
    token = enter(db)
    idle = timedelta(minutes=parameters.value_of(db, "idle_minutes"))
    assert who(db, token, NOW + idle) == "clerk"
    assert who(db, token, NOW + 2 * idle) == "clerk"
    assert who(db, token, NOW + 3 * idle + timedelta(minutes=1)) is None
    assert who(db, token, NOW + 3 * idle) is None  # ended once is ended


def test_no_session_lasts_longer_than_twelve_hours_however_busy(db):
    token, moment = enter(db), NOW
    while moment < NOW + timedelta(hours=12):
        assert who(db, token, moment) == "clerk"
        moment += timedelta(minutes=20)
    assert who(db, token, NOW + timedelta(hours=12, seconds=1)) is None


def test_the_halls_screen_stays_on_all_day_without_a_click(db):
    token = enter(db, "delegation")
    assert who(db, token, NOW + timedelta(hours=11, minutes=59)) == "delegation"
    assert who(db, token, NOW + timedelta(hours=12, minutes=1)) is None


def _change_own_password(db, visit, id):
    accounts.reset_password(visit("admin"), id, PASSWORD.encode())
    tokens = [enter(db), enter(db)]
    accounts.change_own_password(visit("clerk"), PASSWORD.encode(), b"another one 2026")
    return tokens


ENDINGS = {
    "own password": _change_own_password,
    "reset": lambda db, v, id: accounts.reset_password(v("admin"), id, PASSWORD.encode()),
    "role": lambda db, v, id: accounts.change_role(v("admin"), id, Role.GRID, None),
    "lock": lambda db, v, id: accounts.lock_account(v("admin"), id),
    "admin": lambda db, v, id: accounts.end_account_sessions(v("admin"), id),
}


@pytest.mark.parametrize("why", ENDINGS)
def test_every_session_of_an_account_ends_at_its_next_click_after(db, visit, why):
    tokens, other = [enter(db), enter(db)], enter(db, "secretary")
    more = ENDINGS[why](db, visit, accounts.user(db, "clerk").id)
    tokens += more if isinstance(more, list) else []

    assert [who(db, token) for token in tokens] == [None] * len(tokens)
    assert who(db, other) == "secretary"


def test_an_account_locked_by_hand_in_the_table_is_out_as_well(db):
    token = enter(db)
    db.execute("update accounts set is_active = 0 where username = 'clerk'")
    assert who(db, token) is None


def test_signing_out_ends_this_session_and_no_other(db):
    here, elsewhere = enter(db), enter(db)
    sessions.leave(db, here, NOW)
    assert (who(db, here), who(db, elsewhere)) == (None, "clerk")


def test_an_invented_token_opens_nothing(db):
    enter(db)
    stored = value(db, "select token_hash from sessions")
    for token in ["", "x", "' or 1=1 --", stored]:
        assert who(db, token) is None


def test_no_token_ticket_or_browser_is_stored_in_clear(demo, db):
    browser = "browser-seen-nowhere-else"
    ticket = sessions.issue_ticket(db, "clerk", browser, NOW, None)
    token = sessions.redeem_ticket(db, ticket, browser, HALL, NOW)
    assert who(db, token) == "clerk"

    stored = b"".join(file.read_bytes() for file in demo.parent.glob(f"{demo.name}*"))
    for secret in (ticket, token, browser):
        assert secret.encode() not in stored
    assert sessions.digest(token).encode() in stored


def test_when_somebody_was_here_is_written_once_a_minute(db):
    token = enter(db)
    for seconds in (5, 30, 59):
        sessions.resume(db, token, NOW + timedelta(seconds=seconds))
    seen = value(db, "select last_seen_at from sessions")
    assert datetime.fromisoformat(seen) == NOW


def test_a_password_is_never_in_the_audit_log(db, visit):
    accounts.reset_password(visit("admin"), accounts.user(db, "clerk").id, PASSWORD.encode())
    paper = NewAccount("s", "real2", "真人", Role.CLERK, PASSWORD)
    accounts.create_account(visit("admin"), paper)
    for detail, told in db.execute("select detail, told from audit_log"):
        assert PASSWORD not in detail + told
    assert passwords.matches(PASSWORD, sessions.password_hash(db, "real2"))
