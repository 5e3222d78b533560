"""Meetings as rows (会议单子): what became of each, when, and how much was on its agenda."""

from collections.abc import Callable

from db.visit import Visit
from domain.meeting_agenda.meetings import Meeting
from pages.meeting_page import looks, open_meeting, when
from ui import layout
from ui.rows import Column, Rows

Acts = Callable[[Visit, Meeting], None]


def of(name: str, visit: Visit, acts: Acts | None = None) -> Rows:
    """The rows of this moment; a tap opens the meeting, `acts` is what is to be recorded of it."""

    def state(meeting: Meeting) -> str:
        label, icon, color = looks(visit, meeting)
        return f":{color}-badge[:material/{icon}: {label}]"

    return Rows(
        name,
        title=lambda meeting: meeting.title,
        title_label="会议",
        state=Column("state", "怎样了", state, 124),
        columns=(
            Column("when", "什么时候", lambda meeting: when(visit, meeting), 196,
                   by=lambda meeting: meeting.starts_at),
            Column("kind", "哪种会", lambda meeting: meeting.kind.label, 132,
                   by=lambda meeting: meeting.kind.label, least_first=True),
            Column("estate", "小区", _estate, 120,
                   by=lambda meeting: meeting.estate or None, least_first=True),
            Column("items", "议题", lambda meeting: f"{meeting.items} 个议题", 88,
                   by=lambda meeting: meeting.items, right=True),
        ),
        opens=lambda meeting: open_meeting(meeting.id),
        acts=(lambda meeting: acts(visit, meeting)) if acts else None,
        acts_width=256,
    )  # fmt: skip


def _estate(meeting: Meeting) -> str:
    return layout.escaped(meeting.estate) if meeting.estate else ":gray[全社区]"
