"""A press (按一下) counts, though another change of the page overtakes it (没有白按的).

The framework gives up the run of a press when the next change comes while it is under way, and
the run of that change no longer knows of the press. So a press is noted in the button's own
callback, which nothing can stop, and is taken when the button is drawn: in its own run or in the
one that overtook it. Where the button is not drawn any more, or the run came to its end, the note
goes. What a form sends is what it held when it was pressed: where the overtaking change is one of
its fields, nothing is sent, and this is said.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

NOTED = "press:noted"
LASTS = 10.0  # seconds: a run that overtakes comes at once
CHANGED = "刚按下去，又改了一处，所以还没存。看一眼填的对不对，再按一次。"

Holds = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class _Press:
    """A press nobody answered yet: of which button, when, and what its form held."""

    key: str
    at: float
    held: Any


def button(
    label: str,
    *,
    key: str,
    on_click: Callable[..., None] | None = None,
    args: Sequence[Any] = (),
    disabled: bool = False,
    holds: Holds | None = None,
    **look: Any,
) -> bool:
    """As the framework's own, and true as well for a press that was not answered yet, when what
    its form `holds` is what it held then.
    """
    pressed = st.button(
        label, key=key, on_click=_noted, args=(key, holds, on_click, args), disabled=disabled,
        **look,
    )  # fmt: skip
    noted = _taken(key)
    if pressed or noted is None or disabled:
        return pressed
    if holds is None or holds() == noted.held:
        return True
    st.warning(CHANGED, icon=":material/sync_problem:")
    return False


def opens(key: str, shown: Callable[..., Any], *about: Any) -> None:
    """Open a dialog for this press: it is answered when the page under it is drawn to its end."""
    noted = _Press(key, time.monotonic(), None)
    st.session_state[NOTED] = noted
    shown(*about)
    st.session_state[NOTED] = noted  # a dialog ends as well where it runs alone, and forgets then


def forget() -> None:
    """A run came to its end, or something was written: no press waits any more."""
    st.session_state.pop(NOTED, None)


def _noted(
    key: str, holds: Holds | None, on_click: Callable[..., None] | None, args: Sequence[Any]
) -> None:
    st.session_state[NOTED] = _Press(key, time.monotonic(), holds() if holds else None)
    if on_click:
        on_click(*args)


def _taken(key: str) -> _Press | None:
    noted: _Press | None = st.session_state.get(NOTED)
    if noted is None or noted.key != key:
        return None
    forget()
    return noted if time.monotonic() - noted.at < LASTS else None
