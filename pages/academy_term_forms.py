"""Terms (学期) with their days off: entered and put right."""

from typing import Any

import streamlit as st

from db.academy_enrollment import terms
from db.visit import Visit
from domain.academy_enrollment.terms import Break, NewBreak, NewTerm, TermChange, TermFacts
from domain.asking import Asking
from domain.days import short_day
from pages.acts import act, dialog, form
from ui import forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened


@dialog("加一个学期", terms.add_term)
def add_term_dialog(visit: Visit, slip: str) -> NewTerm | None:
    typed = _term_fields(slip, None)
    return NewTerm(slip, _term_given(typed)) if forms.save_button("加这个学期", slip) else None


@dialog("改学期", terms.change_term)
def change_term_dialog(visit: Visit, slip: str, id: int) -> TermChange | None:
    known = terms.term(visit.db, id)
    was = opened(slip, known.facts)
    typed = _term_fields(slip, was)
    sent = forms.save_button("保存", slip)
    off = terms.breaks(visit.db, id)
    with st.expander(f"放假 {len(off)} 次", icon=":material/beach_access:"):
        for days in off:
            _day_off(visit, days)
        _break(visit, id)
    return TermChange(slip, id, was, _term_given(typed)) if sent else None


def _day_off(visit: Visit, off: Break) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        when = short_day(off.from_on, visit.today)
        if off.to_on != off.from_on:
            when += f" 到 {short_day(off.to_on, visit.today)}"
        st.markdown(f"{layout.bold(off.words)} {when}")
        act(visit, "撤掉", terms.remove_break, off.id, key=f"off:{off.id}")


@form(terms.add_break)
def _break(visit: Visit, slip: str, term_id: int) -> NewBreak | None:
    words = st.text_input("放什么假", key=f"{slip}:words", placeholder="例如：国庆节", max_chars=20)
    since, until = day_field("从哪天", f"{slip}:since"), day_field("到哪天", f"{slip}:until")
    if not forms.save_button("加上这次放假", slip, key="break", icon="add"):
        return None
    asking = Asking()
    paper = NewBreak(
        slip, term_id, asking.given(words, "放什么假"), asking.given(since, "从哪天"),
        asking.given(until, "到哪天"),
    )  # fmt: skip
    asking.done()
    return paper


TERM_DAYS = {
    "starts_on": "学期哪天开始",
    "ends_on": "学期哪天结束",
    "enrol_from": "哪天开始报名",
    "enrol_to": "报名到哪天",
}


def _term_fields(slip: str, was: TermFacts | None) -> dict[str, Any]:
    name = st.text_input(
        "学期叫什么", value=was.name if was else "", key=f"{slip}:name", max_chars=20,
        placeholder="例如：2027年春季",
    )  # fmt: skip
    days = {
        field: day_field(label, f"{slip}:{field}", getattr(was, field) if was else None)
        for field, label in TERM_DAYS.items()
    }
    return {"name": name, **days}


def _term_given(typed: dict[str, Any]) -> TermFacts:
    asking = Asking()
    asking.given(typed["name"], "学期叫什么")
    for field, label in TERM_DAYS.items():
        asking.given(typed[field], label)
    asking.done()
    return TermFacts(**typed)
