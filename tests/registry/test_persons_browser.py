"""更正资料 from the resident's page to the stored row, at the desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import settled, sign_in_as
from tests.serving import Served

expect.set_options(timeout=30_000)
WHO = {"page": 50, "phone": 60}


@pytest.fixture
def screen(request: pytest.FixtureRequest, window: str) -> Page:
    return request.getfixturevalue(window)


@pytest.mark.parametrize("window", WHO)
def test_a_name_is_put_right_in_two_taps_and_the_old_one_is_shown(
    screen: Page, served: Served, window: str
):
    id = WHO[window]
    with served.opened() as db:
        (name,) = db.execute("select name from residents where id = ?", [id]).fetchone()
    sign_in_as(screen, "clerk", f"/resident?id={id}")
    screen.get_by_role("button", name="更正资料", exact=True).click()
    dialog = screen.get_by_role("dialog")
    expect(dialog.get_by_label("姓名")).to_have_value(name)
    settled(screen)
    for label, words in (("姓名", "江改名"), ("为什么改", "照身份证改正")):
        dialog.get_by_label(label).fill(words)
        dialog.get_by_label(label).blur()
        settled(screen)
    dialog.get_by_role("button", name="改好", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(screen.get_by_text("江改名的姓名更正了。原因：照身份证改正。")).to_be_visible()
    expect(screen.get_by_text(re.compile(f"姓名由“{name}”改为“江改名”"))).to_be_visible()
    with served.opened() as db:
        (now,) = db.execute("select name from residents where id = ?", [id]).fetchone()
        assert now == "江改名"
