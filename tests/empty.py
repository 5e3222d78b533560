"""An empty real community (刚建好的真实社区): made by `python -m db`, as its administrator makes it."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.__main__ import main
from domain.people import Role
from tests.browsing import settled, visit_page

NAME = "桂花园社区"
PASSWORD = "vellum-Otter-19"
CANNOT_BE_YET = {Role.PROPERTY, Role.MERCHANT}  # these are bound to an estate, to a merchant


def command(patch: pytest.MonkeyPatch, path: Path, *words: str, typed: str = "") -> int:
    """`python -m db --db path …` with these lines at its standard input."""
    patch.setattr("sys.stdin", io.StringIO(typed))
    return main(["--db", str(path), *words])


def settle_empty(path: Path) -> Path:
    """`python -m db init` at `path`, then one account for each role there can be already."""
    with pytest.MonkeyPatch.context() as patch:
        assert command(patch, path, "init", typed=f"{NAME}\n{PASSWORD}\n") == 0
        for role in Role:
            if role is not Role.ADMIN and role not in CANNOT_BE_YET:
                words = ("account", "create", role.value, "--name", role.label, "--role")
                assert command(patch, path, *words, role.value, typed=f"{PASSWORD}\n") == 0
    return path


def sign_in(page: Page, who: str) -> None:
    """By user name and password, as everybody does in a real community."""
    visit_page(page, "/")
    expect(page.get_by_role("heading", name=f"{NAME}议事厅")).to_be_visible()
    page.get_by_label("用户名").fill(who)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_test_id("stSidebarNav").wait_for(state="attached")
    settled(page)
