"""One resident's desk (对账单): what is held until when, an award, every line, and corrections."""

from datetime import timedelta

import streamlit as st

from db import points_ledger, registry
from db.points_ledger import notices
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.people import Permission
from domain.points_ledger import UNDO_WITHIN, EntryKind, StatementLine, Transfer
from domain.points_ledger.guardians import is_child
from domain.receipts import Receipt
from domain.registry import Resident
from pages.again import download
from pages.dialogs import room_dialog
from pages.points_ledger.award import deed_form, news_and_undo
from ui import documents, drafts, forms, layout
from ui.finder import pick_resident

KEY, FORM, AWARD = "statement", "correction", "award_here"


def statement(visit: Visit) -> bool:
    """Balance by name, pinyin or room in one tap; whether somebody is chosen."""
    forms.slip(AWARD, f"chosen:{KEY}", f"{AWARD}:rule")
    who = pick_resident(
        KEY,
        lambda typed: registry.find_residents(visit, typed),
        lambda id: registry.resident(visit.db, id),
        note=lambda person: f"现有 {points_ledger.balance(visit.db, person.id):,} 枚",
    )
    forms.show_news(FORM)
    if who is None:
        return False
    _until_when(visit, who)
    _papers(visit, who)
    if visit.user.may(Permission.PROPOSE_AWARD):
        _award(visit, who)
    layout.section("流水")
    _lines(visit, who)
    return True


def _award(visit: Visit, who: Resident) -> None:
    """The deed and the button right under the name: three taps from the open page."""
    layout.section("登记")
    send_now = deed_form(visit, AWARD, who)
    above = st.container()
    if forms.save_button("登记，等人核准", forms.slip(AWARD), width="content"):
        with above:
            send_now()
    news_and_undo(visit, AWARD)


def _papers(visit: Visit, who: Resident) -> None:
    """The statement to take home, and giving points to a relative."""
    with st.container(horizontal=True):
        download(
            "打印对账单", f"湾郡币对账单-{who.id}.docx", documents.DOCX,
            lambda now: documents.statement_docx(notices.printed_statement(now, who.id)),
            Permission.SEE_POINTS, icon="print",
        )  # fmt: skip
        if visit.user.may(Permission.REDEEM) and st.button(
            "转给家人", icon=":material/family_restroom:"
        ):
            _transfer(who.id)


@room_dialog("转给家人", Permission.REDEEM)
def _transfer(visit: Visit, from_id: int) -> None:
    giver = registry.resident(visit.db, from_id)
    family = registry.household(visit, from_id)
    if not family:
        st.markdown(":gray[这一户没有登记别的家人。]")
        return
    slip = forms.slip(FORM)
    with st.container():
        drafts.settle(f"{slip}:to", family)
        to = st.selectbox(
            "转给谁", family, index=forms.only(family), format_func=lambda person: person.name,
            placeholder="选一位家人", key=f"{slip}:to",
        )  # fmt: skip
        points = st.number_input("转几枚", min_value=0, value=None, step=5, key=f"{slip}:points")
        reason = st.text_input(
            "说明", placeholder="例如：给妈妈换理发券", max_chars=60, key=f"{slip}:reason"
        )
        guardian = False
        if is_child(giver, visit.today):
            guardian = st.checkbox(
                f"监护人 {layout.escaped(giver.guardian or '')} 在场", key=f"{slip}:guardian"
            )
        sent = forms.save_button("转给家人", slip)
    if sent:

        def moved() -> Receipt:
            asking = Asking()
            who, much = asking.given(to, "转给谁"), asking.given(points, "转几枚")
            asking.given(reason, "说明")
            asking.done()
            paper = Transfer(slip, from_id, who.id, much, reason)
            return points_ledger.transfer_points(visit, paper, guardian_agrees=guardian)

        forms.send(FORM, moved)


def _until_when(visit: Visit, who: Resident) -> None:
    balance = points_ledger.balance(visit.db, who.id)
    if balance < 0:
        st.error(f"余额 {balance} 枚。补足以前不能兑换。", icon=":material/block:")
    for holding in points_ledger.holdings(visit, who.id):
        until = short_day(holding.expires_on, visit.today) if holding.expires_on else None
        when = f"{until}前要用" if until else "不过期"
        soon = holding.expires_on and holding.expires_on - visit.today < timedelta(days=60)
        mark = ":orange[:material/schedule:]" if soon else ":gray[:material/event:]"
        st.markdown(f"{mark} **{holding.points:,}** 枚，{when}")


def _lines(visit: Visit, who: Resident) -> None:
    lines = points_ledger.statement(visit, who.id)
    if not lines:
        st.markdown(":gray[还没有流水。]")
    for line in lines:
        with layout.card_row():
            with st.container(width="content", gap=None):
                color = "green" if line.points > 0 else "orange"
                st.markdown(f":{color}[**{line.points:+,} 枚**] {layout.escaped(line.reason)}")
                layout.second_line(
                    f"{short_day(line.earned_on, visit.today)} · 第 {line.id} 笔"
                    f" · 余 {line.balance:,} 枚 · {layout.escaped(line.recorded_by)}{_fate(line)}"
                )
            _actions(visit, line)


def _fate(line: StatementLine) -> str:
    if line.reversed_by:
        return f" · 已由第 {line.reversed_by} 笔冲正"
    return f" · 冲正第 {line.reverses_id} 笔" if line.reverses_id else ""


def _actions(visit: Visit, line: StatementLine) -> None:
    if line.reversed_by or line.kind is EntryKind.REVERSAL:
        return
    fresh = visit.now - line.posted_at <= UNDO_WITHIN and line.recorded_by == visit.user.name
    if fresh and visit.user.may(Permission.PROPOSE_AWARD):
        slip = forms.slip(f"undo:{line.id}")
        if st.button("撤销", key=f"undo:{line.id}", icon=":material/undo:"):
            forms.send(FORM, lambda: points_ledger.undo_entry(visit, line.id, slip=slip))
    elif visit.user.may(Permission.REVERSE_ENTRY):
        if st.button("冲正", key=f"reverse:{line.id}"):
            _reverse(line.id)


@room_dialog("冲正一笔流水", Permission.REVERSE_ENTRY)
def _reverse(visit: Visit, id: int) -> None:
    st.markdown(f"第 {id} 笔不会删掉，会补记一笔相反的。")
    slip = forms.slip(FORM)
    with st.container():
        why = st.text_input(
            "为什么冲正", placeholder="例如：记错人了", max_chars=100, key=f"{slip}:why"
        )
        sent = forms.save_button("冲正", slip)
    if sent:
        forms.send(FORM, lambda: points_ledger.reverse_entry(visit, id, why, slip=slip))
