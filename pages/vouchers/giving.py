"""发券: a voucher for points or in a campaign, and what became of one that is asked about."""

from functools import partial

import streamlit as st

from db import registry
from db.visit import Visit
from db.vouchers import batches, disputes, giving
from db.vouchers import pieces as vouchers_pieces
from domain.amounts import typed_count
from domain.days import moment
from domain.errors import DomainError, Invalid
from domain.money import yuan
from domain.points_ledger.guardians import is_child
from domain.vouchers.batches import Batch
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import Gift, Redemption, Voucher, VoucherState
from pages import missing
from pages.acts import Doing, doing, done_last, form
from pages.choosing import choose_resident
from pages.person import person_link
from pages.vouchers import sheet
from ui import forms, layout, qr
from ui.finder import clear_choice

KEY = "voucher"  # who is chosen
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
    if id := done_last(giving.redeem_for_voucher, giving.give_voucher):
        _fresh(visit, vouchers_pieces.piece(visit, id))
    given = [batch for batch in batches.batches(visit) if batch.may_be_given(visit.today)]
    if not given:
        layout.empty_state(
            "confirmation_number", "现在没有能发的券", "建一批，另一个人核准后就能发。"
        )
    else:
        _to_one(visit, given)
        _to_many(visit, [batch for batch in given if batch.is_campaign])
    layout.section("查一张券")
    _look_up(visit)


def _next_person() -> None:
    clear_choice(KEY)


@form(giving.give_voucher, after=_next_person)
def _to_one(visit: Visit, slip: str, given: list[Batch]) -> Doing | None:
    """A name, then one tap on the voucher; for a child the guardian is asked for first."""
    layout.section("发给一位居民")
    if missing.no_residents(visit):
        return None
    who = choose_resident(visit, KEY)
    agrees = False
    if who and is_child(who, visit.today) and any(not batch.is_campaign for batch in given):
        name = layout.escaped(who.guardian or "（底册里还没有登记）")
        agrees = st.checkbox(f"监护人 {name} 在场", key=f"{slip}:{who.id}:guardian")
    wall, tapped = st.grid(3, min_column_width=260), None
    for batch in given:
        with wall.cell(), st.container(border=True, height="stretch"):
            layout.card_title(batch.title)
            layout.second_line(f"面值 {yuan(batch.face_fen)} · 还剩 {batch.unissued:,} 张")
            words = "发 1 张" if batch.is_campaign else f"换 1 张，扣 {batch.points_price:,} 枚"
            if forms.save_button(words, slip, key=str(batch.id), icon=""):
                tapped = batch
    if tapped is None:
        return None
    if who is None:
        raise Invalid("还没选是谁。在上面找到名字，点一下。")
    if tapped.is_campaign:
        return doing(giving.give_voucher, Gift(slip, tapped.id, 1, who.id))
    return doing(giving.redeem_for_voucher, Redemption(slip, tapped.id, who.id, agrees))


def _to_many(visit: Visit, campaigns: list[Batch]) -> None:
    """Several of a campaign without names, to be handed out at an activity (不记名)."""
    if campaigns:
        layout.section("不记名，拿到活动上发")
    for batch in campaigns:
        with layout.card_row():
            with st.container(width="content", gap=None):
                st.markdown(layout.bold(batch.title))
                layout.second_line(f"面值 {yuan(batch.face_fen)} · 还剩 {batch.unissued:,} 张")
            with st.container(horizontal=True, width="content", vertical_alignment="bottom"):
                _several(visit, batch)


@form(giving.give_voucher)
def _several(visit: Visit, slip: str, batch: Batch) -> Gift | None:
    pieces = st.number_input(
        "发几张", min_value=0, value=None, step=10, key=f"{slip}:pieces", width=180
    )
    words = "发出" if pieces is None else f"发出 {pieces:,} 张"
    sent = forms.save_button(words, slip, width="content", key="several", icon="")
    return Gift(slip, batch.id, typed_count(pieces, "发几张")) if sent else None


def _fresh(visit: Visit, voucher: Voucher) -> None:
    """The voucher just given: to be photographed, or a heap of them to be printed."""
    if voucher.resident_id is None:
        sheet.button(voucher.batch_id)
    elif voucher.state is VoucherState.ISSUED:
        with st.container(border=True, gap="xxsmall"):
            sheet.card(voucher, visit)
        if qr.only_here():
            layout.second_line(sheet.LOCAL)


def _look_up(visit: Visit) -> None:
    waiting = disputes.disputed(visit)
    if waiting:
        st.markdown(
            f":orange[:material/warning: **{len(waiting)} 张有争议**]："
            + "、".join(grouped(voucher.code) for voucher in waiting)
        )
    typed = st.text_input("券码", key="voucher:code", placeholder="照着券上念，大小写都行")
    if not typed:
        return
    try:
        found = vouchers_pieces.look_up(visit, typed)
    except DomainError as refusal:
        forms.refuse(str(refusal))
        return
    _found(visit, found)


def _found(visit: Visit, found: Voucher) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"{layout.bold(found.title)} {grouped(found.code)}", width="content")
            st.badge(found.state.label, color=COLORS[found.state])
            if found.resident_id is not None:
                holder = registry.resident(visit.db, found.resident_id)
                person_link(visit, holder.id, holder.name)
        named = "" if found.resident_id else " · 不记名"
        used = (
            f" · {moment(found.used_at, visit.today)} 在{found.merchant}用的"
            if found.used_at
            else ""
        )
        on = f" · 第 {found.settlement_id} 号结算单" if found.settlement_id else ""
        line = f"面值 {yuan(found.face_fen)}{named}{used}{on}"
        layout.second_line(layout.escaped(line))
        _steps(visit, found)


@form(disputes.void_voucher)
def _steps(visit: Visit, slip: str, found: Voucher) -> Doing | None:
    """What may still be done with it, each with a reason."""
    asks = {
        VoucherState.ISSUED: "为什么作废",
        VoucherState.USED: "有什么争议",
        VoucherState.DISPUTED: "怎么处理的",
    }
    if found.state not in asks or found.settlement_id is not None:
        return None
    reason = st.text_input(asks[found.state], key=f"{slip}:{found.state}:reason", max_chars=100)
    above = st.container()
    save = partial(forms.save_button, slip=slip, width="content", icon="", above=above)
    with st.container(horizontal=True):
        if found.state is VoucherState.USED:
            asked = save("登记争议，先不结算", key="dispute")
            return doing(disputes.dispute_voucher, found.id, reason) if asked else None
        stands = found.state is VoucherState.DISPUTED and save("核销有效，照常结算", key="stands")
        void = save("作废，退回枚数", key="void")
    if not (stands or void):
        return None
    if found.state is VoucherState.DISPUTED:
        return doing(disputes.resolve_dispute, found.id, stands, reason)
    return doing(disputes.void_voucher, found.id, reason)
