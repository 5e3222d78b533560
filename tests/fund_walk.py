"""People at their desks (各人的窗口): each signs in and taps, and every tap is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from db import sessions
from tests import browsing, community, later
from tests.screens import signed_in
from tests.serving import Served

MAIN = "[data-testid=stMain]"


def picture(shade: int) -> bytes:
    made = BytesIO()
    Image.new("L", (4, 4), shade % 256).save(made, "PNG")
    return made.getvalue()


class Desk:
    """One person's window on one project."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.typed = 0  # characters

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def tap(self, what: str | Locator, within: Locator | None = None) -> None:
        """One tap: on a button of the page by its exact words, or on what is given."""
        if isinstance(what, str):
            place = within or self.page.locator(MAIN)
            what = place.get_by_role("button", name=what, exact=True).first
        what.click()
        self.taps += 1
        browsing.settled(self.page)

    def tab(self, name: str) -> None:
        self.tap(self.page.get_by_role("tab", name=name, exact=True))

    def open(self, words: str) -> Locator:
        """Tap what opens a dialog; the dialog."""
        self.tap(words)
        expect(self.dialog).to_be_visible()
        return self.dialog

    def send(self, words: str, told: str) -> None:
        """Tap the save button of the dialog; it closes and the page says what became of it."""
        self.tap(words, self.dialog)
        self.said(told)
        expect(self.dialog).to_have_count(0)

    def said(self, told: str) -> None:
        expect(self.page.get_by_text(told).first).to_be_visible()
        browsing.settled(self.page)

    def write(self, **fields: str) -> None:
        """Type into the fields of the dialog, by their labels."""
        for label, words in fields.items():
            field = self.dialog.get_by_label(label)
            field.fill(words)
            field.blur()
            self.typed += len(words)

    def day(self, label: str, when: date) -> None:
        """Type a day: the field goes on by itself from year to month to day."""
        self.dialog.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(f"{when:%Y%m%d}", delay=20)
        browsing.settled(self.page)

    def choose(self, label: str, option: str) -> None:
        """Tap one of what is offered: side by side, or in a list that opens."""
        self.dialog.get_by_label(label).first.wait_for()  # the tap before may still draw it
        pills = self.dialog.get_by_role("radiogroup", name=label)
        if pills.count():
            self.tap(pills.get_by_role("radio", name=option))
        else:
            offered = self.page.get_by_role("option", name=option)
            browsing.from_list(self.dialog.get_by_label(label), offered)
            self.taps += 2
            browsing.settled(self.page)

    def pill(self, words: str) -> None:
        self.tap(self.dialog.get_by_role("radio", name=words))

    def give(self, shade: int, name: str = "扫描件.png") -> None:
        """A picture into the dialog's field for files."""
        self.hand_over(
            self.dialog, {"name": name, "mimeType": "image/png", "buffer": picture(shade)}
        )

    def hand_over(self, place: Locator, file: FilePayload) -> None:
        """Choose a file, which is one tap."""
        browsing.hand_over(self.page, file, place)
        self.taps += 1

    def attach(self, kind: str, shade: int) -> None:
        """A file put on record beside the line that asks for it."""
        words = self.page.locator(MAIN).get_by_text(kind).first
        row = words.locator("xpath=ancestor::*[.//button][1]")
        self.tap("传资料", row)
        self.give(shade)
        self.send("存好", f"已存好{kind}")


class Town:
    """The small community on its server, whose clock goes on by days; one window, many people."""

    def __init__(self, context: BrowserContext, served: Served, clock: Path) -> None:
        self.served, self.clock = served, clock
        self.context, self.page = context, context.new_page()
        self.today = community.TODAY
        self.at: tuple[str, str] | None = None  # who sits at which address
        self.known: set[str] = set()  # who has typed the password before
        self.kept: dict[str, list[Any]] = {}  # everybody's cookies of this day
        self.sat: list[Desk] = []  # who sat here, one after the other
        self.sign_ins = 0  # by password

    def later(self, day: date) -> None:
        """It is that day, at the same hour; everybody has to sign in again."""
        later.move(self.clock, datetime.combine(day, community.NOW.timetz()))
        self.today, self.at = day, None
        self.kept.clear()

    def desk(self, who: str, address: str = "/fund?project=1") -> Desk:
        """That person at that address, signed in; who sits there already goes on."""
        if self.at != (who, address):
            self.context.clear_cookies()
            self.context.add_cookies(self.kept.get(who) or self._again(who))
            self.page.goto(address)
            if who not in self.known:
                self._sign_in(who)
                self.known.add(who)
            self.page.get_by_test_id("stSidebarNav").wait_for(state="attached")
            browsing.settled(self.page)
            self.kept[who] = list(self.context.cookies())
            self.at = who, address
        return self.sit()

    def sit(self) -> Desk:
        """Whoever is here now; the taps are counted from the first."""
        self.sat.append(Desk(self.page))
        return self.sat[-1]

    def _again(self, who: str) -> list[Any]:
        """Another day's session; the first is opened at the door, by password."""
        if who not in self.known:
            return []
        now = datetime.combine(self.today, community.NOW.timetz())
        token = signed_in(self.served.path, who, now)
        return [{"name": sessions.COOKIE, "value": token, "url": self.served.url}]

    def _sign_in(self, who: str) -> None:
        self.page.get_by_label("用户名").fill(who)
        self.page.get_by_label("密码", exact=True).fill(community.PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.sign_ins += 1


@contextmanager
def town(browser: Browser, served: Served, clock: Path) -> Iterator[Town]:
    with browsing.window(browser, served.url) as context:
        yield Town(context, served, clock)
