"""The whole product in a real Chromium: signing in and out, and being put out."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from db import accounts, browsers, sessions
from db.__main__ import main
from db.visit import Visit
from domain.days import BEIJING, stamp
from door import sockets
from tests.browsing import (
    item_choices,
    problems,
    settled,
    sign_in_as,
    sign_in_by_click,
    visit_page,
    window,
)
from tests.demo import demo_copy
from tests.serving import Served, serving
from ui.chinese import BROWSER_COOKIE

PASSWORD = "long enough 2026"
WATCH = """
    window.seen = [];
    new MutationObserver(() => {
        const words = document.body ? document.body.innerText : "";
        for (const word of ["Page not found", "没有这个页面", "网址不对", "出了点问题"])
            if (words.includes(word)) window.seen.push(word);
    }).observe(document, {subtree: true, childList: true, characterData: true});
"""
expect.set_options(timeout=30_000)


def set_password(served: Served, username: str) -> None:
    with served.opened() as db:
        admin = Visit(db, accounts.user(db, "admin"), datetime.now(BEIJING))
        id = accounts.user(db, username).id
        accounts.reset_password(admin, id, PASSWORD.encode())


def type_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def at_the_door(page: Page) -> None:
    """The sign-in page is shown, and no room."""
    expect(page.get_by_role("heading", name="湾郡社区议事厅")).to_be_visible()
    expect(page.get_by_label("用户名")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


def inside(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title).first).to_be_visible()


def close_account(served: Served, username: str, active: int = 0) -> None:
    """As an administrator with a database tool would, past every screen of ours."""
    with served.opened() as db:
        db.execute("update accounts set is_active = ? where username = ?", [active, username])


@pytest.fixture
def closing(served: Served):
    """`closing("clerk2")` closes the account now and opens it again after the test."""
    closed: list[str] = []

    def close(username: str) -> None:
        closed.append(username)
        close_account(served, username)

    yield close
    for username in closed:
        close_account(served, username, 1)


# Signing in ----------------------------------------------------------------------------------


def test_one_click_signs_a_demonstration_account_in_and_a_reload_stays_in(page: Page):
    wrong = problems(page)
    sign_in_by_click(page, "书记/主任")
    inside(page, "陈书记")
    page.reload()
    inside(page, "陈书记")
    assert wrong == []


def test_a_typed_password_opens_the_page_that_was_asked_for(page: Page, served: Served):
    set_password(served, "accountant")
    page.goto("/fund")
    type_in(page, "accountant", PASSWORD)
    inside(page, "维修资金")
    assert page.url == f"{served.url}/fund"


def test_a_deep_link_survives_signing_in_by_one_click(page: Page, served: Served):
    sign_in_by_click(page, "secretary", "/sheds")
    inside(page, "非机动车棚")
    assert page.url == f"{served.url}/sheds"


def test_after_wrong_passwords_one_waits_and_is_told_how_long_but_is_never_shut_out(
    page: Page, served: Served
):
    set_password(served, "supervisor")
    page.goto("/")
    for _ in range(2):
        type_in(page, "supervisor", "wrong password")
        expect(page.get_by_test_id("stAlert").get_by_text("用户名或密码不对。")).to_be_visible()
    now = datetime.now(BEIJING)
    guessed = {"at": stamp(now), "username": "supervisor", "address": "", "browser": "here"}
    with served.opened() as db:
        db.table("sign_in_attempts").insert_all([guessed | {"outcome": "wrong"}] * 12)
    type_in(page, "supervisor", PASSWORD)
    told = page.get_by_text(re.compile(r"请等 \d+ 秒再试。等的时候输对了也进不去。"))
    expect(told).to_be_visible()
    assert main(["--db", str(served.path), "account", "unlock", "supervisor"]) == 0
    type_in(page, "supervisor", PASSWORD)
    inside(page, "周监督")


def test_a_browser_that_signed_in_is_known_and_does_not_wait_for_strangers(
    page: Page, served: Served
):
    sign_in_by_click(page, "grid")
    (known,) = [c for c in page.context.cookies() if c["name"] == browsers.COOKIE]
    assert known["httpOnly"] and known["sameSite"] == "Lax"
    assert known["expires"] > datetime.now(BEIJING).timestamp() + 170 * 86400
    set_password(served, "grid")
    now = datetime.now(BEIJING)
    guessed = {"at": stamp(now), "username": "grid", "address": "", "browser": "here"}
    with served.opened() as db:
        db.table("sign_in_attempts").insert_all([guessed | {"outcome": "wrong"}] * 12)
    page.goto("/")
    at_the_door(page)
    type_in(page, "grid", PASSWORD)
    expect(page.get_by_test_id("stSidebarNav")).to_be_attached()


def test_a_sign_in_page_left_alone_rests_and_comes_back_by_one_tap(page: Page, served: Served):
    lines = []
    page.route_web_socket("**/_stcore/stream", lambda line: lines.append(through(line)))
    page.goto("/sheds?x=1")
    at_the_door(page)
    lines[-1].close(code=sockets.LEFT_ALONE)
    page.wait_for_url("**/door/rest#/sheds?x=1")
    page.get_by_role("link", name="重新打开登录页").click()
    at_the_door(page)
    assert page.url == f"{served.url}/sheds?x=1"
    page.goto("/door/rest#//evil.example")
    assert page.locator("#back").get_attribute("href") == "/"


def through(line: WebSocketRoute) -> WebSocketRoute:
    """A line that goes on to the real server."""
    line.connect_to_server()
    return line


def test_no_script_on_a_page_can_read_the_session_cookie(page: Page):
    sign_in_by_click(page, "secretary")
    held = {cookie["name"]: cookie for cookie in page.context.cookies()}
    for name in (sessions.COOKIE, "wj_browser"):
        assert held[name]["httpOnly"] is True
        assert held[name]["sameSite"] == "Lax"
        assert held[name]["expires"] == -1  # forgotten when the browser closes
        assert name not in page.evaluate("document.cookie")


# Going out -----------------------------------------------------------------------------------


def test_signing_out_closes_every_tab_at_its_next_click_and_kills_the_cookie(
    page: Page, browser, served: Served
):
    sign_in_by_click(page, "secretary")
    other = page.context.new_page()
    visit_page(other, "/agenda")
    stolen = page.context.cookies()

    page.get_by_role("button", name="退出登录").click()
    at_the_door(page)
    assert sessions.COOKIE not in [cookie["name"] for cookie in page.context.cookies()]

    other.get_by_test_id("stSidebarNavLink").filter(has_text="维修资金").click()
    at_the_door(other)

    with window(browser, served.url) as thief:
        thief.add_cookies(stolen)
        late = thief.new_page()
        late.goto("/fund")
        at_the_door(late)


def test_a_closed_account_is_out_at_its_very_next_click(page: Page, closing):
    sign_in_by_click(page, "clerk2", "/fund")
    closing("clerk2")
    page.get_by_role("tab", name="已结项目").click()
    at_the_door(page)


def test_a_closed_account_is_out_when_it_saves_in_an_open_dialog_and_nothing_is_saved(
    page: Page, served: Served, closing
):
    sign_in_by_click(page, "grid", "/agenda")
    page.get_by_role("button", name="加议题").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("议什么").fill("停用以后写的议题")
    dialog.get_by_label("谁来讲").fill("吴网格")
    item_choices(page)
    page.wait_for_timeout(2_000)  # what was typed has been sent: what comes after is the click
    settled(page)
    closing("grid")
    dialog.get_by_role("button", name="加到议程").click()
    at_the_door(page)
    with served.opened() as db:
        sql = "select count(*) from agenda_items where title = '停用以后写的议题'"
        assert db.execute(sql).fetchone()[0] == 0


def test_a_closed_account_is_out_at_any_click_in_an_open_dialog(page: Page, closing):
    sign_in_by_click(page, "leader", "/sheds")
    page.get_by_role("button", name="记一次清点").click()
    shed = page.get_by_role("dialog").get_by_role("radio").first
    expect(shed).to_be_visible()
    closing("leader")
    shed.click()
    at_the_door(page)


# The windows of the tests themselves -----------------------------------------------------------


def test_a_window_that_was_put_back_is_nobodys(browser: Browser, served: Served):
    with window(browser, served.url) as first:
        page = first.new_page()
        sign_in_as(page, "secretary", "/fund")
        inside(page, "维修资金")
        page.evaluate("localStorage.setItem('kept', 'x')")
        page.evaluate("document.cookie = 'kept=x'")
        with window(browser, served.url) as beside:
            assert beside is not first, "two people at the same time are two windows"
    with window(browser, served.url) as again:
        page = again.new_page()
        page.goto("/fund")
        at_the_door(page)
        assert page.evaluate("localStorage.getItem('kept')") is None
        assert {cookie["name"] for cookie in again.cookies()} <= {BROWSER_COOKIE, "_streamlit_xsrf"}
    with window(browser, served.url, fresh=True) as unknown:
        assert unknown.pages == []


# The first visitor ---------------------------------------------------------------------------


def test_a_deep_link_into_a_fresh_process_shows_no_error_even_for_a_moment(browser, tmp_path):
    with (
        serving(demo_copy(tmp_path), tmp_path / "log", as_people_do=True) as fresh,
        window(browser, fresh.url, fresh=True) as context,
    ):
        context.add_init_script(WATCH)
        first = context.new_page()
        wrong = problems(first)
        first.goto("/fund")
        at_the_door(first)
        assert first.evaluate("window.seen") == []
        first.locator(".st-key-demo-secretary button").click()
        inside(first, "维修资金")
        settled(first)
        assert first.evaluate("window.seen") == []
        assert re.search(r"/fund$", first.url)
        assert wrong == []
