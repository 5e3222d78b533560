"""发券: a voucher for points or in a campaign, and what became of one that is asked about."""

import streamlit as st

from db import points_ledger, registry, vouchers
from db.visit import Visit
from domain.amounts import typed_count
from domain.days import moment
from domain.errors import DomainError
from domain.money import yuan
from domain.people import Permission
from domain.points_ledger.guardians import is_child
from domain.registry import Resident
from domain.vouchers import Batch, Gift, Issue, Voucher, VoucherState, grouped
from pages import missing
from pages.vouchers import sheet
from ui import forms, layout, qr
from ui.finder import clear_choice, pick_resident

FORM, MANY, FOUND, UNDO = "voucher", "voucher_many", "voucher_found", "voucher_undo"
COLORS: dict[VoucherState, layout.Color] = {
    VoucherState.CREATED: "gray",
    VoucherState.ISSUED: "blue",
    VoucherState.USED: "green",
    VoucherState.SETTLED: "green",
    VoucherState.EXPIRED: "gray",
    VoucherState.VOID: "red",
    VoucherState.DISPUTED: "orange",
}


def draw(visit: Visit) -> None:
    """Who gets it, which voucher, done; the fresh one is shown with its QR code."""
    if receipt := forms.show_news(FORM):
        _fresh(visit, receipt.id)
    if receipt := forms.show_news(MANY):
        sheet.button(vouchers.piece(visit, receipt.id).batch_id)
    forms.show_news(UNDO)
    lots = [lot for lot in vouchers.batches(visit) if lot.may_be_given(visit.today)]
    if not lots:
        layout.empty_state(
            "confirmation_number", "现在没有能发的券", "建一批，另一个人核准后就能发。"
        )
    else:
        _to_one(visit, lots)
        _to_many(visit, [lot for lot in lots if lot.is_campaign])
    layout.section("查一张券")
    _look_up(visit)


def _to_one(visit: Visit, lots: list[Batch]) -> None:
    """A name, then one tap on the voucher; for a child the guardian is asked for first."""
    layout.section("发给一位居民")
    if missing.no_residents(visit):
        return
    who = pick_resident(
        FORM,
        lambda typed: registry.find_residents(visit, typed),
        lambda id: registry.resident(visit.db, id),
        note=lambda person: f"现有 {points_ledger.balance(visit.db, person.id):,} 枚",
    )
    agrees = False
    if who and is_child(who, visit.today) and any(not lot.is_campaign for lot in lots):
        name = layout.escaped(who.guardian or "（底册里还没有登记）")
        slip = forms.slip(FORM)
        agrees = st.checkbox(f"监护人 {name} 在场", key=f"{slip}:{who.id}:guardian")
    wall = st.grid(3, min_column_width=260)
    for lot in lots:
        with wall.cell(), st.container(border=True, height="stretch"):
            layout.card_title(lot.title)
            layout.second_line(f"面值 {yuan(lot.face_fen)} · 还剩 {lot.unissued:,} 张")
            words = "发 1 张" if lot.is_campaign else f"换 1 张，扣 {lot.points_price:,} 枚"
            if st.button(words, key=f"give:{lot.id}", width="stretch"):
                _send(visit, lot, who, agrees)


def _send(visit: Visit, lot: Batch, who: Resident | None, agrees: bool) -> None:
    forms.forget(MANY)
    forms.forget(UNDO)
    if who is None:
        forms.refuse("还没选是谁。在上面找到名字，点一下。")
        return
    slip = forms.slip(FORM)
    if lot.is_campaign:
        gift = Gift(slip, lot.id, 1, who.id)
        forms.send(FORM, lambda: vouchers.give_voucher(visit, gift), lambda: clear_choice(FORM))
    else:
        paper = Issue(slip, lot.id, who.id, agrees)
        forms.send(FORM, lambda: vouchers.issue_voucher(visit, paper), lambda: clear_choice(FORM))


