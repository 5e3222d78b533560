"""A connection lost for a while (断线), in a real browser: 90 minutes never become 60.

What is tapped while the line is silent reaches nobody; once it is known to be lost the fields rest. The server meanwhile forgot the session, or not.
Whatever is stored afterwards is what the screen showed when save was pressed.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import settled, sign_in_by_click, window
from tests.cut_line import Line, line_to
from tests.demo import demo_copy
from tests.floor_picture import flats
from tests.serving import Served, serving

PERSON = """
    select name from residents
     where guardian_id is null and birth_year between 1975 and 1989 and unit_id is not null
     group by name having count(*) = 1 and max(id) not in (select resident_id from awards)
     order by name limit 1 offset ?
"""
LAST = "select count(*), (select minutes from awards order by id desc limit 1) from awards"
SAVE = "登记，等人核准"


@pytest.fixture(scope="module", params=["forgotten", "remembered"])
def server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """A server that forgets a lost session after a second, and one that keeps it for minutes."""
    folder = tmp_path_factory.mktemp("cut")
    ttl = "1" if request.param == "forgotten" else "600"
    with serving(
        demo_copy(folder), folder / "server.log", server_disconnectedSessionTTL=ttl
    ) as served:
        yield served


@pytest.fixture
def line(server: Served) -> Iterator[Line]:
    with line_to(server.port) as line:
        yield line


@pytest.fixture
def phone(browser: Browser, line: Line) -> Iterator[Page]:
    with window(browser, line.url, "phone") as context:
        yield context.new_page()


def awards_in(server: Served) -> int:
    with server.opened() as db:
        return int(db.execute(LAST).fetchone()[0])


def votes_in(server: Served) -> int:
    with server.opened() as db:
        return int(db.execute("select count(*) from ballot_papers").fetchone()[0])


def minutes(page: Page, typed: str) -> None:
    field = page.get_by_label("做了多少分钟")
    field.fill(typed)
    field.blur()


def test_minutes_changed_while_the_line_was_cut_are_stored_as_shown_or_not_at_all(
    phone: Page, server: Served, line: Line
):
    sign_in_by_click(phone, "volunteer")
    with server.opened() as db:
        name = db.execute(PERSON, [0]).fetchone()[0]
    before = awards_in(server)
    phone.get_by_label("找居民").fill(name)
    phone.get_by_role("button").filter(has_text=name).first.click()
    settled(phone)
    phone.get_by_role("radio", name="值班巡逻 +5/半时").click()
    settled(phone)
    minutes(phone, "60")
    settled(phone)

    line.fall_silent()
    minutes(phone, "90")
    phone.wait_for_timeout(500)
    line.drop()
    phone.locator("[data-test-connection-state=CONNECTED]").wait_for(state="detached")
    expect(phone.get_by_label("做了多少分钟")).to_be_disabled()
    phone.wait_for_timeout(3000)  # longer than the one server remembers
    line.restore()
    settled(phone)

    shown = ""
    for _ in range(10):
        if awards_in(server) > before:
            break
        shown = phone.get_by_label("做了多少分钟").input_value()
        phone.get_by_role("button", name=SAVE).click()
        phone.wait_for_timeout(1500)
        settled(phone)
        no = phone.get_by_text("这一次还没存").or_(phone.get_by_text("接着上次没存的填"))
        stands = phone.get_by_label("做了多少分钟").input_value() == shown
        assert awards_in(server) > before or no.count() or stands, "stored, or it is all there"
    with server.opened() as db:
        awards, stored = db.execute(LAST).fetchone()
    assert (awards, str(stored)) == (before + 1, shown)
    assert shown == "90", "and what was tapped last is what stands there"


def test_flats_tapped_while_the_line_was_cut_stand_there_and_are_stored_once(
    phone: Page, server: Served, line: Line
):
    with server.opened() as db:
        (project,) = db.execute(
            "select b.project_id from ballots b join repair_projects p on p.id = b.project_id"
            " where p.state = 'voting' and b.channel = 'paper'"
        ).fetchone()
    sign_in_by_click(phone, "grid", f"/fund?project={project}")
    phone.get_by_role("tab", name="表决").click()
    settled(phone)
    before = votes_in(server)
    flats(phone, "未投").first.tap()
    expect(phone.get_by_role("button", name="保存 1 户")).to_be_visible()
    settled(phone)

    line.fall_silent()
    flats(phone, "未投").first.tap()
    phone.wait_for_timeout(500)
    line.drop()
    phone.locator("[data-test-connection-state=CONNECTED]").wait_for(state="detached")
    flats(phone, "未投").first.tap()
    phone.wait_for_timeout(3000)  # longer than the one server remembers
    line.restore()
    settled(phone)

    save = phone.get_by_role("button", name="保存 3 户（同意 3）")
    expect(save).to_be_visible()
    for _ in range(10):
        if votes_in(server) > before:
            break
        if save.count():
            save.tap()
        phone.wait_for_timeout(1500)
        settled(phone)
    assert votes_in(server) == before + 3
    expect(phone.locator(".picture .tile.tapped")).to_have_count(0)
