"""Where one is on a page (在哪里看): tab, filter and order, in the address.

So one comes back to a list as one left it, and a filtered list can be sent to somebody.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ui import layout

TAB = "tab"  # in the address


def asked(name: str) -> str:
    """What the address says under this name; empty where it says nothing."""
    return st.query_params.get(name, "")


def keep(name: str, value: str) -> None:
    """Say it in the address, or say nothing there."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def tabs(
    names: Mapping[str, str], *draws: Callable[[], None], key: str, name: str = TAB, usual: str = ""
) -> None:
    """Tabs, by what each is called in the address, in the order of `draws`.

    `usual`, the first if it is not said, is what opens where the address says nothing under `name`.
    A tab's own name may tell how many wait there: when it changes, the tab stays.
    """
    silent = usual or next(iter(names))
    if st.session_state.get(key) not in names.values():
        st.session_state[key] = names.get(asked(name), names[silent])

    def kept() -> None:
        code = next(code for code, said in names.items() if said == st.session_state[key])
        keep(name, "" if code == silent else code)

    layout.tabs(dict(zip(names.values(), draws, strict=True)), key, kept)


def select(label: str, name: str, options: Sequence[str], *, key: str, width: int = 240) -> str:
    """One of many, kept in the address under `name`; the first is silent."""
    at = options.index(asked(name)) if asked(name) in options else 0

    def kept() -> None:
        chosen = st.session_state[key]
        keep(name, "" if chosen == options[0] else chosen)

    return st.selectbox(label, options, index=at, key=key, on_change=kept, width=width)


def pills(label: str, name: str, there: Mapping[str, str], *, key: str) -> str:
    """A filter as pills: what is chosen, kept in the address under `name`; "" is 全部."""
    chosen = st.pills(
        label, list(there), default=asked(name) if asked(name) in there else "", required=True,
        wrap=True, format_func=there.__getitem__, key=key,
        on_change=lambda: keep(name, st.session_state[key] or ""),
    )  # fmt: skip
    return chosen or ""


def switch(label: str, name: str, *, key: str) -> bool:
    """A filter that is on or off, kept in the address under `name`."""
    return st.toggle(
        label, value=bool(asked(name)), key=key,
        on_change=lambda: keep(name, "1" if st.session_state[key] else ""),
    )  # fmt: skip
