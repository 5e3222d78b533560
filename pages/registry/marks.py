"""身份 on a resident's page: 楼栋长, 居民代表 and the like, added, put right and ended."""

from datetime import date

import streamlit as st

from db.registry_book import marks
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.registry import Resident
from domain.registry_book.marks import Mark, MarkChange, MarkFacts, MarkKind, MarksOf, NewMark
from pages.acts import act, dialog
from pages.feature import ResidentPart
from ui import choices, forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened


@dialog("加身份", marks.add_mark)
def add_dialog(visit: Visit, slip: str, resident_id: int) -> NewMark | None:
    kind = choices.one_of("什么身份", MarkKind, key=f"{slip}:kind")
    begins = day_field("从哪天起", f"{slip}:from", visit.today, most=visit.today)
    until, note = _term(slip, None)
    if not forms.save_button("加上", slip):
        return None
    asking = Asking()
    chosen, day = asking.given(kind, "什么身份"), asking.given(begins, "从哪天起")
    asking.done()
    return NewMark(slip, resident_id, chosen, day, until, note)


@dialog("改身份", marks.change_mark)
def change_dialog(visit: Visit, slip: str, resident_id: int, mark_id: int) -> MarkChange | None:
    mark = next(
        (one for one in marks.of_person(visit, resident_id).lines if one.id == mark_id), None
    )
    if mark is None:
        layout.second_line("这个身份刚改过了，关上再看。")
        return None
    was = opened(slip, mark.facts)
    layout.second_line(layout.escaped(mark.told))
    until, note = _term(slip, was)
    if not forms.save_button("改好", slip):
        return None
    return MarkChange(slip, mark_id, was, until, note)


def _term(slip: str, was: MarkFacts | None) -> tuple[date | None, str]:
    until = day_field("任期最后一天", f"{slip}:until", was.until if was else None)
    note = st.text_input(
        "届次", value=was.note if was else "", placeholder="例如：第三届，没有就空着", max_chars=20,
        key=f"{slip}:note",
    )  # fmt: skip
    return until, note


def _draw(visit: Visit, who: Resident, found: MarksOf) -> None:
    for one in found.lines:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_line(visit, one), width="content")
            if one.ended_on is None:
                act(visit, "改", change_dialog, who.id, one.id, quiet=True, key=f"mark:{one.id}")
                act(visit, "不再是了", marks.end_mark, one.id, quiet=True,
                    key=f"end_mark:{one.id}")  # fmt: skip
    if not found.lines:
        layout.second_line("没有登记身份。")
    act(visit, "加身份", add_dialog, who.id, icon="add")


def _line(visit: Visit, one: Mark) -> str:
    told = [
        f"{short_day(one.from_on, visit.today)}起" if one.from_on else "",
        f"任期到 {short_day(one.until, visit.today)}" if one.until else "",
        f"{short_day(one.ended_on, visit.today)}结束" if one.ended_on else "",
    ]
    words = layout.escaped("，".join(part for part in told if part))
    name = layout.escaped(one.told)
    return f"{name if one.ended_on else layout.bold(one.told)} :gray[{words}]".strip()


PART = ResidentPart("身份", "military_tech", marks.of_person, _draw, "没有登记身份。")
