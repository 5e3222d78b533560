"""A press counts (没有白按的): the run of it is given up at every place where that can happen."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.press import CHANGED

PAGE = """
import streamlit as st
from ui import press

def overtaken(where):
    if st.session_state.get("where") == where:
        del st.session_state["where"]
        if st.session_state.pop("and change", False):
            st.session_state["field"] = "five"
        st.rerun()

@st.dialog("a dialog")
def shown():
    overtaken("inside")
    st.markdown("opened")
    press.forget()

done = st.session_state.setdefault("done", [])
overtaken("before")
if press.button("act", key="act"):
    done.append("act")
st.session_state.setdefault("field", "three")
if press.button("save", key="save", holds=lambda: st.session_state["field"]):
    done.append(st.session_state["field"])
if press.button("open", key="open"):
    press.opens("open", shown)
press.button("shut", key="shut", disabled=True)
overtaken("after")
press.forget()
"""


@pytest.fixture
def screen() -> AppTest:
    return AppTest.from_string(PAGE, default_timeout=30).run()


def press(screen: AppTest, key: str, where: str, *, change: bool = False) -> AppTest:
    screen.session_state["where"] = where
    screen.session_state["and change"] = change
    return screen.button(key=key).click().run()


@pytest.mark.parametrize("where", ["nowhere", "before", "after"])
def test_an_act_is_done_once_wherever_its_run_is_given_up(screen: AppTest, where: str):
    press(screen, "act", where).run()
    assert screen.session_state["done"] == ["act"]


@pytest.mark.parametrize("where", ["nowhere", "before", "inside", "after"])
def test_a_dialog_opens_wherever_its_run_is_given_up(screen: AppTest, where: str):
    press(screen, "open", where)
    assert [said.value for said in screen.markdown] == ["opened"]
    screen.run()
    assert not screen.markdown


def test_what_a_form_held_when_it_was_pressed_is_what_is_sent(screen: AppTest):
    press(screen, "save", "before")
    assert screen.session_state["done"] == ["three"]
    press(screen, "save", "before", change=True)
    assert screen.session_state["done"] == ["three"]
    assert [said.value for said in screen.warning] == [CHANGED]
    screen.button(key="save").click().run()
    assert screen.session_state["done"] == ["three", "five"]
    assert not screen.warning
