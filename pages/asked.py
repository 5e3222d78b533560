"""What the address asks for (地址里写的): the number of a thing in the room one is in."""

import streamlit as st

LONGEST = 16  # digits; the file could not hold a longer number


def number(parameter: str) -> int | None:
    """`?id=7` → 7; None for anything that is no number, which an address may hold."""
    typed = st.query_params.get(parameter, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else None


def only(parameter: str, all_of_them: str) -> int | None:
    """The one thing asked for, below a way back to all of them; None when all are asked for."""
    id = number(parameter)
    if id is not None:
        st.button(all_of_them, icon=":material/arrow_back:", type="tertiary", key=f"all:{parameter}",
                  on_click=_forget, args=(parameter,))  # fmt: skip
    return id


def _forget(parameter: str) -> None:
    st.query_params.pop(parameter, None)
