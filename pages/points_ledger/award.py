"""Awarding one resident (登记湾郡币): who, what, how many; in a dialog or under the thumb."""

import streamlit as st

from db import points_ledger, registry
from db.visit import Visit
from domain.people import Permission
from domain.points_ledger import MAX_MINUTES, AwardRule, Basis, NewAward, points_from_minutes
from pages.dialogs import room_dialog
from ui import forms
from ui.finder import clear_choice, pick_resident

FORM = "award"


@room_dialog("登记湾郡币", Permission.PROPOSE_AWARD)
def award_dialog(visit: Visit) -> None:
    send_now = award_form(visit)
    if st.button("登记", type="primary", width="stretch", icon=":material/check:"):
        send_now()


def award_form(visit: Visit) -> forms.SendNow:
    """Who, what, how many: the order people talk in. Answers with what the save button does."""
    st.markdown("## 1. 是谁", anchors=False)
    recent = [
        registry.resident(visit.db, id)
        for id in points_ledger.recent_residents(visit.db, visit.user.id)
    ]
    who = pick_resident(
        FORM,
        lambda typed: registry.find_residents(visit, typed),
        lambda id: registry.resident(visit.db, id),
        recent,
        lambda person: f"现有 {points_ledger.balance(visit.db, person.id):,} 枚",
    )
    st.markdown("## 2. 做了什么", anchors=False)
    rules = points_ledger.rules(visit.db, visit.today)
    rule = st.pills(
        "做了什么", rules, format_func=rule_label, wrap=True, key=f"{FORM}:rule",
        label_visibility="collapsed",
    )  # fmt: skip
    minutes, points, note = _how_many(rule) if rule else (0, 0, "")

    def send_now() -> None:
        if who is None and forms.news(FORM):
            return  # the second of two clicks: the first one is told of above
        if who is None:
            st.error("还没选是谁。在第 1 步点一个名字。", icon=":material/error:")
        elif rule is None:
            st.error("还没选做了什么。在第 2 步点一项。", icon=":material/error:")
        else:
            paper = NewAward(forms.slip(FORM), who.id, rule.id, visit.today, minutes, points, note)
            forms.send(
                FORM,
                lambda: points_ledger.propose_award(visit, paper),
                after=lambda: clear_choice(FORM),
            )

    return send_now


def rule_label(rule: AwardRule) -> str:
    if rule.basis is Basis.MINUTES:
        return f"{rule.label} +{rule.points}/半时"
    if rule.basis is Basis.RANGE:
        return f"{rule.label} +{rule.points}～{rule.most}"
    return f"{rule.label} +{rule.points}"


def _how_many(rule: AwardRule) -> tuple[int, int, str]:
    """(minutes, points, note): a stepper preset for the deed; keyed by it, so presets change."""
    slip = forms.slip(FORM)
    minutes = points = 0
    if rule.basis is not Basis.FIXED:
        st.markdown("## 3. 多少", anchors=False)
    if rule.basis is Basis.MINUTES:
        minutes = st.number_input(
            "做了多少分钟", min_value=0, max_value=MAX_MINUTES * 2, value=60, step=30,
            key=f"{slip}:{rule.code}:minutes",
        )  # fmt: skip
        st.markdown(f":green[记 **{points_from_minutes(minutes, rule.points)}** 枚]")
    if rule.basis is Basis.RANGE:
        points = st.number_input(
            f"给几枚（{rule.points} 到 {rule.most}）", min_value=0, max_value=rule.most * 2,
            value=rule.points, step=5, key=f"{slip}:{rule.code}:points",
        )  # fmt: skip
        note = st.text_input(
            "什么好事", key=f"{slip}:{rule.code}:note", placeholder="写给大家看的一句话"
        )
        return minutes, points, note
    with st.expander("加一句说明"):
        note = st.text_input(
            "说明", key=f"{slip}:{rule.code}:note", placeholder="可以不写", max_chars=100
        )
    return minutes, points, note
