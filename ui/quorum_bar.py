"""Whether enough are there (够不够人): in words, and as a bar with a tick where it is enough."""

from html import escape

import streamlit as st

from domain.meeting_agenda.members import Quorum

ENOUGH, SHORT = "#2E7D5B", "#C65A0B"


def show(quorum: Quorum) -> None:
    """The words carry the meaning; the bar is there where a number of members is enough."""
    color = "green" if quorum.met else "orange"
    icon = "check_circle" if quorum.met else "group_off"
    more = f"另有列席 {quorum.observers} 人。" if quorum.observers else ""
    st.markdown(f":{color}[:material/{icon}: **{quorum.words}**]{more}")
    if quorum.members:
        st.html(bar(quorum))


def bar(quorum: Quorum) -> str:
    """How many of the members are there; the tick is the number that is enough."""
    part = min(100, 100 * quorum.present // quorum.members)
    fill = ENOUGH if quorum.met else SHORT
    tick = ""
    if quorum.needed:
        place = min(100, 100 * quorum.needed / quorum.members)
        tick = (
            f'<div style="position:absolute;left:calc({place:.1f}% - 2px);top:-4px;bottom:-4px;'
            'width:3px;background:currentColor"></div>'
        )
    return (
        f'<div role="img" aria-label="{escape(quorum.words)}" style="position:relative;'
        "height:14px;border-radius:7px;margin:4px 0;"
        'background:color-mix(in srgb, currentColor 16%, transparent)">'
        f'<div style="width:{part}%;height:100%;border-radius:7px;background:{fill}"></div>'
        f"{tick}</div>"
    )
