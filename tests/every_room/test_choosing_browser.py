"""Choosing a person inside a dialog (对话框里选人), in a real browser: from first click to stored row."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Size, problems, settled, sign_in_as, window
from tests.demo import TODAY
from tests.serving import Served

expect.set_options(timeout=30_000)
PERSON = """
    select r.id, r.name, u.code from residents r join units u on u.id = r.unit_id
     where r.guardian_id is null and r.birth_year < 1990
       and (select count(*) from residents n where n.name = r.name) = 1
       and r.id not in (select resident_id from enrollments)
       and r.id not in (select resident_id from awards)
"""
CLASS = """
    select c.id, c.course, c.age_min, c.age_max from classes c
      join terms t on t.id = c.term_id
     where c.need_guardian = 0 and c.age_min between 18 and 60 and c.teacher_id is null
       and ? between t.enrol_from and t.enrol_to
       and c.capacity > 2 + (select count(*) from enrollments e where e.class_id = c.id)
     order by c.id limit 1
"""


@pytest.fixture(params=["desk", "phone"])
def page(request, browser: Browser, served: Served) -> Iterator[Page]:
    size: Size = request.param
    with window(browser, served.url, size) as context:
        page = context.new_page()
        heard = problems(page)
        yield page
        assert heard == []


def press(page: Page, what: Locator) -> None:
    """A mouse clicks, a thumb taps."""
    touch = page.evaluate("navigator.maxTouchPoints > 0")
    what.tap() if touch else what.click()
    settled(page)


def send(page: Page, name: str) -> None:
    """The save button of the dialog, which closes by it."""
    dialog = page.get_by_role("dialog")
    press(page, dialog.get_by_role("button", name=name, exact=True))
    expect(dialog).to_have_count(0)


def choose(page: Page, name: str, room: str) -> None:
    """Type a name into the dialog and tap the one of this room: the dialog stays, and tells who."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("找居民").fill(name)
    found = dialog.get_by_role("button").filter(has_text=name).filter(has_text=room)
    expect(found).to_have_count(1)
    press(page, found)
    expect(dialog.get_by_role("button", name="换人")).to_be_visible()
    expect(dialog.get_by_text(name, exact=True)).to_be_visible()


def ask(served: Served, sql: str, *given: object) -> tuple[Any, ...]:
    with served.opened() as db:
        return tuple(db.execute(sql, given).fetchone())


def test_points_are_written_down_from_the_dialog_of_their_page(page: Page, served: Served):
    id, name, room = ask(served, f"{PERSON} order by r.id limit 1")
    sign_in_as(page, "clerk", "/points")
    press(page, page.get_by_role("button", name="登记湾郡币", exact=True))
    choose(page, str(name), str(room))
    dialog = page.get_by_role("dialog")
    press(page, dialog.get_by_text("参加培训 +5", exact=True))
    send(page, "登记")
    stored = "select resident_id, points, state from awards order by id desc limit 1"
    assert ask(served, stored) == (id, 5, "draft")


def test_a_person_is_enrolled_from_the_dialog_of_a_class_card(page: Page, served: Served):
    class_id, course, least, most = ask(served, CLASS, TODAY.isoformat())
    id, name, room = ask(
        served, f"{PERSON} and r.birth_year between ? and ? order by r.id desc limit 1",
        TODAY.year - min(int(most or 58), 58), TODAY.year - int(least) - 2,
    )  # fmt: skip
    sign_in_as(page, "clerk", "/academy")
    press(page, page.locator(f".st-key-enroll-{class_id} button"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(str(course))).to_be_visible()
    choose(page, str(name), str(room))
    press(page, dialog.get_by_text("已当面确认本人愿意报名"))
    send(page, "报名")
    stored = "select resident_id, class_id, state from enrollments order by id desc limit 1"
    assert ask(served, stored) == (id, class_id, "confirmed")
