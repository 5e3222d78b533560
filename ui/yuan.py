"""Typing money (填金额): yuan with two decimals on the screen, whole fen behind it."""

from typing import Any

import streamlit as st


def yuan_input(
    label: str, fen: int = 0, *, key: str, most: int = 10_000_000_000, **more: Any
) -> int:
    """An amount typed in yuan, given in fen. Rounded to the fen, so no half of one is stored."""
    typed = st.number_input(
        f"{label}（元）", min_value=0.0, max_value=float(most), value=fen / 100, step=100.0,
        format="%.2f", key=key, **more,
    )  # fmt: skip
    return round((typed or 0) * 100)
