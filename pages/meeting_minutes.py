"""纪要 (minutes): a list by state, and one set of minutes with its text, its next step and its files."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from db import registry
from db.meeting_agenda import minutes, minuting
from db.visit import Visit
from domain.days import short_day
from domain.errors import NotFound
from domain.meeting_agenda.minutes import Audience, Level, Line, Minutes, numbered
from domain.meeting_agenda.sittings import FINAL, MinutesState
from domain.people import Permission
from pages import second_person
from pages.acts import act
from pages.again import download
from pages.meeting_minutes_forms import back_dialog, correct_dialog, edit_dialog
from ui import layout, meeting_papers, whereabouts
from ui.rows import Column, Rows

PARAMETER = "minutes"  # in the address: the meeting whose minutes are open
STATE, MORE = "papers", "lines"
FIRST = 12  # rows before 再看
LINES = 40  # paragraphs of a draft before 再看

LOOKS: dict[MinutesState, tuple[str, layout.Color]] = {
    MinutesState.DRAFT: ("edit_note", "orange"),
    MinutesState.REVIEWED: ("hourglass_empty", "blue"),
    MinutesState.SIGNED: ("verified", "green"),
    MinutesState.PUBLISHED: ("campaign", "green"),
}


def open_minutes(meeting_id: int) -> None:
    st.query_params[PARAMETER] = str(meeting_id)


def close() -> None:
    st.query_params.pop(PARAMETER, None)


def draw(visit: Visit) -> None:
    """For who reads the internal text all of them, for everybody else what is public."""
    internal = visit.user.may(Permission.READ_MINUTES)
    states = list(MinutesState) if internal else [MinutesState.PUBLISHED]
    found = minutes.minutes_list(visit.db, *states)
    if not found:
        title = "还没有纪要" if internal else "还没有公开的纪要"
        layout.empty_state("description", title, "开完会散会以后，纪要草稿会自动写好，排在这里。")
        return
    if internal:
        names = {"": f"全部 {len(found)}"} | {
            state.value: f"{state.label} {sum(one.state is state for one in found)}"
            for state in MinutesState
        }
        chosen = whereabouts.pills("看哪些", STATE, names, key="minutes:state")
        found = [one for one in found if not chosen or one.state == chosen]
    if found:
        _rows(visit).show(found)
    else:
        layout.second_line("这一类里没有纪要。换一类看看。")


def _rows(visit: Visit) -> Rows:
    return Rows(
        "minutes",
        title=lambda one: f"{one.numbered} {one.meeting}",
        title_label="哪次会",
        state=Column("state", "到哪一步", _badge, 104),
        columns=(
            Column("kind", "哪种会", lambda one: one.kind_words, 132),
            Column("hands", "谁经手", _hands, 300),
            Column("signed", "签发", partial(_signed, visit), 96),
        ),
        opens=lambda one: open_minutes(one.meeting_id),
        first=FIRST,
    )  # fmt: skip


def _badge(one: Minutes) -> str:
    icon, color = LOOKS[one.state]
    return f":{color}-badge[:material/{icon}: {one.state.label}]"


def _hands(one: Minutes) -> str:
    hands = (("记录", one.recorded_by), ("审核", one.reviewed_by), ("签发", one.signed_by))
    return layout.escaped("，".join(f"{what} {who}" for what, who in hands if who))


def _signed(visit: Visit, one: Minutes) -> str:
    return short_day(one.signed_at.date(), visit.today) if one.signed_at else ""


def one_paper(visit: Visit, meeting_id: int) -> None:
    """One set of minutes on a page of its own."""
    known = minutes.minutes_of(visit.db, meeting_id)
    internal = visit.user.may(Permission.READ_MINUTES)
    if not internal and known.state is not MinutesState.PUBLISHED:
        raise NotFound("这次会议的纪要")
    st.button("回到纪要", icon=":material/arrow_back:", on_click=close)
    layout.section(layout.escaped(f"{known.numbered} {known.meeting}"))
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.markdown(_badge(known), width="content")
        st.markdown(_hands(known), width="content")
    if internal:
        _steps(visit, known)
    _files(known, internal=internal)
    if not internal:
        _text(minutes.public_paragraphs(visit.db, known.meeting_id))
    elif known.state is MinutesState.DRAFT:
        _draft(visit, known)
    else:
        _both(visit, known)
    _corrections(visit, known, internal=internal)


def _steps(visit: Visit, known: Minutes) -> None:
    """What comes next; who reviewed does not sign."""
    id = known.meeting_id
    with st.container(horizontal=True, vertical_alignment="center"):
        if known.state is MinutesState.DRAFT:
            act(visit, "审核通过，送去签发", minuting.review, id, icon="check", primary=True)
        if known.state is MinutesState.REVIEWED:
            hands = [known.reviewer_id] if known.reviewer_id is not None else []
            second_person.answer(visit, hands, "签发", minuting.sign, id)
            act(visit, "退回草稿", back_dialog, id, icon="undo")
        if known.state is MinutesState.SIGNED:
            many = len(minutes.public_preview(visit, id))
            words = f"发布公开版（{many} 段）"
            act(visit, words, minuting.publish, id, icon="campaign", primary=True)
        if known.state in FINAL:
            act(visit, "更正", correct_dialog, id, icon="rule")


def _files(known: Minutes, *, internal: bool) -> None:
    name = f"{known.kind_words}纪要{known.numbered}"
    with st.container(horizontal=True):
        if internal:
            make = partial(_paper, meeting_id=known.meeting_id, public=False)
            download("下载内部版（Word）", f"{name}（内部）.docx", meeting_papers.DOCX, make,
                     Permission.READ_MINUTES, key="docx:internal")  # fmt: skip
        if known.state is MinutesState.PUBLISHED:
            make = partial(_paper, meeting_id=known.meeting_id, public=True)
            download("下载公开版（Word）", f"{name}（公开版）.docx", meeting_papers.DOCX, make,
                     Permission.SEE_MEETINGS, key="docx:public")  # fmt: skip


def _paper(visit: Visit, meeting_id: int, public: bool) -> bytes:
    known = minutes.minutes_of(visit.db, meeting_id)
    community = registry.community(visit.db)
    lines = (
        minutes.public_paragraphs(visit.db, meeting_id)
        if public
        else internal_lines(minutes.paragraphs(visit, meeting_id))
    )
    corrected = minutes.corrections(visit.db, meeting_id, public_only=public)
    name = community.name if community else ""
    sheet = meeting_papers.MinutesPaper(name, known, lines, corrected, public)
    return meeting_papers.minutes_docx(sheet)


def internal_lines(lines: Sequence[Line]) -> list[Line]:
    """What of a draft stands in the internal version: not empty, and not for outside alone."""
    return [one for one in lines if one.text.strip() and one.audience is not Audience.PUBLIC]


def _draft(visit: Visit, known: Minutes) -> None:
    """Paragraph by paragraph; the numbers are those the internal version will have."""
    lines = minutes.paragraphs(visit, known.meeting_id)
    marks = {line.key: mark for line, mark in numbered(internal_lines(lines))}
    layout.second_line("草稿照会上记的写好，逐段可以改。空着的段落不写进纪要。")
    most = LINES * (int(whereabouts.asked(MORE) or 1) if whereabouts.asked(MORE).isdecimal() else 1)
    for line in lines[:most]:
        with st.container(key=f"line:{line.key}"):
            text, change = st.columns([14, 1])
            text.markdown(_line(line, marks.get(line.key, "")))
            with change:
                act(visit, "改", edit_dialog, known.meeting_id, line.key, quiet=True)
    if len(lines) > most:
        st.button(f"再看 {LINES} 段", key="more:lines", icon=":material/expand_more:",
                  on_click=whereabouts.keep, args=(MORE, str(most // LINES + 1)))  # fmt: skip


def _line(line: Line, mark: str) -> str:
    only = {
        Audience.INTERNAL: ":gray-badge[只在内部版]",
        Audience.PUBLIC: ":blue-badge[只在公开版]",
    }
    notes = [only.get(line.audience, ""), ":orange-badge[不公开]" if line.confidential else ""]
    words = _said(line, mark) if line.text.strip() else ":gray[（空，可以补写）]"
    return " ".join(filter(None, [words, *notes]))


def _said(line: Line, mark: str) -> str:
    words = f"{mark}{line.text}"
    if line.level is Level.FIRST:
        return layout.bold(words)
    return layout.escaped(words).replace("\n", "  \n")


def _both(visit: Visit, known: Minutes) -> None:
    """Internal beside public, as they are laid down: read-only."""
    left, right = st.columns(2, gap="large")
    with left:
        layout.card_title("内部版")
        _text(minutes.paragraphs(visit, known.meeting_id))
    with right:
        layout.card_title(
            "公开版" if known.state is MinutesState.PUBLISHED else "公开版（还没发布）"
        )
        _text(minutes.public_preview(visit, known.meeting_id))


def _text(lines: Sequence[Line]) -> None:
    st.markdown("\n\n".join(_said(line, mark) for line, mark in numbered(lines)))


def _corrections(visit: Visit, known: Minutes, *, internal: bool) -> None:
    found = minutes.corrections(visit.db, known.meeting_id, public_only=not internal)
    if not found:
        return
    layout.section("更正")
    for one in found:
        when = short_day(one.at.date(), visit.today)
        words = f"更正之{one.seq}（{when} {one.by}）：原文“{one.wrong}”，更正为“{one.right}”。"
        st.markdown(layout.escaped(words).replace("\n", "  \n"))
