"""Nothing preset is stored untouched: every form of every room starts empty."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import connection
from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests import community, fund_desk
from tests.demo import demo_copy
from tests.presets import preset
from tests.screens import labels
from tests.walk import OUT, opener

AT_THE_DESK = (Role.SECRETARY, Role.CLERK, Role.ADMIN, Role.ACCOUNTANT)
OPENS = {  # where a project of the small community stands: who opens what
    "proposed": ("clerk", ["登记查勘"]),
    "surveyed": ("property", ["加报价", "写方案"]),
    "planned": ("clerk", ["去排议程"]),
    "deliberated": ("clerk", ["登记公示"]),
    "plan_notice": ("clerk", ["定表决办法"]),
    "applied": ("clerk", ["登记审核意见"]),
    "in_works": ("clerk", ["传资料", "登记验收"]),
    "accepted": ("accountant", ["登记决算"]),
}


def rooms_of(role: Role) -> list[str]:
    return [room.address for room in ROOMS if room.needs in GRANTS[role]]


def pressed(screen: AppTest, label: str) -> AppTest:
    next(button for button in screen.button if button.label == label).click().run()
    assert not screen.exception
    return screen


@pytest.mark.slow
def test_every_form_on_the_demonstration_starts_empty(tmp_path: Path, monkeypatch):
    enter = opener(demo_copy(tmp_path), monkeypatch)
    found, done = [], set()
    for role in AT_THE_DESK:
        for address in rooms_of(role):
            drawn = enter(role.value, address)
            found += [(address, "", *one) for one in preset(drawn)]
            for label in dict.fromkeys(labels(drawn)):
                if label != OUT and (address, label) not in done:
                    done.add((address, label))
                    screen = enter(role.value, address)
                    if label in labels(screen):  # 撤回, pressed before, takes a whole row away
                        opened = pressed(screen, label)
                        found += [(address, label, *one) for one in preset(opened)]
    assert found == []
    assert {("fund", "登记提议"), ("agenda", "加议题"), ("people", "开新账号"),
            ("points", "登记湾郡币"), ("vouchers", "新批次"), ("sheds", "记一次清点")} <= done  # fmt: skip


@pytest.mark.parametrize("state", OPENS)
def test_every_form_of_a_project_starts_empty(tmp_path: Path, monkeypatch, state: str):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        project = str(fund_desk.project_at(db, state))
    enter = opener(path, monkeypatch)
    who, opens = OPENS[state]
    for label in opens:
        screen = enter(who, "fund", project=project)
        if label in labels(screen):
            assert list(preset(pressed(screen, label))) == []


def test_the_reader_sees_what_is_preset(tmp_path: Path, monkeypatch):
    screen = AppTest.from_string(HOLDING).run()
    assert dict(preset(screen)) == {"几枚": 10, "哪种": "甲", "结果": "合格", "同意": True}


HOLDING = """
import streamlit as st
slip = "form-" + "0" * 32
st.number_input("几枚", value=10, key=slip + ":points")
st.number_input("空着", value=None, key=slip + ":empty")
st.selectbox("哪种", ["甲", "乙"], key=slip + ":kind")
st.selectbox("只有一种", ["甲"], key=slip + ":only")
st.pills("结果", ["合格", "要整改"], default="合格", key=slip + ":found")
st.checkbox("同意", value=True, key=slip + ":agrees")
st.selectbox("看哪个月", ["一月", "二月"], key="month")
"""
