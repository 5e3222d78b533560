"""积分超市 points shop: goods for points, the queue at the counter, and the shelf's stock."""

from collections.abc import Callable

import streamlit as st

from db.points_shop import reservations, shelf
from db.visit import Visit, permission_of
from domain.amounts import typed_count, typed_counts
from domain.days import moment, short_day
from domain.errors import Invalid
from domain.people import Permission
from domain.points_ledger.guardians import is_child
from domain.points_shop import Item, NewItem, NewReservation, Reservation, Restock
from domain.registry import Resident
from pages import asked, missing
from pages.acts import Write, act, dialog, done_last, form
from pages.choosing import choose_resident
from pages.feature import Feature, Room
from pages.person import person_link
from ui import forms, layout, tables

TITLE = "积分超市"

ITEM = "item"  # in the address: one piece of goods
KEY = "reservation"  # who is chosen at the counter
MOVES = [
    tables.Column("时间", lambda move: move.moved_at.strftime("%Y-%m-%d %H:%M")),
    tables.Column("件", lambda move: f"{move.pieces:+,}", right=True),
    tables.Column("原因", lambda move: move.reason),
    tables.Column("经手", lambda move: move.moved_by),
]


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "用湾郡币换一份谢意：不卖，不找零，不换现金。")
    views: dict[str, tuple[Callable[[Visit], None], Write]] = {
        "换东西": (_goods, reservations.reserve),
        "待取": (_queue, reservations.pick_up),
        "管货架": (_shelf, shelf.add_item),
    }
    if asked.only(ITEM, "全部东西") is not None:
        _goods(visit)
        return
    mine = [name for name, (_, write) in views.items() if visit.user.may(permission_of(write))]
    view = st.segmented_control(
        "办什么", mine, default=mine[0], required=True, key="shop:view", width="stretch",
        label_visibility="collapsed",
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
    goods = shelf.items(visit.db) if chosen is None else [shelf.item(visit.db, chosen)]
    if not goods:
        layout.empty_state("storefront", "货架还是空的", "在“管货架”里上新以后，会出现在这里。")
        return None
    pieces, agrees = _how(visit, slip, who) if who else (1, False)
    layout.section("货架")
    wall, tapped = st.grid(3, min_column_width=260), None
    for item in goods:
        with wall.cell(), st.container(border=True, height="stretch"):
            if _card(slip, item, pieces):
                tapped = item
    if tapped is None:
        return None
    if who is None:
        raise Invalid("还没选是谁。在最上面点一个名字。")
    return NewReservation(slip, tapped.id, who.id, pieces, agrees)


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


def _card(slip: str, item: Item, pieces: int) -> bool:
    """One piece of goods; whether its button was tapped."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.badge(f"{item.price:,} 枚", icon=":material/loyalty:", color="blue")
        _stock_badge(item)
    layout.card_title(item.name)
    layout.second_line(f"每人每年 {item.limit_each} 件")
    st.space("stretch")
    if item.stock == 0 or not item.is_offered:
        return False
    words = f"预约 {pieces} 件，扣 {item.price * pieces:,} 枚"
    return forms.save_button(words, slip, key=str(item.id), icon="")


def _stock_badge(item: Item) -> None:
    if not item.is_offered:
        st.badge("已下架", icon=":material/block:", color="gray")
    elif item.stock == 0:
        st.badge("换完了", icon=":material/block:", color="red")
    else:
        st.badge(f"余 {item.stock:,} 件", icon=":material/check_circle:", color="green")


def _queue(visit: Visit) -> None:
    waiting = reservations.open_reservations(visit)
    late = [held for held in waiting if held.overdue(visit.today)]
    if not waiting:
        layout.empty_state("task_alt", "没有待取的", "约好的东西会排在这里，等人来取。")
    if late:
        label = f"{len(late)} 份过期未取，全部退回"
        act(visit, label, reservations.expire_reservations, icon="undo")
    for held in waiting:
        _queue_row(visit, held)
    _handed_over(visit)


def _handed_over(visit: Visit) -> None:
    """What went out last; what came back, or was never given, is taken back with a reason."""
    gone = reservations.handed_over(visit)
    if not gone:
        return
    layout.section("最近取走的")
    for held in gone:
        with layout.card_row():
            with st.container(width="content", gap=None):
                what = layout.escaped(f"{held.item} {held.pieces} 件")
                person_link(visit, held.resident_id, held.resident, what)
                when = moment(held.closed_at, visit.today) if held.closed_at else ""
                layout.second_line(f"第 {held.id} 号 · {held.points:,} 枚 · {when}取走")
            act(visit, "退回", _return_goods, held.id)


@dialog("退回一份取走的", reservations.return_goods)
def _return_goods(visit: Visit, slip: str, id: int) -> tuple[int, str] | None:
    st.markdown(f"第 {id} 号：东西放回货架，湾郡币退给本人，补记一笔相反的流水。")
    why = st.text_input(
        "为什么退回", placeholder="例如：点错了人，东西没给", max_chars=60, key=f"{slip}:why"
    )
    if not forms.save_button("退回", slip):
        return None
    return id, why


def _queue_row(visit: Visit, held: Reservation) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            what = layout.escaped(f"{held.item} {held.pieces} 件")
            person_link(visit, held.resident_id, held.resident, what)
            layout.second_line(
                f"第 {held.id} 号 · {held.points:,} 枚 · {layout.escaped(held.reserved_by)}经手"
            )
            _due_badge(visit, held)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            act(visit, "取走", reservations.pick_up, held.id, primary=True)
            act(visit, "取消", reservations.cancel_reservation, held.id)


def _due_badge(visit: Visit, held: Reservation) -> None:
    if held.overdue(visit.today):
        st.badge("过期未取", icon=":material/warning:", color="orange")
    else:
        last = short_day(held.due_on, visit.today)
        st.badge(f"最晚{last}", icon=":material/event:", color="blue")


def _shelf(visit: Visit) -> None:
    """New goods, deliveries and corrections, on and off the shelf (上新、进货、上下架)."""
    with st.expander("上新", icon=":material/add:"):
        _new_item(visit)
    for item in shelf.items(visit.db, every=True):
        off = "" if item.is_offered else "（已下架）"
        label = f"{layout.escaped(item.name)}{off} · {item.price:,} 枚 · 余 {item.stock:,} 件"
        with st.expander(label, key=f"shelf:{item.id}", on_change="rerun") as opened:
            if opened.open:
                _shelf_item(visit, item)


@form(shelf.add_item)
def _new_item(visit: Visit, slip: str) -> NewItem | None:
    name = st.text_input("叫什么", key=f"{slip}:name", placeholder="例如：大米 5 斤", max_chars=30)
    price = st.number_input("一件几枚", min_value=0, value=None, step=5, key=f"{slip}:price")
    limit = st.number_input("每人每年最多几件", min_value=0, value=None, key=f"{slip}:limit")
    pieces = st.number_input("先进几件", min_value=0, value=None, key=f"{slip}:pieces")
    if not forms.save_button("上架", slip, width="content"):
        return None
    counts = typed_counts(一件几枚=price, 每人每年最多几件=limit, 先进几件=pieces)
    return NewItem(slip, name, *counts)


@form(shelf.restock)
def _shelf_item(visit: Visit, slip: str, item: Item) -> Restock | None:
    pieces = st.number_input(
        "进几件（更正少了的，填负数）", value=None, step=1, key=f"{slip}:pieces"
    )
    reason = st.text_input(
        "原因", key=f"{slip}:reason", placeholder="例如：五月进货，或者盘点少一件"
    )
    above = st.container()
    with st.container(horizontal=True):
        sent = forms.save_button("记进出", slip, width="content", above=above)
        if item.is_offered:
            act(visit, "下架", shelf.take_off_shelf, item.id)
        else:
            act(visit, "重新上架", shelf.put_back_on_shelf, item.id)
    moves = shelf.stock_moves(visit, item.id, 10)
    tables.show(moves, MOVES, alt=f"{item.name}的进出记录", empty="还没有进出。")
    return Restock(slip, item.id, typed_count(pieces, "进几件"), reason) if sent else None


FEATURE = Feature(rooms=(Room("shop", TITLE, "storefront", Permission.REDEEM, render),))
