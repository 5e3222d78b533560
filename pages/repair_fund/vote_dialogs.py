"""Dialogs of the vote: a wrong paper, an owner's written word, a sheet taken back, a recount."""

from collections.abc import Iterable

import streamlit as st

from db.repair_fund import counts, papers
from db.repair_fund.ballot_grid import paper
from db.visit import Visit
from domain.repair_fund.counts import Finding
from domain.repair_fund.papers import Correction, OwnersWord
from domain.repair_fund.votes import Choice
from pages.acts import dialog
from ui import forms, layout

ICONS = {
    Choice.YES: "check_circle",
    Choice.NO: "cancel",
    Choice.ABSTAIN: "remove_circle",
}


@dialog("改票", papers.correct_paper)
def correct_dialog(visit: Visit, slip: str, paper_id: int) -> Correction | None:
    """One tap opened it, one tap saves: each button is what the paper really says."""
    old = paper(visit, paper_id)
    st.markdown(f"{layout.bold(old.code)} 现在记的是“{layout.escaped(old.says)}”。")
    layout.second_line("原来那张不会删，会和原因一起留着。截止以后只改登记错的。")
    reason = st.text_input(
        "为什么改", key=f"{slip}:reason", max_chars=100, placeholder="例如：核对原票，点错了"
    )
    others = [choice for choice in Choice if not (old.valid and choice is old.choice)]
    if choice := _answer("改成", slip, others):
        return Correction(slip, old.id, choice, True, "", reason)
    may_void = not old.settles and old.valid
    if may_void and forms.save_button("记成无效票", slip, key="void", icon="block"):
        return Correction(slip, old.id, old.choice, False, reason, reason)
    return None


def _answer(verb: str, slip: str, choices: Iterable[Choice]) -> Choice | None:
    """A save button for each answer, one under the other; which was pressed."""
    above, pressed = st.container(), None
    for choice in choices:
        words = f"{verb} {choice.label}"
        if forms.save_button(words, slip, key=choice, icon=ICONS[choice], above=above):
            pressed = choice
    return pressed


@dialog("业主书面确认", papers.record_owners_word)
def owners_word_dialog(
    visit: Visit, slip: str, ballot_id: int, owner_group_id: int, told: str
) -> OwnersWord | None:
    st.markdown(f"几张票：{layout.escaped(told)}。")
    reason = st.text_input(
        "确认的说明",
        key=f"{slip}:reason",
        max_chars=100,
        placeholder="例如：业主3月20日签字，以同意为准",
    )
    choice = _answer("确认为", slip, Choice)
    return OwnersWord(slip, ballot_id, owner_group_id, choice, reason) if choice else None


@dialog("撤回计票表", counts.withdraw_count)
def withdraw_dialog(visit: Visit, slip: str, ballot_id: int) -> tuple[int, str] | None:
    st.markdown("撤回以后可以改票，改好要重新签字。撤回的表留着备查。")
    why = forms.why("撤回", slip, "复核发现一张记错")
    return None if why is None else (ballot_id, why)


@dialog("原票不符", counts.record_recount)
def differs_dialog(
    visit: Visit, slip: str, recount_id: int, paper_id: int, told: str
) -> Finding | None:
    st.markdown(f"登记的是：{layout.escaped(told)}。")
    note = st.text_input(
        "原票上是什么", max_chars=100, placeholder="例如：票上勾的是反对", key=f"{slip}:note"
    )
    if not forms.save_button("记下不符", slip):
        return None
    return Finding(slip, recount_id, paper_id, False, note)
