"""One meeting (一次会议): when and where, its items in order, what is recorded, what is to do."""

import streamlit as st

from db.meeting_agenda import meetings
from db.visit import Visit
from domain.days import clock, day
from domain.meeting_agenda import AgendaItem, ItemType, Listed, Meeting, MeetingState, timetable
from pages.acts import act
from ui import layout

PARAMETER = "meeting"

COLORS: dict[ItemType, layout.Color] = {
    ItemType.REPORT: "gray",
    ItemType.CONSULT: "blue",
    ItemType.VOTE: "orange",
    ItemType.FEEDBACK: "violet",
}
LOOKS: dict[MeetingState, tuple[str, layout.Color]] = {
    MeetingState.PLANNED: ("schedule", "blue"),
    MeetingState.HELD: ("check", "green"),
    MeetingState.CONFIRMED: ("verified", "green"),
    MeetingState.CANCELLED: ("block", "gray"),
}


def open_meeting(id: int) -> None:
    """The address carries it, so that it can be sent on and survives a reload."""
    st.query_params[PARAMETER] = str(id)


def close_meeting() -> None:
    st.query_params.pop(PARAMETER, None)


def one_meeting(visit: Visit, meeting: Meeting) -> None:
    """A meeting's own page, whatever became of it."""
    st.button("回到会议单子", icon=":material/arrow_back:", on_click=close_meeting)
    icon, color = LOOKS[meeting.state]
    over = meeting.listed(visit.now) is Listed.OVERDUE
    label = Listed.OVERDUE.label if over else meeting.state.label
    st.badge(label, icon=f":material/{icon}:", color="orange" if over else color)
    agenda(visit, meeting)
    layout.section("记下了什么")
    if over:
        st.markdown(":orange[会议时间已经过了，还没记开没开成。]")
        closing(visit, meeting)
    elif meeting.state is MeetingState.PLANNED:
        layout.second_line("还没到时间。开完会，到这里记下来。")
    elif meeting.state is MeetingState.CANCELLED:
        layout.second_line("这次会没有开成。上面的议题都还在，可以加到下一次会议。")
    elif meeting.state is MeetingState.HELD:
        layout.second_line("会开过了，纪要还没定。")
    else:
        layout.second_line("会开过了，纪要已定。")


def closing(visit: Visit, meeting: Meeting) -> None:
    """Held, or not: two verbs, for who keeps the records."""
    with st.container(horizontal=True):
        act(visit, "记为已召开", meetings.record_held, meeting.id, primary=True, icon="check")
        act(visit, "记为没开成", meetings.record_not_held, meeting.id, icon="event_busy")


def number(meeting: Meeting) -> str:
    return f"{meeting.kind.label} {meeting.year} 年第 {meeting.number} 次"


def when(visit: Visit, meeting: Meeting) -> str:
    return f"{day(meeting.starts_at.date(), visit.today)} {clock(meeting.starts_at)}"


def agenda(visit: Visit, meeting: Meeting) -> None:
    layout.section(layout.escaped(meeting.title))
    with st.container(horizontal=True, gap="medium"):
        facts = [
            f":material/schedule: {when(visit, meeting)}–{clock(meeting.ends_at)}",
            f":material/location_on: {layout.escaped(meeting.place)}",
            f":material/person: 主持 {layout.escaped(meeting.chair)}",
            f":material/groups: 应到 {meeting.invited} 人",
        ]
        for fact in facts:
            st.markdown(fact, width="content")
    if meeting.over_minutes:
        st.warning(
            f"议程排了 {meeting.agenda_minutes} 分钟，比会议时间多 {meeting.over_minutes} 分钟。",
            icon=":material/hourglass_bottom:",
        )
    items = meetings.agenda(visit.db, meeting.id)
    if not items:
        layout.second_line("还没有议题。")
    for at, item in timetable(meeting, items):
        _item(clock(at), item)


def _item(at: str, item: AgendaItem) -> None:
    with st.container(border=True):
        row = st.container(horizontal=True, wrap=False, vertical_alignment="top")
        with row.container(width=84, gap=None):
            st.markdown(f"**{at}**")
            layout.second_line(f"{item.minutes} 分钟")
        with row.container(width="stretch", gap="xxsmall"):
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                st.badge(item.item_type.label, color=COLORS[item.item_type])
                title = layout.escaped(item.title)
                st.markdown(layout.strong(f"{item.position}\\. {title}"), width="content")
            about = [layout.escaped(item.reporter)]
            if item.category:
                about.append(item.category.label)
            if item.project:
                about.append(f"维修项目：{layout.escaped(item.project)}")
            layout.second_line(" · ".join(about))
