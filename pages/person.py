"""A resident's name (姓名) wherever it stands: for who may, a way to the resident's page."""

import streamlit as st

from db.readings import record_reading
from db.visit import Visit, permission_of
from ui import layout

NEEDS = permission_of(record_reading)  # the page is opened by who may, and that is written down


def address(id: int) -> str:
    return f"resident?id={id}"


def person_link(visit: Visit, id: int | None, name: str, more: str = "") -> None:
    """The name, and `more` (Markdown) beside it; no way for whom no number is told (学员01)."""
    words = f"{layout.bold(name)} {more}".strip()
    if id is not None and visit.user.may(NEEDS):
        layout.link(words, address(id))
    else:
        st.markdown(words, width="content")


def note_reading(visit: Visit, id: int, what: str, slip: str) -> None:
    """What is sensitive about somebody is written down before a dialog shows it, once per slip."""
    noted = f"{slip}:read:{id}"
    if not st.session_state.get(noted):
        record_reading(visit, id, what, slip=noted)
        st.session_state[noted] = True
