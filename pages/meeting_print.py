"""打印: the papers of a meeting, of a promise and of a topic, each one tap, made when it is tapped."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from db.meeting_agenda import live, papers
from db.visit import Visit, permission_of
from domain.meeting_agenda.actions import Action
from domain.meeting_agenda.meetings import Meeting, MeetingState
from domain.meeting_agenda.papers import ledger_rows
from domain.meeting_agenda.sheets import Sheet
from domain.meeting_agenda.sittings import MinutesState
from domain.meeting_agenda.topics import Topic
from pages.again import download
from ui import meeting_sheets

Read = Callable[[Visit, int], Sheet | list[Sheet]]


def button(visit: Visit, meeting: Meeting) -> None:
    """打印 on a meeting's page: what can be printed of it as it stands, for who may have it."""
    with st.popover("打印", icon=":material/print:", key=f"print:{meeting.id}"):
        for label, read in _papers(visit, meeting):
            _paper(visit, label, meeting.title, read, meeting.id)


def _papers(visit: Visit, meeting: Meeting) -> list[tuple[str, Read]]:
    """What makes sense now: before a meeting, on its day, after it; the notice of one called off."""
    notice: list[tuple[str, Read]] = [("会议通知", papers.notice)]
    if meeting.state is MeetingState.CANCELLED:
        return notice
    if meeting.state is MeetingState.PLANNED:
        ahead: list[tuple[str, Read]] = [
            ("签到表", papers.sign_in), ("主持稿", papers.chairs_script),
            ("会前一页纸", papers.one_pages),
        ]  # fmt: skip
        return [*notice, *ahead, *([("议定事项清单", papers.decided)] if meeting.opened else [])]
    found: list[tuple[str, Read]] = [
        ("议定事项清单", papers.decided), ("签到表", papers.sign_in), ("会议通知", papers.notice),
    ]  # fmt: skip
    if live.minutes_state(visit.db, meeting.id) is MinutesState.PUBLISHED:
        found.append(("议定事项清单（公开版）", papers.public_decided))
    return found


def reminder(visit: Visit, one: Action) -> None:
    """督办单 on the page of a promise that is overdue."""
    if one.overdue(visit.today):
        _paper(visit, "督办单", one.content, papers.reminder, one.id)


def reply(visit: Visit, topic: Topic) -> None:
    """答复单 on the page of a topic that a meeting, or who screened it, has answered."""
    if visit.user.may(permission_of(papers.answered)) and papers.answered(visit, topic.id):
        _paper(visit, "答复单", topic.title, papers.reply, topic.id)


def ledger(visit: Visit) -> None:
    """议事台账 above the meetings that were held."""
    needs = permission_of(papers.ledger)
    if visit.user.may(needs):
        download("议事台账（Excel）", "议事台账.xlsx", meeting_sheets.XLSX, _ledger, needs,
                 icon="table_view", key="print:ledger")  # fmt: skip


def _paper(visit: Visit, label: str, of: str, read: Read, id: int) -> None:
    """One button that saves one Word file, for who may have it."""
    if visit.user.may(needs := permission_of(read)):
        download(label, f"{label} {of}.docx", meeting_sheets.DOCX, partial(_made, read, id), needs,
                 icon="print", key=f"print:{read.__name__}:{id}")  # fmt: skip


def _made(read: Read, id: int, visit: Visit) -> bytes:
    made = read(visit, id)
    sheets = made if isinstance(made, list) else [made]
    return meeting_sheets.sheets_docx(sheets, papers.community(visit.db), visit.today)


def _ledger(visit: Visit) -> bytes:
    rows = ledger_rows(papers.ledger(visit))
    return meeting_sheets.ledger_xlsx(rows, papers.community(visit.db))
