"""The shelf put right (改商品): the name, the price and the limit of one item."""

from datetime import date

import streamlit as st

from db.points_shop import shelf
from db.visit import Visit
from domain.amounts import typed_counts
from domain.points_shop import ItemChange, ItemFacts
from pages.acts import dialog
from ui import forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field
from ui.opened import opened


def last_day(slip: str, now: date | None = None) -> date | None:
    """Until when it is offered; empty is no end."""
    return day_field("供到哪天（不限就空着）", f"{slip}:last", now)


@dialog("改商品", shelf.change_item)
def change_item_dialog(visit: Visit, slip: str, id: int) -> ItemChange | None:
    was = opened(slip, shelf.facts_of(shelf.item(visit.db, id)))
    name = st.text_input("叫什么", value=was.name, key=f"{slip}:name", max_chars=30)
    price = count_field("一件几枚", slip, "price", was.price, most=None, hint=None)
    limit = count_field("每人每年最多几件", slip, "limit", was.limit_each, most=None, hint=None)
    last = last_day(slip, was.last_on)
    layout.second_line("已经约好的还按原来的枚数，只有以后的按新的。")
    if not forms.save_button("保存", slip):
        return None
    one, most = typed_counts(一件几枚=price, 每人每年最多几件=limit)
    return ItemChange(slip, id, was, ItemFacts(name, one, most, last))
