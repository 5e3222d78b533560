"""Numbers that start empty (空着的数字): what nobody typed or tapped is None, never a preset."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def stepper(
    label: str, key: str, *, most: int, step: int = 1, picks: Sequence[int] = (), unit: str = "",
    hint: str = "还没填", place: Any = st,
) -> int | None:  # fmt: skip
    """A number field that starts empty, with the usual figures below it, one tap each.

    `key` begins with the form's slip, so that the next paper starts afresh.
    """
    typed: int | None = place.number_input(
        label, min_value=0, max_value=most, value=None, step=step, key=key, placeholder=hint
    )
    if picks:
        place.pills(
            f"常用的{unit.strip()}数", list(picks), format_func=lambda pick: f"{pick}{unit}", wrap=True,
            key=f"pick:{key}", label_visibility="collapsed", on_change=_take, args=(key,),
        )  # fmt: skip
    return typed


def _take(key: str) -> None:
    """Before the field is drawn: it shows what was tapped, and the tap can be made again."""
    picked = st.session_state[f"pick:{key}"]
    if picked is not None:
        st.session_state[key] = picked
    st.session_state[f"pick:{key}"] = None
