"""Meeting agenda (议事议程): the next meeting with its agenda, and adding an item."""

from dataclasses import dataclass

import streamlit as st

from db import meeting_agenda, repair_fund
from db.visit import Visit
from domain.days import clock, day
from domain.meeting_agenda import (
    MAX_ITEM_MINUTES,
    AgendaItem,
    Category,
    ItemType,
    Meeting,
    NewItem,
    timetable,
)
from domain.people import Permission
from pages.dialogs import button, room_dialog
from ui import drafts, forms, layout

TITLE, ICON, NEEDS = "议事议程", ":material/forum:", Permission.SEE_MEETINGS

COLORS: dict[ItemType, layout.Color] = {
    ItemType.REPORT: "gray",
    ItemType.CONSULT: "blue",
    ItemType.VOTE: "orange",
    ItemType.FEEDBACK: "violet",
}
FORM = "agenda_item"


def render(visit: Visit) -> None:
    coming = meeting_agenda.upcoming(visit.db, visit.now, only=visit.user.only_estate)
    subtitle = "联席会和金花议事会：要议什么、谁来讲、几点讲到。"
    with layout.page_head(TITLE, subtitle):
        if coming and button("加议题", "add", visit, Permission.ADD_AGENDA_ITEM):
            _add_item()
    forms.show_news(FORM)
    tabs = st.tabs(["下次会议", "往次会议"], on_change="rerun")
    if tabs[0].open:
        with tabs[0]:
            _coming(visit, coming)
    if tabs[1].open:
        with tabs[1]:
            _past(visit)


def _coming(visit: Visit, coming: list[Meeting]) -> None:
    if not coming:
        layout.empty_state("event_busy", "还没有排下一次会议", "排好以后，议程会出现在这里。")
        return
    for at, meeting in enumerate(coming):
        if at == 0:
            _agenda(visit, meeting)
        else:
            with st.expander(f"{_number(meeting)} · {_when(visit, meeting)}"):
                _agenda(visit, meeting)


def _number(meeting: Meeting) -> str:
    return f"{meeting.kind.label} {meeting.year} 年第 {meeting.number} 次"


def _when(visit: Visit, meeting: Meeting) -> str:
    return f"{day(meeting.starts_at.date(), visit.today)} {clock(meeting.starts_at)}"


def _agenda(visit: Visit, meeting: Meeting) -> None:
    layout.section(layout.escaped(meeting.title))
    with st.container(horizontal=True, gap="medium"):
        facts = [
            f":material/schedule: {_when(visit, meeting)}–{clock(meeting.ends_at)}",
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
    items = meeting_agenda.agenda(visit.db, meeting.id)
    if not items:
        st.markdown(":gray[还没有议题。]")
    for at, item in timetable(meeting, items):
        _item(clock(at), item)


def _item(at: str, item: AgendaItem) -> None:
    with st.container(border=True):
        row = st.container(horizontal=True, wrap=False, vertical_alignment="top")
        with row.container(width=84, gap=None):
            st.markdown(f"**{at}**")
            st.markdown(f":gray[{item.minutes} 分钟]")
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


@dataclass(frozen=True, slots=True)
class _Choice:
    """What an item may be about: nothing on file, or a running repair project."""

    id: int | None
    label: str


@room_dialog("加议题", Permission.ADD_AGENDA_ITEM, "medium")
def _add_item(visit: Visit) -> None:
    coming = meeting_agenda.upcoming(visit.db, visit.now, only=visit.user.only_estate)
    running = repair_fund.running(visit.db, visit.user.only_estate)
    projects = [_Choice(None, "不涉及维修项目")]
    projects += [_Choice(p.id, f"{p.estate} {p.title}") for p in running]
    slip = forms.slip(FORM)
    with st.container():
        drafts.settle(f"{slip}:meeting", coming)
        drafts.settle(f"{slip}:about", projects)
        meeting = st.selectbox(
            "加到哪次会议", coming, format_func=lambda m: m.title, key=f"{slip}:meeting"
        )
        title = st.text_input(
            "议什么", placeholder="例如：3栋外墙渗水维修方案", max_chars=60, key=f"{slip}:title"
        )
        item_type = st.pills(
            "要会上做什么", list(ItemType), format_func=lambda t: t.label,
            default=ItemType.CONSULT, required=True, key=f"{slip}:item_type"
        )  # fmt: skip
        reporter = st.text_input(
            "谁来讲", placeholder="姓名或单位", max_chars=20, key=f"{slip}:reporter"
        )
        minutes = st.number_input(
            "讲多久（分钟）",
            min_value=0,
            max_value=MAX_ITEM_MINUTES * 2,
            value=15,
            step=5,
            key=f"{slip}:minutes",
        )
        category = st.selectbox(
            "哪一类", list(Category), index=None, format_func=lambda c: c.label,
            placeholder="可以不选", key=f"{slip}:category"
        )  # fmt: skip
        about = st.selectbox(
            "关于哪个维修项目", projects, format_func=lambda c: c.label, key=f"{slip}:about"
        )
        sent = forms.save_button("加到议程", slip)
    if sent:
        paper = NewItem(
            slip, meeting.id, item_type or ItemType.CONSULT, title, reporter, minutes,
            category, about.id,
        )  # fmt: skip
        forms.send(FORM, lambda: meeting_agenda.add_item(visit, paper))


def _past(visit: Visit) -> None:
    held = meeting_agenda.past(visit.db, visit.now, only=visit.user.only_estate)
    if not held:
        layout.empty_state("history", "还没有开过会", "开过的会会自动出现在这里。")
        return
    for meeting in held:
        with st.container(border=True):
            st.markdown(layout.bold(meeting.title))
            where = f" · {layout.escaped(meeting.estate)}" if meeting.estate else ""
            layout.second_line(
                f"{_when(visit, meeting)} · {meeting.items} 个议题{where} · {meeting.state.label}"
            )
    st.markdown(f":gray[最近 {len(held)} 次。]")
