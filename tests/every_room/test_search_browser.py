"""全部搜索 in a real browser: the key, the arrows and Enter at a desk; one tap on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import problems, settled, sign_in_as
from tests.serving import Served

pytestmark = pytest.mark.looks

expect.set_options(timeout=30_000)
FIELD, FOUND = ".st-key-search-typed input", ".st-key-search-found a"


@pytest.fixture(scope="module")
def somebody(served: Served) -> tuple[int, str, str]:
    """Number, name and room of a grown-up who holds points and is alone in finding."""
    with served.opened() as db:
        id, name, room = db.execute(
            """
            select r.id, r.name, e.short_name || ' ' || u.code from point_accounts a
              join residents r on r.id = a.resident_id join units u on u.id = r.unit_id
              join estates e on e.id = u.estate_id
             where a.balance > 0 and r.birth_year < 1990 and length(r.name) = 3
               and (select count(*) from residents o where o.name = r.name) = 1 limit 1
            """
        ).fetchone()
    return int(id), name, room


def test_a_slash_a_name_enter_and_the_statement(page: Page, somebody):
    id, name, _ = somebody
    sign_in_as(page, "clerk", "/fund")
    wrong = problems(page)
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")  # before the server has answered
    page.wait_for_url(f"**/resident?id={id}")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    settled(page)
    page.get_by_role("link", name="对账单").click()
    page.wait_for_url("**/points?resident=*")
    expect(page.get_by_role("heading", name="流水")).to_be_visible()
    expect(page.locator("[data-testid=stMain]").get_by_text(name).first).to_be_visible()
    page.get_by_role("link", name="这位居民的一页").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert wrong == []


def test_the_arrows_walk_through_what_was_found_and_a_pause_opens_nothing(page: Page):
    sign_in_as(page, "clerk", "/fund")
    page.keyboard.press("/")
    page.locator(FIELD).wait_for()
    page.keyboard.type("电梯")
    links = page.locator(FOUND)
    links.first.wait_for()
    page.wait_for_timeout(2_500)  # longer than the pause after which a field is sent by itself
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    there = links.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{there}")


def test_escape_closes_it_and_the_focus_goes_back_to_its_button(page: Page):
    sign_in_as(page, "clerk")
    page.keyboard.press("/")
    page.locator(FIELD).wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".st-key-search-open button")).to_be_focused()


def test_a_slash_in_a_field_is_a_slash(page: Page):
    sign_in_as(page, "clerk", "/points")
    field = page.get_by_label("找居民")
    field.click()
    page.keyboard.type("3/1")
    settled(page)
    expect(field).to_have_value("3/1")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_may_find_nothing_has_neither_button_nor_key(page: Page):
    sign_in_as(page, "merchant", "/use")
    expect(page.locator(".st-key-search-open")).to_have_count(0)
    page.keyboard.press("/")
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_on_a_phone_a_tap_opens_it_and_a_tap_opens_the_person(phone: Page, somebody):
    id, _, room = somebody
    sign_in_as(phone, "leader", "/points")
    phone.locator(".st-key-search-open button").tap()
    phone.locator(FIELD).fill(room)
    found = phone.locator(f"{FOUND}[href='resident?id={id}']")
    found.wait_for()
    settled(phone)
    box = found.bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 280
    found.tap()
    phone.wait_for_url(f"**/resident?id={id}")
    expect(phone.get_by_role("heading", name="湾郡币", exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
