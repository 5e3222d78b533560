"""Every kind of element that draws Markdown, with the strings of a JSON file, for a real browser."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ui import tables, typed

STRINGS: list[str] = json.loads(Path(os.environ["STRINGS"]).read_text(encoding="utf-8"))
DRAW: dict[str, Callable[[str, str], Any]] = {
    "markdown": lambda text, key: st.markdown(text),
    "gray": lambda text, key: st.markdown(f":gray[{text}]"),
    "success": lambda text, key: st.success(text),
    "title": lambda text, key: st.title(text, anchor=False),
    "card": lambda text, key: st.markdown(f"### {text}", anchors=False),
    "button": lambda text, key: st.button(text, key=key),
    "checkbox": lambda text, key: st.checkbox(text, key=key),
    "expander": lambda text, key: st.expander(text, key=key).markdown("内"),
    "tabs": lambda text, key: st.tabs([text], key=key),
    "pills": lambda text, key: st.pills("标", [text], key=key),
    "metric": lambda text, key: st.metric(text, text, text, delta_arrow="off"),
    "label": lambda text, key: st.text_input(text, key=key),
    "progress": lambda text, key: st.progress(0.5, text=text),
    "download": lambda text, key: st.download_button(text, b"x", key=key),
}

kind = st.query_params["kind"]
for number, string in enumerate(STRINGS):
    with st.container(key=f"probe-{number}"):
        if kind == "bold":
            st.markdown(f"前{typed.bold(string)}后")
        elif kind == "badge":
            typed.badge(string, "block", "red")
        elif kind == "table":
            tables.show([string], [tables.Column("列", str)], alt="表", empty="空")
        elif kind == "select":
            st.selectbox("标", [string], key=f"s{number}")
        else:
            DRAW[kind](typed.escaped(string), f"k{number}")
assert isinstance(tables.frame([""], [tables.Column("列", str)]), pd.DataFrame)
