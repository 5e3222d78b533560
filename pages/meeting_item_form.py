"""加议题 (adding an item): for the next meetings, and for a project that waits for one."""

from dataclasses import dataclass

import streamlit as st

from db.meeting_agenda import meetings
from db.repair_fund import projects as fund_projects
from db.visit import Visit
from domain.asking import Asking
from domain.meeting_agenda.meetings import (
    MAX_ITEM_MINUTES,
    Category,
    ItemType,
    Listed,
    NewAgendaItem,
)
from domain.repair_fund.projects import Project
from pages.acts import dialog
from ui import choices, drafts, forms, layout

PROJECT = "project"  # in the address: which repair project the item is about


@dataclass(frozen=True, slots=True)
class _Choice:
    """What an item may be about: nothing on file, or a running repair project."""

    id: int  # 0 stands for none: a draft keeps a chosen row by its number
    label: str


def forget_project() -> None:
    """What the address asked for is done."""
    st.query_params.pop(PROJECT, None)


@dialog("加议题", meetings.add_agenda_item, width="medium", after=forget_project)
def add_item_dialog(visit: Visit, slip: str, project_id: int | None) -> NewAgendaItem | None:
    only = visit.user.only_estate
    coming = meetings.meetings(visit.db, Listed.COMING, visit.now, only=only)
    if not coming:  # begun while a meeting was still to come, gone on with when none is
        st.warning("还没有排下一次会议。排好以后，再来加议题。", icon=":material/event_busy:")
        return None
    running = fund_projects.running(visit.db, visit.user.only_estate)
    projects = _projects(running)
    at = next((n for n, choice in enumerate(projects) if choice.id == project_id), 0)
    asked = next((p for p in running if p.id == project_id), None)
    _told(asked)
    drafts.settle(f"{slip}:meeting", coming)
    meeting = choices.one_of_these(
        "加到哪次会议", coming, lambda m: m.title, key=f"{slip}:meeting", at=forms.only(coming),
        placeholder="选一次",
    )  # fmt: skip
    title = st.text_input(
        "议什么", value=asked.title[:60] if asked else "", max_chars=60, key=f"{slip}:title",
        placeholder="例如：3栋外墙渗水维修方案",
    )  # fmt: skip
    item_type = choices.one_of("要会上做什么", ItemType, key=f"{slip}:item_type")
    reporter = st.text_input(
        "谁来讲", placeholder="姓名或单位", max_chars=20, key=f"{slip}:reporter"
    )
    minutes = st.number_input(
        "讲多久（分钟）", min_value=0, max_value=MAX_ITEM_MINUTES * 2, value=None, step=5,
        placeholder="例如：15", key=f"{slip}:minutes",
    )  # fmt: skip
    category = choices.one_of_many(
        "哪一类", Category, key=f"{slip}:category", at=_category(asked), placeholder="可以不选"
    )
    about = _about(slip, projects, at).id or None
    if not forms.save_button("加到议程", slip):
        return None
    asking = Asking()
    at_meeting, what = asking.given(meeting, "加到哪次会议"), asking.given(title, "议什么")
    kind, long = asking.given(item_type, "要会上做什么"), asking.given(minutes, "讲多久")
    asking.done()
    return NewAgendaItem(slip, at_meeting.id, kind, what, reporter, long, category, about)


def _about(slip: str, projects: list[_Choice], at: int) -> _Choice:
    drafts.settle(f"{slip}:about", projects)
    return st.selectbox(
        "关于哪个维修项目", projects, index=at, format_func=lambda c: c.label, key=f"{slip}:about"
    )


def _projects(running: list[Project]) -> list[_Choice]:
    """None of them first: an item need not be about one."""
    found = [_Choice(project.id, f"{project.estate} {project.title}") for project in running]
    return [_Choice(0, "不涉及维修项目"), *found]


def _told(project: Project | None) -> None:
    if project:
        title = layout.escaped(project.title)
        words = f"给维修项目“{title}”排议程：议题、类别和项目已经填好，可以改。"
        st.info(words, icon=":material/link:")


def _category(project: Project | None) -> Category | None:
    """The agenda's own category for a project's, where it has one."""
    known = {str(category): category for category in Category}
    return known.get(str(project.category)) if project else None
