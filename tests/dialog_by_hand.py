"""A dialog filled in by hand in a real browser (用手填): fields by their labels, and what is said."""

from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browsing import settled
from tests.serving import Served


def mine(page: Page, word: str) -> str:
    """A name of one's own: the desk and the phone work on one database."""
    assert page.viewport_size
    return f"{word}{'一' if page.viewport_size['width'] > 800 else '二'}"


def row(served: Served, sql: str, *given: object) -> tuple[Any, ...]:
    with served.opened() as db:
        return tuple(db.execute(sql, given).fetchone())


def opened(page: Page, button: Locator) -> Locator:
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settled(page)
    return dialog


def fill(dialog: Locator, **fields: str) -> None:
    for label, words in fields.items():
        field = dialog.get_by_label(label).first
        field.fill(words)
        field.blur()
        settled(dialog.page)


def on(dialog: Locator, label: str, day: date) -> None:
    """A day, typed: the field goes on by itself from year to month to day."""
    dialog.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first.click()
    dialog.page.keyboard.type(f"{day:%Y%m%d}", delay=20)
    dialog.get_by_role("heading").first.click()  # the calendar closes
    settled(dialog.page)


def pill(dialog: Locator, name: str) -> None:
    """One of a few words side by side."""
    dialog.get_by_role("radio", name=name, exact=True).click()
    settled(dialog.page)


def written(dialog: Locator, label: str, words: str) -> None:
    """Typed into a list that opens: what is in it is taken, what is not is added."""
    field = dialog.get_by_role("combobox", name=label)
    field.click()
    field.press_sequentially(words, delay=20)
    dialog.page.get_by_role("option").filter(has_text=words).first.click()
    expect(field).to_have_value(words)
    settled(dialog.page)


def press(dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).first.click()
    settled(dialog.page)


def refused(dialog: Locator, words: str) -> None:
    expect(dialog.get_by_test_id("stAlert").filter(has_text=words).first).to_be_visible()


def closed(dialog: Locator, told: str) -> None:
    """The dialog is gone, and the page says what was done."""
    expect(dialog).to_have_count(0)
    said = dialog.page.get_by_test_id("stAlert").filter(has_text=told)
    expect(said.first).to_be_visible()
