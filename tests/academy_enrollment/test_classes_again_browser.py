"""The classes of the last term are opened in a new one with two taps, at the desk and on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Size, problems, sign_in_as, window
from tests.demo import TODAY
from tests.dialog_by_hand import closed, mine, opened, press, row
from tests.serving import Served

LAST = "select name, ends_on from terms order by starts_on desc limit 1"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_whole_term_is_opened_again_after_a_look(browser: Browser, served: Served, size: Size):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        heard = problems(page)
        name = mine(page, "再来一期")
        (last, _) = row(served, LAST)
        with served.opened() as db:
            (ends,) = db.execute("select date(max(ends_on), '+7 days') from terms").fetchone()
            (id,) = db.execute(
                "insert into terms (name, starts_on, ends_on, enrol_from, enrol_to)"
                " values (?, ?, date(?, '+180 days'), ?, ?) returning id",
                [name, ends, ends, TODAY.isoformat(), (TODAY + timedelta(20)).isoformat()],
            ).fetchone()
        sign_in_as(page, "clerk", "/academy")
        button = page.get_by_role("button", name=f"照{last}开{name}的班")
        dialog = opened(page, button)
        expect(dialog.locator("[class*=st-key-row-copied-]").first).to_be_visible()
        (label,) = dialog.get_by_role("button", name="个班").all_inner_texts()
        count = int("".join(filter(str.isdecimal, label)))
        assert count > 0
        (teacher,) = row(served, "select teacher from classes order by id desc limit 1")
        expect(dialog.get_by_text(teacher).first).to_be_visible()  # on a phone as well
        press(dialog, f"开这 {count} 个班")
        closed(dialog, f"{name}开了 {count} 个班")
        assert row(served, "select count(*) from classes where term_id = ?", id) == (count,)
        assert heard == []
