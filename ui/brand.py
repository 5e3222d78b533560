"""The name on the door (社区名称): what the community is called is data, and drawn from it."""

from html import escape
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent / "assets"
FALLBACK = "社区议事厅"  # before anybody knows whose hall it is: no file, or a broken one
INK = {"light": "#0B6E69", "dark": "#E8F1F2"}
MOST = 8  # characters beside the mark; the whole name stands in the window's title
FONT = "PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif"


def wordmark(name: str, theme: str = "light") -> str:
    """The mark with the community's name beside it, as one picture."""
    mark = (ASSETS / "logo.svg").read_text(encoding="utf-8")
    shapes = mark[mark.index(">") + 1 : mark.rindex("</svg>")]
    short = name if len(name) <= MOST else f"{name[: MOST - 1]}…"
    width = 78 + 36 * len(short) + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 64" role="img"'
        f' aria-label="{escape(name)}">{shapes}<text x="78" y="44" font-family="{FONT}"'
        f' font-size="36" font-weight="700" fill="{INK[theme]}">{escape(short)}</text></svg>'
    )


def logo(name: str) -> None:
    """In the corner of every page, for the theme in force; a page inside another has none."""
    if not st.context.is_embedded:
        theme = "dark" if st.context.theme.type == "dark" else "light"
        st.logo(wordmark(name, theme), size="large", icon_image=ASSETS / "logo.svg")
