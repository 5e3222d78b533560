"""A timeline (办理记录): days with what happened and who did it, under the stage they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Event:
    """One line, all Markdown: the day, what happened, and who."""

    day: str
    what: str
    who: str


def show(name: str, stages: Iterable[tuple[str, Sequence[Event]]]) -> None:
    """A line down the page (ui/assets/rooms.css), one list a stage."""
    with st.container(gap="small", key=f"timeline-{name}"):
        for stage, events in stages:
            lines = (f"- **{event.day}** {event.what} :gray[{event.who}]" for event in events)
            st.markdown("\n".join([f"### {stage}", "", *lines]), anchors=False)
