"""学苑 on a resident's page: the classes taken, waited for and left, each a way to the class."""

import streamlit as st

from db.academy_enrollment import classes
from db.visit import Visit
from domain.academy_enrollment.places import Taken
from domain.academy_enrollment.seats import SeatState
from domain.own_sheet import Line
from domain.registry import Resident
from pages.feature import ResidentPart
from ui import layout


def _draw(visit: Visit, who: Resident, told: list[Taken]) -> None:
    for taken in told:
        waits = taken.state is SeatState.WAITLISTED
        state = f"候补第 {taken.place} 位" if waits else taken.state.label
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            layout.link(layout.bold(f"{taken.series.label} · {taken.course}"),
                        f"academy?class={taken.class_id}")  # fmt: skip
            st.badge(state, color="orange" if waits else "gray")
            st.markdown(f":gray[{layout.escaped(taken.term)}]", width="content")


def _words(told: list[Taken]) -> list[Line]:
    return [
        (f"{taken.series.label} {taken.course}", f"{taken.term}，{taken.state.label}")
        for taken in told
    ]


PART = ResidentPart("学苑", "school", classes.taken_by, _draw, "没有报过班。", words=_words)
