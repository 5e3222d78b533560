"""Nothing is cut, covered or too small for a thumb (放得下、点得着), measured in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.rooms import ROOMS
from tests.browsing import settled, sign_in_as, visit_page, window
from tests.serving import Served

pytestmark = pytest.mark.looks

expect.set_options(timeout=30_000)
LEAST = 44  # pixels, of whatever a thumb has to hit
CUT = """() => [...document.querySelectorAll('[data-testid=stMetric] *')]
  .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1
               && getComputedStyle(e).overflow !== 'visible')
  .map(e => e.innerText)"""
SMALL = """([root, least]) => {
  const from = document.querySelector(root) || document;
  return [...from.querySelectorAll('button, input[type=checkbox]')]
    .filter(e => e.getClientRects().length && !e.closest('[inert], [data-testid=stSidebar]'))
    .map(e => [e.closest('label') || e.matches('[class*=st-key-open] *') && e.closest('[class*="st-key-row-"]') || e, e])
    .map(([t, e]) => [t.getBoundingClientRect(), e.getAttribute('aria-label') || t.innerText])
    .filter(([r]) => r.width > 2 && (Math.round(r.height) < least))
    .map(([r, name]) => `${name} ${Math.round(r.width)}x${Math.round(r.height)}`)
}"""


@pytest.mark.parametrize("width", [390, 720, 1024, 1440])  # 720 is 1440 at 200 %
def test_no_figure_is_cut_on_any_page_at_any_width(browser: Browser, served: Served, width: int):
    shape: Any = {"width": width, "height": 800}
    cut = {}
    with window(browser, served.url, viewport=shape) as context:
        page = context.new_page()
        sign_in_as(page, "secretary")
        for room in ROOMS:
            visit_page(page, f"/{room.address}")
            cut[room.address] = page.evaluate(CUT)
    assert not any(cut.values()), cut


@pytest.mark.parametrize(
    ("who", "address", "opens"),
    [
        ("clerk", "/sheds", "记一次清点"),
        ("clerk", "/points", "登记湾郡币"),
        ("admin", "/people", "开新账号"),
        ("volunteer", "/quick", ""),
    ],
)
def test_whatever_a_thumb_hits_is_44_pixels_high(phone: Page, who: str, address: str, opens: str):
    sign_in_as(phone, who, address)
    assert phone.evaluate(SMALL, ["[data-testid=stMain]", LEAST]) == []
    if opens:
        phone.get_by_role("button", name=opens).first.click()
        expect(phone.get_by_role("dialog")).to_be_visible()
        settled(phone)
        assert phone.evaluate(SMALL, ["[role=dialog]", LEAST]) == []


def test_after_a_name_is_chosen_the_focus_goes_on_to_the_next_field(page: Page):
    sign_in_as(page, "clerk", "/points")
    page.get_by_role("button", name="登记湾郡币").click()
    name = page.get_by_role("dialog").locator("[class*=st-key-pick] button").first
    name.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="换人")).to_be_visible()
    inside = "() => !!document.activeElement.closest('[role=dialog]')"
    page.wait_for_function(inside)
    assert page.evaluate("document.activeElement !== document.body")


def test_a_focused_text_field_wears_the_strong_ring(page: Page):
    sign_in_as(page, "clerk", "/points")
    field = page.get_by_label("找居民").first
    field.focus()
    ring = "e => getComputedStyle(e.closest('[data-testid=stTextInputRootElement]')).outlineWidth"
    assert field.evaluate(ring) == "3px"


def test_no_picture_is_read_out_in_english(browser: Browser, served: Served):
    heard = """() => [...document.querySelectorAll('[aria-label$=" icon"]')]
      .filter(e => !e.closest('[aria-hidden=true]')).map(e => e.getAttribute('aria-label'))"""
    with window(browser, served.url) as context:
        page = context.new_page()
        sign_in_as(page, "secretary")
        for room in ROOMS:
            visit_page(page, f"/{room.address}")
            assert page.evaluate(heard) == [], room.address


def test_amounts_in_a_table_stand_to_the_right(page: Page):
    sign_in_as(page, "secretary", "/fund?tab=accounts")
    aligned = "all => all.map(e => getComputedStyle(e).textAlign)"
    second = page.locator("table td:nth-child(2)")
    expect(second.first).to_be_visible()
    assert set(second.evaluate_all(aligned)) == {"right"}
    assert set(page.locator("table td:first-child").evaluate_all(aligned)) == {"left"}


def test_the_board_opens_alone_and_dark_by_a_tap(page: Page):
    """Nobody has to know an address to show it to a delegation."""
    sign_in_as(page, "secretary", "/board")
    expect(page.get_by_role("button", name="搜索")).to_be_hidden()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="全屏播放").click()
    alone = opened.value
    settled(alone)
    expect(alone.get_by_text("数据到").first).to_be_visible()
    expect(alone.get_by_test_id("stSidebar")).to_have_count(0)
    dark = alone.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    assert dark == "rgb(11, 29, 39)"
