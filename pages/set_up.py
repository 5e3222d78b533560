"""What a new community needs (上线清单) on 首页: each line with its count and the way to it."""

import streamlit as st

from db import set_up
from db.visit import Visit
from domain.home import MARKS, PUT_AWAY, SetUp
from pages.acts import act
from ui import layout, press
from ui.rows import Column, Rows


def draw(visit: Visit, parts: list[SetUp]) -> None:
    """The lines in the order they are needed; what is missing stands out, what is done says so."""
    done = sum(part.done for part in parts)
    layout.section(f"上线清单：办好 {done} 项，还有 {len(parts) - done} 项")
    _rows(visit).show(enumerate(parts, start=1))
    with st.container(horizontal=True, gap="small"):
        act(visit, "收起清单", set_up.mark_done, PUT_AWAY, icon="unfold_less", quiet=True)


def _state(numbered: tuple[int, SetUp]) -> str:
    part = numbered[1]
    if part.done:
        return ":green-badge[:material/check: 已有]"
    if part.needed:
        return ":orange-badge[:material/priority_high: 还没有]"
    return ":gray-badge[:material/schedule: 用到时再办]"


def _there(numbered: tuple[int, SetUp]) -> str:
    """What there is, what for, and whose it is where somebody else has to do it."""
    part = numbered[1]
    others = not part.done and part.room is None and not part.mark
    detail = f":gray[{part.detail}{f'{part.whose}。' if others and part.whose else ''}]"
    return f"{layout.bold(part.there)} {detail}" if part.there else detail


def _rows(visit: Visit) -> Rows:
    def acts(numbered: tuple[int, SetUp]) -> None:
        number, part = numbered
        if part.mark:
            act(visit, "办过了", set_up.mark_done, part.mark, key=f"mark:{part.mark}")
        if part.room is not None and press.button(
            "去看" if part.done else "去办", key=f"set_up:{number}"
        ):
            layout.go_to(part.room)
        if part.room is None and not part.mark:
            st.markdown("&nbsp;")

    return Rows(
        "set-up",
        title=lambda numbered: numbered[1].title,
        title_label="",
        state=Column("state", "", _state, 132),
        columns=(
            Column("there", "现在有", _there, 440),
        ),
        acts=acts,
        acts_width=172,
        number=lambda numbered: numbered[0],
    )  # fmt: skip


def draw_way_back(visit: Visit) -> None:
    """Where a list that was put away can be brought back."""
    if set_up.put_away(visit):
        act(visit, "再打开上线清单", set_up.bring_back, list(MARKS).index(PUT_AWAY),
            icon="checklist")  # fmt: skip
