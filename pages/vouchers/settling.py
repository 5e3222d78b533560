"""商户结算: what merchants have to get, and each settlement's way through three hands."""

from datetime import date, timedelta

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import settling
from domain.days import short_day
from domain.money import yuan
from domain.vouchers.codes import grouped
from domain.vouchers.settlements import NewSettlement, Settlement, SettlementState, Unsettled
from pages.acts import act, form
from pages.dialogs import glance
from pages.second_person import answer
from ui import forms, layout, tables
from ui.rows import Column, Rows

STEPS = ["做单", "复核", "批准", "付款"]
STANDS = {
    SettlementState.DRAFT: 1,
    SettlementState.CHECKED: 2,
    SettlementState.APPROVED: 3,
}
LINES = [
    tables.Column("时间", lambda line: line.used_at.strftime("%Y-%m-%d %H:%M")),
    tables.Column("券", lambda line: line.title),
    tables.Column("券码", lambda line: grouped(line.code)),
    tables.Column("面值", lambda line: yuan(line.face_fen), right=True),
]


DONE = {SettlementState.PAID, SettlementState.WITHDRAWN}


def draw(visit: Visit) -> None:
    month = _month(visit.today)
    if month is None:
        layout.second_line("点一下结到哪个月，再做结算单。")
    else:
        _due(visit, month)
    known = settling.settlements(visit)
    if known:
        layout.section("结算单")
    for paper in known:
        if paper.state not in DONE:  # the few that wait for somebody
            with st.container(border=True):
                _paper(visit, paper)
    done = [paper for paper in known if paper.state in DONE]
    if done:
        _done(visit).show(done)


def _month(today: date) -> str | None:
    last = today.replace(day=1) - timedelta(days=1)
    months = {f"{day:%Y-%m}": f"到{day.month}月底" for day in (last, today)}
    chosen = st.pills(
        "结到哪个月", list(months), format_func=lambda month: months[month], key="settle:month"
    )
    return chosen


def _due(visit: Visit, month: str) -> None:
    """One row a merchant; one tap makes the paper."""
    due = settling.unsettled(visit, month)
    if not due:
        layout.second_line("到这个月底没有要结算的券。")
        return

    def draft(shop: Unsettled) -> None:
        act(visit, "做结算单", settling.draft_settlement, NewSettlement, shop.merchant_id, month)

    Rows(
        "due",
        title=lambda shop: shop.merchant,
        title_label="商户",
        state=Column("state", "到哪一步", lambda _: ":orange-badge[待结算]", 110),
        columns=(
            Column("vouchers", "几张", lambda shop: f"{shop.vouchers:,} 张", 110,
                   by=lambda shop: shop.vouchers, right=True),
            Column("amount", "共多少", lambda shop: f"共 {yuan(shop.amount_fen)}", 180,
                   by=lambda shop: shop.amount_fen, right=True, top=True),
        ),
        acts=draft,
        acts_width=140,
        number=lambda shop: shop.merchant_id,
    ).show(due)  # fmt: skip


def _paper(visit: Visit, paper: Settlement) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        title = f"第 {paper.id} 号 {layout.escaped(paper.merchant)} {paper.month}"
        st.markdown(layout.strong(title), width="content")
        st.markdown(f"{paper.vouchers:,} 张，共 **{yuan(paper.amount_fen)}**", width="content")
    layout.step_chips(STEPS, STANDS[paper.state], "等着")
    hands = [
        f"{name}{deed}"
        for name, deed in ((paper.created_by_name, "做单"), (paper.checked_by_name, "复核"),
                           (paper.approved_by_name, "批准"))
        if name
    ]  # fmt: skip
    layout.second_line(layout.escaped(" · ".join(hands)))
    _next_step(visit, paper)
    with st.expander("明细", key=f"lines:{paper.id}", on_change="rerun") as opened:
        if opened.open:
            lines = settling.settlement_lines(visit, paper.id)
            tables.show(lines, LINES, alt=f"第 {paper.id} 号结算单的券", empty="没有券。")
            _withdraw(visit, paper)


def _done(visit: Visit) -> Rows:
    """Those that wait for nobody any more: a row each, a tap tells which vouchers."""

    def told(paper: Settlement) -> str:
        if not paper.paid_on:
            return ":gray[没有付]"
        words = (
            f"{short_day(paper.paid_on, visit.today)}付给{paper.payee}，凭证 {paper.payment_ref}"
        )
        return layout.escaped(words)

    return Rows(
        "settlements",
        title=lambda paper: f"第 {paper.id} 号 {paper.merchant}",
        title_label="结算单",
        state=Column("state", "到哪一步", _state, 116),
        columns=(
            Column("month", "到哪个月", lambda paper: paper.month, 100,
                   by=lambda paper: paper.month),
            Column("paid", "怎么付的", told, 330),
            Column("vouchers", "几张", lambda paper: f"{paper.vouchers:,} 张", 80,
                   by=lambda paper: paper.vouchers, right=True),
            Column("amount", "共多少", lambda paper: yuan(paper.amount_fen), 130,
                   by=lambda paper: paper.amount_fen, right=True, top=True),
        ),
        shows=lambda paper: _lines(paper.id),
        first=20,
    )  # fmt: skip


def _state(paper: Settlement) -> str:
    if paper.state is SettlementState.WITHDRAWN:
        return ":gray-badge[:material/undo: 已撤回]"
    return ":green-badge[:material/check: 已付款]"


@glance("结算单的券", needs=permission_of(settling.settlement_lines))
def _lines(visit: Visit, id: int) -> None:
    lines = settling.settlement_lines(visit, id)
    tables.show(lines, LINES, alt=f"第 {id} 号结算单的券", empty="没有券。")


def _next_step(visit: Visit, paper: Settlement) -> None:
    """The one button of this paper, for whoever may press it."""
    if paper.state is SettlementState.DRAFT:
        answer(visit, paper.hands(), "复核，数目对", settling.verify_settlement, paper.id)
    elif paper.state is SettlementState.CHECKED:
        answer(visit, paper.hands(), "批准付款", settling.approve_settlement, paper.id)
    elif paper.state is SettlementState.APPROVED:
        _pay(visit, paper)


@form(settling.pay_settlement)
def _pay(visit: Visit, slip: str, paper: Settlement) -> tuple[int, str] | None:
    ref = st.text_input("付款凭证号", key=f"{slip}:ref", placeholder="银行回单上的号", max_chars=40)
    return (paper.id, ref) if forms.save_button("已经付了", slip, width="content") else None


@form(settling.withdraw_settlement)
def _withdraw(visit: Visit, slip: str, paper: Settlement) -> tuple[int, str] | None:
    if paper.state is SettlementState.PAID:
        return None
    reason = st.text_input("为什么撤回", key=f"{slip}:reason", max_chars=100)
    sent = forms.save_button("撤回这张单", slip, width="content", key="withdraw", icon="undo")
    return (paper.id, reason) if sent else None
