"""An act is one noun (一件事): a screen names the write, and says neither who may nor how it is told."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import db as database
from db import connection
from db.writes import undo_of
from domain.people import Permission
from pages.second_person import waits_for
from tests.screens import door, said

PAGES = Path(__file__).parents[2] / "pages"
MECHANISM = {"acts.py", "dialogs.py"}
SPELT_OUT = re.compile(r"forms\.(?:slip|receipt_of|tell)\(|st\.dialog\(")


def sources() -> dict[str, str]:
    return {
        file.relative_to(PAGES).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(PAGES.rglob("*.py"))
        if file.relative_to(PAGES).as_posix() not in MECHANISM
    }


def named(source: str) -> set[str]:
    """The permissions a page names, but for who may enter a room."""
    inside = re.sub(r"Room\((?:[^()]|\([^()]*\))*\)", "", source)
    return set(re.findall(r"Permission\.([A-Z_]+)", inside))


def asked_by_writes() -> set[str]:
    """The names of the permissions that some write carries."""
    found = set()
    for part in pkgutil.walk_packages(database.__path__, "db."):
        for _, function in inspect.getmembers(importlib.import_module(part.name)):
            if hasattr(function, "takes_slip"):
                found.add(function.permission.name)
    return found


def test_no_page_spells_out_an_act():
    for name, source in sources().items():
        assert not SPELT_OUT.findall(source), name


def test_what_an_act_needs_is_written_on_its_write_and_on_no_screen():
    """A page may name what only sees something, and who may enter a room."""
    writes = asked_by_writes()
    assert {"RECORD_PAYMENT", "REGISTER_AWARD"} <= writes
    assert "SEE_FUND" not in writes
    for name, source in sources().items():
        assert not named(source) & writes, name


def test_what_takes_a_write_back_needs_its_number_and_a_slip_and_nothing_else():
    """The line at the foot of the page knows no more than the receipt."""
    found = {}
    for part in pkgutil.walk_packages(database.__path__, "db."):
        for name, function in inspect.getmembers(importlib.import_module(part.name)):
            if hasattr(function, "takes_slip") and (undo := undo_of(function)):
                found[name] = undo
    assert set(found) == {
        "enroll", "give_voucher", "redeem_for_voucher", "pick_up", "register_award", "reserve",
        "import_list", "generate", "mark_done", "add_unit", "merge_residents", "tell_apart",
    }  # fmt: skip
    for undo in found.values():
        assert list(inspect.signature(undo.write).parameters) == ["visit", "id", "slip"]


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (Permission.APPROVE_PAYMENT, "等书记/主任核准"),
        (Permission.APPROVE_AWARD, "等另一个人核准"),
        (Permission.SUPERVISE_BALLOT, "等监督核准"),
    ],
)
def test_what_waits_for_a_second_person_says_for_whom_in_one_wording(needs: Permission, words: str):
    assert waits_for(needs) == words


# What the mechanism does ---------------------------------------------------------------------

PAGE = """
import streamlit as st
from db.parameters import change_parameter
from domain.parameters import Change
from domain.people import Permission
from pages import acts
from pages.again import visit_again
from ui import forms

@acts.form(change_parameter)
def fields(visit, slip, code):
    reason = st.text_input("为什么改", key=f"{slip}:reason")
    pressed = forms.save_button("保存", slip)
    return Change(slip, code, 11, reason) if pressed else None

with visit_again(Permission.OWN_ACCOUNT) as visit:
    forms.settle()
    forms.begin_page()
    acts.news(visit)
    fields(visit, "first_pct")
    acts.act(visit, "改回去", change_parameter, Change, "first_pct", 70, "街道通知")
"""


@pytest.fixture
def screen(path: Path, monkeypatch: pytest.MonkeyPatch):
    enter = door(path, monkeypatch)

    def opened(who: str) -> AppTest:
        enter(who, "me")  # its cookie stays
        return AppTest.from_string(PAGE, default_timeout=60).run()

    return opened


def press(screen: AppTest, label: str) -> AppTest:
    next(button for button in screen.button if button.label == label).click().run()
    assert not screen.exception
    return screen


def changed(path: Path) -> int:
    with connection.opened(path) as db:
        sql = "select count(*) from audit_log where action = 'parameters.change_parameter'"
        return int(db.execute(sql).fetchone()[0])


def test_an_act_is_drawn_only_for_who_may_do_the_write(screen):
    assert [button.label for button in screen("admin").button] == ["保存", "改回去"]
    assert [button.label for button in screen("clerk").button] == []
    assert not screen("clerk").text_input


def test_a_refusal_stands_alone_and_keeps_what_was_typed(screen, path: Path):
    admin = screen("admin")
    admin.text_input[0].set_value("街道通知 2026").run()
    assert "改为" in said(press(admin, "保存"))
    assert len(admin.success) == 1
    assert changed(path) == 1
    admin.text_input[0].set_value("短").run()
    press(admin, "保存")
    assert not admin.success
    assert len(admin.error) == 1
    assert admin.text_input[0].value == "短"
    assert changed(path) == 1


def test_only_the_last_act_is_told_and_the_next_form_is_empty(screen, path: Path):
    admin = screen("admin")
    admin.text_input[0].set_value("街道通知 2026").run()
    press(admin, "保存")
    assert admin.text_input[0].value == ""
    first = admin.success[0].value
    press(admin, "改回去")
    assert len(admin.success) == 1
    assert admin.success[0].value != first
    assert changed(path) == 2
