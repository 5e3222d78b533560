"""商户: who takes which vouchers, a new shop, and one that stops."""

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import merchants
from domain.asking import Asking
from domain.vouchers.batches import Merchant, NewMerchant
from pages.acts import act, form
from ui import forms, layout, typed


def draw(visit: Visit) -> None:
    shops = merchants.merchants(visit.db)
    if visit.user.may(permission_of(merchants.add_merchant)):
        _new(visit)
    if not shops:
        layout.empty_state("storefront", "还没有商户", "先加一类商户，再把店加进来。")
    for shop in shops:
        _row(visit, shop)


def one(visit: Visit, id: int) -> None:
    """The shop an address names."""
    _row(visit, merchants.merchant(visit.db, id))


def _row(visit: Visit, shop: Merchant) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(layout.bold(shop.name), width="content")
                typed.badge(shop.group_name, "storefront", "blue")
                if not shop.is_active:
                    st.badge("已停用", icon=":material/block:", color="red")
            layout.second_line(f"收款户名 {layout.escaped(shop.payee or '还没填')}")
        if shop.is_active:
            act(visit, "停用", merchants.close_merchant, shop.id)
        else:
            act(visit, "重新启用", merchants.reopen_merchant, shop.id)


def _new(visit: Visit) -> None:
    groups = {group.id: group.name for group in merchants.groups(visit.db)}
    with st.expander("加一家商户", icon=":material/add_business:", expanded=not groups):
        if groups:
            _new_shop(visit, groups)
        _new_group(visit)


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
    if not forms.save_button("加这家店", slip, width="content"):
        return None
    asking = Asking()
    paper = NewMerchant(
        slip, asking.given(group, "哪一类"), asking.given(name, "店名"),
        asking.given(payee, "收款户名"),
    )  # fmt: skip
    asking.done()
    return paper
