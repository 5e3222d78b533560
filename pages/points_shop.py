"""积分超市 points shop: goods for points, the queue at the counter, and the shelf's stock."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from db.points_shop import reservations, shelf
from db.visit import Visit, permission_of
from domain.errors import Invalid
from domain.people import Permission
from domain.points_ledger.guardians import is_child
from domain.points_shop import Item, NewReservation
from domain.registry import Resident
from pages import asked, missing, points_shop_queue, points_shop_shelf
from pages.acts import Write, act, done_last, form
from pages.choosing import choose_resident
from pages.feature import Feature, Room
from ui import forms, layout
from ui.rows import Column, Rows

TITLE = "积分超市"

ITEM = "item"  # in the address: one piece of goods
KEY = "reservation"  # who is chosen at the counter


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "用湾郡币换一份谢意：不卖，不找零，不换现金。")
    views: dict[str, tuple[Callable[[Visit], None], Write]] = {
        "换东西": (_goods, reservations.reserve),
        "待取": (points_shop_queue.draw, reservations.pick_up),
        "管货架": (points_shop_shelf.draw, shelf.add_item),
    }
    if asked.only(ITEM, "全部东西") is not None:
        _goods(visit)
        return
    mine = [name for name, (_, write) in views.items() if visit.user.may(permission_of(write))]
    view = st.segmented_control(
        "办什么", mine, default=mine[0], required=True, key="shop:view",
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    draw, _ = views[view or mine[0]]
    draw(visit)


@form(reservations.reserve)
def _goods(visit: Visit, slip: str) -> NewReservation | None:
    """The resident once on top, then the cards: each reserves with one tap."""
    if id := done_last(reservations.reserve):
        with st.bottom:  # what often follows: it is handed over at once
            act(visit, "当场取走", reservations.pick_up, id, icon="check", key="pick_at_once")
    if missing.no_residents(visit):
        return None
    who = choose_resident(visit, KEY)
    chosen = asked.number(ITEM)
    goods = [item for item in shelf.items(visit.db) if not item.ended(visit.today)]
    if chosen is not None:
        goods = [shelf.item(visit.db, chosen)]
    if not goods:
        layout.empty_state("storefront", "货架还是空的", "点上面的“管货架”，先上新一样。")
        return None
    pieces, agrees = _how(visit, slip, who) if who else (1, False)
    layout.section("货架")
    refused, tapped = st.container(), []

    def reserve(item: Item) -> None:
        if item.stock and item.is_offered and not item.ended(visit.today):
            words = f"预约 {pieces} 件，扣 {item.price * pieces:,} 枚"
            if forms.save_button(words, slip, width="content", key=str(item.id), icon="",
                                 above=refused):  # fmt: skip
                tapped.append(item)

    _goods_rows(reserve, visit.today).show(goods)
    if not tapped:
        return None
    if who is None:
        raise Invalid("还没选是谁。在最上面点一个名字。")
    return NewReservation(slip, tapped[0].id, who.id, pieces, agrees)


def _how(visit: Visit, slip: str, who: Resident) -> tuple[int, bool]:
    """How many of whatever is tapped next, and for a child whether the guardian is here."""
    pieces = st.number_input(
        "几件", min_value=1, max_value=999, value=1, key=f"{slip}:{who.id}:pieces", width=220
    )
    agrees = False
    if is_child(who, visit.today):
        name = layout.escaped(who.guardian or "（底册里还没有登记）")
        agrees = st.checkbox(f"监护人 {name} 在场", key=f"{slip}:{who.id}:guardian")
    return pieces, agrees


def _goods_rows(reserve: Callable[[Item], None], today: date) -> Rows:
    return Rows(
        "goods",
        title=lambda item: item.name,
        title_label="东西",
        state=Column("left", "还有多少", lambda item: points_shop_shelf.stock(item, today), 130,
                     by=lambda item: item.stock),
        columns=(
            Column("limit", "每人每年", lambda item: f"每人每年 {item.limit_each} 件", 150),
            Column("price", "一件几枚", lambda item: f"**{item.price:,}** 枚", 110,
                   by=lambda item: item.price, right=True, least_first=True, top=True),
        ),
        acts=reserve,
        acts_width=230,
    )  # fmt: skip


FEATURE = Feature(rooms=(Room("shop", TITLE, "storefront", Permission.REDEEM, render),))
