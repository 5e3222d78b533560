"""The door (登录): slower after wrong tries, and the tickets, on a real file."""

import threading
from datetime import datetime, timedelta

import pytest

from db import accounts, browsers, connection, sessions, tries
from db.__main__ import main
from domain.accounts import NewAccount
from domain.days import BEIJING
from domain.errors import SignInRefused
from domain.people import Role
from domain.slower import wait_after
from tests.conftest import NOW

HALL, HOME = "192.168.1.20", "192.168.1.77"
PASSWORD = "long enough 2026"


def guess_wrongly(db, username="clerk", address=HALL, times=1, now=NOW, secret=""):
    """Wrong tries, each as soon as it is looked at; the moment after the last."""
    for _ in range(times):
        now = tries.open_from(db, username, address, now, secret)
        tries.begin_try(db, username, address, now, secret)
    return now


def seconds(db, username="clerk", address=HALL, now=NOW, secret=""):
    """How long somebody has to wait now."""
    return (tries.open_from(db, username, address, now, secret) - now).total_seconds()


def known_browser(db, username="clerk"):
    """The cookie of a browser this account signed in with."""
    ticket = sessions.issue_ticket(db, username, "a browser", NOW, None)
    token = sessions.redeem_ticket(db, ticket, "a browser", HALL, NOW)
    return browsers.remember(db, token, "", NOW)


# Slower after each wrong try -----------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "wait"), [
    (0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (5000, 60),
])  # fmt: skip
def test_the_wait_doubles_from_the_fifth_wrong_try_up_to_a_minute(wrong, wait):
    assert wait_after(wrong, 5) == timedelta(seconds=wait)


def test_an_account_is_slowed_down_and_the_sentence_says_how_long(db):
    now = guess_wrongly(db, times=8)
    assert seconds(db, now=now) == 8
    with pytest.raises(SignInRefused, match="请等 8 秒再试"):
        tries.begin_try(db, "clerk", HALL, now)
    assert seconds(db, now=now) == 8, "knocking meanwhile does not lengthen it"
    tries.begin_try(db, "clerk", HALL, now + timedelta(seconds=8))


def test_nobody_is_shut_out_for_longer_than_a_minute_however_many_guesses(db):
    now = guess_wrongly(db, times=30)
    assert seconds(db, now=now) == 60
    assert seconds(db, now=now + timedelta(seconds=60)) == 0


def test_a_wait_survives_a_restart(demo):
    with connection.opened(demo) as before:
        now = guess_wrongly(before, times=9)
    with connection.opened(demo) as after:
        assert seconds(after, now=now) == 16


def test_an_account_is_slowed_down_wherever_the_guesses_come_from(db):
    for last in range(9):
        now = guess_wrongly(db, address=f"10.0.0.{last}", now=NOW + timedelta(minutes=last))
    assert seconds(db, address="10.0.0.99", now=now) == 16
    assert seconds(db, "secretary", "10.0.0.99", now=now) == 0


def test_five_wrong_names_do_not_stop_the_others_at_the_same_address(db):
    for number in range(5):
        guess_wrongly(db, f"guess{number}")
    for username in ("clerk", "admin"):
        tries.begin_try(db, username, HALL, NOW)


def test_an_address_that_goes_on_guessing_names_is_slowed_down(db):
    for number in range(12):
        now = guess_wrongly(db, f"guess{number}", now=NOW + timedelta(seconds=number))
    assert seconds(db, "secretary", now=now) == 4
    assert seconds(db, "secretary", HOME, now=now) == 0


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
    now = guess_wrongly(db, times=7)
    now = tries.open_from(db, "clerk", HALL, now)
    right = tries.begin_try(db, "clerk", HALL, now)
    sessions.issue_ticket(db, "clerk", "this browser", now, right)
    assert seconds(db, now=guess_wrongly(db, times=4, now=now)) == 0


def test_an_elder_who_got_in_after_four_tries_does_not_slow_down_the_next_elder(db):
    for username in ("leader", "volunteer", "grid", "teacher"):
        guess_wrongly(db, username, times=4)
        right = tries.begin_try(db, username, HALL, NOW)
        sessions.issue_ticket(db, username, "this browser", NOW, right)
    assert seconds(db, "volunteer") == 0


def test_getting_in_with_one_name_does_not_excuse_guesses_at_others(db):
    for number in range(11):
        guess_wrongly(db, f"guess{number}")
        right = tries.begin_try(db, "volunteer", HOME, NOW)
        sessions.issue_ticket(db, "volunteer", "this browser", NOW, right)
    assert seconds(db, "secretary") > 0


