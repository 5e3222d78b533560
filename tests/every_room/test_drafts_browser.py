"""What is on the screen and what is stored (草稿), in a real browser: nothing is lost, nothing wrong saved.

The page is loaded anew, another device goes on. Then save is pressed: what the screen shows is stored,
or nothing is and it says why.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.begun_forms import (
    AWARD,
    CASES,
    Case,
    House,
    button,
    last,
    last_tap_heard,
    number,
    on_again,
    opened,
    press,
    press_open,
    saved_as_shown,
)
from tests.browsing import settled, sign_in_as, visit_page, window

expect.set_options(timeout=45_000)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("house"), stack)


each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each
def test_a_page_loaded_anew_in_the_middle_loses_nothing(browser: Browser, house: House, case: Case):
    house.begin()
    page = opened(browser, house, case)
    case.open(page)
    case.fill(page, house)
    last_tap_heard(page)
    page.reload()
    on_again(page, case)
    saved_as_shown(page, house, case)


def test_another_device_goes_on_and_the_first_saves_nothing_twice(browser: Browser, house: House):
    house.begin()
    case = CASES[0]
    desk, laptop = (opened(browser, house, case) for _ in range(2))
    case.open(desk)
    case.fill(desk, house)
    visit_page(laptop, case.address)
    on_again(laptop, case)
    number(laptop, "做了多少分钟", "120")
    press(laptop, "登记")
    expect(laptop.get_by_role("dialog")).to_have_count(0)
    last(house, AWARD, house.person(0)[0], 20)
    before = house.ask("select count(*) from awards")
    press(desk, "登记")  # 90 minutes stand on this screen: another paper, and the number is used up
    expect(desk.get_by_text("这一张还没存")).to_be_visible()
    assert house.ask("select count(*) from awards") == before


def test_what_was_begun_can_be_dropped_and_is_nobody_elses(browser: Browser, house: House):
    house.begin()
    case = CASES[0]
    page = opened(browser, house, case)
    case.open(page)
    case.fill(page, house)
    page.reload()
    on_again(page, case)
    page.locator("[class*=st-key-clear] button").click()
    settled(page)
    expect(button(page, "换人")).to_have_count(0)
    assert house.ask("select count(*) from drafts") == (0,)
    case.fill(page, house)
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button(page, "接着填")).to_be_visible()
    other = opened(browser, house, CASES[1])
    expect(other.get_by_role("button", name="接着填")).to_have_count(0)
    press(page, "不要了")
    expect(button(page, "接着填")).to_have_count(0)
    assert house.ask("select count(*) from drafts") == (0,)


def test_an_item_begun_for_a_meeting_that_is_gone_is_told_so(browser: Browser, house: House):
    house.begin()
    context = house.windows.enter_context(window(browser, house.served.url, "phone"))
    page = context.new_page()
    sign_in_as(page, "secretary", "/agenda")
    press_open(page, "加议题")
    number(page, "议什么", "楼道照明改造")
    page.reload()
    settled(page)
    expect(button(page, "接着填")).to_be_visible()
    with house.served.opened() as db:
        db.execute("update meetings set state = 'cancelled' where state = 'planned'")
    press_open(page, "接着填")
    expect(page.get_by_role("dialog").get_by_text("还没有排下一次会议")).to_be_visible()
    assert house.ask("select count(*) from drafts") == (1,), "it waits for the next meeting"
