"""A date that cannot be, in a real browser: the write refuses it in words, the right one is stored."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from db import connection
from db.rows import value
from tests import browsing, community, fund_desk, later
from tests.fund_walk import Town
from tests.serving import serving

PLANNED = date.fromisoformat(fund_desk.LONG_AGO)  # when the plan of a project at the desk was made
TODAY = PLANNED + timedelta(days=30)


@pytest.fixture(params=["desk", "phone"])
def here(tmp_path: Path, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Town]:
    path, clock = community.settle(tmp_path / "community.db"), tmp_path / "clock"
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        fund_desk.project_at(db, "deliberated")
    clock.write_text(datetime.combine(TODAY, community.NOW.timetz()).isoformat(), encoding="utf-8")
    with ExitStack() as stack:
        served = stack.enter_context(
            serving(path, tmp_path / "log", module="tests.later", more={later.VARIABLE: str(clock)})
        )
        context = stack.enter_context(browsing.window(browser, served.url, request.param))
        yield Town(context, served, clock)


def away(here: Town) -> None:
    """On a phone the calendar lies over the button until one taps beside it."""
    here.page.get_by_role("dialog").get_by_text("公示内容", exact=True).first.click(force=True)
    browsing.settled(here.page)


def test_a_notice_dated_before_its_plan_is_refused_on_the_screen_and_the_right_day_is_stored(
    here: Town,
):
    clerk = here.desk("clerk")
    dialog = clerk.open("登记公示")
    clerk.write(贴在哪里="单元门口")
    clerk.day("哪天贴的", PLANNED - timedelta(days=1))
    away(here)
    clerk.tap("登记公示", dialog)
    expect(dialog.get_by_text("张贴日期写的是", exact=False).first).to_be_visible()
    expect(dialog.get_by_text("不能早于方案写成的", exact=False).first).to_be_visible()
    with here.served.opened() as db:
        assert value(db, "select state from repair_projects") == "deliberated"
    clerk.day("哪天贴的", PLANNED)
    away(here)
    clerk.send("登记公示", "方案公示已登记")
    with here.served.opened() as db:
        assert value(db, "select posted_on from project_notices") == PLANNED.isoformat()
