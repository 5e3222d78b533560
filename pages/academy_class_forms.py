"""Classes (班): opened, put right, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from db.academy_enrollment import classes as class_offerings
from db.academy_enrollment import planning, terms
from db.visit import Visit
from domain.academy_enrollment.planning import (
    ClassChange,
    ClassFacts,
    NewClass,
    audience,
)
from domain.academy_enrollment.seats import Series
from domain.asking import Asking
from domain.money import column_yuan
from pages.acts import act, dialog
from ui import choices, forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field, hour_field, weekday_field
from ui.opened import opened
from ui.yuan import yuan_input


@dialog("开一个班", planning.add_class, width="medium")
def add_class_dialog(visit: Visit, slip: str) -> NewClass | None:
    there = terms.terms_from(visit.db, visit.today)
    term = choices.one_of_these(
        "哪个学期", there, lambda term: term.name, key=f"{slip}:term", placeholder="选学期",
        at=forms.only(there),
    )  # fmt: skip
    typed = _class_fields(visit, slip, None)
    if not forms.save_button("开这个班", slip):
        return None
    asking = Asking()
    asking.given(term, "哪个学期")
    return NewClass(slip, term.id if term else 0, _class_given(typed, asking))


@dialog("改班", planning.change_class, width="medium")
def change_class_dialog(visit: Visit, slip: str, id: int | None) -> ClassChange | None:
    """With a number, that class; without one, which of the terms that are not over."""
    chosen = _which(visit, slip) if id is None else id
    if chosen is None:
        return None
    was = opened(slip, planning.facts(visit, chosen), chosen)
    offering = class_offerings.class_offering(visit.db, chosen)
    layout.second_line(f"{offering.term}，已报 {offering.seated} 位，候补 {offering.waiting} 位。")
    typed = _class_fields(visit, f"{slip}:{chosen}", was)
    sent = forms.save_button("保存", slip)
    with st.expander("停开这个班", icon=":material/block:"):
        layout.second_line("没有人报着名的班才能停开，停开以后不再报名。")
        act(visit, "停开", planning.call_off_class, chosen, icon="block")
    return ClassChange(slip, chosen, was, _class_given(typed, Asking())) if sent else None


def _which(visit: Visit, slip: str) -> int | None:
    names = {
        offering.id: f"{offering.course}（{offering.term}，{offering.hours}）"
        for term in terms.terms_from(visit.db, visit.today)
        for offering in terms.classes_in(visit, term.id)
    }
    chosen: int | None = st.selectbox(
        "改哪个班", list(names), index=None, format_func=names.__getitem__, placeholder="选一个班",
        key=f"{slip}:class",
    )  # fmt: skip
    return chosen


@dataclass(frozen=True, slots=True)
class _Typed:
    """The fields of a class as they stand; None and "" are empty."""

    labels: dict[str, str]
    values: dict[str, Any]


def _class_fields(visit: Visit, slip: str, was: ClassFacts | None) -> _Typed:
    """Empty for a new class; for a change what is on file, to be put right."""
    teachers, rooms = planning.teachers_and_rooms(visit)
    labels: dict[str, str] = {}
    values: dict[str, Any] = {}

    def kept(field: str, label: str, value: Any) -> None:
        labels[field], values[field] = label, value

    def now(field: str) -> Any:
        return getattr(was, field) if was else None

    kept("series", "给谁", st.pills("给谁", list(Series), default=now("series"), wrap=True,
                                  format_func=audience, key=f"{slip}:series"))  # fmt: skip
    kept("course", "上什么课", st.text_input("上什么课", value=now("course") or "", max_chars=20,
                                        placeholder="例如：书法", key=f"{slip}:course"))  # fmt: skip
    kept("teacher", "老师", _typed_or_chosen("老师", slip, "teacher", teachers, now("teacher")))
    kept("room", "教室", _typed_or_chosen("教室", slip, "room", rooms, now("room")))
    kept("weekday", "星期几", weekday_field("星期几", f"{slip}:weekday", now("weekday")))
    with st.container(horizontal=True):
        kept("begins", "几点上课", hour_field("几点上课", f"{slip}:begins", now("begins")))
        kept("ends", "几点下课", hour_field("几点下课", f"{slip}:ends", now("ends")))
    with st.container(horizontal=True):
        kept("starts_on", "哪天开课", day_field("哪天开课", f"{slip}:starts_on", now("starts_on")))
        kept("sessions", "一共几次", count_field("一共几次", slip, "sessions", now("sessions")))
    with st.container(horizontal=True):
        kept("capacity", "几个席位", count_field("几个席位", slip, "capacity", now("capacity")))
        kept("min_open", "几人开班", count_field("几人开班", slip, "min_open", now("min_open")))
    with st.container(horizontal=True):
        kept("age_min", "最小几岁", count_field("最小几岁", slip, "age_min", now("age_min")))
        kept("age_max", "", count_field("最大几岁（不限就空着）", slip, "age_max", now("age_max")))
    fee = column_yuan(was.fee_fen) if was else ""
    kept("fee_fen", "收费", yuan_input("收费", key=f"{slip}:fee", hint="公益的填 0", value=fee))
    kept("need_guardian", "", st.checkbox("大人也要监护人或家属同意", value=bool(now("need_guardian")),
                                          key=f"{slip}:guardian"))  # fmt: skip
    return _Typed(labels, values)


def _class_given(typed: _Typed, asking: Asking) -> ClassFacts:
    """Raises Invalid naming all that is empty."""
    for field, label in typed.labels.items():
        if label and field != "fee_fen":
            asking.given(typed.values[field], label)
    fee = asking.ask(lambda: typed.values["fee_fen"].fen)
    asking.done()
    return ClassFacts(**(typed.values | {"fee_fen": fee}))


def _typed_or_chosen(
    label: str, slip: str, field: str, known: Sequence[str], present: str | None
) -> str | None:
    """One that is known already, or a new one typed."""
    options = list(dict.fromkeys([*([present] if present else []), *known]))
    chosen: str | None = st.selectbox(
        label, options, index=0 if present else None, accept_new_options=True,
        placeholder="选一个，或者写上", key=f"{slip}:{field}",
    )  # fmt: skip
    return chosen
