"""What is said belongs to the last act (一句话只说刚才那一下): no old green above a new red."""

import operator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests import ROOT
from ui import forms

PAGE = """
import streamlit as st
from domain.errors import Invalid
from domain.receipts import Receipt
from ui import forms

def refused():
    raise Invalid("不行，日期不对。")

def do(write):
    if forms.send(write, write):
        st.rerun()

forms.settle()
forms.begin_page()
if last := forms.last_news():
    with forms.told(last.receipt.told):
        pass
if st.button("成", key="good"):
    do(lambda: Receipt("存好了。", 1))
if st.button("也成", key="other"):
    do(lambda: Receipt("第二件存好了。", 2))
if st.button("不成", key="bad"):
    do(refused)
if st.button("没选", key="nothing"):
    forms.refuse("还没选是谁。")
"""


@pytest.fixture
def screen() -> AppTest:
    return AppTest.from_string(PAGE, default_timeout=30).run()


def test_a_refusal_takes_back_what_was_said_of_another_form(screen: AppTest):
    screen.button(key="good").click().run()
    assert [told.value for told in screen.success] == ["存好了。"]
    for key, words in (("bad", "不行，日期不对。"), ("nothing", "还没选是谁。")):
        screen.button(key="good").click().run()
        screen.button(key=key).click().run()
        assert not screen.success
        assert [told.value for told in screen.error] == [words]


def test_the_next_success_stands_alone(screen: AppTest):
    screen.button(key="good").click().run()
    screen.button(key="other").click().run()
    assert [told.value for told in screen.success] == ["第二件存好了。"]


@pytest.mark.parametrize("word", ["drafts.renew", "silence"])
def test_a_second_click_while_the_first_is_being_told_takes_no_word_away(
    screen: AppTest, word: str, monkeypatch: pytest.MonkeyPatch
):
    """The framework stops a run at any word to it when another click has come meanwhile."""
    real, clicks = operator.attrgetter(word)(forms), [1]

    def stopped(*args: object, **more: object) -> None:
        if clicks:
            clicks.pop()
            st.rerun()
        real(*args, **more)

    monkeypatch.setattr(f"ui.forms.{word}", stopped)
    screen.button(key="good").click().run()
    assert not clicks
    assert [told.value for told in screen.success] == ["存好了。"]
    screen.run()
    screen.button(key="bad").click().run()
    assert not screen.success


def test_every_page_says_its_refusals_by_the_one_way_that_clears_the_rest():
    """A page that drew its own red would leave the old green standing above it."""
    states = {"points_ledger/page.py", "points_ledger/statement.py", "sign_in.py"}
    pages = ROOT / "pages"
    for file in pages.rglob("*.py"):
        if file.relative_to(pages).as_posix() not in states:
            assert "st.error(" not in file.read_text(encoding="utf-8"), file
