"""Two people change one thing at once (两个人同时改): who saves second is told, and undoes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import sign_in_as, visit_page, window
from tests.dialog_by_hand import closed, fill, opened, press, refused, row
from tests.serving import Served

expect.set_options(timeout=30_000)


@dataclass(frozen=True, slots=True)
class Form:
    """Where a thing is changed: its address, its button, two of its fields, and what is stored."""

    address: str
    button: str  # its key
    first: str
    second: str
    sql: str
    why: str = ""


ESTATE = Form(
    "community", "estate:1", "小区简称", "规划多少户",
    "select short_name, households from estates where id = 1", "为什么改",
)  # fmt: skip
SHED = Form(
    "sheds", "change:1", "叫什么", "在哪里", "select name, position from sheds where id = 1"
)


@pytest.fixture
def two(browser: Browser, served: Served) -> Iterator[tuple[Page, Page]]:
    with window(browser, served.url) as one, window(browser, served.url) as other:
        pages = one.new_page(), other.new_page()
        for page, who in zip(pages, ("clerk", "secretary")):
            sign_in_as(page, who)
        yield pages


def begun(page: Page, form: Form) -> Locator:
    visit_page(page, f"/{form.address}")
    button = page.locator(f".st-key-{form.button.replace(':', '-')} button")
    return opened(page, button)


def changed(dialog: Locator, form: Form, label: str, words: str) -> None:
    fill(dialog, **{label: words} | ({form.why: "写错了"} if form.why else {}))
    press(dialog, "保存")


@pytest.mark.parametrize("form", [ESTATE, SHED], ids=["estate", "shed"])
def test_who_saves_second_sees_what_the_first_one_changed(
    two: tuple[Page, Page], served: Served, form: Form
):
    slow, quick = (begun(page, form) for page in two)
    changed(quick, form, form.first, "改了名字的")
    closed(quick, "改了名字的")
    changed(slow, form, form.second, "77")
    refused(slow, "没有存：刚被别人改过")
    assert row(served, form.sql)[0] == "改了名字的"
    press(slow, "照现在的重填")
    expect(slow.get_by_label(form.first).first).to_have_value("改了名字的")
    changed(slow, form, form.second, "77")
    closed(slow, "77")
    assert [str(word) for word in row(served, form.sql)] == ["改了名字的", "77"]


def test_a_draft_begun_on_other_facts_is_not_laid_out_under_the_new_ones(
    two: tuple[Page, Page], served: Served
):
    slow, quick = two
    dialog = begun(slow, SHED)
    fill(dialog, 在哪里="88 号门口")
    slow.reload()
    dialog = begun(quick, SHED)
    changed(dialog, SHED, SHED.first, "又改了名字的")
    closed(dialog, "又改了名字的")
    visit_page(slow, f"/{SHED.address}")
    dialog = opened(slow, slow.get_by_role("button", name="接着填"))
    refused(dialog, "上次打开以后")
    press(dialog, "照现在的重填")
    expect(dialog.get_by_label("叫什么").first).to_have_value("又改了名字的")
