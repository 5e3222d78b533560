"""Why one is outside again, and sign-in on a phone: said in words, fields a password manager knows."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlite_utils import Database

from db import accounts, connection, sessions
from domain.days import BEIJING
from domain.signed_out import SignedOut
from tests import community, empty
from tests.browsing import settled, visit_page, window
from tests.screens import signed_in
from tests.serving import Served, serving

NOW = community.NOW
expect.set_options(timeout=30_000)

# In the file -------------------------------------------------------------------------------------


def out(db: Database, token: str, now: datetime = NOW) -> SignedOut | None:
    assert sessions.resume(db, token, now) is None
    return sessions.why_out(db, token)


def test_whoever_is_in_has_no_reason_and_a_stranger_none_either(path: Path):
    token = signed_in(path, "clerk", NOW)
    with connection.opened(path) as db:
        assert sessions.resume(db, token, NOW) is not None
        assert sessions.why_out(db, token) is None
        assert sessions.why_out(db, "not a token of ours") is None


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (timedelta(minutes=31), SignedOut.IDLE),
        (timedelta(hours=12, minutes=1), SignedOut.TOO_LONG),
        (-timedelta(minutes=6), SignedOut.LAPSED),
        (-timedelta(days=400), SignedOut.LAPSED),
    ],
)
def test_time_ends_a_session_with_its_reason(path: Path, later: timedelta, why: SignedOut):
    token = signed_in(path, "clerk", NOW)
    with connection.opened(path) as db:
        assert out(db, token, NOW + later) is why
        assert sessions.resume(db, token, NOW) is None, "once over, it stays over"


def test_two_clocks_may_differ_by_a_few_minutes(path: Path):
    token = signed_in(path, "clerk", NOW)
    with connection.opened(path) as db:
        assert sessions.resume(db, token, NOW - timedelta(minutes=4)) is not None


def test_what_others_did_to_a_session_is_said(path: Path):
    for deed, why in (
        (lambda visit, id: sessions.leave(visit.db, token, NOW), SignedOut.LEFT),
        (lambda visit, id: accounts.end_account_sessions(visit, id), SignedOut.ADMIN),
        (lambda visit, id: accounts.reset_password(visit, id, b"orange-2027-lake"), SignedOut.PASSWORD),
        (lambda visit, id: accounts.change_role(visit, id, community.Role.GRID, None), SignedOut.ROLE),
        (lambda visit, id: accounts.close_account(visit, id), SignedOut.CLOSED),
    ):  # fmt: skip
        token = signed_in(path, "clerk2", NOW)
        with connection.opened(path) as db:
            visit = community.visit_of(db, "admin")
            deed(visit, community.account_id("clerk2"))
            assert out(db, token) is why


def test_an_account_closed_at_the_file_itself_is_said_too(path: Path):
    token = signed_in(path, "grid", NOW)
    with connection.opened(path) as db:
        db.execute("update accounts set is_active = 0 where username = 'grid'")
        assert out(db, token) is SignedOut.CLOSED
        db.execute("update accounts set is_active = 1, password_epoch = 9 where username = 'grid'")
        assert out(db, token) is SignedOut.PASSWORD


def test_sessions_of_before_keep_their_reasons_through_the_migration(path: Path):
    token = signed_in(path, "clerk", NOW)
    with connection.opened(path) as db:
        sessions.leave(db, token, NOW)
        assert sessions.why_out(db, token) is SignedOut.LEFT
        with pytest.raises(connection.IntegrityError):
            db.execute("update sessions set ended_why = 'bored'")


# In a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("door")
    with serving(empty.settle_empty(folder / "community.db"), folder / "server.log") as served:
        yield served


@pytest.fixture
def phone(browser: Browser, served: Served):
    with window(browser, served.url, "phone") as context:
        yield context.new_page()


def sign_in(page: Page, who: str, password: str = empty.PASSWORD) -> None:
    page.get_by_label("用户名").fill(who)
    page.get_by_label("密码", exact=True).fill(password)
    page.keyboard.press("Enter")


def inside(page: Page) -> None:
    page.get_by_test_id("stSidebarNav").wait_for(state="attached")
    settled(page)


FIELDS = """() => [...document.querySelectorAll('input')].map(f => ({
    type: f.type, name: f.name, autocomplete: f.autocomplete, form: f.form && f.form.tagName,
    together: f.form === document.querySelector('input').form, shown: f.checkVisibility()}))"""


def test_the_fields_tell_a_password_manager_what_they_are(phone: Page):
    visit_page(phone, "/")
    phone.wait_for_function("() => document.querySelector('input[form]')")
    assert phone.evaluate(FIELDS) == [
        {"type": "text", "name": "username", "autocomplete": "username", "form": "FORM",
         "together": True, "shown": True},
        {"type": "password", "name": "password", "autocomplete": "current-password",
         "form": "FORM", "together": True, "shown": True},
    ]  # fmt: skip


def test_a_manager_that_sends_the_form_signs_in(phone: Page):
    visit_page(phone, "/")
    phone.get_by_label("用户名").fill("secretary")
    phone.get_by_label("密码", exact=True).fill(empty.PASSWORD)
    phone.get_by_label("密码", exact=True).blur()
    phone.evaluate("() => document.querySelector('input[name=password]').form.requestSubmit()")
    inside(phone)


def test_enter_on_the_keyboard_signs_in_once(phone: Page, served: Served):
    visit_page(phone, "/")
    sign_in(phone, "clerk")
    inside(phone)
    with served.opened() as db:
        tries = "select outcome, count(*) from sign_in_attempts where username = 'clerk' group by 1"
        assert db.execute(tries).fetchall() == [("accepted", 1)]


def test_a_wrong_password_is_said_in_sight(phone: Page):
    visit_page(phone, "/")
    sign_in(phone, "grid", "not the password")
    said = phone.get_by_text("用户名或密码不对。")
    expect(said).to_be_in_viewport(ratio=1)
    box = said.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844 - 340, "above what the keyboard covers"


def test_signed_out_for_being_idle_says_so_and_comes_back_to_the_page(phone: Page, served: Served):
    visit_page(phone, "/sheds")
    sign_in(phone, "leader")
    inside(phone)
    ago = (datetime.now(BEIJING) - timedelta(minutes=45)).isoformat(timespec="seconds")
    with served.opened() as db:
        sql = "update sessions set last_seen_at = ?, opened_at = ? where account_id ="
        db.execute(f"{sql} (select id from accounts where username = 'leader')", [ago, ago])
    visit_page(phone, "/sheds")
    expect(phone.get_by_text(SignedOut.IDLE.told)).to_be_in_viewport(ratio=1)
    sign_in(phone, "leader")
    inside(phone)
    assert phone.url.endswith("/sheds")
    expect(phone.get_by_role("heading", name="非机动车棚").first).to_be_visible()


def test_a_changed_own_password_is_confirmed_at_the_door(phone: Page):
    visit_page(phone, "/me")
    sign_in(phone, "supervisor")
    inside(phone)
    phone.wait_for_function("() => document.querySelectorAll('input[form]').length == 3")
    new = "Orange-2027-lake"
    phone.get_by_label("原来的密码").fill(empty.PASSWORD)
    phone.get_by_label("新密码", exact=True).fill(new)
    phone.get_by_label("新密码再写一遍").fill(new)
    phone.get_by_role("button", name="改密码").click()
    expect(phone.get_by_text(SignedOut.PASSWORD.told)).to_be_visible()
    sign_in(phone, "supervisor", new)
    inside(phone)
