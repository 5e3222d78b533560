"""A meeting as it is held (开会): sign-in, items, close; what another clerk wrote is there in seconds.

A fragment asks every three seconds whether anything was written, and only then is the page drawn
anew: fields keep what is being typed. The address names the meeting, so whoever opens it again,
on whatever computer, goes on where the meeting is.
"""

from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from db.meeting_agenda import sittings
from db.visit import Visit
from domain.days import clock
from domain.meeting_agenda.meetings import Kind, Meeting, MeetingState
from domain.meeting_agenda.sittings import Opening
from domain.people import Permission
from pages import meeting_close, meeting_items, meeting_print, meeting_signin
from pages.acts import act, form
from pages.again import visit_again
from pages.meeting_now import Now, now
from pages.meeting_page import close_meeting, open_meeting
from ui import forms, layout, quorum_bar, whereabouts
from ui.count_field import count_field

EVERY = timedelta(seconds=3)
NAMES = {"signin": "签到", "items": "议题", "close": "散会"}


def opening(visit: Visit, meeting: Meeting) -> None:
    """The button that begins the sign-in, on the day and for who may."""
    if meeting.state is not MeetingState.PLANNED or meeting.opened:
        return
    if visit.today < meeting.starts_at.date():
        return
    if meeting.kind is Kind.RESIDENTS_ASSEMBLY:
        _open_by_heads(visit, meeting.id)
        return
    act(
        visit, "开会", sittings.open_meeting, Opening, meeting.id, icon="play_arrow", primary=True,
        key=f"begin_meeting:{meeting.id}", after=partial(open_meeting, meeting.id),
    )  # fmt: skip


@form(sittings.open_meeting)
def _open_by_heads(visit: Visit, slip: str, id: int) -> Opening | None:
    """Nobody is on a list: how many may come, and how many came, are counted."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        eligible = count_field("有权参加几人", slip, "eligible", None, most=None)
        counted = count_field("实到几人", slip, "counted", None, most=None)
        sent = forms.save_button("开会", slip, width="content", icon="play_arrow")
    return Opening(slip, id, eligible, counted) if sent else None


def show(visit: Visit, meeting: Meeting) -> bool:
    """Draw the meeting as it is held, or was; whether it was opened, and who asks may see it."""
    if meeting.state is MeetingState.CANCELLED or not visit.user.may(Permission.READ_MINUTES):
        return False
    at = now(visit, meeting)
    if at is None:
        return False
    _live(visit, at)
    return True


def _live(visit: Visit, at: Now) -> None:
    st.button("回到会议单子", icon=":material/arrow_back:", on_click=close_meeting)
    with st.container(horizontal=True, vertical_alignment="center"):
        layout.section(layout.escaped(at.of.title))
        st.badge("已散会" if at.over else "正在开", color="gray" if at.over else "green",
                 icon=":material/check:" if at.over else ":material/play_arrow:")  # fmt: skip
        meeting_print.button(visit, at.of)
    _watch([visit.now], at.of.id, sittings.newest(visit.db, at.of.id), *_clock(at))
    quorum_bar.show(at.quorum)
    started = bool(at.turns) or at.over
    whereabouts.tabs(
        NAMES, partial(meeting_signin.signin, visit, at), partial(meeting_items.items, visit, at),
        partial(meeting_close.closing, visit, at), key=f"{meeting_items.TABS}:{started}",
        usual="items" if started else "signin",
    )  # fmt: skip


def _clock(at: Now) -> tuple[str, int, int, datetime | None]:
    """What the line of the clock needs: the running item, its minutes, what it took before now."""
    item = at.running
    if item is None or at.over:
        return "", 0, 0, None
    begun = next(turn.begun_at for turn in at.turns if turn.ended_at is None)
    before = sum(
        turn.minutes(at.visit.now)
        for turn in at.turns
        if turn.item_id == item.id and turn.ended_at is not None
    )
    return item.title, item.minutes, before, begun


@st.fragment(run_every=EVERY)
def _watch(
    fresh: list[datetime], meeting_id: int, drawn: int, title: str, planned: int, before: int,
    begun: datetime | None,
) -> None:  # fmt: skip
    """The clock of the running item; the page is drawn anew when somebody wrote something."""
    with forms.refusals():
        if fresh:
            moment = fresh.pop()
        else:
            with visit_again(Permission.READ_MINUTES, touch=False) as visit:
                moment, newest = visit.now, sittings.newest(visit.db, meeting_id)
            if newest != drawn:
                st.rerun(scope="app")
        if begun is None:
            layout.second_line(f"现在 {clock(moment)}")
            return
        used = before + int((moment - begun).total_seconds() // 60)
        color = "orange" if used > planned else "gray"
        said = f"现在 {clock(moment)}，正在议“{layout.escaped(title)}”"
        st.markdown(f":{color}[{said}，已用 {used} 分钟，排了 {planned} 分钟]")
