"""Typed text in a real Chromium (打的字): each place shows exactly what was typed, and nothing more."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as draw
from playwright.sync_api import Page, expect

from domain.people import GRANTS, Role
from domain.typed_numbers import without_numbers
from pages.rooms import ROOMS
from tests import ROOT
from tests.browsing import item_choices, settled, sign_in_as, visit_page, window
from tests.demo import demo_copy
from tests.naughty import ALONE, ELSEWHERE, OPEN, SHUT, STRINGS, fill
from tests.serving import Served, serving
from tests.sweeping import first_of_each, project_in

KINDS = ["markdown", "bold", "gray", "badge", "success", "title", "card", "button", "checkbox",
         "expander", "tabs", "pills", "metric", "label", "progress", "download", "table"]  # fmt: skip
SHOWN = """() => [...document.querySelectorAll('[class*="st-key-probe-"]')].map(box => {
    const copy = box.cloneNode(true);
    for (const own of copy.querySelectorAll('[data-testid=stIconMaterial], [role=img]'))
        own.remove();
    return copy.textContent;
})"""
MARKUP = """() => [...document.querySelectorAll(
    'a, img, del, em, code, li, h4, hr, blockquote, .katex, .math, sup, script'.split(', ')
    .map(tag => `[data-testid=stMarkdownContainer] ${tag}`).join())]
    .filter(part => !part.matches('[class*=st-key-timeline-] ul > li:has(> strong:first-child)'))
    .map(part => part.outerHTML.slice(0, 200))"""
PIECES = draw.one_of(
    draw.sampled_from(list(":~$*_`[]()<>{}#+-=|\\!&;@./^ \"'1ax")),
    draw.sampled_from(["www.", "http://", "--", "->", ":material/", ":material_a:", ":a", "&#"]),
    draw.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("C", "Z")),
)
TYPED = draw.lists(PIECES, min_size=1, max_size=20).map("".join)
PROJECTS = ["proposed", "voting", "plan_notice", "settle_notice"]
expect.set_options(timeout=30_000)


# Each kind of element ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file the bare page reads its strings from at every run."""
    return tmp_path_factory.mktemp("probe") / "strings.json"


@pytest.fixture(scope="module")
def probe(browser, strings: Path) -> Iterator[Page]:
    program = ROOT / "tests" / "typed_probe.py"
    more = {"STRINGS": str(strings), "PYTHONPATH": str(ROOT)}
    with (
        serving(strings.parent / "no.db", strings.parent / "log", program, more=more) as bare,
        window(browser, bare.url) as context,
    ):
        yield context.new_page()


def shown_wrong(page: Page, strings: Path, kind: str, typed: list[str]) -> dict[str, str]:
    """What was typed and what is shown instead; also markup that nobody wrote."""
    strings.write_text(json.dumps(typed), encoding="utf-8")
    visit_page(page, f"/?kind={kind}")
    shown = page.evaluate(SHOWN)
    assert len(shown) == len(typed)
    wrong = {text: seen for text, seen in zip(typed, shown) if text not in seen}
    return wrong | {f"markup in {kind}": part for part in page.evaluate(MARKUP)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_element_shows_what_was_typed(probe: Page, strings: Path, kind: str):
    asked: list[str] = []
    probe.on("request", lambda request: asked.append(request.url))
    assert shown_wrong(probe, strings, kind, STRINGS + ALONE) == {}
    assert [url for url in asked if ELSEWHERE in url] == []


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(typed=draw.lists(TYPED, min_size=80, max_size=80))
def test_any_text_is_shown_as_typed(probe: Page, strings: Path, typed: list[str]):
    for kind in ("markdown", "table"):
        assert shown_wrong(probe, strings, kind, typed) == {}


# Every page ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A community in which everything typed is naughty."""
    folder = tmp_path_factory.mktemp("naughty")
    path = demo_copy(folder)
    fill(path)
    with serving(path, folder / "log") as served:
        yield served


def marked(page: Page) -> set[str]:
    """Everything between our marks on the page, as its elements say it, and in its fields.

    A chart breaks and shortens its labels, which are plain text to it: it is left out.
    """
    said = page.evaluate(
        "() => { const body = document.body.cloneNode(true);"
        " body.querySelectorAll('.vega-embed').forEach(chart => chart.remove());"
        " return [body, ...document.querySelectorAll('input, textarea')]"
        ".map(part => part.value ?? part.textContent).join('\\n'); }"
    )
    return set(re.findall(f"{OPEN}([^{SHUT}]*){SHUT}", said))


def walked(page: Page, address: str) -> tuple[set[str], list[str]]:
    """The marked words and the unwritten markup of a page, its tabs, folds and dialogs."""
    visit_page(page, address)
    words, markup = set(), []

    def look() -> None:
        settled(page)
        words.update(marked(page))
        markup.extend(f"{address}: {part}" for part in page.evaluate(MARKUP))

    look()
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        look()
    if page.get_by_role("tab").count():
        page.get_by_role("tab").first.click()
        settled(page)
    for opener in first_of_each(page.get_by_test_id("stMain").get_by_role("button")):
        opener.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        look()
        page.get_by_role("dialog").get_by_label("关闭").first.click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    return words, markup


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_no_page_tab_or_dialog_reads_more_into_typed_words(browser, naughty: Served, who: str):
    asked: list[str] = []
    words: dict[str, set[str]] = {}
    markup: list[str] = []
    with window(browser, naughty.url) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        sign_in_as(page, who)
        seen = GRANTS[Role.CLERK] if who == "admin" else set()
        addresses = [f"/{room.address}" for room in ROOMS if room.needs not in seen]
        if who == "clerk":
            addresses += [f"/fund?project={project_in(naughty, state)}" for state in PROJECTS]
        for address in addresses:
            words[address], more = walked(page, address)
            markup += more
    typed = {*STRINGS, *map(without_numbers, STRINGS)}  # the board in the hall hides what rings
    wrong = {where: found - typed for where, found in words.items() if found - typed}
    assert wrong == {}
    assert markup == []
    assert [url for url in asked if not url.startswith((naughty.url, "data:", "blob:"))] == []
    assert len(set().union(*words.values())) > (40 if who == "clerk" else 5)


def test_a_receipt_and_a_refusal_repeat_what_was_typed(browser, naughty: Served):
    title = "~~外墙~~ $5$ :material/home: www.example.com"
    with window(browser, naughty.url) as context:
        page = context.new_page()
        sign_in_as(page, "clerk", "/agenda")
        page.get_by_role("button", name="加议题").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("议什么").fill(title)
        dialog.get_by_label("谁来讲").fill("<b>王</b>")
        item_choices(page)
        dialog.get_by_role("button", name="加到议程").click()
        told = page.get_by_test_id("stAlert").filter(has_text=title)
        expect(told).to_be_visible()
        assert told.locator("a, del, .katex, [role=img]").count() == 0
        expect(page.get_by_text(title)).to_have_count(2)  # told, and on the agenda
