"""Typing money and areas (填金额、填面积): what was typed stays as it is until it is read."""

from typing import Any

import streamlit as st

from domain.amounts import TypedAmount, TypedArea


def yuan_input(
    label: str, *, key: str, what: str = "", optional: bool = False, hint: str = "", **more: Any
) -> TypedAmount:
    """An amount as typed, in yuan; `.fen` reads it and is asked for inside the write.

    It starts empty, always: what a rule allows or another paper says is a `hint`, never its value.
    A field for numbers would do without the comma of `8500,00` and book a hundred times as much.
    """
    usual = "可以不写" if optional else "例如：8,500.00"
    text = st.text_input(
        f"{label}（元）", key=key, max_chars=30, placeholder=hint or usual, autocomplete="off",
        **more,
    )  # fmt: skip
    return TypedAmount(what or label, text or "", optional)


def area_input(label: str, *, key: str) -> TypedArea:
    """An area as typed, in square metres; `.centi` reads it inside the write."""
    text = st.text_input(
        f"{label}（平方米）", key=key, max_chars=30, placeholder="例如：1,089.52",
        autocomplete="off",
    )  # fmt: skip
    return TypedArea(label, text or "")
