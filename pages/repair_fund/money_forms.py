"""Dialogs about money (登记拨付、审核、决算、自付): amounts are typed, what a rule allows is a hint."""

from datetime import date

import streamlit as st

from db.repair_fund import booking, files, payments, settling
from db.visit import Visit
from domain.amounts import TypedAmount, both_fen, yuan_typed
from domain.money import column_yuan, yuan
from domain.repair_fund.booking import SelfPayment
from domain.repair_fund.files import FileKind
from domain.repair_fund.payments import Approval, Money, Payment, Settlement, offer
from domain.repair_fund.subsidies import usual_subsidy
from pages.acts import dialog
from ui import choices, forms, layout
from ui.days_and_hours import day_field
from ui.yuan import yuan_input

NOTHING = TypedAmount("其中补助", "", optional=True)  # where no subsidy was granted, none is asked


@dialog("登记拨付", payments.record_payment)
def payment_dialog(visit: Visit, slip: str, project_id: int) -> Payment | None:
    money = payments.money(visit.db, project_id)
    next_one = offer(money, payments.paying_limits(visit.db))
    if next_one is None:
        layout.second_line("现在没有要付的钱。")
        return None
    kind = next_one.kind
    much = "正好" if next_one.exact else "最多"
    label = f"{kind.label}，{much} {column_yuan(next_one.amount_fen)}"
    fen = yuan_input(label, key=f"{slip}:fen", what=kind.label)
    grant = NOTHING
    if money.subsidy_fen:
        usual = yuan_typed(usual_subsidy(money, next_one))
        grant = yuan_input(f"其中补助，通常 {usual}", key=f"{slip}:grant", what="其中补助",
                           hint="没有就写 0")  # fmt: skip
    day = _today(visit, "银行哪天付的", slip)
    payee = _payee(money, slip)
    voucher = _voucher(visit, project_id, slip)
    if not forms.save_button(f"登记{kind.label}", slip):
        return None
    return Payment(slip, project_id, kind, *both_fen(fen, grant), day, payee, voucher)


def _today(visit: Visit, label: str, slip: str) -> date:
    """A day on which something already happened: today's, until somebody says another."""
    return day_field(label, f"{slip}:day", visit.today, most=visit.today)


def _payee(money: Money, slip: str) -> str:
    """The contractor of the plan; only where there is none it is asked."""
    if money.contractor:
        layout.second_line(f"收款单位：{layout.escaped(money.contractor)}（方案里的施工单位）")
        return money.contractor
    return st.text_input("收款单位", placeholder="施工单位全名", max_chars=60, key=f"{slip}:payee")


def _voucher(visit: Visit, project_id: int, slip: str) -> int | None:
    """The bank's slip, when it is among the papers already."""
    found = [f for f in files.files(visit, project_id) if f.kind is FileKind.VOUCHER]
    if not found:
        layout.second_line("银行回单可以以后在“资料”里传。")
        return None
    names = {file.id: file.name for file in found}
    return choices.one_of_these(
        "银行回单（可以不选）", list(names), names.__getitem__, key=f"{slip}:voucher",
        placeholder="可以不选",
    )  # fmt: skip


@dialog("退回这笔拨付", payments.send_back_payment)
def send_back_dialog(visit: Visit, slip: str, payment_id: int) -> tuple[int, str] | None:
    why = forms.why("退回", slip, "发票抬头写错")
    return None if why is None else (payment_id, why)


@dialog("登记审核意见", settling.record_approval)
def approval_dialog(visit: Visit, slip: str, project_id: int) -> Approval | None:
    money = payments.money(visit.db, project_id)
    short = (money.settled_fen or 0) - (money.approved_fen or 0)
    likely = short if money.settled_fen else money.budget_fen
    label = "追加多少" if money.settled_fen else "审核通过多少"
    most = f"，最多 {yuan_typed(likely)}" if likely else ""
    fen = yuan_input(f"{label}{most}", key=f"{slip}:fen", what=label)
    number = st.text_input("备案号", placeholder="文件上的编号", max_chars=60, key=f"{slip}:number")
    day = _today(visit, "文件日期", slip)
    sent = forms.save_button("登记审核意见", slip)
    return Approval(slip, project_id, fen.fen, number, day) if sent else None


@dialog("登记决算", settling.record_settlement)
def settlement_dialog(visit: Visit, slip: str, project_id: int) -> Settlement | None:
    money = payments.money(visit.db, project_id)
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
    return Settlement(slip, project_id, *both_fen(fen, grant), audited, note) if sent else None


@dialog("登记自付交款", booking.record_self_payment)
def self_pay_dialog(
    visit: Visit, slip: str, project_id: int, unit_id: int, code: str, owed_fen: int
) -> SelfPayment | None:
    layout.second_line(f"{code} 还差 {yuan(owed_fen)}。")
    fen = yuan_input(f"交了多少，最多 {yuan_typed(owed_fen)}", what="交了多少", key=f"{slip}:fen")
    day = _today(visit, "哪天交的", slip)
    sent = forms.save_button("登记交款", slip)
    return SelfPayment(slip, project_id, unit_id, fen.fen, day) if sent else None
