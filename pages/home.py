"""The first page (首页): what is to be done today, and where things stand."""

import streamlit as st

from db import (
    home,
    registry,
)
from db.visit import Visit
from domain.days import day
from domain.home import Due, SetUp
from domain.people import Permission
from pages.feature import Room
from ui import layout

TITLE = "首页"


def greeting(hour: int) -> str:
    """What people here say at that hour."""
    if hour < 5 or hour >= 18:
        return "晚上好"
    return "早上好" if hour < 12 else "下午好"


def render(visit: Visit) -> None:
    community = registry.community(visit.db)
    where = layout.escaped(community.name) if community else ""
    layout.page_head(
        f"{greeting(visit.now.hour)}，{layout.escaped(visit.user.name)}",
        f"{day(visit.today, visit.today)} · {where}",
    )
    _figures(visit)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        parts = home.set_up(visit)
        if parts:
            _set_up(parts)
        _due(visit, all_there=not parts)
    with right:
        _ahead(visit)


def _figures(visit: Visit) -> None:
    row = layout.figures()
    for figure in home.at_a_glance(visit):
        layout.figure(row, figure.label, figure.words, figure.unit, figure.icon, figure.below)


def _set_up(parts: list[SetUp]) -> None:
    """What a new community needs first, in order, with the page where it is done."""
    layout.section("先把社区建起来")
    for number, part in enumerate(parts, start=1):
        with layout.card_row():
            with st.container(width="content", gap="xxsmall"):
                if part.done:
                    st.badge("已有", icon=":material/check:", color="green")
                elif part.needed:
                    st.badge("还没有", icon=":material/priority_high:", color="orange")
                else:
                    st.badge("用到时再办", icon=":material/schedule:", color="gray")
                st.markdown(f"**{number}\\. {part.title}**")
                layout.second_line(part.detail)
            if (
                part.room is not None
                and not part.done
                and st.button("去办", key=f"set_up:{number}")
            ):
                layout.go_to(part.room)


def _due(visit: Visit, *, all_there: bool) -> None:
    dues = home.due_today(visit)
    if not dues and not all_there:
        return  # "all done" would be false: most has not begun
    layout.section("今天要办")
    if not dues:
        layout.empty_state("task_alt", "今天要办的都办完了", "有新的事会排在这里。")
    for number, due in enumerate(dues):
        _due_card(number, due)


def _due_card(number: int, due: Due) -> None:
    with layout.card_row():
        with st.container(width="content", gap="xxsmall"):
            icon = ":material/priority_high:" if due.urgent else ":material/schedule:"
            st.badge(due.badge, icon=icon, color="red" if due.urgent else "orange")
            st.markdown(layout.bold(due.title))
            layout.second_line(layout.escaped(due.detail))
        if st.button(due.action, key=f"due:{number}"):
            layout.go_to(due.room)


def _ahead(visit: Visit) -> None:
    for ahead, coming in home.ahead(visit):
        layout.section(ahead.title)
        if not coming:
            layout.second_line(f"{ahead.nothing}")
        for one in coming:
            st.markdown(
                f":material/event: {layout.bold(one.title)}  \n"
                f":gray[{day(one.at.date(), visit.today)} {one.at:%H:%M} · {one.below}]"
            )


ROOM = Room("", TITLE, "home", Permission.SEE_HOME, render)
