"""A press counts (没有白按的), though the next change of the page overtakes it: real Chromium."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browsing import settled, sign_in_as
from tests.serving import Served
from ui.press import CHANGED

AFTER = (5, 15, 25, 40)  # ms between two presses: the run of the first is under way


def both(first: Locator, second: Locator, after: int) -> None:
    """Two presses so many milliseconds apart, faster than any hand of the test."""
    first.wait_for()
    press = "(first, [second, ms]) => { first.click(); setTimeout(() => second.click(), ms); }"
    first.evaluate(press, [second.element_handle(), after])


def held(served: Served, table: str) -> int:
    with served.opened() as db:
        return int(db.execute(f"select count(*) from [{table}]").fetchone()[0])


def test_an_award_is_approved_once_though_the_list_is_sorted_at_the_same_moment(
    page: Page, served: Served
):
    sign_in_as(page, "secretary", "/points?tab=waiting")
    rows = page.get_by_role("button", name="核准", exact=True)
    for after in AFTER:
        rows.first.wait_for()
        waiting = rows.count()
        both(rows.first, page.locator("[class*=st-key-sort-] button:visible").first, after)
        expect(rows).to_have_count(waiting - 1)
        settled(page)


def test_a_count_is_stored_as_it_was_when_save_was_pressed_or_not_at_all_and_this_is_said(
    page: Page, served: Served
):
    sign_in_as(page, "volunteer", "/quick")
    page.get_by_role("radio").filter(has_text="车棚").click()
    sheds = page.get_by_role("radiogroup", name="哪个车棚").get_by_role("radio")
    sheds.first.click()
    before = held(served, "shed_counts")
    page.get_by_label(re.compile("停在位子上几辆")).fill("3")
    page.get_by_label(re.compile("停在位子上几辆")).blur()
    settled(page)
    both(page.get_by_role("button", name="保存清点"), sheds.nth(1), 20)
    page.wait_for_timeout(1_000)
    settled(page)
    if held(served, "shed_counts") == before:
        expect(page.get_by_text(CHANGED)).to_be_visible()
