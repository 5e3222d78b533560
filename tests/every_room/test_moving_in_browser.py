"""搬进来: an empty file becomes a community with an opened ballot and a counted shed, by hand.

From the first use in the browser to the stored rows, on screens and with files of a second library
alone; the taps are those of research A12 where it has a figure.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from db.checks import report
from db.rows import value
from tests import community, later
from tests.browsing import problems, settled, visit_page, window
from tests.dialog_by_hand import fill, opened, pill, press
from tests.fund_walk import Town, town
from tests.moving_in import CLERK, LEAK, NAME, SHED, Moved, moved
from tests.office_files import BUILDING, ESTATE, FLATS
from tests.serving import Served, serving

TO_PREVIEW, TO_WRITTEN = 2, 3  # A12
MOST_MINUTES = 15
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Town]:
    """A file that was named and is not there, under a clock that goes on by days."""
    folder = tmp_path_factory.mktemp("moving-in")
    clock = folder / "clock"
    clock.write_text(community.NOW.isoformat(), encoding="utf-8")
    told = {later.VARIABLE: str(clock)}
    path, log = folder / "community.db", folder / "server.log"
    with (
        serving(path, log, module="tests.later", more=told) as served,
        town(browser, served, clock) as here,
    ):
        yield here


@pytest.fixture(scope="module")
def there(here: Town) -> Moved:
    """The story, once for all who look at what came of it."""
    wrong = problems(here.page)
    made = moved(here)
    assert wrong == []
    return made


def one(served: Served, sql: str) -> object:
    with served.opened() as db:
        return value(db, sql)


def test_a_list_takes_two_taps_to_its_preview_and_three_until_it_is_written(there: Moved):
    for name, (preview, written) in there.lists.items():
        assert preview <= TO_PREVIEW, f"{name}: {preview} taps to the preview"
        assert written <= TO_WRITTEN, f"{name}: {written} taps until it is written"


def test_it_is_done_within_a_quarter_of_an_hour_of_a_slow_hand(there: Moved):
    told = f"{there.minutes:.1f} minutes, {sum(there.taps.values())} taps: {there.taps}"
    assert there.minutes < MOST_MINUTES, told


def test_what_was_moved_in_is_stored(there: Moved):
    served = there.here.served
    assert one(served, "select name from community") == NAME
    assert one(served, "select short_name from estates") == ESTATE
    assert one(served, "select label || '栋' from buildings") == BUILDING
    assert one(served, "select count(*) from units where area_source = 'register'") == FLATS
    assert one(served, "select count(*) from owner_members where to_on is null") == FLATS + 1


def test_the_shed_is_counted(there: Moved):
    sql = "select s.name || ' ' || c.in_bays from shed_counts c join sheds s on s.id = c.shed_id"
    assert one(there.here.served, sql) == f"{SHED} 12"


def test_the_ballot_is_open_on_every_flat_of_the_building_and_all_of_it_holds(there: Moved):
    served = there.here.served
    assert one(served, "select state from repair_projects") == "voting"
    assert one(served, "select heads from ballots") == FLATS  # two who own one flat are one head
    assert one(served, "select count(*) from scope_units") == FLATS
    with served.opened() as db:
        assert [invariant for invariant in report.run(db) if not invariant.ok] == []


def overflow(page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate(WIDER))


WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_on_a_phone_the_shed_is_counted_again_and_the_ballot_looked_at(
    there: Moved, browser: Browser
):
    served = there.here.served
    with window(browser, served.url, "phone", fresh=True) as context:
        page = context.new_page()
        visit_page(page, "/sheds")
        page.get_by_label("用户名").fill(CLERK)
        page.get_by_label("密码", exact=True).fill(community.PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", name="非机动车棚")).to_be_visible()
        settled(page)
        dialog = opened(page, page.get_by_role("button", name="记一次清点"))
        pill(dialog, SHED)
        fill(dialog, 停在位子上几辆="29")
        press(dialog, "保存清点")
        expect(page.get_by_text("余 1 位").first).to_be_visible()
        assert one(served, "select max(in_bays) from shed_counts") == 29
        assert overflow(page) <= 0
        visit_page(page, "/fund")
        page.get_by_text(LEAK).first.click()
        page.get_by_role("tab", name="表决").click()
        expect(page.get_by_text(f"范围里共 {FLATS} 位业主")).to_be_visible()
        assert overflow(page) <= 0
