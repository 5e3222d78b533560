"""Meeting agenda (议事议程): what is to come, what waits for its record, what was; none is lost."""

from functools import partial

import streamlit as st

from db.meeting_agenda import meetings
from db.visit import Visit
from domain.meeting_agenda.meetings import Listed, Meeting
from domain.people import Permission
from pages import (
    asked,
    meeting_live,
    meeting_manage,
    meeting_members,
    meeting_minutes,
    meeting_print,
    meeting_promise,
    meeting_promises,
    meeting_series,
)
from pages import meeting_listing as listing
from pages.acts import act
from pages.feature import Feature, Room
from pages.meeting_board import SCENE
from pages.meeting_item_form import PROJECT, add_item_dialog
from pages.meeting_page import (
    PARAMETER,
    agenda,
    closing,
    one_meeting,
    open_meeting,
)
from ui import layout, whereabouts

TITLE = "议事议程"

AT_ONCE = 20  # past meetings shown before somebody asks for more
MORE, ASKED, ADD = "agenda:more", "agenda:asked", "agenda:add"


def render(visit: Visit) -> None:
    only = visit.user.only_estate
    coming = meetings.meetings(visit.db, Listed.COMING, visit.now, only=only)
    project = asked.number(PROJECT)
    subtitle = "联席会和金花议事会：要议什么、谁来讲、几点讲到。"
    with layout.page_head(TITLE, subtitle):
        if coming:
            act(visit, "加议题", add_item_dialog, project, icon="add", primary=True, key=ADD)
    if coming and _arrived(visit, project):
        add_item_dialog(project)
    if project and not coming:
        st.warning("还没有排下一次会议。排好以后，再来加这个维修项目的议题。",
                   icon=":material/event_busy:")  # fmt: skip
    if promise := asked.number(meeting_promise.PARAMETER):
        meeting_promise.draw(visit, promise)
        return
    if paper := asked.number(meeting_minutes.PARAMETER):
        meeting_minutes.one_paper(visit, paper)
        return
    if chosen := asked.number(PARAMETER):
        _one(visit, chosen)
        return
    overdue = meetings.meetings(visit.db, Listed.OVERDUE, visit.now, only=only)
    late = f"{Listed.OVERDUE.label}（{len(overdue)}）" if overdue else Listed.OVERDUE.label
    names = {which.value: which.label for which in Listed} | {Listed.OVERDUE.value: late}
    desk = {"promises": "承诺", "minutes": "纪要"}
    rules = {"series": "系列", "members": "成员和规则"}
    names = {Listed.COMING.value: names[Listed.COMING]} | desk | names | rules
    behind = (partial(_behind, visit, which) for which in (Listed.PAST, Listed.CALLED_OFF))
    whereabouts.tabs(
        names, partial(_coming, visit, coming), partial(meeting_promises.draw, visit),
        partial(meeting_minutes.draw, visit), partial(_overdue, visit, overdue), *behind,
        partial(meeting_series.draw, visit), partial(meeting_members.draw, visit),
        key="agenda:tab",
    )  # fmt: skip


def _one(visit: Visit, chosen: int) -> None:
    """As it is held, or was; else what is planned and recorded of it."""
    meeting = meetings.meeting(visit.db, chosen)
    if (estate := meetings.estate_of(visit.db, chosen)) is not None:
        visit.user.must_cover(estate)
    if meeting_live.show(visit, meeting):
        return
    with st.container(horizontal=True):
        meeting_live.opening(visit, meeting)
        meeting_print.button(visit, meeting)
    one_meeting(visit, meeting)
    meeting_manage.button(visit, meeting)


def _arrived(visit: Visit, project: int | None) -> bool:
    """Whether somebody has just come from a project: the form opens once, not at every tap."""
    if project is None or not visit.user.may(add_item_dialog.permission):
        return False
    if st.session_state.get(ASKED) == project:
        return False
    st.session_state[ASKED] = project
    return not st.session_state.get(ADD)  # pressed on the screen before: the button opens it


def _coming(visit: Visit, coming: list[Meeting]) -> None:
    if not coming:
        layout.empty_state("event_busy", "还没有排下一次会议", "排好以后，议程会出现在这里。")
        act(visit, "排一次会", meeting_manage.plan_dialog, icon="event", primary=True)
        return
    first, *later = coming
    agenda(visit, first)
    with st.container(horizontal=True):
        meeting_live.opening(visit, first)
        _open_button(first)
        meeting_print.button(visit, first)
        meeting_manage.button(visit, first)
        act(visit, "排一次会", meeting_manage.plan_dialog, icon="event")
    if later:
        layout.section("再往后")
        listing.of("meetings", visit).show(later)


def _overdue(visit: Visit, overdue: list[Meeting]) -> None:
    """Their time is over, and nobody said yet whether they took place."""
    if not overdue:
        layout.empty_state(
            "task_alt", "没有待补的记录", "开会时间过了、还没记开没开成的，会排在这里。"
        )
        return
    listing.of("overdue", visit, closing).show(overdue)


def _behind(visit: Visit, which: Listed) -> None:
    only = visit.user.only_estate
    every = meetings.count(visit.db, which, visit.now, only)
    if not every:
        words = {
            Listed.PAST: ("还没有开过会", "开过的会会自动出现在这里。"),
            Listed.CALLED_OFF: ("没有没开成的会", "记为没开成的会会留在这里。"),
        }
        layout.empty_state("history", *words[which])
        return
    most = AT_ONCE + st.session_state.get(f"{MORE}:{which}", 0)
    if which is Listed.PAST:
        meeting_print.ledger(visit)
    shown = meetings.meetings(visit.db, which, visit.now, most, only)
    listing.of(f"meetings-{which}", visit).show(shown)
    layout.second_line(f"共 {every} 次，最近 {len(shown)} 次。")
    if len(shown) < every:
        st.button("再往前看 20 次", key=f"more:{which}", on_click=_more, args=(which,))


def _more(which: Listed) -> None:
    key = f"{MORE}:{which}"
    st.session_state[key] = st.session_state.get(key, 0) + AT_ONCE


def _open_button(meeting: Meeting) -> None:
    st.button(
        "看这次会", key=f"open:{meeting.id}", icon=":material/chevron_right:",
        on_click=open_meeting, args=(meeting.id,),
    )  # fmt: skip


FEATURE = Feature(
    rooms=(Room("agenda", TITLE, "forum", Permission.SEE_MEETINGS, render),), scene=SCENE
)
