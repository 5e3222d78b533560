"""全部搜索 (search of everything): one box over any page, by its button or the key `/`.

The key, the arrows and Enter are handled in the browser (ui/assets/search.js): the framework's own
shortcuts are letters and digits only.
"""

import streamlit as st

from db.search import finders, found_everywhere
from db.visit import Visit
from pages.dialogs import glance
from ui import layout, press

BUTTON, TYPED, FOUND = "search-open", "search-typed", "search-found"  # known to ui/assets/search.js


def button(visit: Visit) -> None:
    """In the head of every page, for who may find anything at all."""
    if finders(visit) and press.button("搜索", icon=":material/search:", key=BUTTON):
        press.opens(BUTTON, _box)


@glance("全部搜索")
def _box(visit: Visit) -> None:
    kinds = "、".join(finder.kind for finder in finders(visit))
    typed = st.text_input(
        f"找什么：{kinds}", key=TYPED, type="search", live="200ms", autocomplete="off",
        placeholder="姓名、房号、拼音，或者名称里的几个字",
    )  # fmt: skip
    with st.container(key=FOUND, gap=None):
        _found(visit, typed.strip())


def _found(visit: Visit, typed: str) -> None:
    """By kind, each thing a link that opens it; the first line names what was looked for."""
    if not typed:
        layout.second_line("↑ ↓ 选一个，回车打开。")
        return
    found = found_everywhere(visit, typed)
    if not found:
        layout.second_line(f"没找到“{layout.escaped(typed)}”。看看字对不对，或者换几个字再找。")
        return
    layout.second_line(f"“{layout.escaped(typed)}”")
    for finder, hits in found:
        st.markdown(f":gray[:small[:material/{finder.icon}: {finder.kind}]]")
        for hit in hits.hits:
            below = f" :gray[{layout.escaped(hit.below)}]" if hit.below else ""
            layout.link(f"{layout.bold(hit.title)}{below}", hit.room, width="stretch")
        if hits.rest:
            layout.second_line(hits.rest)
