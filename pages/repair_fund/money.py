"""The money of one project (资金): what may be paid now, who paid what, and what it costs each household."""

import streamlit as st

from db.repair_fund import accounts, moves, payments, settling, shares
from db.repair_fund.payments import Paid
from db.visit import Visit
from domain.areas import area
from domain.days import short_day
from domain.money import column_yuan, short_wan, yuan
from domain.people import Permission
from domain.repair_fund import words as words_of
from domain.repair_fund.accounts import Owed, Share
from domain.repair_fund.moves import Answer
from domain.repair_fund.payments import SETTLED_IN, Money, Offer, offer
from domain.repair_fund.projects import Project, State
from pages.acts import act
from pages.dialogs import Dialog
from pages.repair_fund import money_forms, papers_out, payment_rows
from pages.second_person import answer, may_answer
from ui import layout, tables
from ui.rows import Column, Rows

SHOWN = 60  # rows of the table of shares; the papers hold all of them
SHARES = [  # a phone shows the first four
    tables.Column("房号", lambda s: room(s.code)),
    tables.Column("分摊（元）", lambda s: column_yuan(s.share_fen), right=True),
    tables.Column("扣后余额", lambda s: column_yuan(s.after_fen), right=True),
    tables.Column(
        "自付", lambda s: column_yuan(s.self_pay_fen) if s.self_pay_fen else "—", right=True
    ),
    tables.Column("扣前余额", lambda s: column_yuan(s.before_fen), right=True),
    tables.Column("专有面积", lambda s: area(s.area_centi), right=True),
]


def room(code: str) -> str:
    """A room that is never broken over two lines: 3-1-502 with hyphens that hold."""
    return code.replace("-", "\N{NON-BREAKING HYPHEN}")


def draw_money(visit: Visit, project: Project) -> None:
    money = payments.money(visit.db, project.id)
    if money.budget_fen is None:
        layout.empty_state("payments", "还没有预算", "方案定了以后，这里有预算、拨付和每户分摊。")
        return
    _figures(money)
    found = payments.payments(visit.db, project.id)
    waiting = next((paid for paid in found if paid.waits), None)
    if waiting:
        _waiting(visit, waiting)
    else:
        _now(visit, money)
    layout.section("拨付")
    if found:
        payment_rows.of(visit).show(found)
    else:
        layout.second_line("还没有付过款。")
    papers_out.buttons(visit, project)
    if visit.user.may(Permission.SEE_FUND_ACCOUNTS):
        _shares(visit, money)
        _owed(visit, money)


def _figures(money: Money) -> None:
    row = layout.figures()
    approved, settled = money.approved_fen, money.settled_fen
    layout.figure(row, "预算", short_wan(money.budget_fen or 0), "", "request_quote", "万元")
    words, note = (short_wan(approved), "万元") if approved else ("—", "还没批")
    layout.figure(row, "审核通过", words, "", "verified", note)
    paid = money.paid_out_fen
    layout.figure(row, "已付", short_wan(paid), "", "payments", "万元")
    words, note = (short_wan(settled), "万元") if settled else ("—", "还没决算")
    layout.figure(row, "决算", words, "", "calculate", note)
    if paid:
        layout.second_line(f"{words_of.paid_words(paid, approved)}。")
    if money.waiting_fen:
        layout.second_line(words_of.waiting_words(money.waiting_fen))
    if money.subsidy_fen:
        layout.second_line(f"其中补助 {yuan(money.subsidy_fen)}，不由住户分摊。")


def _now(visit: Visit, money: Money) -> None:
    """What is next with the money: one card, one button."""
    next_one = offer(money, payments.paying_limits(visit.db))
    if money.state is State.APPLIED:
        _card(visit, money, "等主管部门审核", "登记审核意见", money_forms.approval_dialog)
    elif money.state is State.ACCEPTED:
        _card(visit, money, "验收合格，等决算", "登记决算", money_forms.settlement_dialog)
    elif money.state in SETTLED_IN and (money.settled_fen or 0) > (money.approved_fen or 0):
        short = yuan((money.settled_fen or 0) - (money.approved_fen or 0))
        words = f"决算比审核通过的多 {short}"
        _card(visit, money, words, "登记追加审核", money_forms.approval_dialog)
    elif next_one:
        _pay(visit, money, next_one)
    elif money.state is State.SETTLE_NOTICE:
        _no_final(visit, money)


def _card(visit: Visit, money: Money, words: str, label: str, dialog: Dialog) -> None:
    with layout.card_row():
        st.markdown(f"**{words}**", width="content")
        act(visit, label, dialog, money.project_id, primary=True, icon="edit")


