"""The balances of a building (分户账) as the picture of its floors, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from domain.money import yuan
from tests.browsing import settled, sign_in_as
from tests.floor_picture import flat
from tests.serving import Served

pytestmark = pytest.mark.looks

expect.set_options(timeout=30_000)


def test_a_buildings_balances_are_one_screen_and_a_tap_opens_the_account(
    page: Page, served: Served
):
    sign_in_as(page, "accountant", "/fund")
    page.get_by_role("tab", name="资金台账").click()
    settled(page)
    building = page.get_by_label("哪一栋")
    expect(building).to_be_visible()
    settled(page)
    building.focus()
    page.keyboard.type("3栋", delay=30)
    expect(page.get_by_role("option").first).to_have_text("3栋（132 户）")
    page.keyboard.press("Enter")
    expect(page.locator(".picture .grid")).to_have_count(2)
    settled(page)
    box = page.locator(".picture").bounding_box()
    assert box and box["height"] <= 900
    with served.opened() as db:
        unit, code, balance = db.execute(
            "select u.id, u.code, a.balance_fen from units u join buildings b on b.id = u.building_id"
            "  join household_accounts a on a.unit_id = u.id"
            " where b.estate_id = 1 and u.code like '3-1-%'"
            "   and a.balance_fen * 100 < a.first_deposit_fen * 30 limit 1"
        ).fetchone()
    expect(page.get_by_text("户剩不到首期的 30%，要续交")).to_be_visible()
    expect(flat(page, unit)).to_have_class("tile orange level")
    expect(flat(page, unit)).to_have_accessible_name(re.compile(f"^{code}，.*，要续交"))
    flat(page, unit).click()
    account = page.get_by_role("dialog")
    expect(account.get_by_text(f"{code} 余额 {yuan(balance)}")).to_be_visible()
    expect(account.get_by_role("table")).to_be_visible()
