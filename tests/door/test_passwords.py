"""Passwords (密码): their rules, and the sign-in page that checks them with real bcrypt."""

from datetime import datetime

import bcrypt
import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db import accounts, browsers, sessions
from db.rows import value
from domain.accounts import NewAccount, check_account, check_password
from domain.days import BEIJING, stamp
from domain.errors import Invalid
from domain.people import Role
from tests import ROOT
from ui.chinese import BROWSER_COOKIE

PASSWORD = "long enough 2026"
LONGEST = ("武汉江湖" * 6)[:24]  # 24 characters of 3 bytes


@pytest.mark.parametrize("password", ["ten chars!", "武汉关东街道湾郡社区好", LONGEST, "a1b2" * 18])
def test_a_good_password_is_accepted(password):
    check_password(password, "clerk")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("nine char", "至少 10 个字"),
        ("", "至少 10 个字"),
        (LONGEST + "湖", "太长"),
        ("a1b2" * 18 + "c", "太长"),
        (" leading space", "空格"),
        ("trailing space ", "空格"),
        ("wangxiaoming", "用户名"),
        ("WangXiaoMing2026", "用户名"),
        ("2026wangxiaoming", "用户名"),
        ("abababababab", "不同的字"),
        ("111111111111", "不同的字"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(password, why):
    with pytest.raises(Invalid, match=why):
        check_password(password, "wangxiaoming")


@pytest.mark.parametrize("username", ["ab", "wang2", "a" * 32])
def test_a_plain_user_name_is_accepted(username):
    check_account(NewAccount("s", username, "王社工", Role.CLERK, PASSWORD))


@pytest.mark.parametrize(
    "change",
    [
        {"username": "a"},
        {"username": "a" * 33},
        {"username": "Wang"},
        {"username": "wang wu"},
        {"username": "wang_wu"},
        {"username": "王五"},
        {"username": "\uff57\uff41\uff4e\uff47"},  # full-width letters
        {"name": " "},
        {"name": "很" * 21},
        {"role": Role.PROPERTY},  # without an estate
        {"password": "short"},
    ],
)
def test_a_faulty_account_is_refused(change):
    paper = {"username": "wang", "name": "王社工", "role": Role.CLERK, "password": PASSWORD}
    with pytest.raises(Invalid):
        check_account(NewAccount("s", **(paper | change)))


@pytest.fixture
def knock(demo, monkeypatch):
    """`knock(name, password)`: fill in the real sign-in page; what it shows afterwards."""
    monkeypatch.setenv("COMMUNITY_DB", str(demo))
    cookies = {BROWSER_COOKIE: "this browser"}
    monkeypatch.setattr(ContextProxy, "cookies", cookies)
    monkeypatch.setattr(ContextProxy, "ip_address", "192.168.1.20")

    def fill_in(username, password):
        screen = AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=20).run()
        screen.text_input[0].set_value(username)
        screen.text_input[1].set_value(password)
        screen.button[0].click().run()
        assert not screen.exception
        return [shown.value for shown in screen.error]

    fill_in.cookies = cookies
    return fill_in


@pytest.fixture
def checked(monkeypatch):
    """The work factor of every hash bcrypt was asked to check."""
    seen, real = [], bcrypt.checkpw

    def counting(password, held):
        seen.append(held[:7])
        return real(password, held)

    monkeypatch.setattr(bcrypt, "checkpw", counting)
    return seen


def set_password(db, visit, username, password=PASSWORD):
    accounts.reset_password(visit("admin"), accounts.user(db, username).id, password.encode())


def test_a_name_nobody_has_costs_the_same_work_and_gets_the_same_answer(knock, checked, db, visit):
    set_password(db, visit, "clerk")
    known, unknown = knock("clerk", "wrong password"), knock("nobody", "wrong password")

    assert known == unknown == ["用户名或密码不对。"]
    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_a_closed_account_answers_like_an_unknown_one(knock, checked, db, visit):
    set_password(db, visit, "clerk")
    accounts.close_account(visit("admin"), accounts.user(db, "clerk").id)
    assert knock("clerk", PASSWORD) == ["用户名或密码不对。"]
    assert len(checked) == 1


def test_the_right_password_gets_a_ticket_and_clears_the_tries(knock, db, visit):
    set_password(db, visit, "clerk")
    assert knock("clerk", "wrong password")
    assert knock("clerk", PASSWORD) == []
    assert value(db, "select count(*) from tickets") == 1
    assert value(db, "select outcome from sign_in_attempts order by id desc") == "accepted"


def test_a_password_longer_than_72_bytes_is_wrong_even_when_its_beginning_is_right(
    knock, db, visit
):
    longest = "a1b2" * 18
    set_password(db, visit, "clerk", longest)
    assert "不对" in knock("clerk", longest + "!")[0]
    assert "不对" in knock("clerk", "字" * 200)[0]
    assert knock("clerk", longest) == []


def test_during_a_wait_the_password_is_not_even_compared(knock, checked, db, visit):
    set_password(db, visit, "clerk")
    guessed = {"at": stamp(datetime.now(BEIJING)), "username": "clerk", "address": "10.0.0.7"}
    db.table("sign_in_attempts").insert_all([guessed | {"outcome": "wrong"}] * 12)
    assert "秒再试" in knock("clerk", PASSWORD)[0]
    assert checked == []
    known = browsers.remember(db, signed_in_before(db, "clerk"), "", datetime.now(BEIJING))
    knock.cookies[browsers.COOKIE] = known  # strangers' guesses are nothing to a known browser
    assert knock("clerk", PASSWORD) == []


def signed_in_before(db, username):
    now = datetime.now(BEIJING)
    ticket = sessions.issue_ticket(db, username, "this browser", now, None)
    return sessions.redeem_ticket(db, ticket, "this browser", "192.168.1.20", now)


def test_demonstration_accounts_have_no_password_anybody_knows(knock):
    for password in ["demo", "password", "secretary", "wanjun-2026"]:
        assert "不对" in knock("secretary", password)[0]


def test_an_own_password_is_changed_only_by_who_knows_the_old_one(db, visit):
    set_password(db, visit, "clerk")
    for old in (b"", b"wrong password", b"a" * 73, "字".encode() * 30):
        with pytest.raises(Invalid, match="不对" if old else "原来的密码还没填"):
            accounts.change_own_password(visit("clerk"), old, b"another one 2026")
    accounts.change_own_password(visit("clerk"), PASSWORD.encode(), b"another one 2026")
