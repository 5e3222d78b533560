"""The sign-in list on the screen (签到): all at once, then one tap for each who is not there."""

from functools import partial

import streamlit as st

from db import registry
from db.meeting_agenda import attendance, sittings
from db.visit import Visit
from domain.asking import Asking
from domain.days import clock
from domain.meeting_agenda.attendance import Attendance, Guest, Mark, Marks, Presence
from domain.meeting_agenda.members import QuorumOf
from pages.acts import act, form
from pages.meeting_now import Now, on_screen
from ui import choices, drafts, forms, layout
from ui.rows import Column, Rows

P = Presence
LOOKS: dict[Presence, layout.Color] = {
    P.PRESENT: "green", P.OBSERVING: "blue", P.LEAVE: "orange", P.ABSENT: "red",
}  # fmt: skip


def signin(visit: Visit, at: Now) -> None:
    with st.container(horizontal=True):
        if not at.final and any(one.member_id and one.presence is None for one in at.lines):
            act(visit, "全部到了", attendance.mark_all_present, at.of.id, icon="done_all",
                primary=True, key="all_present")  # fmt: skip
        if not at.turns and not at.over and at.items:
            first = at.items[0]
            act(visit, "开始议第 1 项", sittings.begin_item, first.id, icon="play_arrow", key="begin_first")  # fmt: skip
    if at.lines:
        _rows(visit, at).show(at.lines)
    else:
        layout.empty_state("group", "这次会没有成员名单", "到会的人在下面一位一位添上。")
    if not at.final:
        with st.expander("添一位名单外的人", icon=":material/person_add:", key="guest"):
            guest_form(visit, at.of.id, at.rule.quorum_of is QuorumOf.PARTIES)


def _rows(visit: Visit, at: Now) -> Rows:
    return Rows(
        "signin",
        title=lambda line: line.name,
        title_label="姓名",
        state=Column("presence", "来了没有", _presence, 88),
        columns=(
            Column("body", "代表哪家", lambda line: layout.escaped(line.body), 220),
            Column("at", "什么时候记的", _signed, 150),
        ),
        acts=None if at.final else partial(_marks, visit, at),
        acts_width=264,
    )


def _presence(line: Attendance) -> str:
    if line.presence is None:
        return ":gray-badge[还没记]"
    return f":{LOOKS[line.presence]}-badge[{line.presence.label}]"


def _signed(line: Attendance) -> str:
    if line.signed_at is None:
        return ""
    return f"{clock(line.signed_at)} :gray[{layout.escaped(line.marked_by or '')}记]"


def _marks(visit: Visit, at: Now, line: Attendance) -> None:
    """What else one may be; who was marked by somebody else meanwhile, that is told first."""
    seen = on_screen(f"mark:{line.id}", line.seen)
    for presence in offered(line.member_id is not None, at.rule.quorum_of):
        if presence is not line.presence:
            act(visit, presence.label, attendance.mark_presence, Marks, at.of.id,
                (Mark(line.id, presence, seen),), key=f"mark:{line.id}:{presence}")  # fmt: skip


def offered(member: bool, quorum_of: QuorumOf) -> list[Presence]:
    """A member is never an observer; who is none counts only where parties do."""
    if member:
        return [P.PRESENT, P.LEAVE, P.ABSENT]
    counts = [P.PRESENT] if quorum_of is QuorumOf.PARTIES else []
    return [*counts, P.OBSERVING, P.ABSENT]


@form(attendance.add_guest)
def guest_form(visit: Visit, slip: str, meeting_id: int, counts: bool) -> Guest | None:
    of = QuorumOf.PARTIES if counts else QuorumOf.MEMBERS
    bodies = registry.bodies(visit.db)
    name = st.text_input("姓名", max_chars=20, key=f"{slip}:name")
    drafts.settle(f"{slip}:body", bodies)
    body = choices.one_of_these(
        "代表哪家", bodies, lambda one: one.name, key=f"{slip}:body", placeholder="选一家"
    )
    there = [one for one in offered(member=False, quorum_of=of) if one is not P.ABSENT]
    presence = choices.one_of("怎么来的", there, key=f"{slip}:presence")
    if not forms.save_button("添上", slip, icon="person_add"):
        return None
    asking = Asking()
    asking.given(name, "姓名")
    chosen, how = asking.given(body, "代表哪家"), asking.given(presence, "怎么来的")
    asking.done()
    return Guest(slip, meeting_id, name, chosen.id, how)
