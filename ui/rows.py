"""Rows (行): more than six of a kind, one line each at a desk and two on a phone.

First the state, then the title in bold, then owner, age and amount, then the one action. The whole
row opens, because the title's button is laid over it (ui/assets/rooms.css); the action lies above.
What a list is sorted by, and how much of it one wanted to see, stands in the address, so that
whoever comes back finds it as it was left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from ui import press, row_style, whereabouts
from ui.typed import bold

SORT = "sort"  # in the address: code from the least, -code from the greatest
MORE = 40  # rows a tap on 再看 adds
WIDE = 100  # px; beside a wider action a phone shows one column, not two
NOTHING = "&#8203;"
DOWN, UP = ":material/arrow_downward:", ":material/arrow_upward:"


@dataclass(frozen=True, slots=True)
class Column:
    """One part of every row: its Markdown, `width` in px at a desk, and what it is sorted by.

    What has nothing to sort by (None) comes last, whichever way round; `least_first` says which
    way round comes first. `top` stands in the first line on a phone, at its right end; such a
    column comes after the others. `apart` keeps what stands right from what stands left after it.
    """

    code: str
    label: str
    of: Callable[[Any], str]
    width: int
    by: Callable[[Any], Any] | None = None
    right: bool = False
    least_first: bool = False
    top: bool = False
    apart: bool = False

    @property
    def space(self) -> str:
        return "&emsp;" if self.apart else ""

    @property
    def aligned(self) -> Literal["left", "right"]:
        return "right" if self.right else "left"

    @property
    def place(self) -> row_style.Place:
        return row_style.Place(self.code, self.width, self.right, self.top)

    @property
    def turns(self) -> tuple[str, str]:
        """What the address says after one tap on the heading, and after two."""
        ways = (f"-{self.code}", self.code)
        return ways[::-1] if self.least_first else ways


@dataclass(frozen=True, slots=True)
class Rows:
    """A list declared once: what each row says, what it opens, and what can be done in it.

    `title` is plain text. A tap anywhere on the row either `opens` a page, before it is drawn, or
    `shows` something over this one (a dialog); a row with neither is only read. `acts` draws the
    action, or why there is none, into a place `acts_width` px wide. On a phone the first two
    columns stand below the title, one where a wide action stands beside it; what matters less comes
    after them. `first` is how many rows are shown before 再看 is tapped; 0 is all.
    """

    name: str
    title: Callable[[Any], str]
    title_label: str
    columns: Sequence[Column]
    state: Column | None = None
    opens: Callable[[Any], None] | None = None
    shows: Callable[[Any], None] | None = None
    acts: Callable[[Any], None] | None = None
    acts_width: int = 0
    number: Callable[[Any], int | str] = lambda item: item.id
    first: int = 0

    @property
    def key(self) -> str:
        """Of the list, among all there are on a page; it says where in a row the title stands."""
        return self.name if self.state else f"titled-{self.name}"

    @property
    def shown(self) -> int:
        """How many rows are to be seen: a screen that reads no more than it shows reads one more."""
        more = whereabouts.asked(f"more-{self.name}")
        return self.first + (MORE * int(more) if more.isdecimal() and len(more) < 4 else 0)

    def show(self, items: Iterable[Any]) -> None:
        """The headings, which sort, and every row; where they are many, the first of them."""
        chosen = whereabouts.asked(SORT)
        listed = in_order(self, items, chosen)
        shown = listed[: self.shown] if self.first else listed
        with st.container(gap=None, key=f"rows-{self.key}"):
            _places(self)
            _head(self, chosen)
            for item in shown:
                _row(self, item)
        if len(listed) > len(shown):
            times = (self.shown - self.first) // MORE + 1
            st.button(
                f"再看 {MORE} 行", key=f"more:{self.name}", icon=":material/expand_more:",
                on_click=whereabouts.keep, args=(f"more-{self.name}", str(times)),
            )  # fmt: skip


def in_order(of: Rows, items: Iterable[Any], chosen: str) -> list[Any]:
    """As the address says; as they come where it names no column of this list."""
    listed = list(items)
    columns = [*([of.state] if of.state else []), *of.columns]
    by = next((c.by for c in columns if c.by and chosen in c.turns), None)
    if by is None:
        return listed
    known = [item for item in listed if by(item) is not None]
    unknown = [item for item in listed if by(item) is None]
    return sorted(known, key=by, reverse=chosen.startswith("-")) + unknown


def _places(of: Rows) -> None:
    headings = [column.place for column in (*([of.state] if of.state else []), *of.columns)]
    cells = tuple(column.place for column in of.columns)
    st.html(row_style.style(of.name, of.key, tuple(headings), cells, wide=of.acts_width > WIDE))


def _head(of: Rows, chosen: str) -> None:
    with st.container(horizontal=True, gap="xsmall", key=f"rows-head-{of.name}"):
        if of.state:
            _heading(of, of.state, chosen)
        st.markdown(f":gray[{of.title_label}]", width="stretch")
        for column in of.columns:
            _heading(of, column, chosen)
        if of.acts:
            st.space(of.acts_width)


def _heading(of: Rows, column: Column, chosen: str) -> None:
    """A tap sorts by it, the next turns the order round, the third lets go."""
    if column.by is None:
        words = f":gray[{column.label}]{column.space}"
        st.markdown(words, width=column.width, text_alignment=column.aligned)
        return
    first, second = column.turns
    after = {first: second, second: ""}.get(chosen, first)
    icon = {f"-{column.code}": DOWN, column.code: UP}.get(chosen)
    st.button(
        f":gray[{column.label}{column.space}]", key=f"sort-{of.name}-{column.code}",
        type="tertiary", width=column.width, wrap=True,
        icon=icon, icon_position="right", on_click=whereabouts.keep, args=(SORT, after),
    )  # fmt: skip


def _row(of: Rows, item: Any) -> None:
    id = of.number(item)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"row-{of.name}-{id}"
    ):
        if of.state:
            st.markdown(of.state.of(item), width=of.state.width)
        _title(of, item, id)
        if of.columns:
            st.markdown("\n\n".join(_cell(column, item) for column in of.columns))
        if of.acts:
            with st.container(
                horizontal=True, horizontal_alignment="right", gap="xsmall",
                width=of.acts_width, key=f"rowacts-{of.name}-{id}",
            ):  # fmt: skip
                of.acts(item)


def _title(of: Rows, item: Any, id: int | str) -> None:
    words = bold(of.title(item))
    if of.opens is None and of.shows is None:
        st.markdown(words, width="stretch")
        return
    key = f"open:{of.name}:{id}"
    pressed = press.button(
        words, key=key, type="tertiary", width="stretch",
        on_click=of.opens, args=(item,), wrap=True,
    )  # fmt: skip
    if pressed and of.shows:
        press.opens(key, of.shows, item)


def _cell(column: Column, item: Any) -> str:
    """One paragraph of the row's; where there is nothing to say, an empty one keeps the place."""
    return column.of(item) + column.space or NOTHING
