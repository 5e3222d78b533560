"""Quick entry (快速登记): one task on the screen, the save button under the thumb."""

import streamlit as st

from db.visit import Visit, permission_of
from domain.people import Permission, Role
from pages.feature import Room
from pages.features import FEATURES

TITLE = "快速登记"


def render(visit: Visit) -> None:
    every = [feature.quick for feature in FEATURES if feature.quick]
    mine = [task for task in every if visit.user.may(permission_of(task.write))]
    tasks = {task.name: task for task in sorted(mine, key=lambda task: not task.usual)}
    st.title(TITLE, anchor=False)
    first = next(iter(tasks))
    chosen = st.segmented_control(
        "登记什么",
        list(tasks),
        default=first,
        required=True,
        format_func=lambda name: f":material/{tasks[name].icon}: {name}",
        width="stretch",
        label_visibility="collapsed",
        key="quick:task",
        bind="query-params",
    )
    tasks[chosen or first].draw(visit)


ROOM = Room("quick", TITLE, "bolt", Permission.QUICK_ENTRY, render, frozenset({Role.VOLUNTEER}))
