"""One meeting (一次会议): when and where, its items in order, what is recorded, what is to do."""

from dataclasses import dataclass

import streamlit as st

from db.meeting_agenda import meetings
from db.visit import Visit
from domain.days import clock, day
from domain.meeting_agenda.meetings import (
    AgendaItem,
    ItemType,
    Listed,
    Meeting,
    MeetingState,
    timetable,
)
from pages.acts import act
from ui import layout
from ui.rows import Column, Rows

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
    over = meeting.listed(visit.now) is Listed.OVERDUE
    label, icon, color = looks(visit, meeting)
    st.badge(label, icon=f":material/{icon}:", color=color)
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


def looks(visit: Visit, meeting: Meeting) -> tuple[str, str, layout.Color]:
    """What became of it, in a word, with icon and colour."""
    if meeting.listed(visit.now) is Listed.OVERDUE:
        return Listed.OVERDUE.label, "schedule", "orange"
    return meeting.state.label, *LOOKS[meeting.state]


def closing(visit: Visit, meeting: Meeting) -> None:
    """Held, or not: two verbs, for who keeps the records."""
    with st.container(horizontal=True):
        act(visit, "记为已召开", meetings.record_held, meeting.id, primary=True, icon="check")
        act(visit, "记为没开成", meetings.record_not_held, meeting.id, icon="event_busy")


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
        return
    ITEMS.show(Turn(clock(at), item) for at, item in timetable(meeting, items))


@dataclass(frozen=True, slots=True)
class Turn:
    """An item with the moment its turn comes, as told on the screen."""

    at: str
    item: AgendaItem


def _kind(turn: Turn) -> str:
    kind = turn.item.item_type
    return f":{COLORS[kind]}-badge[{kind.label}]"


def _about(turn: Turn) -> str:
    project = f"维修项目：{layout.escaped(turn.item.project)}" if turn.item.project else ""
    category = turn.item.category.label if turn.item.category else ""
    return " · ".join(filter(None, (category, project)))


ITEMS = Rows(
    "items",
    title=lambda turn: f"{turn.item.position}. {turn.item.title}",
    title_label="议什么",
    state=Column("kind", "做什么", _kind, 88),
    columns=(
        Column("at", "几点", lambda turn: f"**{turn.at}**", 64),
        Column("who", "谁来讲", lambda turn: layout.escaped(turn.item.reporter), 132),
        Column("about", "哪一类", _about, 320),
        Column("long", "讲多久", lambda turn: f"{turn.item.minutes} 分钟", 84, right=True),
    ),
    number=lambda turn: turn.item.id,
)
