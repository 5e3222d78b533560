"""同名业主: two owner sets of the same names, what tells them apart, and one tap for the answer."""

import streamlit as st

from db import registry
from db.registry_book import heads
from db.visit import Visit
from domain.registry_book.heads import SameOwner, evidence
from pages.acts import act
from ui import layout, whereabouts


def draw(visit: Visit) -> None:
    known = {one.short_name: one.id for one in registry.estates(visit.db, visit.user.only_estate)}
    if not known:
        layout.second_line("还没有小区。")
        return
    estate = next(iter(known))
    if len(known) > 1:
        there = {"" if name == estate else name: layout.escaped(name) for name in known}
        chosen = whereabouts.pills("哪个小区", "estate", there, key="heads:estate")
        estate = chosen or estate
    open_names, pairs = heads.questions(visit, known[estate])
    if not open_names:
        layout.empty_state("how_to_reg", "同名业主都核对过了", "表决的人数只有一个数。")
        return
    layout.second_line(
        f"还有 {open_names} 组。姓名一样不一定是同一位业主：是同一位，表决算一个人；不是，算两个人。"
    )
    for one, other in pairs:
        with layout.card_row():
            with st.container(width="content", gap=None):
                st.markdown(f"**{layout.escaped(one.names)}**：{layout.escaped(one.rooms)} 和"
                            f" {layout.escaped(other.rooms)}")  # fmt: skip
                layout.second_line(evidence(one, other))
            with st.container(horizontal=True, width="content"):
                for answer in SameOwner:
                    act(visit, answer.label, heads.answer_same_owner, one.id, other.id, answer,
                        key=f"same:{one.id}:{other.id}:{answer}")  # fmt: skip
    if open_names > len(pairs):
        layout.second_line("核对完这几对，后面的接着出来。")
