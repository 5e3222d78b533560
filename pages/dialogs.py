"""Dialogs (对话框) that ask at every click who is there.

A click inside a dialog runs only the dialog, not pages/shell.py, and the first run's connection
is closed by then. So each run of one opens the database and checks the session for itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

import streamlit as st

from db.visit import Visit
from domain.people import Permission
from pages.again import visit_again
from ui import forms

Draw = Callable[..., None]


def room_dialog(
    title: str, needs: Permission, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Draw], Callable[..., Any]]:
    """Like `st.dialog`, for a function that takes a fresh Visit first."""

    def mark(draw: Draw) -> Callable[..., Any]:
        @st.dialog(title, width=width)
        @wraps(draw)
        def shown(*args: Any) -> None:
            with forms.refusals(), visit_again(needs) as visit:
                draw(visit, *args)

        return shown

    return mark


def button(label: str, icon: str, visit: Visit, needs: Permission) -> bool:
    """The page's main action, drawn only for who may do it. Hiding is manners, not the check."""
    return visit.user.may(needs) and st.button(label, icon=f":material/{icon}:", type="primary")
