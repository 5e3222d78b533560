"""Every page × every role on an empty real community, as it comes from `python -m db init`."""

import re
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db import connection
from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests import ROOT, empty
from tests.community import settle
from tests.demo import demo_copy
from tests.screens import SHELL, Go, door, labels, press, said
from tests.walk import Found, opener, walk
from ui import brand

FOREIGN = re.compile("湾郡(?!币)|安普顿|鑫龙湾|天祥")  # 湾郡币 is what the points are called
HERE = [role for role in Role if role not in empty.CANNOT_BE_YET]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty.settle_empty(tmp_path_factory.mktemp("empty") / "community.db")


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(path, monkeypatch)


def rooms_of(role: Role) -> list[str]:
    """The addresses a role may enter; the front page leads some of them elsewhere."""
    return [room.address for room in ROOMS if room.needs in GRANTS[role]]


@pytest.mark.slow
def test_every_page_of_every_role_works_on_an_empty_community(path: Path, monkeypatch):
    found = Found(never=FOREIGN)
    enter = opener(path, monkeypatch)
    for role in HERE:
        for address in rooms_of(role):
            walk(enter, role.value, address, found)
    assert found.wrong == []
    assert {("fund", "登记提议"), ("fund", "登记交存"), ("points", "登记湾郡币"),
            ("points", "登记一次活动"), ("people", "开新账号")} <= found.pressed  # fmt: skip


@pytest.mark.slow
def test_every_page_of_every_role_works_on_the_demonstration(tmp_path: Path, monkeypatch):
    found = Found()
    enter = opener(demo_copy(tmp_path), monkeypatch)
    for role in Role:
        for address in rooms_of(role):
            walk(enter, role.value, address, found)
    assert found.wrong == []
    assert {("fund", "登记提议"), ("sheds", "记一次清点"), ("agenda", "加议题"),
            ("academy", "报名"), ("points", "核准"), ("vouchers", "新批次")} <= found.pressed  # fmt: skip
    assert any(page == "fund" and "电梯大修" in label for page, label in found.pressed)


def test_the_front_page_says_what_to_set_up_first_and_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    untouched = empty.settle_empty(tmp_path / "community.db")
    screen = door(untouched, monkeypatch)("admin", "")
    words = said(screen)
    order = [
        "开账号",
        "小区和物业",
        "楼栋和房屋",
        "核对本地参数",
        "分户账",
        "车棚",
        "班和学期",
        "商户",
    ]
    lines = [button.label for button in screen.button if (button.key or "").startswith("set_up:")]
    assert lines == ["去看"] + ["去办"] * 6, "accounts there are; the rest is to be done"
    assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)
    assert "都办完了" not in words
    press(screen, "去办")
    assert screen.title[0].value == "社区和小区"


def test_only_who_may_do_a_part_gets_a_button_for_it(enter: Go):
    by_admin, by_clerk = labels(enter("admin", "")), labels(enter("clerk", ""))
    assert by_admin.count("去办") == 5  # facts, estates, flats, organisations, parameters
    # estates, flats, owners, residents, organisations, sheds, classes, merchants, goods
    assert by_clerk.count("去办") == 9
    assert labels(enter("leader", "")).count("去办") == 0


def test_once_people_can_work_in_it_nothing_is_asked_for(tmp_path: Path, monkeypatch):
    enter = door(settle(tmp_path / "community.db"), monkeypatch)
    assert "上线清单" not in said(enter("clerk", ""))


@pytest.mark.parametrize(
    ("who", "address", "button", "told"),
    [
        ("clerk", "fund", "登记提议", "先要有小区、楼栋和房屋"),
        ("accountant", "fund", "登记交存", "先要有小区、楼栋和房屋"),
        ("leader", "points", "登记湾郡币", "先要有居民"),
        ("clerk", "points", "登记一次活动", "先要有居民"),
        ("clerk", "vouchers", "新批次", "还没有商户"),
    ],
)
def test_a_form_without_choices_says_what_is_missing_and_offers_no_saving(
    path: Path, monkeypatch, who: str, address: str, button: str, told: str
):
    screen = opener(path, monkeypatch)(who, address)
    before = labels(screen)
    press(screen, button)
    assert any(told in warning.value.replace("\\", "") for warning in screen.warning)
    assert labels(screen) == before


@pytest.mark.parametrize("who", ["leader", "volunteer"])
def test_quick_entry_without_residents_has_no_save_button(enter: Go, who: str):
    screen = enter(who, "quick")
    assert "先要有居民" in screen.warning[0].value
    assert labels(screen) == ["搜索", "退出登录"]


@pytest.mark.parametrize(("role", "told"), [(Role.PROPERTY, "小区"), (Role.MERCHANT, "商户")])
def test_an_account_bound_to_what_is_not_there_cannot_be_begun(
    enter: Go, path: Path, role: Role, told: str
):
    with connection.opened(path) as db:
        db.execute("delete from drafts")  # the other role was begun and not saved
    assert "开账号" in labels(press(enter("admin", "people"), "开新账号"))
    screen = press(enter("admin", "people"), "开新账号")
    field = next(choice for choice in screen.selectbox if choice.label == "角色")
    screen.session_state[str(field.key)] = role
    press(screen, "开新账号")
    assert told in screen.warning[0].value
    assert "开账号" not in labels(screen)


def test_the_name_of_the_community_is_what_its_people_typed(path: Path, monkeypatch):
    monkeypatch.setenv("COMMUNITY_DB", str(path))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {}))
    screen = AppTest.from_file(str(SHELL), default_timeout=60).run()
    assert screen.title[0].value == f"{empty.NAME}议事厅"
    assert empty.NAME in said(door(path, monkeypatch)("secretary", ""))
    assert f">{empty.NAME}</text>" in brand.wordmark(empty.NAME)
    assert "<b>" not in brand.wordmark("<b>花园")


def test_no_name_of_the_demonstration_stands_in_the_program():
    for folder in ("domain", "pages", "ui"):
        for file in sorted((ROOT / folder).rglob("*.*")):
            if file.suffix in {".py", ".js", ".json", ".css", ".svg", ".html"}:
                for line in file.read_text(encoding="utf-8").splitlines():
                    in_words = '"""' not in line and not line.lstrip().startswith("#")
                    assert not (in_words and FOREIGN.search(line)), f"{file}: {line}"
