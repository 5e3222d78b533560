"""Rows (一行一件): sorted by a heading, opened by a tap anywhere, two lines on a phone."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests import ROOT
from tests.browsing import settled, sign_in_as
from ui.rows import Column, Rows, in_order

pytestmark = pytest.mark.looks

ROW = "[class*=st-key-row-fund-]"
TWO_SCREENS = 1_800
MOST_ELEMENTS = 2_000  # of a page; the longest today are 24 classes, each with its action


@dataclass(frozen=True, slots=True)
class Thing:
    id: int
    age: int | None


def no_words(_: Any) -> str:
    return ""


THINGS = Rows("things", no_words, "", (Column("age", "多久", no_words, 80, lambda t: t.age),))
things = st.lists(st.builds(Thing, st.integers(), st.none() | st.integers()))


@given(things)
def test_a_list_is_sorted_as_the_address_says_and_loses_nothing(items: list[Thing]):
    for chosen, sign in (("age", 1), ("-age", -1)):
        listed = in_order(THINGS, items, chosen)
        assert sorted(listed, key=id) == sorted(items, key=id)
        known = [thing.age * sign for thing in listed if thing.age is not None]
        assert known == sorted(known)
        assert all(thing.age is None for thing in listed[len(known) :]), "unknown ones come last"


@given(things, st.text())
def test_an_address_that_names_no_column_leaves_the_order(items: list[Thing], chosen: str):
    if chosen not in ("age", "-age"):
        assert in_order(THINGS, items, chosen) == items


def test_no_rule_of_style_asks_every_element_what_is_within_it():
    """`:has()` behind a class is asked of few; alone it is asked of all, whenever a dialog opens."""
    asked_of_all = re.compile(r"(?:^|[\s>~+,])(?::not\(|:is\([^{]*)?:has\(", re.M)
    assert asked_of_all.search("[class*=a] > :has(b) { }") and asked_of_all.search(
        "a ~ :is(b, :has(c)) {"
    )
    for name in ("app.css", "rooms.css"):
        style = (ROOT / "ui" / "assets" / name).read_text("utf-8")
        assert not asked_of_all.search(re.sub(r"/\*.*?\*/", "", style)), name


def titles(page: Page) -> list[str]:
    return page.locator(f"{ROW} [class*=st-key-open] button").all_inner_texts()


def test_a_heading_sorts_turns_round_and_lets_go_and_the_address_keeps_it(page: Page):
    sign_in_as(page, "clerk", "/fund")
    as_it_comes = titles(page)
    heading = page.get_by_role("button", name="已付（元）")
    for says in (r"sort=-paid$", r"sort=paid$", r"/fund$"):
        heading.click()
        expect(page).to_have_url(re.compile(says))
        settled(page)
    assert titles(page) == as_it_comes
    heading.click()
    expect(page).to_have_url(re.compile("sort=-paid$"))
    settled(page)
    most = titles(page)
    assert most != as_it_comes
    page.locator(f"{ROW} [class*=st-key-open] button").first.click()
    page.get_by_role("button", name="全部项目").click()
    listed = page.locator(f"{ROW} [class*=st-key-open] button")
    expect(listed).to_have_text(most)  # whoever comes back finds the list as it was left
    page.reload()
    expect(listed).to_have_text(most)


def test_the_whole_row_opens_by_mouse_and_by_keyboard(page: Page):
    sign_in_as(page, "clerk", "/fund")
    row = page.locator(ROW).nth(3)
    name = row.get_by_role("button").inner_text()
    box = row.bounding_box()
    assert box and 40 <= box["height"] <= 60
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("button", name="全部项目").click()
    page.locator(ROW).nth(3).get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_row_on_a_phone_is_two_lines_high_enough_for_a_thumb_and_opens(phone: Page):
    sign_in_as(phone, "clerk", "/fund")
    heights = phone.locator(ROW).evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    assert max(heights) <= 100
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = phone.locator(ROW).first
    name = row.get_by_role("button").inner_text()
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    phone.touchscreen.tap(box["x"] + 30, box["y"] + box["height"] - 8)
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)


def test_a_long_list_begins_short_and_the_address_keeps_how_much_of_it_is_shown(page: Page):
    sign_in_as(page, "clerk", "/points?tab=balances")
    rows = page.locator("[class*=st-key-row-balances-]")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="再看 40 行").click()
    expect(rows).to_have_count(60)
    expect(page).to_have_url(re.compile("more-balances=1"))
    name = rows.nth(50).get_by_role("button").inner_text()
    rows.nth(50).get_by_role("button").click()
    expect(page.get_by_role("button", name="打印对账单")).to_be_visible()
    expect(page.get_by_text(name, exact=True)).to_be_visible()
    page.get_by_role("button", name="换人").click()
    expect(rows).to_have_count(60)
    page.reload()
    expect(rows).to_have_count(60)


def test_a_row_shows_its_dialog_wherever_it_is_tapped_and_its_action_is_another(page: Page):
    sign_in_as(page, "clerk", "/academy")
    row = page.locator("[class*=st-key-row-classes-]").nth(2)
    name = row.get_by_role("button").first.inner_text()
    box = row.bounding_box()
    assert box
    assert 40 <= box["height"] <= 48
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("dialog", name="名单").get_by_text(name)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    row.locator("[class*=st-key-enroll] button").click()
    expect(page.get_by_role("dialog", name="报名").get_by_text(name)).to_be_visible()


def test_the_headings_stand_over_their_columns(page: Page):
    sign_in_as(page, "clerk", "/academy")
    heading = page.get_by_role("button", name="什么时候").bounding_box()
    cell = page.locator("[class*=st-key-row-classes-]").first.get_by_text("周一").bounding_box()
    assert heading and cell
    assert abs(heading["x"] - cell["x"]) < 24


def test_on_a_phone_the_action_of_a_row_stays_within_a_thumbs_reach(phone: Page):
    sign_in_as(phone, "clerk", "/academy")
    row = phone.locator("[class*=st-key-row-classes-]").first
    action = row.locator("[class*=st-key-enroll] button")
    box = action.bounding_box()
    assert box
    assert box["height"] >= 44
    assert row.evaluate("e => e.offsetHeight") <= 100
    action.tap()
    expect(phone.get_by_role("dialog", name="报名")).to_be_visible()


ROOMS = {
    "clerk": [
        "/fund",
        "/fund?project=1&part=history",
        "/points",
        "/shop",
        "/vouchers",
        "/vouchers?tab=batches",
        "/vouchers?tab=settle",
        "/academy",
        "/sheds",
        "/agenda",
        "/agenda?tab=past",
        "/settings",
    ],
    "admin": ["/people"],
}


@pytest.mark.parametrize(
    ("who", "address"), [(who, address) for who, all in ROOMS.items() for address in all]
)
def test_a_landing_tab_fits_two_screens(page: Page, who: str, address: str):
    sign_in_as(page, who, address)
    page.get_by_test_id("stMain").locator("h1").first.wait_for()
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight") <= TWO_SCREENS
    assert page.get_by_test_id("stMain").locator("*").count() <= MOST_ELEMENTS
