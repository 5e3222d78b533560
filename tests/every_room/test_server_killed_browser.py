"""The server is killed and started again (服务器断了) with every form open: nothing is lost, nothing wrong saved."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.begun_forms import (
    BACK,
    CASES,
    House,
    last_tap_heard,
    on_again,
    opened,
    saved_as_shown,
)
from tests.browsing import settled

expect.set_options(timeout=45_000)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("house"), stack)


def test_a_server_killed_in_the_middle_loses_nothing(browser: Browser, house: House):
    """Every form at once, its window left open: the new server knows no session of them."""
    house.begin()
    left = [(case, opened(browser, house, case)) for case in CASES]
    for case, page in left:
        case.open(page)
        case.fill(page, house)
    for _, page in left:
        last_tap_heard(page)
    assert house.ask("select count(*) from drafts") == (len(CASES),)
    house.killed_and_started_again()
    asked = list(left)
    for case, page in left:
        if case.name in ("逐层登记", "快速登记"):  # perhaps drawn by the server that is gone
            settled(page)
            case.save(page)
            done = page.get_by_text("等人核准。").or_(page.get_by_text("已记 3 户"))
            said = done.or_(page.get_by_text("这一次还没存")).or_(page.get_by_text(BACK))
            expect(said.first).to_be_visible()
            if done.count():  # it was drawn anew before the press
                case.stored(house)
                asked.remove((case, page))
    left = asked
    for case, page in left:
        on_again(page, case)
        case.shows(page, house)
    for case, page in left:
        saved_as_shown(page, house, case)
