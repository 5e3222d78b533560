"""商户: who takes which vouchers, a new shop, and one that stops."""

import streamlit as st

from db import vouchers
from db.visit import Visit
from domain.asking import Asking
from domain.people import Permission
from domain.receipts import Receipt
from domain.vouchers import Merchant, NewMerchant
from ui import forms, layout, typed

FORM = "merchant"


def draw(visit: Visit) -> None:
    forms.show_news(FORM)
    shops = vouchers.merchants(visit.db)
    if visit.user.may(Permission.MANAGE_VOUCHERS):
        _new(visit)
    if not shops:
        layout.empty_state("storefront", "还没有商户", "先加一类商户，再把店加进来。")
    for shop in shops:
        _row(visit, shop)


def _row(visit: Visit, shop: Merchant) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(layout.bold(shop.name), width="content")
                typed.badge(shop.group_name, "storefront", "blue")
                if not shop.is_active:
                    st.badge("已停用", icon=":material/block:", color="red")
            layout.second_line(f"收款户名 {layout.escaped(shop.payee or '还没填')}")
        if visit.user.may(Permission.MANAGE_VOUCHERS):
            slip = forms.slip(f"shop:{shop.id}")
            turn = vouchers.close_merchant if shop.is_active else vouchers.reopen_merchant
            if st.button("停用" if shop.is_active else "重新启用", key=f"shop:{shop.id}"):
                forms.send(FORM, lambda: turn(visit, shop.id, slip=slip))


def _new(visit: Visit) -> None:
    groups = {group.id: group.name for group in vouchers.groups(visit.db)}
    with st.expander("加一家商户", icon=":material/add_business:", expanded=not groups):
        if groups:
            _new_shop(visit, groups)
        slip = forms.slip("merchant_group")
        name = st.text_input(
            "没有合适的类，加一类", key=f"{slip}:name", placeholder="例如：便利店", max_chars=20
        )
        if st.button("加这一类"):
            forms.send(FORM, lambda: vouchers.add_group(visit, name, slip=slip))


def _new_shop(visit: Visit, groups: dict[int, str]) -> None:
    slip = forms.slip(FORM)
    group = st.pills(
        "哪一类", list(groups), wrap=True,
        format_func=lambda id: layout.escaped(groups[id]), key=f"{slip}:group",
    )  # fmt: skip
    name = st.text_input("店名", key=f"{slip}:name", max_chars=30)
    payee = st.text_input("收款户名", key=f"{slip}:payee", max_chars=40)
    if st.button("加这家店", type="primary", icon=":material/check:"):

        def added() -> Receipt:
            asking = Asking()
            paper = NewMerchant(
                slip, asking.given(group, "哪一类"), asking.given(name, "店名"),
                asking.given(payee, "收款户名"),
            )  # fmt: skip
            asking.done()
            return vouchers.add_merchant(visit, paper)

        forms.send(FORM, added)
