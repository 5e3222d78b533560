"""商户: who takes which vouchers, a new shop, and one that stops."""

from datetime import date

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import merchants
from domain.asking import Asking
from domain.days import short_day
from domain.vouchers.batches import ENDS_SOON, Merchant, NewMerchant
from pages.acts import act, form
from pages.vouchers.merchants_manage import agreement, change_merchant_dialog, kinds
from ui import forms, layout
from ui.rows import Column, Rows


def draw(visit: Visit) -> None:
    shops = merchants.merchants(visit.db)
    if visit.user.may(permission_of(merchants.add_merchant)):
        _new(visit)
    if not shops:
        layout.empty_state("storefront", "还没有商户", "先加一类商户，再把店加进来。")
    else:
        _rows(visit).show(shops)


def one(visit: Visit, id: int) -> None:
    """The shop an address names."""
    _rows(visit).show([merchants.merchant(visit.db, id)])


def _rows(visit: Visit) -> Rows:
    def turn(shop: Merchant) -> None:
        act(visit, "改", change_merchant_dialog, shop.id, key=f"change_merchant:{shop.id}")
        if shop.is_active:
            act(visit, "停用", merchants.close_merchant, shop.id)
        else:
            act(visit, "重新启用", merchants.reopen_merchant, shop.id)

    return Rows(
        "merchants",
        title=lambda shop: shop.name,
        title_label="商户",
        state=Column("state", "收不收券", lambda shop: _state(shop, visit.today), 150, by=lambda shop: not shop.is_active,
                     least_first=True),
        columns=(
            Column("payee", "收款户名", lambda shop: layout.escaped(shop.payee or "还没填"), 200),
            Column("until", "协议到哪天", lambda shop: _until(shop, visit.today), 170,
                   by=lambda shop: shop.agreed_to, least_first=True),
            Column("group", "哪一类", lambda shop: layout.escaped(shop.group_name), 120,
                   by=lambda shop: shop.group_name, least_first=True),
        ),
        acts=turn,
        acts_width=190,
    )  # fmt: skip


def _state(shop: Merchant, today: date) -> str:
    if not shop.is_active:
        return ":red-badge[:material/block: 已停用]"
    if shop.ended(today):
        return ":red-badge[:material/event_busy: 协议到期]"
    if not shop.takes(today):
        return ":gray-badge[:material/schedule: 还没开始]"
    return ":green-badge[:material/storefront: 收券]"


def _until(shop: Merchant, today: date) -> str:
    if shop.agreed_to is None:
        return ":gray[还没填]"
    words = short_day(shop.agreed_to, today)
    left = (shop.agreed_to - today).days
    return f":orange[{words}，还有 {left} 天]" if 0 <= left <= ENDS_SOON else words


def _new(visit: Visit) -> None:
    groups = {group.id: group.name for group in merchants.groups(visit.db)}
    with st.expander("加一家商户", icon=":material/add_business:", expanded=not groups):
        if groups:
            _new_shop(visit, groups)
        _new_group(visit)
        kinds(visit)


@form(merchants.add_group)
def _new_group(visit: Visit, slip: str) -> str | None:
    name = st.text_input(
        "没有合适的类，加一类", key=f"{slip}:name", placeholder="例如：便利店", max_chars=20
    )
    sent = forms.save_button("加这一类", slip, width="content", key="group", icon="")
    return name if sent else None


@form(merchants.add_merchant)
def _new_shop(visit: Visit, slip: str, groups: dict[int, str]) -> NewMerchant | None:
    group = st.pills(
        "哪一类", list(groups), wrap=True,
        format_func=lambda id: layout.escaped(groups[id]), key=f"{slip}:group",
    )  # fmt: skip
    name = st.text_input("店名", key=f"{slip}:name", max_chars=30)
    payee = st.text_input("收款户名", key=f"{slip}:payee", max_chars=40)
    since, until = agreement(slip)
    if not forms.save_button("加这家店", slip, width="content"):
        return None
    asking = Asking()
    paper = NewMerchant(
        slip, asking.given(group, "哪一类"), asking.given(name, "店名"),
        asking.given(payee, "收款户名"), since, until,
    )  # fmt: skip
    asking.done()
    return paper
