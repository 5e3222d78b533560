"""A bare page (光页面) for `python -m tests.bench`: as many elements as one of ours, and no work.

`BARE` names a JSON file: for each page of ours, the kinds of what it sends, in order.
"""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

KINDS: dict[str, list[str]] = json.loads(Path(os.environ["BARE"]).read_text(encoding="utf-8"))
TEXT = "**3栋外墙渗水维修** WX-2026-014 · 安普顿小镇 3栋"
TABLE = pd.DataFrame([["2026-03-18", "张三丰", "值班巡逻", "+10"]] * 30, columns=list("日人事枚"))
CHART = {
    "data": {"values": [{"name": f"{n}号棚", "share": n / 10} for n in range(10)]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "share", "type": "quantitative"},
        "y": {"field": "name", "type": "nominal"},
    },
}
DRAW: dict[str, Callable[[str], Any]] = {
    "block": lambda key: st.container(),
    "heading": lambda key: st.header(TEXT),
    "metric": lambda key: st.metric("在办项目", "18", "占 40%", border=True),
    "button": lambda key: st.button(TEXT, key=key),
    "progress": lambda key: st.progress(0.4, text=TEXT),
    "table": lambda key: st.table(TABLE),
    "dataframe": lambda key: st.dataframe(TABLE),
    "vega_lite_chart": lambda key: st.vega_lite_chart(spec=CHART, key=key),
    "text_input": lambda key: st.text_input(TEXT, key=key),
    "number_input": lambda key: st.number_input(TEXT, key=key),
    "button_group": lambda key: st.pills(TEXT, ["一", "二", "三"], key=key),
    "selectbox": lambda key: st.selectbox(TEXT, ["一", "二", "三"], key=key),
    "alert": lambda key: st.success(TEXT),
    "html": lambda key: st.html(f"<p>{TEXT}</p>"),
    "space": lambda key: st.space("small"),
}


def plain(kinds: list[str], where: str) -> None:
    """Every kind once more; what is not listed above is drawn as text.

    The keys of page and dialog differ: where both have one of a name, the run ends half-way, and
    a page that was never drawn is quick.
    """
    for number, kind in enumerate(kinds):
        DRAW.get(kind, lambda key: st.markdown(TEXT))(f"{where}{number}")


@st.dialog("对话框")
def dialog() -> None:
    plain(KINDS["a dialog"], "dialog")


def page(name: str) -> None:
    st.title(f"光页面 {name or 'home'}")
    if st.button("对话框", key="open"):
        dialog()
    tabs = st.tabs(["甲", "乙"], on_change="rerun")
    if tabs[1].open:
        with tabs[1]:
            st.markdown("第二张")
    plain(KINDS[name], "page")


st.set_page_config(layout="wide")
pages = [
    st.Page(partial(page, name), title=name or "home", url_path=name or "home", default=not name)
    for name in KINDS
    if name != "a dialog"
]
st.navigation(pages).run()
