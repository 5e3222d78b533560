"""Files on their way out (下载和图片): only with the session they were made for, a download once."""

import time
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind

from db import accounts, sessions
from db.repair_fund.files import attach_file
from db.visit import Visit
from domain.days import BEIJING
from domain.people import Role
from domain.repair_fund.files import FileKind, NewFile
from door import files
from tests.browsing import settled, sign_in_as, visit_page
from tests.fund_walk import picture
from tests.serving import Served

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def cookies(page: Page) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())}


def made_but_not_fetched(page: Page) -> str:
    """The address of a file the server made for a click, which the browser never asked for."""
    page.evaluate("HTMLAnchorElement.prototype.click = function () { window.asked = this.href }")
    page.get_by_role("button", name="公示文档").click()
    page.wait_for_function("window.asked")
    return "/media/" + page.evaluate("window.asked").rpartition("/media/")[2]


def with_photographs(served: Served) -> int:
    """A project that shows a photograph from before and one from after."""
    with served.opened() as db:
        project = int(db.execute("select min(id) from repair_projects").fetchone()[0])
        clerk = Visit(db, accounts.user(db, "clerk"), datetime.now(BEIJING))
        for kind in (FileKind.PHOTO_BEFORE, FileKind.PHOTO_AFTER):
            name = f"{kind.label}.png"
            shown = NewFile(kind.label, project, kind, name, picture(len(kind.label)))
            attach_file(clerk, shown)
    return project


@pytest.fixture
def secretary(page: Page) -> Page:
    sign_in_as(page, Role.SECRETARY, "/points")
    page.get_by_role("tab", name="月度", exact=True).click()
    settled(page)
    return page


def test_a_download_is_for_its_session_and_for_once(secretary: Page, served: Served):
    address, own = made_but_not_fetched(secretary), cookies(secretary)
    for asked in ({}, {"Cookie": f"{sessions.COOKIE}=made up"}):
        status, headers, body = served.ask("GET", address, asked)
        assert (status, headers["cache-control"]) == (403, "no-store")
        assert b"PK" not in body
    assert served.ask("GET", address, {"Cookie": served.cookie("secretary")})[0] == 404
    assert served.ask("GET", address, {"Cookie": served.cookie("clerk")})[0] == 404

    assert served.ask("HEAD", address, own)[0] == 200  # looking is not fetching
    status, headers, body = served.ask("GET", address, {**own, "Range": "bytes=0-1"})
    assert (status, headers["content-type"], body[:2]) == (200, KIND, b"PK")
    assert headers["cache-control"] == "private, no-store"
    assert len(body) > 1000
    for method in ("GET", "HEAD", "GET"):
        status, _, body = served.ask(method, address, own)
        assert status == 410 or method == "HEAD"
        assert b"PK" not in body


def test_signing_out_ends_what_was_made_before(secretary: Page, served: Served):
    address, own = made_but_not_fetched(secretary), cookies(secretary)
    secretary.get_by_role("button", name="退出登录").click()
    secretary.get_by_label("用户名").first.wait_for()
    assert served.ask("GET", address, own)[0] == 403


def test_a_session_that_ended_gets_no_file_that_was_made_before(secretary: Page, served: Served):
    address, own = made_but_not_fetched(secretary), cookies(secretary)
    with served.opened() as db:
        db.execute(
            "update sessions set ended_at = '2026-11-25T00:00:00+08:00', ended_why = 'closed'"
            " where ended_at is null"
        )
    assert served.ask("GET", address, own)[0] == 403


def test_the_same_button_saves_again_and_again_in_a_browser(secretary: Page):
    for _ in range(3):
        with secretary.expect_download() as coming:
            secretary.get_by_role("button", name="公示文档").click()
        assert coming.value.failure() is None
        assert Path(coming.value.path()).read_bytes().startswith(b"PK")


def test_a_picture_is_answered_to_its_page_only_but_as_often_as_it_asks(page: Page, served: Served):
    drawn = []
    page.on("request", lambda r: drawn.append(r.url.removeprefix(served.url)))
    project = with_photographs(served)
    sign_in_as(page, Role.CLERK)
    visit_page(page, f"/fund?project={project}")
    page.get_by_role("tab", name="资料", exact=True).click()
    page.get_by_role("img", name="维修前照片").first.wait_for()
    address = next(each for each in drawn if each.startswith("/media/"))
    own = cookies(page)
    for _ in range(3):
        status, headers, body = served.ask("GET", address, own)
        assert (status, headers["cache-control"]) == (200, "private, no-store")
        assert headers["content-type"].startswith("image/")
        assert body
    assert served.ask("GET", address)[0] == 403
    assert served.ask("GET", address, {"Cookie": served.cookie("secretary")})[0] == 404
    with served.opened() as db:
        db.execute("update sessions set ended_at = opened_at, ended_why = 'closed'"
                   " where ended_at is null")  # fmt: skip
    assert served.ask("GET", address, own)[0] == 403


# The store -----------------------------------------------------------------------------------


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> files.HouseFiles:
    monkeypatch.setattr(files, "_session_of_the_run", lambda: "session of the run")
    return files.HouseFiles("/media")


def keep(held: files.HouseFiles, content: bytes = b"a list") -> str:
    made = files.Made.for_session(content, "token")
    return held.load_and_get_id(made, "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv")


def test_the_same_content_for_two_people_has_two_addresses(held):
    assert keep(held) != keep(held)


def test_a_download_nobody_fetched_is_gone_after_a_minute(held, monkeypatch):
    early = keep(held)
    now = time.monotonic()
    monkeypatch.setattr(files.time, "monotonic", lambda: now + files.LIFE + 1)
    assert not held.spend(early)
    assert early not in held._files_by_id
    assert not held.belongs_to(early, sessions.digest("token"))


def test_a_download_outlives_the_runs_of_others_until_it_is_fetched(held):
    """The framework forgets a file no page shows after two runs of anybody."""
    manager = MediaFileManager(held)
    name = manager.add_deferred(lambda: files.Made.for_session(b"a list", "token"), "text/csv", "1")
    id = Path(manager.execute_deferred(name)).stem
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()
    assert held.get_file(id).content == b"a list"
    assert held.spend(id)
    assert not held.spend(id)


def test_a_picture_belongs_to_every_session_that_draws_it_and_to_no_other(held, monkeypatch):
    id = held.load_and_get_id(b"png", "image/png", MediaFileKind.MEDIA)
    monkeypatch.setattr(files, "_session_of_the_run", lambda: "another")
    assert held.load_and_get_id(b"png", "image/png", MediaFileKind.MEDIA) == id
    assert [held.belongs_to(id, who) for who in ("session of the run", "another", "third", "")] == [
        True, True, False, False,
    ]  # fmt: skip
    held.delete_file(id)
    assert not held.belongs_to(id, "another")
