"""Every page and tab (每一页): opened at a desk without an error, on a phone without a sideways scroll."""

import pytest
from playwright.sync_api import Page, expect

from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests.browsing import problems, settled, sign_in_as, visit_page

TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}`)"""
expect.set_options(timeout=30_000)
pytestmark = pytest.mark.looks


def rooms_of(role: Role) -> list[str]:
    return [f"/{room.address}" for room in ROOMS if room.needs in GRANTS[role]]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_every_page_opens_on_a_desk_without_an_error(page: Page, role):
    wrong = problems(page)
    sign_in_as(page, role)
    for address in rooms_of(role):
        visit_page(page, address)
        expect(page.get_by_text("出了点问题")).to_have_count(0)
        for tab in page.get_by_role("tab").all():
            tab.click()
            settled(page)
    assert wrong == []


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_no_page_scrolls_sideways_on_a_phone(phone: Page, role):
    wide = {}
    phone.goto("/")
    expect(phone.get_by_label("用户名")).to_be_visible()
    settled(phone)
    wide["sign-in"] = phone.evaluate(TOO_WIDE)
    sign_in_as(phone, role)
    for address in rooms_of(role):
        visit_page(phone, address)
        wide[address] = phone.evaluate(TOO_WIDE)
        for tab in phone.get_by_role("tab").all()[1:]:
            tab.click()
            settled(phone)
            wide[f"{address} {tab.inner_text()}"] = phone.evaluate(TOO_WIDE)
    assert {name: found for name, found in wide.items() if found} == {}
