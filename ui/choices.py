"""Choosing (选一项): up to four stand side by side, one tap each; more are a list that opens.

An enum is shown by its Chinese labels; nothing is chosen for anybody.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import streamlit as st

from domain.labels import Labelled
from ui.typed import escaped

L = TypeVar("L", bound=Labelled)
T = TypeVar("T")

FEW = 4  # as many are one tap each; a list takes two


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


def one_of_these(
    label: str, these: Sequence[T], said: Callable[[T], str], *, key: str, at: int | None = None,
    placeholder: str = "选一个", few: int = FEW,
) -> T | None:  # fmt: skip
    """One of what the community has, be that two or sixty: pills up to `few`, else a list.

    `said` is plain text. `at` is where the choice starts; what starts somewhere is never nothing.
    """
    words = dict(zip(these, _apart([said(one) for one in these]), strict=True))
    if 0 < len(these) <= few:
        begins: Any = None if at is None else [these[at]]  # alone, a row would be taken apart
        chosen: T | None = st.pills(
            label, these, default=begins, required=at is not None,
            format_func=lambda one: escaped(words.get(one, said(one))), wrap=True, key=key,
        )  # fmt: skip
        return chosen
    return st.selectbox(
        label, these, index=at, format_func=lambda one: words.get(one, said(one)),
        placeholder=placeholder, key=key,
    )  # fmt: skip


def _apart(said: list[str]) -> list[str]:
    """The framework knows an option by its words: two of the same would be one, the last of them."""
    seen: Counter[str] = Counter()
    found = []
    for words in said:
        seen[words] += 1
        found.append(words if seen[words] == 1 else f"{words}（同名第 {seen[words]} 个）")
    return found


def _label(one: Labelled) -> str:
    return one.label
