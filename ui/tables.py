"""One declaration for a table: a real HTML table that prints and can be read aloud."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from ui.typed import escaped


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how to get its cell as text from a row."""

    label: str
    of: Callable[[Any], str]
    right: bool = False


def frame(rows: Sequence[Any], columns: Sequence[Column]) -> pd.DataFrame:
    """Cells as Markdown that shows exactly their text: `st.table` draws Markdown."""
    cells = [[escaped(column.of(row)) for column in columns] for row in rows]
    return pd.DataFrame(cells, columns=[column.label for column in columns])


def show(rows: Sequence[Any], columns: Sequence[Column], *, alt: str, empty: str) -> None:
    """The table, or one quiet line when there is nothing. No two on a page with amounts have the same `alt`.

    Which columns stand to the right is in the key of its place, for ui/assets/rooms.css: the
    framework draws the cells of a real table alike.
    """
    if not rows:
        st.markdown(f":gray[{empty}]")
        return
    right = "".join(f"r{at}-" for at, column in enumerate(columns, start=1) if column.right)
    with st.container(key=f"table-{right}{alt}" if right else None):
        st.table(frame(rows, columns), hide_index=True, border="horizontal", alt=alt)
