"""管货架 the shelf: every piece of goods as a row; one of them with its deliveries and its changes."""

from datetime import date

import streamlit as st

from db.points_shop import shelf
from db.visit import Visit
from domain.amounts import typed_count, typed_counts
from domain.days import short_day
from domain.points_shop import Item, NewItem, Restock
from pages import asked
from pages.acts import act, form
from pages.points_shop_manage import change_item_dialog, last_day
from ui import forms, layout, tables, whereabouts
from ui.rows import Column, Rows

GOODS = "goods"  # in the address: whose deliveries are shown
MOVES = [
    tables.Column("时间", lambda move: move.moved_at.strftime("%Y-%m-%d %H:%M")),
    tables.Column("件", lambda move: f"{move.pieces:+,}", right=True),
    tables.Column("原因", lambda move: move.reason),
    tables.Column("经手", lambda move: move.moved_by),
]


def draw(visit: Visit) -> None:
    """New goods, deliveries and corrections, on and off the shelf (上新、进货、上下架)."""
    if (id := asked.only(GOODS, "全部货架")) is not None:
        _one(visit, shelf.item(visit.db, id))
        return
    every = shelf.items(visit.db, every=True)
    with st.expander("上新", icon=":material/add:", expanded=not every):
        _new_item(visit)
    if every:
        _shelf(visit.today).show(every)
        layout.second_line("点一行记进货、改名称或枚数、下架。")


def stock(item: Item, today: date) -> str:
    """How many are left, in words and colour."""
    if not item.is_offered:
        return ":gray-badge[:material/block: 已下架]"
    if item.ended(today):
        return ":gray-badge[:material/event_busy: 到期了]"
    if item.stock == 0:
        return ":red-badge[:material/block: 换完了]"
    return f":green-badge[:material/check_circle: 余 {item.stock:,} 件]"


def _shelf(today: date) -> Rows:
    def until(item: Item) -> str:
        return f"供到{short_day(item.last_on, today)}" if item.last_on else ""

    return Rows(
        "shelf",
        title=lambda item: item.name,
        title_label="东西",
        state=Column("left", "还有多少", lambda item: stock(item, today), 130,
                     by=lambda item: item.stock),
        columns=(
            Column("limit", "每人每年", lambda item: f"每人每年 {item.limit_each} 件", 150),
            Column("until", "供到哪天", until, 150, by=lambda item: item.last_on),
            Column("price", "一件几枚", lambda item: f"**{item.price:,}** 枚", 110,
                   by=lambda item: item.price, right=True, least_first=True, top=True),
        ),
        opens=lambda item: whereabouts.keep(GOODS, str(item.id)),
    )  # fmt: skip


@form(shelf.add_item)
def _new_item(visit: Visit, slip: str) -> NewItem | None:
    name = st.text_input("叫什么", key=f"{slip}:name", placeholder="例如：大米 5 斤", max_chars=30)
    price = st.number_input("一件几枚", min_value=0, value=None, step=5, key=f"{slip}:price")
    limit = st.number_input("每人每年最多几件", min_value=0, value=None, key=f"{slip}:limit")
    pieces = st.number_input("先进几件", min_value=0, value=None, key=f"{slip}:pieces")
    last = last_day(slip)
    if not forms.save_button("上架", slip, width="content"):
        return None
    one, most, first = typed_counts(一件几枚=price, 每人每年最多几件=limit, 先进几件=pieces)
    return NewItem(slip, name, one, most, first, last)


@form(shelf.restock)
def _one(visit: Visit, slip: str, item: Item) -> Restock | None:
    layout.section(layout.escaped(item.name))
    st.markdown(f"{stock(item, visit.today)} {item.price:,} 枚一件，每人每年 {item.limit_each} 件")
    pieces = st.number_input(
        "进几件（更正少了的，填负数）", value=None, step=1, key=f"{slip}:pieces"
    )
    reason = st.text_input(
        "原因", key=f"{slip}:reason", placeholder="例如：五月进货，或者盘点少一件"
    )
    above = st.container()
    with st.container(horizontal=True):
        sent = forms.save_button("记进出", slip, width="content", above=above)
        act(visit, "改名称或枚数", change_item_dialog, item.id, key=f"change_item:{item.id}")
        if item.is_offered:
            act(visit, "下架", shelf.take_off_shelf, item.id)
        else:
            act(visit, "重新上架", shelf.put_back_on_shelf, item.id)
    moves = shelf.stock_moves(visit, item.id, 10)
    tables.show(moves, MOVES, alt=f"{item.name}的进出记录", empty="还没有进出。")
    return Restock(slip, item.id, typed_count(pieces, "进几件"), reason) if sent else None
