"""What is still being typed (正在打的字) is kept too: the field has not been left, and it may never be."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Size, settled, sign_in_as, window
from tests.serving import Served

pytestmark = pytest.mark.looks

NEED = "三楼住户九月发现，下雨就滴水"
HIDDEN = """() => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture(params=["desk", "phone"])
def proposing(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """登记提议, with the hand on the large field 什么情况."""
    size: Size = request.param
    with served.opened() as db:
        db.execute("delete from drafts")
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "clerk", "/fund")
        page.get_by_role("button", name="登记提议").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        settled(page)
        yield page


def kept(served: Served) -> str:
    with served.opened() as db:
        row = db.execute("select fields from drafts").fetchone()
    return next((v for n, v in json.loads(row[0]).items() if n == ":need"), "") if row else ""


def eventually(page: Page, said: Callable[[], str], words: str) -> None:
    for _ in range(100):
        if said() == words:
            return
        page.wait_for_timeout(100)
    assert said() == words


def test_a_pause_is_enough(proposing: Page, served: Served):
    proposing.get_by_label("什么情况").press_sequentially(NEED)
    eventually(proposing, lambda: kept(served), NEED)
    expect(proposing.get_by_label("什么情况")).to_be_focused()
    proposing.keyboard.type("。")
    eventually(proposing, lambda: kept(served), NEED + "。")
    expect(proposing.get_by_label("什么情况")).to_have_value(NEED + "。")
    expect(proposing.get_by_role("dialog")).to_be_visible()


def test_a_phone_that_goes_to_sleep_sends_what_was_typed(proposing: Page, served: Served):
    proposing.get_by_label("什么情况").press_sequentially(NEED)
    proposing.evaluate(HIDDEN)
    assert kept(served) in ("", NEED)
    eventually(proposing, lambda: kept(served), NEED)


def test_a_page_loaded_anew_in_the_middle_of_a_word_loses_at_most_that_word(
    proposing: Page, served: Served
):
    proposing.get_by_label("什么情况").press_sequentially(NEED)
    eventually(proposing, lambda: kept(served), NEED)
    proposing.keyboard.type("，请")  # a page that goes away may take its last message with it
    proposing.reload()
    settled(proposing)
    proposing.get_by_role("button", name="接着填").click()
    again = proposing.get_by_role("dialog").get_by_label("什么情况")
    expect(again).to_have_value(re.compile(f"^{NEED}(，请)?$"))


def test_a_word_still_being_turned_into_characters_is_not_sent(proposing: Page, served: Served):
    field = proposing.get_by_label("什么情况")
    field.click()
    proposing.keyboard.type("楼道")
    field.dispatch_event("compositionstart")
    proposing.wait_for_timeout(2500)
    assert kept(served) == ""
    field.dispatch_event("compositionend")
    eventually(proposing, lambda: kept(served), "楼道")
