"""A timeline (办理记录): days with what happened and who did it, under the stage they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

LATEST = 8  # events one sees without a tap


@dataclass(frozen=True, slots=True)
class Event:
    """One line, all Markdown: the day, what happened, and who."""

    day: str
    what: str
    who: str


Stage = tuple[str, Sequence[Event]]  # its name and what happened in it, the oldest first


def show(name: str, stages: Sequence[Stage]) -> None:
    """A line down the page (ui/assets/rooms.css), one list a stage; the older stages under a tap."""
    folded = older(stages)
    if folded:
        many = sum(len(events) for _, events in stages[:folded])
        with st.expander(f"更早的 {many} 条", icon=":material/history:", key=f"older:{name}"):
            _line(f"{name}-older", stages[:folded])
    _line(name, stages[folded:])


def older(stages: Sequence[Stage]) -> int:
    """How many stages are folded: those before the latest events, and never a part of one."""
    shown = 0
    for at in range(len(stages), 0, -1):
        shown += len(stages[at - 1][1])
        if shown > LATEST:
            return min(at, len(stages) - 1)
    return 0


def _line(name: str, stages: Sequence[Stage]) -> None:
    with st.container(gap="small", key=f"timeline-{name}"):
        for stage, events in stages:
            lines = (f"- **{event.day}** {event.what} :gray[{event.who}]" for event in events)
            st.markdown("\n".join([f"### {stage}", "", *lines]), anchors=False)
