"""The first page (首页): what is to be done today, and where things stand."""

import streamlit as st

from db import home, registry, set_up
from db.visit import Visit
from domain.days import day
from domain.home import Due
from domain.people import Permission
from pages import set_up as list_of_lines
from pages.feature import Room
from pages.features import FEATURES
from ui import charts, layout, press
from ui.rows import Column, Rows

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
    parts = set_up.set_up(visit)
    if parts:
        list_of_lines.draw(visit, parts)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _due(visit, all_there=not parts)
    with right:
        _ahead(visit)
        _glance(visit)


def _figures(visit: Visit) -> None:
    row = layout.figures()
    for figure in home.at_a_glance(visit):
        layout.figure(row, figure.label, figure.words, figure.unit, figure.icon, figure.below)


def _due(visit: Visit, *, all_there: bool) -> None:
    """What waits for the reader; what waits for others is one quiet line."""
    dues = home.due_today(visit)
    mine = [due for due in dues if not due.waits_for]
    others = [due for due in dues if due.waits_for]
    if not mine and not all_there:
        return  # "all done" would be false: most has not begun
    layout.section("今天要办")
    if not mine:
        layout.empty_state("task_alt", "今天要办的都办完了", "有新的事会排在这里。")
    else:
        DUES.show(enumerate(mine))
    if others:
        layout.second_line(
            f"别人在办：{'；'.join(layout.escaped(_other(due)) for due in others)}。"
        )


def _other(due: Due) -> str:
    return f"{due.title}（{due.waits_for}）"


def _badge(numbered: tuple[int, Due]) -> str:
    due = numbered[1]
    icon, color = ("priority_high", "red") if due.urgent else ("schedule", "orange")
    return f":{color}-badge[:material/{icon}: {layout.escaped(due.badge)}]"


def _go(numbered: tuple[int, Due]) -> None:
    number, due = numbered
    if press.button(due.action, key=f"due:{number}"):
        layout.go_to(due.room)


DUES = Rows(
    "due",
    title=lambda numbered: numbered[1].title,
    title_label="",
    state=Column("when", "", _badge, 132),
    columns=(Column("detail", "", lambda numbered: layout.escaped(numbered[1].detail), 300),),
    shows=lambda numbered: layout.go_to(numbered[1].room),
    acts=_go,
    acts_width=96,
    number=lambda numbered: numbered[0],
)


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


def _glance(visit: Visit) -> None:
    """The pictures features bring, with what each comes to."""
    for feature in FEATURES:
        if feature.glance and visit.user.may(feature.rooms[0].needs):
            title, drawn, words = feature.glance(visit, charts.palette(), charts.Size.DESK)
            if drawn is not None:
                layout.section(title)
                layout.second_line(layout.escaped(words))
                charts.show(drawn, words)


ROOM = Room("", TITLE, "home", Permission.SEE_HOME, render)
