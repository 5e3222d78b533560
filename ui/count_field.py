"""A count that is typed (填个数): a whole number from nothing up, empty where it is not known."""

import streamlit as st


def count_field(
    label: str, slip: str, field: str, present: int | None, *,
    most: int | None = 999, hint: str | None = "还没填",
) -> int | None:  # fmt: skip
    """A field of the form `slip` that starts with what is on file; None while it is empty."""
    typed: int | None = st.number_input(
        label, min_value=0, max_value=most, value=present, step=1, key=f"{slip}:{field}",
        placeholder=hint,
    )  # fmt: skip
    return typed
