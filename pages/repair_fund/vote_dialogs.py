"""Dialogs of the vote: a wrong paper, an owner's written word, a sheet taken back, a recount."""

import streamlit as st

from db.repair_fund import counts, papers
from db.repair_fund.ballot_grid import paper
from db.visit import Visit
from domain.people import Permission
from domain.repair_fund.counts import Finding
from domain.repair_fund.papers import Correction, PaperLine, Settling
from domain.repair_fund.votes import Choice
from pages.dialogs import room_dialog
from ui import forms, layout

FORM = "vote"
ICONS = {
    Choice.YES: ":material/check_circle:",
    Choice.NO: ":material/cancel:",
    Choice.ABSTAIN: ":material/remove_circle:",
}


@room_dialog("改票", Permission.RECORD_PAPER)
def correct_dialog(visit: Visit, paper_id: int) -> None:
    """One tap opened it, one tap saves: each button is what the paper really says."""
    old = paper(visit, paper_id)
    st.markdown(f"{layout.bold(old.code)} 现在记的是“{layout.escaped(old.says)}”。")
    layout.second_line("原来那张不会删，会和原因一起留着。截止以后只改登记错的。")
    slip = forms.slip(f"correct:{paper_id}")
    reason = st.text_input(
        "为什么改", key=f"{slip}:reason", max_chars=100, placeholder="例如：核对原票，点错了"
    )
    above = st.container()
    for choice in Choice:
        if old.valid and choice is old.choice:
            continue
        if st.button(
            f"改成 {choice.label}", key=f"send:{slip}:{choice}", icon=ICONS[choice], width="stretch"
        ):
            with above:
                _correct(visit, Correction(slip, old.id, choice, True, "", reason))
    if not old.settles and old.valid:
        if st.button(
            "记成无效票", key=f"send:{slip}:void", icon=":material/block:", width="stretch"
        ):
            with above:
                _correct(visit, Correction(slip, old.id, old.choice, False, reason, reason))


def _correct(visit: Visit, correction: Correction) -> None:
    forms.send(FORM, lambda: papers.correct_paper(visit, correction))


def correct_button(line: PaperLine, visit: Visit, *, key: str) -> None:
    if not line.replaced and visit.user.may(Permission.RECORD_PAPER):
        if st.button("改票", key=key, icon=":material/edit:"):
            correct_dialog(line.id)


@room_dialog("业主书面确认", Permission.RECORD_PAPER)
def settle_dialog(visit: Visit, ballot_id: int, owner_group_id: int, told: str) -> None:
    st.markdown(f"几张票：{layout.escaped(told)}。")
    slip = forms.slip(f"settle:{owner_group_id}")
    reason = st.text_input(
        "确认的说明",
        key=f"{slip}:reason",
        max_chars=100,
        placeholder="例如：业主3月20日签字，以同意为准",
    )
    above = st.container()
    for choice in Choice:
        if st.button(
            f"确认为 {choice.label}",
            key=f"send:{slip}:{choice}",
            icon=ICONS[choice],
            width="stretch",
        ):
            word = Settling(slip, ballot_id, owner_group_id, choice, reason)
            with above:
                forms.send(FORM, lambda: papers.settle_conflict(visit, word))  # noqa: B023


@room_dialog("撤回计票表", Permission.COUNT_BALLOT)
def withdraw_dialog(visit: Visit, ballot_id: int) -> None:
    st.markdown("撤回以后可以改票，改好要重新签字。撤回的表留着备查。")
    slip = forms.slip(f"withdraw:{ballot_id}")
    with st.container():
        why = st.text_input(
            "为什么撤回", max_chars=100, placeholder="例如：复核发现一张记错", key=f"{slip}:why"
        )
        sent = forms.save_button("撤回", slip)
    if sent:
        forms.send(FORM, lambda: counts.withdraw_count(visit, ballot_id, why, slip=slip))


@room_dialog("原票不符", Permission.SUPERVISE_BALLOT)
def differs_dialog(visit: Visit, recount_id: int, paper_id: int, told: str) -> None:
    st.markdown(f"登记的是：{layout.escaped(told)}。")
    slip = forms.slip(f"differs:{paper_id}")
    with st.container():
        note = st.text_input(
            "原票上是什么", max_chars=100, placeholder="例如：票上勾的是反对", key=f"{slip}:note"
        )
        sent = forms.save_button("记下不符", slip)
    if sent:
        finding = Finding(slip, recount_id, paper_id, False, note)
        forms.send(FORM, lambda: counts.record_recount(visit, finding))
