"""Up to four are one tap each (四个以内不用下拉), and no two options are taken for one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from ui.choices import FEW

SCREEN = """
import streamlit as st
from ui import choices

chosen = choices.one_of_these(
    "哪一个", st.session_state.these, st.session_state.these_said, key="one", at=st.session_state.at
)
st.text(f"选了 {chosen}")
"""


@dataclass(frozen=True)
class Row:
    """A row of the file, as a list of rooms or estates has them."""

    id: int


def screen(these: Sequence[object], said: object, at: int | None = None) -> AppTest:
    made = AppTest.from_string(SCREEN)
    made.session_state.these, made.session_state.these_said = these, said
    made.session_state.at = at
    return made.run()


@pytest.mark.parametrize("many", [1, 2, FEW, FEW + 1, 30])
def test_up_to_four_stand_side_by_side_and_more_are_a_list(many: int):
    made = screen(list(range(many)), str)
    assert (len(made.button_group), len(made.selectbox)) == ((1, 0) if many <= FEW else (0, 1))
    assert made.text[0].value == "选了 None"


@pytest.mark.parametrize("many", [3, 9])
def test_two_of_the_same_words_are_two(many: int):
    made = screen(list(range(many)), lambda number: "第二期回单.pdf")
    field = (*made.button_group, *made.selectbox)[0]
    assert len(set(field.options)) == many
    field.set_value(0).run()
    assert made.text[0].value == "选了 0"


def test_typed_words_on_a_pill_are_shown_byte_for_byte():
    made = screen([1, 2], lambda number: f"**何记**:red[店]{number}")
    assert all("**何记" not in words for words in made.button_group[0].options)


@pytest.mark.parametrize("these", [[7, 8], [Row(7), Row(8)]])
def test_what_starts_with_one_chosen_is_never_nothing(these: list[object]):
    made = screen(these, str, at=1)
    assert made.text[0].value == f"选了 {these[1]}"
    assert made.button_group[0].proto.required
