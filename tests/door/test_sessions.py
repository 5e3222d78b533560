"""Sessions (会话): who stays signed in, until when, and what ends it, on a real file."""

from datetime import datetime, timedelta

import pytest

from db import accounts, parameters, passwords, sessions, tries
from db.rows import value
from domain.accounts import NewAccount
from domain.days import stamp
from domain.people import Role
from tests.conftest import NOW

HALL = "192.168.1.20"
PASSWORD = "long enough 2026"


def enter(db, username="clerk", now=NOW, browser="this browser"):
    """Through the whole door; the token of the new session."""
    ticket = sessions.issue_ticket(db, username, browser, now, None)
    token = sessions.redeem_ticket(db, ticket, browser, HALL, now)
    assert token is not None
    return token


def who(db, token, now=NOW):
    user = sessions.resume(db, token, now)
    return user.username if user else None


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
    "lock": lambda db, v, id: accounts.close_account(v("admin"), id),
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
    assert passwords.matches(PASSWORD, tries.password_hash(db, "real2", NOW.date()))


def test_tries_are_kept_for_six_months_and_not_for_ever(db):
    old, new = NOW - timedelta(days=190), NOW - timedelta(days=180)
    for at in (old, new):
        tries.begin_try(db, "nobody", "192.0.2.7", at)
    tries.begin_try(db, "nobody", "192.0.2.7", NOW)
    kept = db.execute("select at from sign_in_attempts where username = 'nobody' order by id")
    assert [row[0] for row in kept] == [stamp(new), stamp(NOW)]
