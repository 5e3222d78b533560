"""A real Chromium (真的浏览器): finding it, opening windows, signing in, waiting for a page."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from domain.people import Role
from tests.serving import running
from ui.chinese import BROWSER_COOKIE

NO_CHROMIUM = "没有找到 Chromium。Debian/Ubuntu：apt-get install chromium fonts-noto-cjk"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications")
PLACES = (
    MAC / "Google Chrome.app/Contents/MacOS/Google Chrome",
    MAC / "Chromium.app/Contents/MacOS/Chromium",
    MAC / "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    *(
        Path(os.environ.get(folder, "C:/")) / program
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        for program in (
            "Google/Chrome/Application/chrome.exe",
            "Chromium/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
        )
    ),
)
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--num-raster-threads=1",  # nobody watches: two cores are for the pages of two tests
    "--disable-threaded-animation",
    "--disable-image-animation-resync",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # a new tab finds the program that another tab has read
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PROBE = re.compile(r"^https?://[^/]+/[^?]+/_stcore/")  # the framework looks for itself below a page
STORES = "local_storage,indexeddb,cache_storage,service_workers,file_systems"

Size = Literal["desk", "phone"]
expect.set_options(timeout=30_000)  # a busy machine is no fault; a file may ask for more


def chromium() -> str:
    """The browser's program. A machine without one fails, so that nobody believes it was tested."""
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    found = found or next((str(place) for place in PLACES if place.is_file()), None)
    assert found, NO_CHROMIUM
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, until the block ends; with it go the windows that were put back."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            yield browser
        finally:
            _put_back.pop(browser, None)
            browser.close()


@contextmanager
def window(
    browser: Browser, url: str, size: Size = "desk", *, fresh: bool = False, **more: Any
) -> Iterator[BrowserContext]:
    """A browser of its own: no cookie is shared with another window that is open.

    It is put back as nobody's: nobody signed in, nothing kept. What stays is the program it read,
    which is most of the time of a first page; `fresh` is a browser that never was there.
    """
    kind = (url, size, repr(sorted(more.items())))
    _close_what_nobody_serves(browser)
    free = _put_back[browser].setdefault(kind, [])
    context = free.pop() if free and not fresh else _opened(browser, url, size, more)
    if not fresh and not context.pages:
        context.new_page().goto("/_stcore/health")  # this tab stays, and what is read beside it
    try:
        yield context
    finally:
        if fresh or not _served(url):
            context.close()
        else:
            _emptied(context, url)
            free.append(context)


# of each browser, the windows that wait for the next test, by their address and what they are
_put_back: WeakKeyDictionary[Browser, dict[tuple[str, ...], list[BrowserContext]]] = (
    WeakKeyDictionary()
)


def _served(url: str) -> bool:
    return urlsplit(url).port in running


def _close_what_nobody_serves(browser: Browser) -> None:
    """A browser outlives the servers of many files; the windows put back there do not."""
    waiting = _put_back.setdefault(browser, {})
    for (url, *_), free in waiting.items():
        while free and not _served(url):
            free.pop().close()


def _opened(browser: Browser, url: str, size: Size, more: dict[str, Any]) -> BrowserContext:
    touch = size == "phone"
    shape: Any = PHONE if touch else DESK
    how = {"viewport": shape, "locale": "zh-CN", "has_touch": touch, "is_mobile": touch} | more
    context = browser.new_context(base_url=url, **how)
    context.set_default_timeout(20_000)
    return context


def _emptied(context: BrowserContext, url: str) -> None:
    """Every tab but the first is closed, and all that was stored there is forgotten."""
    first, *tabs = context.pages
    for tab in tabs:
        tab.close()
    context.clear_cookies()
    wire = context.new_cdp_session(first)
    wire.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": STORES})
    wire.detach()


def problems(page: Page) -> list[str]:
    """What goes wrong on this page from now on: uncaught errors and lines of the error log."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.match(message.location.get("url", "")):
            found.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    return found


def sign_in_as(page: Page, who: str, address: str = "/") -> None:
    """At that address, with the session of the demonstration account of this name (or role).

    The door is asked as the sign-in page asks it; the page itself is drawn by `sign_in_by_click`.
    """
    door = urlsplit(page.request.get("/_stcore/health").url)
    browser = secrets.token_urlsafe(24)
    here = f"{door.scheme}://{door.netloc}"
    page.context.add_cookies([{"name": BROWSER_COOKIE, "value": browser, "url": here}])
    ticket = running[door.port].ticket(who, browser)
    assert page.request.post("/door/enter", headers={"X-Ticket": ticket}).status == 204
    page.goto(address)
    page.get_by_test_id("stSidebarNav").wait_for(state="attached")
    settled(page)


def sign_in_by_click(page: Page, who: str, address: str = "/") -> None:
    """One click on the demonstration account with this user name, or of this role."""
    role = next((role for role in Role if role.label == who), None)
    page.goto(address)
    page.locator(f".st-key-demo-{role or who} button").click()
    page.get_by_test_id("stSidebarNav").wait_for(state="attached")
    settled(page)


def visit_page(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the server has nothing more to say about what was asked."""
    page.locator(
        "[data-testid=stApp][data-test-script-state=notRunning]"
        "[data-test-connection-state=CONNECTED]"
    ).wait_for(state="attached")
    page.wait_for_function(
        "() => document.querySelectorAll('[data-testid=stSkeleton]').length == 0"
    )


def from_list(opener: Locator, option: Locator) -> None:
    """One of a list that opens. A run that ends at that moment shuts it: then it is opened again."""
    for _ in range(3):
        if not option.first.is_visible():
            opener.click()
        with suppress(PlaywrightTimeout):
            option.first.click(timeout=6_000)
            return
    opener.click()
    option.first.click()


def choose(within: Locator, label: str, option: str = "") -> None:
    """One of what is offered under this label, the first unless it is named; what is chosen stays.

    Up to four are pills, one tap each; more are a list, which is opened first.
    """
    within.get_by_label(label).first.wait_for()
    pills = within.get_by_role("radiogroup", name=label).get_by_role("radio", name=option or None)
    if pills.count():
        if pills.first.get_attribute("aria-checked") != "true":
            pills.first.click()
    elif option or within.get_by_role("combobox", name=label).input_value() == "":
        offered = within.page.get_by_role("option", name=option or None)
        from_list(within.get_by_role("combobox", name=label), offered)
    settled(within.page)


def item_choices(page: Page) -> None:
    """In 加议题: the first meeting when there are several, 协商 and fifteen minutes."""
    dialog = page.get_by_role("dialog")
    choose(dialog, "加到哪次会议")
    dialog.get_by_role("radio", name="协商").click()
    settled(page)
    dialog.get_by_label("讲多久").fill("15")
    dialog.get_by_label("讲多久").blur()
    settled(page)


def hand_over(page: Page, file: FilePayload, place: Locator | None = None) -> None:
    """Choose a file in the open dialog (or `place`); the server has it, and has drawn it."""
    place = place or page.get_by_role("dialog")
    with page.expect_response("**/_stcore/upload_file/**"):
        place.locator("input[type=file]").set_input_files(file)
    expect(place.get_by_text(file["name"]).first).to_be_visible()
    page.wait_for_timeout(500)  # its run has begun: a press before would meet a moving button
    settled(page)
