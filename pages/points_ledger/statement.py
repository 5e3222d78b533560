"""One resident's desk (对账单): what is held until when, an award, every line, and corrections."""

from datetime import timedelta
from functools import partial

import streamlit as st

from db import registry
from db.points_ledger import awards, books, corrections, notices
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.people import Permission
from domain.points_ledger.awards import NewAward
from domain.points_ledger.books import UNDO_WITHIN, EntryKind, StatementLine, Transfer
from domain.points_ledger.guardians import is_child
from domain.registry import Resident
from pages import asked, person
from pages.acts import Doing, act, dialog, doing, form
from pages.again import download
from pages.choosing import choose_resident
from pages.points_ledger.award import deed_fields, paper_of
from pages.points_ledger.desk import KEY
from pages.points_ledger.listing import BY, KIND, signed
from ui import choices, documents, drafts, forms, layout
from ui.rows import Column, Rows

AWARD = "award_here"
ASKED = "chosen:asked"  # forgotten in another room, as every choice


def statement(visit: Visit) -> bool:
    """Balance by name, pinyin or room in one tap; whether somebody is chosen."""
    _award.number()
    _asked_for(visit)
    who = choose_resident(visit, KEY)
    if who is None:
        return False
    _until_when(visit, who)
    _papers(visit, who)
    _award(visit, who)
    layout.section("流水")
    _lines(visit, who)
    return True


def _asked_for(visit: Visit) -> None:
    """Whom the address names is chosen once, so that somebody else can be chosen afterwards."""
    id = asked.number("resident")
    new = id is not None and st.session_state.get(ASKED) != id
    if new and registry.someone(visit.db, id or 0):
        st.session_state[ASKED] = st.session_state[f"chosen:{KEY}"] = id


@form(awards.register_award, beside=(f"chosen:{KEY}", f"{AWARD}:rule"), per_matter=False)
def _award(visit: Visit, slip: str, who: Resident) -> NewAward | None:
    """The deed and the button right under the name: three taps from the open page."""
    layout.section("登记")
    deed = deed_fields(visit, slip, AWARD, who)
    sent = forms.save_button("登记，等人核准", slip, width="content")
    return paper_of(visit, slip, who, deed) if sent else None


def _papers(visit: Visit, who: Resident) -> None:
    """The statement to take home, and giving points to a relative."""
    with st.container(horizontal=True):
        download(
            "打印对账单", f"湾郡币对账单-{who.id}.docx", documents.DOCX,
            lambda now: documents.statement_docx(notices.printed_statement(now, who.id)),
            Permission.SEE_POINTS, icon="print",
        )  # fmt: skip
        act(visit, "转给家人", _transfer, who.id, icon="family_restroom")
        layout.link("这位居民的一页", person.address(who.id))


@dialog("转给家人", corrections.transfer_points)
def _transfer(visit: Visit, slip: str, from_id: int) -> Doing | None:
    giver = registry.resident(visit.db, from_id)
    family = registry.household(visit, from_id)
    if not family:
        layout.second_line("这一户没有登记别的家人。")
        return None
    drafts.settle(f"{slip}:to", family)
    to = choices.one_of_these(
        "转给谁", family, lambda person: person.name, key=f"{slip}:to", at=forms.only(family),
        placeholder="选一位家人",
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
    if not forms.save_button("转给家人", slip):
        return None
    asking = Asking()
    who, much = asking.given(to, "转给谁"), asking.given(points, "转几枚")
    asking.given(reason, "说明")
    asking.done()
    paper = Transfer(slip, from_id, who.id, much, reason)
    return doing(corrections.transfer_points, paper, guardian_agrees=guardian)


def _until_when(visit: Visit, who: Resident) -> None:
    balance = books.balance(visit.db, who.id)
    if balance < 0:
        st.error(f"余额 {balance} 枚。补足以前不能兑换。", icon=":material/block:")
    for holding in books.holdings(visit, who.id):
        until = short_day(holding.expires_on, visit.today) if holding.expires_on else None
        when = f"{until}前要用" if until else "不过期"
        soon = holding.expires_on and holding.expires_on - visit.today < timedelta(days=60)
        mark = ":orange[:material/schedule:]" if soon else ":gray[:material/event:]"
        st.markdown(f"{mark} **{holding.points:,}** 枚，{when}")


def _lines(visit: Visit, who: Resident) -> None:
    rows = Rows(
        "lines",
        title=lambda line: line.reason,
        title_label="事由",
        state=KIND,
        columns=(
            Column("day", "哪天", lambda line: short_day(line.earned_on, visit.today), 110),
            Column("left", "余（枚）", lambda line: f"余 {line.balance:,}", 90, right=True),
            Column("number", "第几笔", _number, 210),
            BY,
            Column("points", "枚", lambda line: signed(line.points), 80, right=True, top=True),
        ),
        acts=partial(_actions, visit),
        acts_width=90,
        first=20,
    )  # fmt: skip
    lines = books.statement(visit, who.id, rows.shown + 1)
    if lines:
        rows.show(lines)
    else:
        layout.second_line("还没有流水。")


def _number(line: StatementLine) -> str:
    """Which line it is, and what took it back or was taken back by it."""
    fate = ""
    if line.reversed_by:
        fate = f"，已由第 {line.reversed_by:,} 笔冲正"
    elif line.reverses_id:
        fate = f"，冲正第 {line.reverses_id:,} 笔"
    return f"第 {line.id:,} 笔{fate}"


def _actions(visit: Visit, line: StatementLine) -> None:
    if line.reversed_by or line.kind is EntryKind.REVERSAL:
        return
    if visit.now - line.posted_at <= UNDO_WITHIN and line.recorded_by == visit.user.name:
        act(visit, "撤销", corrections.undo_entry, line.id, icon="undo")
    else:
        act(visit, "冲正", _reverse, line.id, quiet=True)


@dialog("冲正一笔流水", corrections.reverse_entry)
def _reverse(visit: Visit, slip: str, id: int) -> tuple[int, str] | None:
    st.markdown(f"第 {id} 笔不会删掉，会补记一笔相反的。")
    why = forms.why("冲正", slip, "记错人了")
    return None if why is None else (id, why)
