"""What is promised at an item (记承诺): a body, a person, a day; at any time, also afterwards."""

from datetime import date, timedelta

import streamlit as st

from db.meeting_agenda import promising
from db.visit import Visit
from domain.asking import Asking
from domain.days import day, short_day
from domain.meeting_agenda.actions import Action, NewAction
from domain.meeting_agenda.meetings import AgendaItem
from pages.acts import form
from pages.meeting_now import Now
from pages.meeting_promise import PARAMETER as PROMISE
from ui import choices, drafts, forms, layout
from ui.days_and_hours import day_field

SOON = (7, 14, 30, 90)  # days ahead, one tap each
OTHER = 0  # another day
SAID = {7: "一周", 14: "两周", 30: "30 天", 90: "90 天", OTHER: "另选一天"}
BODIES = 12  # as many are one tap each


def promises(visit: Visit, at: Now, item: AgendaItem) -> None:
    layout.section("承诺")
    for one in at.promises:
        if one.item_id == item.id:
            _line(visit, one)
    promise_form(visit, item, at)


def _line(visit: Visit, one: Action) -> None:
    """What was promised; a tap opens it, where it is put right, carried over or given up."""
    who = layout.escaped(f"{one.lead_body} {one.person}")
    until = day(one.due_on, visit.today)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{layout.bold(one.content)} {who}，{until}前", width="stretch")
        st.button(
            "打开", key=f"promise:{one.id}", type="tertiary", icon=":material/chevron_right:",
            on_click=_open, args=(one.id,),
        )  # fmt: skip


def _open(id: int) -> None:
    st.query_params[PROMISE] = str(id)


@form(promising.promise)
def promise_form(visit: Visit, slip: str, item: AgendaItem, at: Now) -> NewAction | None:
    content = st.text_input("要办的事", max_chars=300, key=f"{slip}:content")
    drafts.settle(f"{slip}:body", at.bodies)
    body = choices.one_of_these(
        "责任单位", at.bodies, lambda one: one.name, key=f"{slip}:body", few=BODIES
    )
    person = st.text_input("责任人", max_chars=20, key=f"{slip}:person")
    due = _due(visit, slip)
    if not forms.save_button("记下承诺", slip):
        return None
    asking = Asking()
    asking.given(content, "要办的事")
    lead = asking.given(body, "责任单位")
    asking.given(person, "责任人")
    by = asking.given(due, "哪天办好")
    asking.done()
    return NewAction(slip, at.of.id, item.id, content, lead.id, person, by)


def _due(visit: Visit, slip: str) -> date | None:
    """The usual days are one tap, any other is typed or picked."""

    def words(days: int) -> str:
        if days == OTHER:
            return SAID[OTHER]
        return f"{SAID[days]}（{short_day(visit.today + timedelta(days=days), visit.today)}）"

    days = st.pills(
        "哪天办好", [*SOON, OTHER], format_func=words, wrap=True, key=f"{slip}:days"
    )  # fmt: skip
    if days is None:
        return None
    if days != OTHER:
        return visit.today + timedelta(days=days)
    return day_field("完成时限", f"{slip}:due")
