"""Planning meetings (排会议): a new one, put right, called off."""

from datetime import date, datetime, time

import streamlit as st

from db import registry
from db.meeting_agenda import meetings, planning
from db.visit import Visit
from domain.amounts import typed_counts
from domain.asking import Asking
from domain.days import BEIJING
from domain.meeting_agenda.meetings import Category, Kind, Meeting, MeetingState
from domain.meeting_agenda.planning import MeetingChange, MeetingFacts, NewMeeting, facts_of
from pages.acts import act, dialog, form
from ui import choices, forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field, hour_field
from ui.opened import opened

Typed = tuple[str, date | None, time | None, str, str, int | None, int | None]


@dialog("排一次会", planning.plan_meeting)
def plan_dialog(visit: Visit, slip: str) -> NewMeeting | None:
    kind = choices.one_of_many("哪种会", Kind, key=f"{slip}:kind")
    estate = category = None
    if kind is Kind.SPECIAL:
        category = choices.one_of_many("议什么", Category, key=f"{slip}:category")
        estate = choices.one_of_these(
            "哪个小区（全社区的不选）", registry.estates(visit.db, visit.user.only_estate),
            lambda e: e.short_name, key=f"{slip}:estate", placeholder="全社区",
        )  # fmt: skip
    typed = _fields(slip, None)
    if not forms.save_button("排好", slip):
        return None
    asking = Asking()
    chosen = asking.given(kind, "哪种会")
    facts = _given(typed, asking)
    return NewMeeting(slip, chosen, facts, estate.id if estate else None, category)


@dialog("改会议", planning.change_meeting)
def change_dialog(visit: Visit, slip: str, id: int) -> MeetingChange | None:
    was = opened(slip, facts_of(meetings.meeting(visit.db, id)))
    typed = _fields(slip, was)
    sent = forms.save_button("保存", slip)
    with st.expander("取消这次会", icon=":material/event_busy:"):
        layout.second_line("取消以后不能恢复，议题都还在，可以加到下一次会议。")
        _call_off(visit, id)
    return MeetingChange(slip, id, was, _given(typed, Asking())) if sent else None


@form(planning.call_off_meeting)
def _call_off(visit: Visit, slip: str, id: int) -> tuple[int, str] | None:
    why = st.text_input("为什么取消", key=f"{slip}:why", placeholder="例如：会议室要用来选举")
    sent = forms.save_button("取消这次会", slip, key="off", icon="event_busy")
    return (id, why) if sent else None


def button(visit: Visit, meeting: Meeting) -> None:
    """On the page of a meeting that has not begun, for who may."""
    if meeting.state is MeetingState.PLANNED and meeting.starts_at > visit.now:
        act(visit, "改时间、地点，或者取消", change_dialog, meeting.id, icon="edit_calendar",
            key=f"change_meeting:{meeting.id}")  # fmt: skip


def _fields(slip: str, was: MeetingFacts | None) -> Typed:
    """Empty for a new one; for a change what is on file, to be put right."""
    title = st.text_input(
        "会议名称", value=was.title if was else "", max_chars=40, key=f"{slip}:title",
        placeholder="例如：12 月定期联席会",
    )  # fmt: skip
    with st.container(horizontal=True):
        day = day_field("哪天开", f"{slip}:day", was.starts_at.date() if was else None)
        hour = hour_field("几点开", f"{slip}:hour", was.starts_at.time() if was else None)
    place = st.text_input("在哪里开", value=was.place if was else "", key=f"{slip}:place")
    chair = st.text_input("谁主持", value=was.chair if was else "", key=f"{slip}:chair")
    with st.container(horizontal=True):
        minutes = count_field(
            "开多少分钟", slip, "minutes", was.minutes if was else None, most=9_999
        )
        invited = count_field("应到几人", slip, "invited", was.invited if was else None, most=9_999)
    return title, day, hour, place, chair, minutes, invited


def _given(typed: Typed, asking: Asking) -> MeetingFacts:
    """Raises Invalid naming all that is empty."""
    title, day, hour, place, chair, minutes, invited = typed
    asking.given(title, "会议名称")
    on, at = asking.given(day, "哪天开"), asking.given(hour, "几点开")
    asking.given(place, "在哪里开")
    asking.given(chair, "谁主持")
    asking.given(minutes, "开多少分钟")
    asking.given(invited, "应到几人")
    asking.done()
    long, many = typed_counts(开多少分钟=minutes, 应到几人=invited)
    starts = datetime.combine(on, at, BEIJING)
    return MeetingFacts(title, starts, long, place, chair, many)