# Who is known, and who sits before the server itself ------------------------------------------


def test_a_browser_that_signed_in_before_does_not_wait_for_strangers(db):
    secret = known_browser(db)
    now = guess_wrongly(db, times=20)
    assert seconds(db, now=now) == 60
    assert seconds(db, now=now, secret=secret) == 0
    tries.begin_try(db, "clerk", HALL, now, secret)


def test_a_known_browser_waits_for_its_own_mistakes_and_for_no_other_name(db):
    secret = known_browser(db)
    now = guess_wrongly(db, times=9, secret=secret)
    assert seconds(db, now=now, secret=secret) == 16
    assert seconds(db, now=now) == 0, "strangers are counted by themselves"
    now = guess_wrongly(db, "secretary", HOME, times=9)
    assert seconds(db, "secretary", HOME, now=now, secret=secret) == 16


def test_the_owner_getting_in_does_not_give_strangers_new_tries(db):
    secret = known_browser(db)
    now = guess_wrongly(db, times=9)
    right = tries.begin_try(db, "clerk", HALL, now, secret)
    sessions.issue_ticket(db, "clerk", "a browser", now, right)
    assert seconds(db, now=now) == 16


def test_the_file_keeps_no_secret_of_a_browser_and_forgets_it_after_half_a_year(db):
    secret = known_browser(db)
    held = db.execute("select browser_hash from known_browsers").fetchall()
    assert held == [(sessions.digest(secret),)]
    assert browsers.known(db, secret, "clerk", NOW)
    assert not browsers.known(db, secret, "clerk", NOW + browsers.LIFE)


def test_an_invented_secret_is_not_taken_over(db):
    ticket = sessions.issue_ticket(db, "clerk", "a browser", NOW, None)
    token = sessions.redeem_ticket(db, ticket, "a browser", HALL, NOW)
    assert browsers.remember(db, token, "chosen by somebody", NOW) != "chosen by somebody"
    assert not browsers.known(db, "chosen by somebody", "clerk", NOW)


def test_one_browser_is_known_for_each_account_that_signed_in_with_it(db):
    secret = known_browser(db)
    ticket = sessions.issue_ticket(db, "leader", "a browser", NOW, None)
    token = sessions.redeem_ticket(db, ticket, "a browser", HALL, NOW)
    assert browsers.remember(db, token, secret, NOW) == secret
    assert [bool(browsers.known(db, secret, who, NOW)) for who in ("clerk", "leader", "admin")] == [
        True, True, False,
    ]  # fmt: skip


def test_the_servers_own_screen_does_not_wait_for_anybody_else(db):
    for last in range(20):
        now = guess_wrongly(db, "admin", f"10.0.0.{last}", now=NOW + timedelta(minutes=last))
    assert seconds(db, "admin", "10.0.0.99", now=now) == 60
    tries.begin_try(db, "admin", tries.HERE, now)


def test_the_administrator_unlocks_an_account_at_once(db, visit):
    now = guess_wrongly(db, times=9)
    accounts.reopen_account(visit("admin"), accounts.user(db, "clerk").id)
    assert seconds(db, now=now) == 0


@pytest.mark.parametrize("whom", [["admin"], []])
def test_the_command_line_lets_the_administrator_in_at_once(demo, capsys, whom):
    moment = datetime.now(BEIJING)
    with connection.opened(demo) as db:
        now = guess_wrongly(db, "admin", times=9, now=moment - timedelta(seconds=60))
        assert seconds(db, "admin", now=now) == 16
    assert main(["--db", str(demo), "account", "unlock", *whom]) == 0
    assert capsys.readouterr().out
    with connection.opened(demo) as db:
        assert seconds(db, "admin", now=now) == 0


def test_the_command_line_frees_every_address(demo, capsys):
    with connection.opened(demo) as db:
        for number in range(20):
            now = guess_wrongly(db, f"guess{number}", now=NOW + timedelta(seconds=number))
        assert seconds(db, "admin", now=now) > 0
    assert main(["--db", str(demo), "account", "unlock"]) == 0
    with connection.opened(demo) as db:
        assert seconds(db, "admin", now=now) == 0


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
    accounts.close_account(visit("admin"), accounts.user(db, "clerk").id)
    assert sessions.redeem_ticket(db, ticket, "this browser", HALL, NOW) is None
