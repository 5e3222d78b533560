"""Dialogs about money (登记拨付、审核、决算、自付): amounts are typed, what a rule allows is a hint."""

from collections.abc import Callable

import streamlit as st

from db.repair_fund import booking, files, payments, settling
from db.visit import Visit
from domain.amounts import TypedAmount, both_fen, yuan_typed
from domain.money import yuan
from domain.people import Permission
from domain.repair_fund.booking import SelfPayment
from domain.repair_fund.files import FileKind
from domain.repair_fund.payments import Approval, Payment, Settlement, offer, usual_subsidy
from pages.dialogs import room_dialog
from ui import forms, layout
from ui.yuan import yuan_input

FORM = "money"
NOTHING = TypedAmount("其中补助", "", optional=True)  # where no subsidy was granted, none is asked
Open = Callable[[int], None]


@room_dialog("登记拨付", Permission.RECORD_PAYMENT)
def payment_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    money = payments.money(visit.db, project_id)
    next_one = offer(money, payments.terms(visit.db))
    if next_one is None:
        st.markdown(":gray[现在没有要付的钱。]")
        return
    kind = next_one.kind
    with st.container():
        much = "正好" if next_one.exact else "最多"
        label = f"{kind.label}，{much} {yuan(next_one.amount_fen).removesuffix(' 元')}"
        fen = yuan_input(label, key=f"{slip}:fen", what=kind.label)
        grant = NOTHING
        if money.subsidy_fen:
            usual = yuan_typed(usual_subsidy(money, next_one))
            grant = yuan_input(f"其中补助，通常 {usual}", key=f"{slip}:grant", what="其中补助",
                               hint="没有就写 0")  # fmt: skip
        day = st.date_input(
            "银行哪天付的",
            visit.today,
            max_value=visit.today,
            format="YYYY-MM-DD",
            key=f"{slip}:day",
        )
        payee = money.contractor or ""
        if money.contractor:
            layout.second_line(f"收款单位：{layout.escaped(payee)}（方案里的施工单位）")
        else:
            payee = st.text_input(
                "收款单位", placeholder="施工单位全名", max_chars=60, key=f"{slip}:payee"
            )
        voucher = _voucher(visit, project_id, slip)
        sent = forms.save_button(f"登记{kind.label}", slip)
    if sent:
        forms.send(
            FORM,
            lambda: payments.record_payment(
                visit,
                Payment(slip, project_id, kind, *both_fen(fen, grant), day, payee, voucher),
            ),
        )


def _voucher(visit: Visit, project_id: int, slip: str) -> int | None:
    """The bank's slip, when it is among the papers already."""
    found = [f for f in files.files(visit, project_id) if f.kind is FileKind.VOUCHER]
    if not found:
        layout.second_line("银行回单可以以后在“资料”里传。")
        return None
    names = {file.id: file.name for file in found}
    chosen: int | None = st.selectbox(
        "银行回单", list(names), index=None, format_func=names.__getitem__, placeholder="可以不选",
        key=f"{slip}:voucher",
    )  # fmt: skip
    return chosen


@room_dialog("退回这笔拨付", Permission.APPROVE_PAYMENT)
def refuse_dialog(visit: Visit, payment_id: int) -> None:
    slip = forms.slip(FORM)
    with st.container():
        why = st.text_input(
            "为什么退回", placeholder="例如：发票抬头写错", max_chars=100, key=f"{slip}:why"
        )
        sent = forms.save_button("退回", slip)
    if sent:
        forms.send(FORM, lambda: payments.refuse_payment(visit, payment_id, why, slip=slip))


@room_dialog("登记审核意见", Permission.ADVANCE_PROJECT)
def approval_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    money = payments.money(visit.db, project_id)
    short = (money.settled_fen or 0) - (money.approved_fen or 0)
    likely = short if money.settled_fen else money.budget_fen
    with st.container():
        label = "追加多少" if money.settled_fen else "审核通过多少"
        most = f"，最多 {yuan_typed(likely)}" if likely else ""
        fen = yuan_input(f"{label}{most}", key=f"{slip}:fen", what=label)
        number = st.text_input(
            "备案号", placeholder="文件上的编号", max_chars=60, key=f"{slip}:number"
        )
        day = st.date_input(
            "文件日期", visit.today, max_value=visit.today, format="YYYY-MM-DD", key=f"{slip}:day"
        )
        sent = forms.save_button("登记审核意见", slip)
    if sent:
        forms.send(
            FORM,
            lambda: settling.record_approval(
                visit, Approval(slip, project_id, fen.fen, number, day)
            ),
        )


@room_dialog("登记决算", Permission.RECORD_PAYMENT)
def settlement_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    money = payments.money(visit.db, project_id)
    with st.container():
        layout.second_line(
            f"预算 {yuan(money.budget_fen or 0)}，审核通过 {yuan(money.approved_fen or 0)}。"
        )
        fen = yuan_input("决算", key=f"{slip}:fen")
        granted = f"，方案里是 {yuan_typed(money.subsidy_fen)}" if money.subsidy_fen else ""
        grant = yuan_input(
            f"其中补助{granted}", key=f"{slip}:grant", what="其中补助",
            optional=not money.subsidy_fen, hint="没有就写 0" if money.subsidy_fen else "",
        )  # fmt: skip
        audited = st.checkbox("有审价报告，已经传到资料里", key=f"{slip}:audited")
        note = st.text_input("说明", placeholder="可以不写", max_chars=200, key=f"{slip}:note")
        sent = forms.save_button("登记决算", slip)
    if sent:
        forms.send(
            FORM,
            lambda: settling.record_settlement(
                visit,
                Settlement(slip, project_id, *both_fen(fen, grant), audited, note),
            ),
        )


@room_dialog("登记自付交款", Permission.RECORD_PAYMENT)
def self_pay_dialog(visit: Visit, project_id: int, unit_id: int, code: str, owed_fen: int) -> None:
    slip = forms.slip(FORM)
    with st.container():
        layout.second_line(f"{code} 还差 {yuan(owed_fen)}。")
        fen = yuan_input(
            f"交了多少，最多 {yuan_typed(owed_fen)}", what="交了多少", key=f"{slip}:fen"
        )
        day = st.date_input(
            "哪天交的", visit.today, max_value=visit.today, format="YYYY-MM-DD", key=f"{slip}:day"
        )
        sent = forms.save_button("登记交款", slip)
    if sent:
        forms.send(
            FORM,
            lambda: booking.pay_self_share(
                visit, SelfPayment(slip, project_id, unit_id, fen.fen, day)
            ),
        )
