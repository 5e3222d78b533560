"""The money of a project and the accounts of the fund on the screen, by the real script."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db import connection, sessions
from db.repair_fund import payments
from tests import ROOT, community, fund_desk, fund_money
from tests.fund_money import PINE_1_FLATS, K, a_file, paper
from tests.screens import said, signed_in

SHELL = ROOT / "pages" / "shell.py"
Open = Callable[..., AppTest]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *PINE_1_FLATS)
    return path


@pytest.fixture
def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`opened("accountant", project)`: the money of a project, or the accounts without one."""

    def open_as(who: str, project: int | None = None, view: str | None = None) -> AppTest:
        cookies = {sessions.COOKIE: signed_in(path, who)}
        monkeypatch.setenv("COMMUNITY_DB", str(path))
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
        screen = AppTest.from_string(SCRIPT, default_timeout=60)
        screen.session_state["draws"] = project or 0
        if view:
            screen.session_state["accounts:view"] = view
        screen.run()
        assert not screen.exception
        return screen

    return open_as


SCRIPT = """
import streamlit as st
from pages.again import visit_again
from domain.people import Permission
from db.repair_fund import projects
from pages.repair_fund.money import draw_money
from pages.repair_fund.accounts import draw_accounts
with visit_again(Permission.SEE_FUND) as visit:
    if st.session_state["draws"]:
        draw_money(visit, projects.project(visit.db, st.session_state["draws"]))
    else:
        draw_accounts(visit)
"""


def press(screen: AppTest, label: str) -> None:
    next(button for button in screen.button if button.label == label).click().run()
    assert not screen.exception


def labels(screen: AppTest) -> set[str]:
    return {button.label for button in screen.button}


def ready(db: Database) -> int:
    project = fund_money.approved(db)
    for kind in ("contract", "invoice"):
        a_file(db, project, kind)
    return project


def test_what_is_missing_is_said_and_no_button_is_offered(path: Path, opened: Open):
    with connection.opened(path) as db:
        project = fund_money.approved(db)
    screen = opened("accountant", project)
    assert "还没传“施工合同”。" in said(screen)
    assert "登记首期款" not in labels(screen)


@pytest.mark.parametrize("who", ["property", "grid", "admin", "supervisor"])
def test_who_only_looks_finds_no_button(path: Path, opened: Open, who: str):
    with connection.opened(path) as db:
        project = ready(db)
        payments.record_payment(
            community.visit_of(db, "accountant"), paper(project, K.FIRST, 100_000)
        )
    screen = opened(who, project)
    assert not {label.split(" ")[0] for label in labels(screen)} & {"核准", "退回", "登记首期款"}
    assert "核准以后" not in said(screen)
    assert ("看每一户" in str(screen.expander)) == (who == "supervisor")


def test_the_table_of_shares_opens_with_its_sum(path: Path, opened: Open):
    with connection.opened(path) as db:
        project = fund_desk.project_at(db, "planned")
    screen = opened("clerk", project)
    assert "预估分摊" in {header.value for header in screen.header}


def test_nothing_due_is_said_by_one_and_confirmed_by_another(path: Path, opened: Open):
    with connection.opened(path) as db:
        project = fund_money.ready_for_final(db, 3_460_000)
    press(opened("accountant", project), "没有尾款，提请确认")
    press(opened("secretary", project), "确认没有尾款")
    with connection.opened(path) as db:
        assert payments.money(db, project).state == "final_paid"


def test_accounts_go_from_estate_to_building_to_household(path: Path, opened: Open):
    screen = opened("accountant")
    assert [metric.value for metric in screen.metric] == ["8.50", "8.50", "10 :small[户]",
                                                          "0 :small[户]"]  # fmt: skip
    building = next(box for box in screen.selectbox if box.label == "哪一栋")
    building.select_index(0).run()
    assert not screen.exception
    assert "1栋：10 户都不用续交。" in said(screen)
    drawn = json.loads(screen.get("bidi_component")[0].proto.json)
    tiles = [tile for block in drawn["blocks"] for row in block["rows"] for tile in row["tiles"]]
    assert [block["name"] for block in drawn["blocks"]] == ["1单元", "2单元"]
    assert len(tiles) == 10
    assert {(tile["look"], tile["word"], tile["level"], tile["told"]) for tile in tiles} == {
        ("fine", "100.00%", 100, "余额 8,500.00 元，首期 8,500.00 元，正常")
    }


def test_property_sees_buildings_and_no_household(opened: Open):
    screen = opened("property")
    assert screen.table
    assert not [box for box in screen.selectbox if box.label == "哪一栋"]


@pytest.mark.parametrize("view", ["半年对账", "入账"])
@pytest.mark.parametrize("who", ["clerk", "supervisor", "property", "grid", "admin"])
def test_every_view_draws_for_everybody_who_may(opened: Open, who: str, view: str):
    if view == "入账" and who not in ("clerk", "supervisor"):
        return
    opened(who, view=view)


def test_the_page_itself_opens_the_accounts(path: Path, monkeypatch: pytest.MonkeyPatch):
    cookies = {sessions.COOKIE: signed_in(path, "accountant")}
    monkeypatch.setenv("COMMUNITY_DB", str(path))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    screen = AppTest.from_file(str(SHELL), default_timeout=60)
    screen._page_hash = calc_hash("fund")
    screen.run()
    assert not screen.exception
