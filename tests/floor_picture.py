"""The picture of a building (楼层图) in a real browser: finding a flat in it and tapping."""

import re

from playwright.sync_api import Locator, Page, expect


def flats(page: Page, word: str) -> Locator:
    """Every flat that says this word now, the top floor first; those that can be tapped."""
    return page.locator(".picture button.tile:visible").filter(has_text=word)


def flat(page: Page, unit: int) -> Locator:
    """The flat of this number."""
    return page.locator(f'.picture [data-id="{unit}"]')


def floor(page: Page, unit: int) -> Locator:
    """The name of the floor this flat lies on, which taps all of it."""
    row = page.locator(".picture .row").filter(has=page.locator(f'[data-id="{unit}"]'))
    return row.locator("[data-row]")


def says(page: Page, unit: int, words: str | re.Pattern[str]) -> None:
    """What the flat is called by name: code，word，state."""
    expect(flat(page, unit)).to_have_accessible_name(words)
