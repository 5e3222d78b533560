"""The money of a list (合计): by building and together, and what its source says, typed."""

from collections.abc import Mapping

import streamlit as st

from domain.amounts import TypedAmount
from domain.imports.entries import Listing
from domain.imports.plan import Plan
from domain.imports.sums import Sum, sums_of
from domain.money import column_yuan, yuan
from ui import layout, tables
from ui.yuan import yuan_input

COLUMNS = [
    tables.Column("楼栋", lambda one: one.name),
    tables.Column("户数", lambda one: f"{one.rows:,}", right=True),
    tables.Column("余额（元）", lambda one: column_yuan(one.fen), right=True),
]


def draw(
    slip: str, listing: Listing, plan: Plan, answers: Mapping[tuple[str, int], str]
) -> TypedAmount:
    """The sums, and the field for the total of the paper it came from; it is never filled in."""
    found = sums_of(listing, plan, answers)
    together = Sum("合计", sum(one.rows for one in found), sum(one.fen for one in found))
    st.markdown(f"**{listing.summed}合计**：照银行或者维修资金中心的单子核对，一分也不能差。")
    tables.show([*found, together], COLUMNS, alt=f"{listing.summed}合计", empty="没有。")
    total = yuan_input("银行单子上的合计", key=f"{slip}:total")
    if total.known is not None and total.known != together.fen:
        differs = yuan(abs(total.known - together.fen))
        layout.second_line(f"和表里的合计差 {differs}。不一样不能写入。")
    return total