def _to_many(visit: Visit, campaigns: list[Batch]) -> None:
    """Several of a campaign without names, to be handed out at an activity (不记名)."""
    if campaigns:
        layout.section("不记名，拿到活动上发")
    for lot in campaigns:
        with layout.card_row():
            with st.container(width="content", gap=None):
                st.markdown(layout.bold(lot.title))
                layout.second_line(f"面值 {yuan(lot.face_fen)} · 还剩 {lot.unissued:,} 张")
            with st.container(horizontal=True, width="content", vertical_alignment="bottom"):
                _several(visit, lot)


def _several(visit: Visit, lot: Batch) -> None:
    slip = forms.slip(f"{MANY}:{lot.id}")
    pieces = st.number_input(
        "发几张", min_value=0, value=None, step=10, key=f"{slip}:pieces", width=180
    )
    if st.button("发出" if pieces is None else f"发出 {pieces:,} 张", key=f"many:{lot.id}"):
        forms.forget(FORM)
        forms.forget(UNDO)
        forms.send(MANY, lambda: vouchers.give_voucher(
            visit, Gift(slip, lot.id, typed_count(pieces, "发几张"))
        ))  # fmt: skip


def _fresh(visit: Visit, id: int) -> None:
    """The voucher just given: to be photographed, printed from the sheet, or taken back."""
    voucher = vouchers.piece(visit, id)
    if voucher.state is not VoucherState.ISSUED:
        return
    slip = forms.slip(f"{UNDO}:{id}")
    if st.button("撤销", key="undo_voucher", icon=":material/undo:"):
        forms.forget(FORM)
        forms.send(UNDO, lambda: vouchers.undo_giving(visit, id, slip=slip))
    with st.container(border=True, gap="xxsmall"):
        sheet.card(voucher, visit)
    if qr.only_here():
        layout.second_line(sheet.LOCAL)


def _look_up(visit: Visit) -> None:
    forms.show_news(FOUND)
    waiting = vouchers.disputed(visit)
    if waiting:
        st.markdown(
            f":orange[:material/warning: **{len(waiting)} 张有争议**]："
            + "、".join(grouped(voucher.code) for voucher in waiting)
        )
    typed = st.text_input("券码", key="voucher:code", placeholder="照着券上念，大小写都行")
    if not typed:
        return
    try:
        found = vouchers.look_up(visit, typed)
    except DomainError as refusal:
        forms.refuse(str(refusal))
        return
    _found(visit, found)


def _found(visit: Visit, found: Voucher) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"{layout.bold(found.title)} {grouped(found.code)}", width="content")
            st.badge(found.state.label, color=COLORS[found.state])
        holder = (
            registry.resident(visit.db, found.resident_id).name if found.resident_id else "不记名"
        )
        used = (
            f" · {moment(found.used_at, visit.today)} 在{found.merchant}用的"
            if found.used_at
            else ""
        )
        on = f" · 第 {found.settlement_id} 号结算单" if found.settlement_id else ""
        line = f"面值 {yuan(found.face_fen)} · {holder}{used}{on}"
        layout.second_line(layout.escaped(line))
        if visit.user.may(Permission.MANAGE_VOUCHERS):
            _steps(visit, found)


def _steps(visit: Visit, found: Voucher) -> None:
    """What may still be done with it, each with a reason."""
    asks = {
        VoucherState.ISSUED: "为什么作废",
        VoucherState.USED: "有什么争议",
        VoucherState.DISPUTED: "怎么处理的",
    }
    if found.state not in asks or found.settlement_id is not None:
        return
    slip, id = forms.slip(f"voucher:{found.id}:{found.state}"), found.id
    reason = st.text_input(asks[found.state], key=f"{slip}:reason", max_chars=100)
    with st.container(horizontal=True):
        if found.state is VoucherState.ISSUED and st.button("作废，退回枚数"):
            forms.send(FOUND, lambda: vouchers.void_voucher(visit, id, reason, slip=slip))
        if found.state is VoucherState.USED and st.button("登记争议，先不结算"):
            forms.send(FOUND, lambda: vouchers.dispute_voucher(visit, id, reason, slip=slip))
        if found.state is VoucherState.DISPUTED:
            stands = st.button("核销有效，照常结算")
            if stands or st.button("作废，退回枚数"):
                forms.send(
                    FOUND, lambda: vouchers.settle_dispute(visit, id, stands, reason, slip=slip)
                )