def _pay(visit: Visit, money: Money, next_one: Offer) -> None:
    missing = payments.still_missing(visit, money.project_id, next_one.kind)
    much = "正好" if next_one.exact else "最多"
    with layout.card_row():
        with st.container(width="content", gap=None):
            when = "下一笔是" if missing else "现在可以付"
            st.markdown(f"**{when}{next_one.kind.label}**，{much} {yuan(next_one.amount_fen)}")
            for words in missing:
                st.markdown(f":orange[:material/schedule: {layout.escaped(words)}]")
            if not missing:
                layout.second_line("一个人登记，另一个人核准。核准时自动扣到每一户。")
        if not missing:
            act(visit, f"登记{next_one.kind.label}", money_forms.payment_dialog, money.project_id,
                primary=True, icon="add")  # fmt: skip


def _no_final(visit: Visit, money: Money) -> None:
    """R22 where the first payment already covers what is due: two people say so."""
    id = money.project_id
    asked = moves.request(visit, id)
    with layout.card_row():
        st.markdown("**没有尾款要付**，已付的够了决算减质保金。", width="content")
        if asked is None:
            act(visit, "没有尾款，提请确认", settling.ask_no_final, id, primary=True)
        else:
            answer(visit, [asked.asked_by], "确认没有尾款", moves.confirm_step, Answer, id, True,
                   needs=asked.answered_by, key=f"no_final:{id}")  # fmt: skip


def _waiting(visit: Visit, paid: Paid) -> None:
    """What approving does stands beside its button, with numbers; a refusal asks why."""
    hands = [paid.recorder_id]
    with layout.card_row():
        with st.container(width="content", gap=None):
            st.markdown(f"**{paid.kind.label} {yuan(paid.amount_fen)}** 等核准")
            layout.second_line(
                f"付给{layout.escaped(paid.payee)} · {short_day(paid.paid_on, visit.today)}付"
                f" · {layout.escaped(paid.recorded_by)}登记"
            )
            if may_answer(visit, hands, payments.approve_payment):
                st.markdown(f"核准以后：{payments.preview(visit, paid.id).words}")
        with st.container(horizontal=True, width="content"):
            label = f"核准 {yuan(paid.amount_fen)}"
            if answer(visit, hands, label, payments.approve_payment, paid.id):
                act(visit, "退回", money_forms.send_back_dialog, paid.id)


def _shares(visit: Visit, money: Money) -> None:
    final = money.settled_fen is not None
    layout.section("决算分摊" if final else "预估分摊")
    opened = st.expander("看每一户", on_change="rerun", key=f"shares:{money.project_id}")
    if not opened.open:
        return
    with opened:
        found = shares.shares(visit, money.project_id)
        typed = st.text_input(
            "找房号", type="search", live="300ms", placeholder="例如 3-1-502", key="shares:room"
        )
        shown = [
            share for share in found if share.code.startswith(typed.strip().replace(room("-"), "-"))
        ]
        layout.second_line(_sums(found))
        tables.show(shown[:SHOWN], SHARES, alt="每一户的分摊", empty="没有找到这个房号。")
        if len(shown) > SHOWN:
            layout.second_line(f"先列 {SHOWN} 户，全部 {len(shown):,} 户在分摊清册里。")


def _sums(found: list[Share]) -> str:
    total = sum(share.share_fen for share in found)
    own = [share.self_pay_fen for share in found if share.self_pay_fen]
    short = f"，其中 {len(own):,} 户账户不够，要自付 {yuan(sum(own))}" if own else ""
    return f"{len(found):,} 户，共 {yuan(total)}{short}。"


def _owed(visit: Visit, money: Money) -> None:
    found = accounts.owed(visit, money.estate_id, money.project_id)
    if not found:
        return
    layout.section("自付未交")
    _owed_rows(visit).show(found[:SHOWN])


def _owed_rows(visit: Visit) -> Rows:
    def pay(line: Owed) -> None:
        act(visit, "登记交款", money_forms.self_pay_dialog, line.project_id, line.unit_id, line.code,
            line.owed_fen)  # fmt: skip

    return Rows(
        "owed",
        title=lambda line: line.code,
        title_label="房号",
        columns=(
            Column("owed", "还差（元）", lambda line: column_yuan(line.owed_fen), 160,
                   by=lambda line: line.owed_fen, right=True),
        ),
        acts=pay if visit.user.may(money_forms.self_pay_dialog.permission) else None,
        acts_width=112,
        number=lambda line: line.unit_id,
    )  # fmt: skip
