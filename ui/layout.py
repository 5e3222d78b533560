"""The shared looks: page head, figures, badges, empty states, stage rails."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.chinese import code
from ui.typed import bold as bold
from ui.typed import escaped as escaped
from ui.typed import strong as strong

Color = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray"]
ASSETS = Path(__file__).parent / "assets"


def house_style() -> None:
    """The few rules a theme cannot express."""
    st.html(ASSETS / "app.css")
    if st.context.theme.type == "dark":
        st.html(ASSETS / "dark.css")


def room_style() -> None:
    """What only pages behind the sign-in need: rows, tables, search, and where a page begins."""
    st.html(ASSETS / "rooms.css")
    with st.container(key="begin"):
        st.html(f"<script>{code('begin.js')}</script>", unsafe_allow_javascript=True)


def page_head(title: str, subtitle: str) -> Any:
    """Title and one line below it on the left; what is drawn in the place returned, to the right."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        with st.container(width="content", gap=None):
            st.title(title, anchor=False)
            st.markdown(f":gray[{subtitle}]")
        return st.container(width="content")


def figures() -> Any:
    """A row of figure cards: four across at a desk, two across on a phone."""
    return st.grid(4, min_column_width=150)


def figure(
    row: Any, label: str, number: str, unit: str, icon: str, note: str = "", color: Color = "gray"
) -> None:
    """One card: number and small unit read as one phrase; the note is a tag below."""
    row.metric(
        label,
        f"{number} :small[{unit}]" if unit else number,
        delta=note or None,
        delta_arrow="off",
        delta_color=color,
        border=True,
        icon=f":material/{icon}:",
        height="stretch",
    )


@contextmanager
def card_row() -> Iterator[None]:
    """A card whose text stands left and whose actions stand right, and wrap on a phone."""
    with (
        st.container(border=True),
        st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ),
    ):
        yield


def section(title: str) -> None:
    st.header(title, anchor=False)


def tabs(draws: Mapping[str, Callable[[], None]], key: str | None = None,
         on_change: Literal["rerun"] | Callable[[], None] = "rerun") -> None:  # fmt: skip
    """Tabs by their names; only what is open is drawn."""
    for tab, draw in zip(st.tabs(list(draws), key=key, on_change=on_change), draws.values()):
        if tab.open:
            with tab:
                draw()


def card_title(title: str) -> None:
    st.markdown(f"### {escaped(title)}", anchors=False)


def go_to(address: str) -> None:
    """Open another room by its address; a page is known by that, whatever its function.

    What follows a `?` says where in the room: settings?topic=rest.
    """
    page, query = _place(address)
    st.switch_page(page, query_params=query)


def link(label: str, address: str, width: Literal["content", "stretch"] = "content") -> None:
    """The same as a link of the browser's own, which also opens in a tab beside this one."""
    page, query = _place(address)
    st.page_link(page, label=label, query_params=query, width=width)


def _place(address: str) -> tuple[StreamlitPage, dict[str, str]]:
    room, _, asked = address.partition("?")
    return st.Page(st.stop, title="…", url_path=room), dict(parse_qsl(asked))


def second_line(text: str) -> None:
    st.markdown(f":gray[{text}]")


def empty_state(icon: str, title: str, body: str) -> None:
    """Nothing here yet: say so, and what will fill it."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.space("small")
        st.header(title, icon=f":material/{icon}:", anchor=False, text_alignment="center")
        st.markdown(f":gray[{body}]", text_alignment="center")
        st.space("small")


def step_chips(steps: Sequence[str], current: int, now: str = "进行中") -> None:
    """A rail as one wrapping line of badges: done, now, to come; icon and word, never colour alone.

    `current` may be past the last step: then all is done.
    """
    done = [f":green-badge[:material/check: {step}]" for step in steps[:current]]
    here = [f":blue-badge[:material/play_arrow: {step}（{now}）]" for step in steps[current:][:1]]
    ahead = [f":gray-badge[{step}]" for step in steps[current + 1 :]]
    st.markdown(" ".join([*done, *here, *ahead]))
