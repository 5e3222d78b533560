"""Minutes on paper (纪要): the government's form, internal or public, as a Word file.

Centred title with 纪要, below it 〔year〕第 n 号; 一、（一）1.; 出席、请假、列席 after the text; at the
foot 记录、审核、签发、印发日期 (《党政机关公文格式》 GB/T 9704, 纪要格式). It bears no seal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.shared import Pt

from domain.meeting_agenda.minutes import (
    Correction,
    Level,
    Line,
    Minutes,
    numbered,
    printed_on,
)
from domain.meeting_agenda.sittings import FINAL
from ui.paper import CENTER, DOCX, add_line, blank_paper, long_day, printable, saved

__all__ = ["DOCX", "MinutesPaper", "minutes_docx"]
TWO = Pt(24)  # two letters of 12 pt: the first line of a paragraph stands in (首行缩进两字)


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """What is printed: whose minutes, which lines in their order, and what was corrected since."""

    community: str
    minutes: Minutes
    lines: Sequence[Line]
    corrections: Sequence[Correction]
    public: bool


def minutes_docx(sheet: MinutesPaper) -> bytes:
    known = sheet.minutes
    kind = known.kind_words.removesuffix("会议")
    paper = blank_paper(f"{sheet.community}{kind}会议纪要", known.numbered)
    note = "（公开版）" if sheet.public else "（内部）"
    if known.state not in FINAL:
        note = f"（{known.state.label}，未签发）"
    add_line(paper, note, align=CENTER)
    for line, mark in numbered(sheet.lines):
        paragraph(paper, f"{mark}{line.text}", bold=line.level is Level.FIRST)
    for one in sheet.corrections:
        paragraph(paper, f"更正之{one.seq}：原文“{one.wrong}”，更正为“{one.right}”。", bold=False)
    _foot(paper, known)
    return saved(paper)


def paragraph(paper: Paper, text: str, *, bold: bool) -> None:
    for part in text.split("\n"):
        line = paper.add_paragraph()
        line.paragraph_format.first_line_indent = TWO
        line.paragraph_format.space_after = Pt(4)
        line.paragraph_format.line_spacing = 1.5
        run = line.add_run(printable(part))
        run.bold = bold


def _foot(paper: Paper, known: Minutes) -> None:
    """Who wrote, who looked it over, who signed, and when it was sent out."""
    names = [f"记录：{known.recorded_by}"]
    names += [f"审核：{known.reviewed_by}"] if known.reviewed_by else []
    names += [f"签发：{known.signed_by}"] if known.signed_by else []
    printed = printed_on(known.signed_at)
    names += [f"印发日期：{long_day(printed)}"] if printed else []
    add_line(paper, "")
    add_line(paper, "　　".join(names))
