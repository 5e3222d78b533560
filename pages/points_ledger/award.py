"""Awarding one resident (登记湾郡币): who, what, how many; in a dialog, on the page, on a phone."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.points_ledger import awards
from db.visit import Visit
from domain.errors import Invalid
from domain.points_ledger.awards import (
    MAX_MINUTES,
    AwardRule,
    Basis,
    NewAward,
    granted_points,
    points_from_minutes,
)
from domain.registry import Resident
from pages import missing
from pages.acts import dialog, done_last, form
from pages.choosing import choose_resident
from ui import drafts, forms, layout
from ui.finder import clear_choice
from ui.steppers import stepper

KEY = "award"  # who is chosen, and which deed; the deed stays for the next person
BESIDE = (f"chosen:{KEY}", f"{KEY}:rule")
USUAL_MINUTES = (30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done and how much of it, as far as somebody has tapped."""

    rule: AwardRule | None
    minutes: int | None = None
    points: int | None = None
    note: str = ""


def _next_person() -> None:
    clear_choice(KEY)


@dialog("登记湾郡币", awards.register_award, beside=BESIDE, after=_next_person)
def award_dialog(visit: Visit, slip: str) -> NewAward | None:
    if missing.no_residents(visit):
        return None
    return _award(visit, slip, lambda: forms.save_button("登记", slip))


def quick(visit: Visit) -> None:
    """One award on the phone (快速登记里的湾郡币)."""
    if not missing.no_residents(visit):
        _quick(visit)


@form(awards.register_award, beside=BESIDE, after=_next_person)
def _quick(visit: Visit, slip: str) -> NewAward | None:
    """What will be written down is in sight while the thumb saves it."""
    with st.bottom:
        worth, button = st.container(), st.container()

    def save() -> bool:
        with button:
            return forms.save_button("登记，等人核准", slip)

    return _award(visit, slip, save, worth)


def _award(
    visit: Visit, slip: str, save: Callable[[], bool], worth: DeltaGenerator | None = None
) -> NewAward | None:
    """Who, what, how many: the order people talk in. `worth` is where the points are said."""
    st.markdown("## 1. 是谁", anchors=False)
    who = choose_resident(visit, KEY, recent=True)
    st.markdown("## 2. 做了什么", anchors=False)
    deed = deed_fields(visit, slip, KEY, who, worth)
    if not save():
        return None
    if who is None:
        if done_last(awards.register_award):
            return None  # the second of two clicks: the first one is told of
        raise Invalid("还没选是谁。在第 1 步点一个名字。")
    return paper_of(visit, slip, who, deed)


def deed_fields(
    visit: Visit, slip: str, key: str, who: Resident | None, worth: DeltaGenerator | None = None
) -> Deed:
    """What was done and how many, for whoever is chosen; what it is worth, below or in `worth`."""
    rules = awards.rules(visit.db, visit.today)
    drafts.settle(f"{key}:rule", rules)
    rule = st.pills(
        "做了什么", rules, format_func=rule_label, wrap=True, key=f"{key}:rule",
        label_visibility="collapsed",
    )  # fmt: skip
    if rule is None:
        return Deed(None)
    if key == KEY and rule.basis is not Basis.FIXED:
        st.markdown("## 3. 多少", anchors=False)
    deed = Deed(rule, *_how_many(f"{slip}:{rule.code}", rule))
    with worth or st.container():
        _worth(visit, rule, who, _asked(rule, deed.minutes, deed.points))
    return deed


def paper_of(visit: Visit, slip: str, who: Resident, deed: Deed) -> NewAward:
    """Raises Invalid while no deed is tapped."""
    if deed.rule is None:
        raise Invalid("还没选做了什么。在名字下面点一项。")
    return NewAward(slip, who.id, deed.rule.id, visit.today, deed.minutes, deed.points, deed.note)


def rule_label(rule: AwardRule) -> str:
    label = layout.escaped(rule.label)
    if rule.basis is Basis.MINUTES:
        return f"{label} +{rule.points}/半时"
    if rule.basis is Basis.RANGE:
        return f"{label} +{rule.points}～{rule.most}"
    return f"{label} +{rule.points}"


def _how_many(key: str, rule: AwardRule) -> tuple[int | None, int | None, str]:
    """(minutes, points, note): empty until somebody types or taps; keyed by slip and deed."""
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
        standing = awards.standing(visit.db, who.id, rule.id, visit.today)
        granted = granted_points(asked, standing, awards.caps(visit.db))
    if granted < asked:
        st.markdown(f":orange[:material/warning: 应记 {asked}，限额后 **{granted}** 枚]")
    else:
        st.markdown(f":green[记 **{asked}** 枚]")
