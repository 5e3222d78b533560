"""No English on the screen (界面全中文): every page, tab and dialog, words and hidden labels."""

import re

import pytest
from playwright.sync_api import Page, expect

from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests.browsing import settled, sign_in_as, visit_page
from tests.serving import Served
from tests.sweeping import english, first_of_each, project_in

pytestmark = pytest.mark.looks

FUND_STATES = ["proposed", "surveyed", "plan_notice", "voting", "applied", "settled"]
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def known(served: Served) -> re.Pattern[str]:
    """Latin letters that are names: user names, project codes, and the setting of the file."""
    with served.opened() as db:
        names = [row[0] for row in db.execute("select username from accounts")]
    return re.compile("|".join([r"\b[A-Z]{2}-[\w-]+", r"\bCOMMUNITY_DB\b", *names]))


def sweep(page: Page, known: re.Pattern[str], address: str) -> dict[str, list[str]]:
    """The English of a page, of its tabs, and of each kind of dialog it opens."""
    found = {address: english(page, known)}
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        settled(page)
        found[f"{address} tab"] = english(page, known)
    if page.get_by_role("tab").count():
        page.get_by_role("tab").first.click()
        settled(page)
    for opener in first_of_each(page.get_by_test_id("stMain").get_by_role("button")):
        opener.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        settled(page)
        found[f"{address} dialog"] = english(page, known)
        dialog.get_by_label("关闭").first.click()
        expect(dialog).to_have_count(0)
    return found


def test_the_sign_in_page_is_chinese_and_says_so(page: Page, known):
    visit_page(page, "/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert english(page, known) == []
    page.get_by_role("button", name="登录", exact=True).click()
    settled(page)
    assert english(page, known) == []


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_every_page_tab_and_dialog_is_chinese(page: Page, known, role):
    sign_in_as(page, role)
    seen = {} if role is Role.SECRETARY else GRANTS[Role.SECRETARY]
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        if room.needs in GRANTS[role] and (role is Role.SECRETARY or room.needs not in seen):
            visit_page(page, f"/{room.address}")
            found |= sweep(page, known, f"/{room.address}")
    assert {where: words for where, words in found.items() if words} == {}


def test_quick_entry_on_a_phone_is_chinese(phone: Page, known):
    sign_in_as(phone, "clerk", "/quick")
    for task in ("湾郡币", "车棚", "报名"):
        phone.get_by_role("radio").filter(has_text=task).tap()
        settled(phone)
        assert english(phone, known) == []
    phone.get_by_test_id("stExpandSidebarButton").tap()
    assert english(phone, known) == []


@pytest.mark.parametrize("state", FUND_STATES)
def test_a_repair_project_its_tabs_and_dialogs_are_chinese(page: Page, served, known, state):
    sign_in_as(page, "clerk")
    address = f"/fund?project={project_in(served, state)}"
    visit_page(page, address)
    found = sweep(page, known, address)
    assert {where: words for where, words in found.items() if words} == {}


def test_a_date_nobody_typed_yet_asks_for_year_month_and_day_in_chinese(page: Page, served):
    sign_in_as(page, "clerk", f"/fund?project={project_in(served, 'proposed')}")
    page.get_by_role("button", name="登记查勘").first.click()
    empty = page.get_by_role("dialog").locator("[data-placeholder]")
    expect(empty).to_have_text(["年", "月", "日"])
