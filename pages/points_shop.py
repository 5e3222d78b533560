"""积分超市 points shop: goods for points, the queue at the counter, and the shelf's stock."""

import streamlit as st

from db import points_ledger, points_shop, registry
from db.visit import Visit
from domain.amounts import typed_count, typed_counts
from domain.days import moment, short_day
from domain.people import Permission
from domain.points_ledger.guardians import is_child
from domain.points_shop import Item, NewItem, NewReservation, Reservation, Restock
from domain.registry import Resident
from pages import missing
from pages.dialogs import room_dialog
from pages.feature import Feature, Room
from ui import forms, layout, tables
from ui.finder import pick_resident

TITLE = "积分超市"

FORM, QUEUE, SHELF = "reservation", "shop_queue", "shop_shelf"
BACK = "shop_back"
VIEWS = {
    "换东西": Permission.REDEEM,
    "待取": Permission.REDEEM,
    "管货架": Permission.MANAGE_SHOP,
}
MOVES = [
    tables.Column("时间", lambda move: move.moved_at.strftime("%Y-%m-%d %H:%M")),
    tables.Column("件", lambda move: f"{move.pieces:+,}", right=True),
    tables.Column("原因", lambda move: move.reason),
    tables.Column("经手", lambda move: move.moved_by),
]


def render(visit: Visit) -> None:
    with layout.page_head(TITLE, "用湾郡币换一份谢意：不卖，不找零，不换现金。"):
        pass
    views = [name for name, needs in VIEWS.items() if visit.user.may(needs)]
    view = st.segmented_control(
        "办什么", views, default=views[0], required=True, key="shop:view", width="stretch",
        label_visibility="collapsed",
    )  # fmt: skip
    {"换东西": _goods, "待取": _queue, "管货架": _shelf}[view or views[0]](visit)


def _goods(visit: Visit) -> None:
    """The resident once on top, then the cards: each reserves with one tap."""
    with st.bottom:  # in sight wherever the card is that was tapped
        if receipt := forms.show_news(FORM):
            _next(visit, receipt.id)
        _queue_news(visit)
    if missing.no_residents(visit):
        return
    who = pick_resident(
        FORM,
        lambda typed: registry.find_residents(visit, typed),
        lambda id: registry.resident(visit.db, id),
        note=lambda person: f"现有 {points_ledger.balance(visit.db, person.id):,} 枚",
    )
    goods = points_shop.items(visit.db)
    if not goods:
        layout.empty_state("storefront", "货架还是空的", "在“管货架”里上新以后，会出现在这里。")
        return
    pieces, agrees = _how(visit, who) if who else (1, False)
    layout.section("货架")
    wall = st.grid(3, min_column_width=260)
    for item in goods:
        with wall.cell(), st.container(border=True, height="stretch"):
            _card(visit, item, who, pieces, agrees)


def _next(visit: Visit, id: int) -> None:
    """What often follows a reservation: it is handed over at once, or was a mistake."""
    with st.container(horizontal=True):
        if st.button("当场取走", key="pick_at_once", icon=":material/check:"):
            slip = forms.slip(f"pick:{id}")
            forms.forget(FORM)
            forms.send(QUEUE, lambda: points_shop.pick_up(visit, id, slip=slip))
        if st.button("撤销", key="undo_reservation", icon=":material/undo:"):
            slip = forms.slip(f"undo:{id}")
            forms.forget(FORM)
            forms.send(QUEUE, lambda: points_shop.cancel(visit, id, slip=slip))


def _how(visit: Visit, who: Resident) -> tuple[int, bool]:
    """How many of whatever is tapped next, and for a child whether the guardian is here."""
    slip = forms.slip(FORM)
    pieces = st.number_input(
        "几件", min_value=1, max_value=999, value=1, key=f"{slip}:{who.id}:pieces", width=220
    )
    agrees = False
    if is_child(who, visit.today):
        name = layout.escaped(who.guardian or "（底册里还没有登记）")
        agrees = st.checkbox(f"监护人 {name} 在场", key=f"{slip}:{who.id}:guardian")
    return pieces, agrees


