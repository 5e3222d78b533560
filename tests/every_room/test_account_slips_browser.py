"""A list of names becomes accounts: the slips are seen once, and the first password is changed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import settled, sign_in_as, visit_page, window
from tests.serving import Served

expect.set_options(timeout=30_000)
OWN = "heron-2026-Lantern"


def signed_in(page: Page, username: str, password: str, address: str) -> None:
    """By user name and password, from the slip."""
    visit_page(page, address)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("button", name="退出登录")).to_be_attached()
    settled(page)


def slips_of(page: Page, role: str) -> list[str]:
    """Two names become two slips; the passwords on them."""
    page.get_by_role("button", name="账号成批开").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settled(page)
    dialog.get_by_role("button", name="开账号").click()
    expect(dialog.get_by_test_id("stAlert").filter(has_text="还没填：角色")).to_be_visible()
    dialog.get_by_label("角色").click()
    page.get_by_role("option", name=role, exact=True).click()
    settled(page)
    names = dialog.get_by_label("一行一个人")
    names.fill("钱新来\n孙新来 99-9-9999")
    names.blur()
    expect(dialog.get_by_text("没有这个人")).to_be_visible()
    names.fill("钱新来\n孙新来")
    names.blur()
    dialog.get_by_role("button", name="开这 2 个账号").click()
    expect(dialog).to_have_count(0, timeout=60_000)
    sheet = page.locator(".st-key-voucher-sheet")
    expect(sheet.get_by_text("qianxinlai")).to_be_visible()
    expect(sheet.get_by_role("img")).to_have_count(2)
    words = sheet.inner_text()
    first = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", words)
    assert len(first) == 2 and first[0] != first[1]
    return first


def shown_once(page: Page, served: Served, password: str) -> None:
    page.reload()
    settled(page)
    assert password not in page.locator("body").inner_text(), "the slips are shown once"
    with served.opened() as db:
        log = " ".join(str(row) for row in db.execute("select detail, told from audit_log"))
    assert password not in log


def first_password_changed(phone: Page, password: str) -> None:
    signed_in(phone, "qianxinlai", password, "/sheds")
    expect(phone.get_by_role("heading", name="我的账号")).to_be_visible()
    expect(phone.get_by_text("只能用来进这一页")).to_be_visible()
    phone.get_by_label("原来的密码").fill(password)
    phone.get_by_label("新密码", exact=True).fill(OWN)
    phone.get_by_label("新密码再写一遍").fill(OWN)
    phone.get_by_role("button", name="改密码").click()
    expect(phone.get_by_role("heading", name="登录")).to_be_visible()
    signed_in(phone, "qianxinlai", OWN, "/sheds")
    expect(phone.get_by_role("heading", name="非机动车棚")).to_be_visible()


@pytest.mark.parametrize("role", ["志愿者"])
def test_a_list_of_names_becomes_slips_of_paper(
    browser: Browser, page: Page, served: Served, role: str
):
    sign_in_as(page, "admin", "/people")
    first = slips_of(page, role)
    shown_once(page, served, first[0])
    with window(browser, served.url, "phone", fresh=True) as context:
        first_password_changed(context.new_page(), first[0])
