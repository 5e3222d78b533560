"""Shops and their kinds put right (改商户、改类): a kind ends when no shop and no batch needs it."""

from datetime import date

import streamlit as st

from db.visit import Visit
from db.vouchers import merchants
from domain.asking import Asking
from domain.vouchers.batches import MerchantChange, MerchantFacts
from pages.acts import act, dialog
from ui import forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened


@dialog("改商户", merchants.change_merchant)
def change_merchant_dialog(visit: Visit, slip: str, id: int) -> MerchantChange | None:
    was = opened(slip, merchants.facts_of(merchants.merchant(visit.db, id)))
    names = [group.name for group in merchants.groups(visit.db)]
    group = st.pills(
        "哪一类", names, default=was.group_name if was.group_name in names else None, wrap=True,
        format_func=layout.escaped, key=f"{slip}:group",
    )  # fmt: skip
    name = st.text_input("店名", value=was.name, max_chars=30, key=f"{slip}:name")
    payee = st.text_input("收款户名", value=was.payee, max_chars=40, key=f"{slip}:payee")
    since, until = agreement(slip, was.agreed_from, was.agreed_to)
    if not forms.save_button("保存", slip):
        return None
    asking = Asking()
    now = MerchantFacts(
        asking.given(group, "哪一类"), asking.given(name, "店名"), asking.given(payee, "收款户名"),
        since, until,
    )  # fmt: skip
    asking.done()
    return MerchantChange(slip, id, was, now)


def agreement(
    slip: str, since: date | None = None, until: date | None = None
) -> tuple[date | None, date | None]:
    """How long it takes vouchers; what nobody knows is left empty."""
    layout.second_line("协议的日期不知道就空着。到期的第二天起不能核销。")
    left, right = st.columns(2)
    return (
        day_field("协议从哪天起", f"{slip}:since", since, place=left),
        day_field("协议到哪天", f"{slip}:until", until, place=right),
    )


@dialog("改这一类", merchants.rename_group)
def change_group_dialog(visit: Visit, slip: str, id: int) -> tuple[int, str] | None:
    known = {group.id: group for group in merchants.groups(visit.db)}
    if id not in known:
        st.markdown("这一类已经停用了。")
        return None
    name = st.text_input("类名", value=known[id].name, max_chars=20, key=f"{slip}:name")
    sent = forms.save_button("保存", slip)
    with st.expander("停用这一类", icon=":material/block:"):
        layout.second_line("没有店在收券、也没有没到期的券，才能停用。以前的券和结算都留着。")
        act(visit, "停用", merchants.end_group, id, icon="block")
    return (id, name) if sent else None


def kinds(visit: Visit) -> None:
    """Each kind with its shops, to be put right."""
    with st.container(horizontal=True, gap="small"):
        for group in merchants.groups(visit.db):
            label = f"改“{layout.escaped(group.name)}”（{group.merchants} 家）"
            act(visit, label, change_group_dialog, group.id, key=f"group:{group.id}")