def _card(visit: Visit, item: Item, who: Resident | None, pieces: int, agrees: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.badge(f"{item.price:,} 枚", icon=":material/loyalty:", color="blue")
        _stock_badge(item)
    layout.card_title(item.name)
    layout.second_line(f"每人每年 {item.limit_each} 件")
    st.space("stretch")
    if item.stock == 0:
        return
    words = f"预约 {pieces} 件，扣 {item.price * pieces:,} 枚"
    if st.button(words, key=f"reserve:{item.id}", width="stretch"):
        forms.forget(QUEUE)
        forms.forget(BACK)
        if who is None:
            forms.refuse("还没选是谁。在最上面点一个名字。")
            return
        paper = NewReservation(forms.slip(FORM), item.id, who.id, pieces, agrees)
        forms.send(FORM, lambda: points_shop.reserve(visit, paper))


def _stock_badge(item: Item) -> None:
    if item.stock == 0:
        st.badge("换完了", icon=":material/block:", color="red")
    else:
        st.badge(f"余 {item.stock:,} 件", icon=":material/check_circle:", color="green")


def _queue(visit: Visit) -> None:
    with st.bottom:
        _queue_news(visit)
    waiting = points_shop.open_reservations(visit)
    late = [held for held in waiting if held.overdue(visit.today)]
    if not waiting:
        layout.empty_state("task_alt", "没有待取的", "约好的东西会排在这里，等人来取。")
    if late:
        slip = forms.slip("expire")
        if st.button(f"{len(late)} 份过期未取，全部退回", icon=":material/undo:"):
            forms.send(QUEUE, lambda: points_shop.expire_reservations(visit, slip=slip))
    for held in waiting:
        _queue_row(visit, held)
    _handed_over(visit)


def _queue_news(visit: Visit) -> None:
    """What happened at the counter last; a handing over can be taken back in one tap."""
    receipt = forms.show_news(QUEUE)
    forms.show_news(BACK)
    last = points_shop.handed_over(visit, 1)
    if receipt is None or not last or last[0].id != receipt.id:
        return
    id = receipt.id
    slip = forms.slip(f"unpick:{id}")
    if st.button("撤销", key="undo_pick_up", icon=":material/undo:"):
        forms.forget(QUEUE)
        forms.send(BACK, lambda: points_shop.undo_pick_up(visit, id, slip=slip))


def _handed_over(visit: Visit) -> None:
    """What went out last; what came back, or was never given, is taken back with a reason."""
    gone = points_shop.handed_over(visit)
    if not gone:
        return
    layout.section("最近取走的")
    for held in gone:
        with layout.card_row():
            with st.container(width="content", gap=None):
                what = layout.escaped(f"{held.item} {held.pieces} 件")
                st.markdown(f"{layout.bold(held.resident)} {what}")
                when = moment(held.closed_at, visit.today) if held.closed_at else ""
                layout.second_line(f"第 {held.id} 号 · {held.points:,} 枚 · {when}取走")
            if visit.user.may(Permission.REVERSE_ENTRY) and st.button(
                "退回", key=f"return:{held.id}"
            ):
                _take_back(held.id)


@room_dialog("退回一份取走的", Permission.REVERSE_ENTRY)
def _take_back(visit: Visit, id: int) -> None:
    st.markdown(f"第 {id} 号：东西放回货架，湾郡币退给本人，补记一笔相反的流水。")
    slip = forms.slip(BACK)
    with st.container():
        why = st.text_input(
            "为什么退回", placeholder="例如：点错了人，东西没给", max_chars=60, key=f"{slip}:why"
        )
        sent = forms.save_button("退回", slip)
    if sent:
        forms.forget(QUEUE)
        forms.send(BACK, lambda: points_shop.take_back(visit, id, why, slip=slip))


def _queue_row(visit: Visit, held: Reservation) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            what = layout.escaped(f"{held.item} {held.pieces} 件")
            st.markdown(f"{layout.bold(held.resident)} {what}")
            layout.second_line(
                f"第 {held.id} 号 · {held.points:,} 枚 · {layout.escaped(held.reserved_by)}经手"
            )
            _due_badge(visit, held)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            slip = forms.slip(f"pick:{held.id}")
            if st.button("取走", key=f"pick:{held.id}", type="primary"):
                forms.forget(BACK)
                forms.send(QUEUE, lambda: points_shop.pick_up(visit, held.id, slip=slip))
            back = forms.slip(f"cancel:{held.id}")
            if st.button("取消", key=f"cancel:{held.id}"):
                forms.forget(BACK)
                forms.send(QUEUE, lambda: points_shop.cancel(visit, held.id, slip=back))


def _due_badge(visit: Visit, held: Reservation) -> None:
    if held.overdue(visit.today):
        st.badge("过期未取", icon=":material/warning:", color="orange")
    else:
        last = short_day(held.due_on, visit.today)
        st.badge(f"最晚{last}", icon=":material/event:", color="blue")


def _shelf(visit: Visit) -> None:
    """New goods, deliveries and corrections, on and off the shelf (上新、进货、上下架)."""
    with st.bottom:
        forms.show_news(SHELF)
    with st.expander("上新", icon=":material/add:"):
        _new_item(visit)
    for item in points_shop.items(visit.db, every=True):
        off = "" if item.is_offered else "（已下架）"
        label = f"{layout.escaped(item.name)}{off} · {item.price:,} 枚 · 余 {item.stock:,} 件"
        with st.expander(label, key=f"shelf:{item.id}", on_change="rerun") as opened:
            if opened.open:
                _shelf_item(visit, item)


def _new_item(visit: Visit) -> None:
    slip = forms.slip("new_item")
    name = st.text_input("叫什么", key=f"{slip}:name", placeholder="例如：大米 5 斤", max_chars=30)
    price = st.number_input("一件几枚", min_value=0, value=None, step=5, key=f"{slip}:price")
    limit = st.number_input("每人每年最多几件", min_value=0, value=None, key=f"{slip}:limit")
    pieces = st.number_input("先进几件", min_value=0, value=None, key=f"{slip}:pieces")
    if st.button("上架", type="primary", icon=":material/check:"):
        forms.send(SHELF, lambda: points_shop.add_item(visit, NewItem(
            slip, name, *typed_counts(一件几枚=price, 每人每年最多几件=limit, 先进几件=pieces),
        )))  # fmt: skip


def _shelf_item(visit: Visit, item: Item) -> None:
    slip = forms.slip(f"restock:{item.id}")
    pieces = st.number_input(
        "进几件（更正少了的，填负数）", value=None, step=1, key=f"{slip}:pieces"
    )
    reason = st.text_input(
        "原因", key=f"{slip}:reason", placeholder="例如：五月进货，或者盘点少一件"
    )
    with st.container(horizontal=True):
        if st.button("记进出", key=f"restock:{item.id}", type="primary"):
            forms.send(SHELF, lambda: points_shop.restock(visit, Restock(
                slip, item.id, typed_count(pieces, "进几件"), reason,
            )))  # fmt: skip
        turn = forms.slip(f"offer:{item.id}")
        change = points_shop.take_off_shelf if item.is_offered else points_shop.offer_again
        if st.button("下架" if item.is_offered else "重新上架", key=f"offer:{item.id}"):
            forms.send(SHELF, lambda: change(visit, item.id, slip=turn))
    moves = points_shop.stock_moves(visit, item.id, 10)
    tables.show(moves, MOVES, alt=f"{item.name}的进出记录", empty="还没有进出。")


FEATURE = Feature(rooms=(Room("shop", TITLE, "storefront", Permission.REDEEM, render),))
