"""Choosing a word (选一项): an enum is shown by its Chinese labels; nothing is chosen for anybody."""

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

from domain.labels import Labelled

L = TypeVar("L", bound=Labelled)


def one_of(label: str, choices: Iterable[L], *, key: str, at: L | None = None) -> L | None:
    """A few words side by side, one tap each; `at` is the one in force, where it is changed."""
    return st.pills(label, list(choices), default=at, format_func=_label, wrap=True, key=key)


def one_of_many(
    label: str, choices: Iterable[L], *, key: str, at: L | None = None, placeholder: str = "选一种"
) -> L | None:
    """A list that opens; `at` is what the button that opened the form already said."""
    every = list(choices)
    return st.selectbox(
        label, every, index=every.index(at) if at else None, format_func=_label,
        placeholder=placeholder, key=key,
    )  # fmt: skip


def _label(one: Labelled) -> str:
    return one.label
