"""An empty real community in a real browser: from `init` through the password to every page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests import empty
from tests.browsing import problems, settled, visit_page, window
from tests.empty import sign_in
from tests.serving import Served, serving
from tests.sweeping import english

KNOWN = re.compile("|".join([r"\bCOMMUNITY_DB\b", *(role.value for role in Role)]))
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("empty")
    with serving(empty.settle_empty(folder / "community.db"), folder / "server.log") as served:
        yield served


def walk_room(page: Page, address: str, found: dict[str, list[str]]) -> None:
    """The page, each tab, and each of its primary buttons once."""
    visit_page(page, f"/{address}")
    main = page.get_by_test_id("stMain")
    assert len(main.inner_text().strip()) > 20, f"/{address} is blank"
    found[f"/{address}"] = english(page, KNOWN)
    for tab in page.get_by_role("tab").all():
        tab.click()
        settled(page)
        found[f"/{address} tab"] = english(page, KNOWN)
    visit_page(page, f"/{address}")  # the last tab may still be on its way out
    pressed = main.get_by_test_id("stBaseButton-primary")
    for number in range(pressed.count()):
        pressed.nth(number).click()
        settled(page)
        found[f"/{address} button {number}"] = english(page, KNOWN)
        assert "系统出了点问题" not in page.locator("body").inner_text()
        dialog = page.get_by_role("dialog")
        if dialog.count():
            expect(dialog.locator("label, p").first).to_be_visible()
            page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)


@pytest.mark.parametrize(
    ("role", "size"),
    [(Role.SECRETARY, "desk"), (Role.SECRETARY, "phone"), (Role.ADMIN, "phone")],
)
def test_each_page_and_its_main_button_work_before_anything_is_entered(
    browser: Browser, served: Served, role: Role, size
):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in(page, role.value)
        expect(page).to_have_title(re.compile(empty.NAME))
        wrong = problems(page)
        found: dict[str, list[str]] = {}
        for room in ROOMS:
            if room.needs in GRANTS[role]:
                walk_room(page, room.address, found)
        assert {where: words for where, words in found.items() if words} == {}
        assert wrong == []
