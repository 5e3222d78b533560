"""Awarding one resident (登记湾郡币): who, what, how many; in a dialog, on the page, on a phone."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db import points_ledger, registry
from db.visit import Visit
from domain.people import Permission
from domain.points_ledger import (
    MAX_MINUTES,
    AwardRule,
    Basis,
    NewAward,
    granted_points,
    points_from_minutes,
)
from domain.registry import Resident
from pages import missing
from pages.dialogs import room_dialog
from ui import drafts, forms, layout
from ui.finder import clear_choice, pick_resident
from ui.steppers import stepper

FORM, UNDO = "award", "undo_award"
USUAL_MINUTES = (30, 60, 90, 120)


@room_dialog("登记湾郡币", Permission.PROPOSE_AWARD)
def award_dialog(visit: Visit) -> None:
    if missing.no_residents(visit):
        return
    send_now = award_form(visit)
    if forms.save_button("登记", forms.slip(FORM)):
        send_now()


def quick(visit: Visit) -> None:
    """One award on the phone (快速登记里的湾郡币): the save button is under the thumb."""
    if missing.no_residents(visit):
        return
    with st.bottom:  # what will be written down is in sight while the thumb saves it
        news, worth, above = st.container(), st.container(), st.container()
    send_now = award_form(visit, worth)
    with st.bottom:
        with news:
            news_and_undo(visit, FORM)
        if forms.save_button("登记，等人核准", forms.slip(FORM)):
            with above:
                send_now()


def award_form(visit: Visit, worth: DeltaGenerator | None = None) -> forms.SendNow:
    """Who, what, how many: the order people talk in. Answers with what the save button does.

    `worth` is where the points to be written down are said, when not below the fields.
    """
    forms.slip(FORM, f"chosen:{FORM}", f"{FORM}:rule")
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
    send = deed_form(visit, FORM, who, worth)

    def send_now() -> None:
        if who is None and forms.news(FORM):
            return  # the second of two clicks: the first one is told of above
        if who is None:
            forms.refuse("还没选是谁。在第 1 步点一个名字。")
        else:
            send()

    return send_now


def deed_form(
    visit: Visit, form: str, who: Resident | None, worth: DeltaGenerator | None = None
) -> forms.SendNow:
    """What was done and how many, for whoever is chosen; the deed stays for the next person."""
    rules = points_ledger.rules(visit.db, visit.today)
    drafts.settle(f"{form}:rule", rules)
    rule = st.pills(
        "做了什么", rules, format_func=rule_label, wrap=True, key=f"{form}:rule",
        label_visibility="collapsed",
    )  # fmt: skip
    minutes, points, note = _how_many(form, rule) if rule else (None, None, "")
    if rule:
        with worth or st.container():
            _worth(visit, rule, who, _asked(rule, minutes, points))

    def send() -> None:
        if who is None:
            return
        if rule is None:
            forms.refuse("还没选做了什么。在名字下面点一项。")
            return
        forms.forget(f"{UNDO}:{form}")
        paper = NewAward(forms.slip(form), who.id, rule.id, visit.today, minutes, points, note)
        forms.send(
            form,
            lambda: points_ledger.propose_award(visit, paper),
            after=lambda: clear_choice(form),
        )

    return send


def news_and_undo(visit: Visit, form: str) -> None:
    """What was written down last, and taking it back in one tap (撤销)."""
    receipt = forms.show_news(form)
    if receipt is None:
        forms.show_news(f"{UNDO}:{form}")
        return
    slip = forms.slip(f"{UNDO}:{receipt.id}")
    if st.button("撤销", key=f"undo:{form}", icon=":material/undo:"):
        forms.forget(form)
        forms.send(
            f"{UNDO}:{form}", lambda: points_ledger.withdraw_award(visit, receipt.id, slip=slip)
        )


def rule_label(rule: AwardRule) -> str:
    label = layout.escaped(rule.label)
    if rule.basis is Basis.MINUTES:
        return f"{label} +{rule.points}/半时"
    if rule.basis is Basis.RANGE:
        return f"{label} +{rule.points}～{rule.most}"
    return f"{label} +{rule.points}"


def _how_many(form: str, rule: AwardRule) -> tuple[int | None, int | None, str]:
    """(minutes, points, note): empty until somebody types or taps; keyed by slip and deed."""
    key = f"{forms.slip(form)}:{rule.code}"
    if form == FORM and rule.basis is not Basis.FIXED:
        st.markdown("## 3. 多少", anchors=False)
    if rule.basis is Basis.RANGE:
        points = stepper(
            f"给几枚（{rule.points} 到 {rule.most}）", f"{key}:points", most=rule.most * 2, step=5,
            picks=sorted({rule.points, rule.points * 2, rule.points * 4, rule.most}), unit=" 枚",
        )  # fmt: skip
        note = st.text_input("什么好事", key=f"{key}:note", placeholder="写给大家看的一句话")
        return 0, points, note
    minutes: int | None = 0
    if rule.basis is Basis.MINUTES:
        minutes = stepper(
            "做了多少分钟", f"{key}:minutes", most=MAX_MINUTES * 2, step=30, picks=USUAL_MINUTES,
            unit=" 分钟",
        )  # fmt: skip
    with st.expander("加一句说明"):
        note = st.text_input("说明", key=f"{key}:note", placeholder="可以不写", max_chars=100)
    return minutes, 0, note


def _asked(rule: AwardRule, minutes: int | None, points: int | None) -> int | None:
    """The points of this deed before the caps; None while nothing is typed."""
    if rule.basis is Basis.FIXED:
        return rule.points
    if rule.basis is Basis.RANGE:
        return points
    return None if minutes is None else points_from_minutes(minutes, rule.points)


def _worth(visit: Visit, rule: AwardRule, who: Resident | None, asked: int | None) -> None:
    """What will be written down, said before the button: a cap that bites is shown (限额)."""
    if asked is None:
        return
    granted = asked
    if who:
        standing = points_ledger.standing(visit.db, who.id, rule.id, visit.today)
        granted = granted_points(asked, standing, points_ledger.caps(visit.db))
    if granted < asked:
        st.markdown(f":orange[:material/warning: 应记 {asked}，限额后 **{granted}** 枚]")
    else:
        st.markdown(f":green[记 **{asked}** 枚]")
