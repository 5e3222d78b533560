"""第一次使用: a real community begins at the computer that runs the server, and nowhere else."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db import accounts, connection, founding, heads, registry
from db.checks import report
from domain.days import BEIJING
from domain.errors import Invalid, WrongState
from domain.founding import Founding
from door import callers
from tests import empty
from tests.browsing import settled, visit_page, window
from tests.screens import SHELL, said
from tests.serving import Served, serving

NOW = datetime(2026, 3, 18, 9, 40, tzinfo=BEIJING)
PAPER = Founding("梧桐社区", "", "wang", "王主任", "vellum-Otter-19")
HERE: dict[str, object] = {"ip_address": None, "headers": {}, "cookies": {}}
expect.set_options(timeout=30_000)


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "real.db"
    monkeypatch.setenv("COMMUNITY_DB", str(path))
    for name, value in HERE.items():
        monkeypatch.setattr(ContextProxy, name, property(lambda _, value=value: value))
    return path


def screen() -> AppTest:
    return AppTest.from_file(str(SHELL), default_timeout=60).run()


def fill(shown: AppTest, password: str, again: str) -> AppTest:
    for label, words in {
        "社区名称": "梧桐社区", "管理员姓名": "王主任", "管理员的用户名": "wang",
        "密码（至少": password, "密码再": again,
    }.items():  # fmt: skip
        next(field for field in shown.text_input if field.label.startswith(label)).set_value(words)
    next(button for button in shown.button if button.label == "建好社区").click().run()
    return shown


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_is_named_and_holds_nothing_is_begun_as_a_real_community(
    new: Path, there: bool
):
    if there:
        new.touch()
    assert founding.asked_for(new)
    founding.found(new, PAPER, NOW)
    with connection.opened(new) as db:
        known = registry.community(db)
        assert known is not None and known.name == "梧桐社区" and not known.is_demo
        assert [(one.username, one.name) for one in accounts.accounts(db)] == [("wang", "王主任")]
        assert [one.detail for one in report.run(db) if not one.ok] == []
    assert stat.S_IMODE(new.stat().st_mode) == 0o600 or os.name == "nt"
    assert not founding.asked_for(new)


def test_a_file_that_was_not_named_is_left_to_the_demonstration(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("COMMUNITY_DB", raising=False)
    assert not founding.asked_for(tmp_path / "community.db")


def test_where_a_database_was_before_none_is_silently_begun(new: Path):
    heads.list_of(new).write_text("", encoding="utf-8")
    assert not founding.asked_for(new)


def test_all_that_is_wrong_is_said_before_a_file_is_made(new: Path):
    with pytest.raises(Invalid) as refused:
        founding.found(new, Founding(" ", "", "W", "", "short"), NOW)
    assert all(what in str(refused.value) for what in ("社区名称", "用户名", "密码", "姓名"))
    assert not new.exists()


def test_the_name_of_the_community_is_no_password(new: Path):
    with pytest.raises(Invalid):
        founding.found(new, Founding("桂花园社区", "", "wang", "王主任", "guihuayuanshequ1"), NOW)
    assert not new.exists()


def test_whoever_is_second_changes_nothing(new: Path):
    founding.found(new, PAPER, NOW)
    with pytest.raises(WrongState, match="已经建好"):
        founding.found(new, Founding("别的社区", "", "li", "李", "vellum-Otter-20"), NOW)
    with connection.opened(new) as db:
        assert len(accounts.accounts(db)) == 1


def test_init_takes_everything_but_the_password_as_options(tmp_path: Path, monkeypatch):
    path = tmp_path / "real.db"
    words = ("init", "--name", "梧桐社区", "--address", "梧桐路 1 号", "--admin", "wang",
             "--admin-name", "王主任")  # fmt: skip
    assert empty.command(monkeypatch, path, *words, typed="vellum-Otter-19\n") == 0
    with connection.opened(path) as db:
        known = registry.community(db)
        assert known is not None and (known.name, known.address) == ("梧桐社区", "梧桐路 1 号")
        assert accounts.accounts(db)[0].name == "王主任"
    assert empty.command(monkeypatch, path, *words, typed="vellum-Otter-19\n") == 1


def test_the_page_refuses_two_different_passwords_and_then_begins(new: Path):
    shown = screen()
    assert "第一次使用" in said(shown)
    fill(shown, "vellum-Otter-19", "vellum-Otter-20")
    assert "两遍密码不一样" in shown.error[0].value and not new.exists()
    fill(shown, "vellum-Otter-19", "vellum-Otter-19")
    assert not shown.exception
    assert shown.title[0].value == "梧桐社区议事厅"
    assert "社区建好了" in shown.success[0].value


@pytest.mark.parametrize(
    ("name", "value"),
    [("ip_address", "10.0.0.9"), ("headers", {callers.CAME_THROUGH.decode(): "1"})],
)
def test_from_elsewhere_nobody_begins_a_community(new: Path, monkeypatch, name: str, value: object):
    monkeypatch.setattr(ContextProxy, name, property(lambda _: value))
    shown = screen()
    assert "在装系统的那台电脑上打开" in shown.warning[0].value
    assert not shown.text_input


def test_behind_a_named_proxy_the_command_line_is_the_way(new: Path, monkeypatch):
    monkeypatch.setenv("COMMUNITY_HOSTS", "hall.example")
    assert not screen().text_input


def test_a_stranger_in_between_is_noted_and_his_own_note_is_not_believed():
    def headers(*pairs: tuple[bytes, bytes]) -> dict[bytes, bytes]:
        scope = {"type": "http", "client": ("127.0.0.1", 1), "headers": list(pairs)}
        return dict(callers.Callers(lambda *_: None, ())._cleaned(scope)["headers"])  # type: ignore[arg-type]

    assert headers((b"x-forwarded-for", b"1.2.3.4")) == {callers.CAME_THROUGH: b"1"}
    assert headers((callers.CAME_THROUGH, b"0"), (b"host", b"localhost")) == {b"host": b"localhost"}


# In a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("first_use")
    with serving(folder / "real.db", folder / "server.log") as served:
        yield served


def begin(page: Page) -> None:
    for label, words in {
        "社区名称": "梧桐社区", "管理员姓名": "王主任", "管理员的用户名": "wang",
        "密码（至少": "vellum-Otter-19", "密码再写一遍": "vellum-Otter-19",
    }.items():  # fmt: skip
        page.locator(f'input[aria-label^="{label}"]').fill(words)
    page.get_by_role("button", name="建好社区").click()


def test_the_first_visit_begins_a_community_and_its_administrator_signs_in(
    browser: Browser, served: Served
):
    assert "还没有建社区" in served.log.read_text(encoding="utf-8")
    with window(browser, served.url) as context:
        page = context.new_page()
        visit_page(page, "/")
        expect(page.get_by_text("第一次使用")).to_be_visible()
        assert not served.path.exists()
        begin(page)
        expect(page.get_by_text("社区建好了")).to_be_visible()
        page.get_by_label("用户名").fill("wang")
        page.get_by_label("密码", exact=True).fill("vellum-Otter-19")
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_test_id("stSidebarNav").wait_for(state="attached")
        settled(page)
        expect(page.get_by_text("上线清单：办好 0 项")).to_be_visible()
        expect(page.get_by_text("示例数据")).to_have_count(0)
