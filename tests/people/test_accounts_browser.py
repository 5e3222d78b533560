"""Accounts in a real browser: shutting somebody out says what it does before it does it."""

from playwright.sync_api import Page, expect

from tests.browsing import sign_in_as
from tests.serving import Served


def is_active(served: Served, username: str) -> bool:
    with served.opened() as db:
        row = db.execute("select is_active from accounts where username = ?", [username]).fetchone()
        return bool(row[0])


def test_an_account_is_closed_only_after_the_dialog_said_what_happens(page: Page, served: Served):
    with served.opened() as db:
        id = db.execute("select id from accounts where username = 'clerk2'").fetchone()[0]
    sign_in_as(page, "admin", "/people")
    page.locator(f".st-key-manage-{id} button").click()
    dialog = page.get_by_role("dialog")
    close = dialog.get_by_role("button", name="停用账号")
    expect(dialog.get_by_role("button", name="重设密码")).to_be_visible()
    expect(close).not_to_be_visible()
    dialog.get_by_text("停用这个账号").click()
    expect(dialog.get_by_text("写过的单子和日志都留着，随时可以重新启用。")).to_be_visible()
    close.click()
    expect(page.get_by_text("的账号已停用，所有设备都已退出。")).to_be_visible()
    assert not is_active(served, "clerk2")
    page.locator(f".st-key-manage-{id} button").click()
    expect(dialog.get_by_role("button", name="解除输错等待")).to_have_count(0)
    dialog.get_by_role("button", name="重新启用").click()
    expect(page.get_by_text("的账号可以登录了。")).to_be_visible()
    assert is_active(served, "clerk2")
