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
    """The table, or one quiet line when there is nothing."""
    if not rows:
        st.markdown(f":gray[{empty}]")
        return
    st.table(frame(rows, columns), hide_index=True, border="horizontal", alt=alt)
