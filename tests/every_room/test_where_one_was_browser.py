"""Where one is (在哪里看): a page begins at its title, and whoever comes back is where one was."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Size, settled, sign_in_as, window
from tests.serving import Served


def far(page: Page) -> int:
    """How far the page is scrolled, in px."""
    return int(page.get_by_test_id("stMain").evaluate("e => e.scrollTop"))


def scrolled(page: Page, down: int) -> None:
    """By the reader's own hand, which ends whatever still moves the page."""
    page.keyboard.press("Shift")
    page.get_by_test_id("stMain").evaluate("(e, down) => e.scrollBy(0, down)", down)
    page.wait_for_timeout(200)


def last_row(page: Page) -> Locator:
    """The last project of the list, scrolled to: the page stands far down."""
    rows = page.locator("[class*=st-key-row-fund-] [class*=st-key-open] button")
    rows.last.wait_for()
    scrolled(page, 10_000)
    assert far(page) > 300
    return rows.last


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_project_begins_at_its_title_and_the_list_is_found_where_it_was(
    browser, served: Served, size: Size
):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "clerk", "/fund")
        row = last_row(page)
        name, was = row.inner_text(), far(page)
        row.click()
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text(name)
        settled(page)
        expect(title).to_be_in_viewport()
        assert far(page) == 0
        page.get_by_role("button", name="全部项目").click()
        expect(page.get_by_role("heading", level=1, name="维修资金")).to_be_visible()
        settled(page)
        page.wait_for_function(
            "was => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - was) < 60",
            arg=was,
        )
        expect(row).to_be_in_viewport()


def test_another_room_begins_at_its_title_and_so_does_the_list_when_one_comes_from_there(
    page: Page,
):
    sign_in_as(page, "clerk", "/fund")
    last_row(page)
    for room, title in (("万青学苑报名", "万青学苑"), ("维修资金", "维修资金")):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=room).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        settled(page)
        assert far(page) == 0


def test_sorting_leaves_the_page_where_it_stands(page: Page):
    sign_in_as(page, "clerk", "/fund")
    scrolled(page, 200)
    was = far(page)
    assert was > 0
    page.get_by_role("button", name="已付（元）").click()
    expect(page).to_have_url(re.compile("sort=-paid"))
    settled(page)
    assert abs(far(page) - was) < 60


@pytest.mark.parametrize(
    ("address", "tab", "says"),
    [
        ("/fund?project=1", "办理记录", "part=history"),
        ("/vouchers", "商户结算", "tab=settle"),
    ],
)
def test_the_tab_stands_in_the_address_and_a_link_with_it_opens_it(
    page: Page, address: str, tab: str, says: str
):
    sign_in_as(page, "clerk", address)
    page.get_by_role("tab", name=tab, exact=True).click()
    expect(page).to_have_url(re.compile(f"[?&]{says}$"))
    settled(page)
    link = page.url
    page.reload()
    expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="首页").click()
    settled(page)
    page.goto(link)
    expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")


def test_a_project_that_is_opened_again_opens_on_what_it_is_about(page: Page):
    sign_in_as(page, "clerk", "/fund")
    row = page.locator("[class*=st-key-row-fund-] [class*=st-key-open] button").first
    row.click()
    page.get_by_role("tab", name="办理记录").click()
    expect(page).to_have_url(re.compile("part=history"))
    settled(page)
    page.get_by_role("button", name="全部项目").click()
    expect(page).to_have_url(re.compile("/fund$"))
    settled(page)
    row.click()
    settled(page)
    expect(page.get_by_role("tab", name="办理记录")).to_have_attribute("aria-selected", "false")


def test_the_estate_whose_accounts_one_reads_stands_in_the_address(page: Page):
    sign_in_as(page, "clerk", "/fund?tab=accounts")
    estates = page.get_by_role("radiogroup", name="哪个小区").get_by_role("radio")
    estates.nth(1).click()
    expect(page).to_have_url(re.compile("estate="))
    settled(page)
    page.reload()
    expect(estates.nth(1)).to_be_checked()
    estates.first.click()
    expect(page).not_to_have_url(re.compile("estate="))
