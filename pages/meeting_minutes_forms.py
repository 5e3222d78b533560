"""What is written of minutes (改稿、退回、更正): a paragraph, a reason, a correction."""

import streamlit as st

from db.meeting_agenda import minutes, minuting
from db.visit import Visit
from domain.asking import Asking
from domain.errors import NotFound
from domain.meeting_agenda.minutes import LONGEST, Edit, NewCorrection
from pages.acts import dialog
from ui import forms, layout
from ui.opened import opened


@dialog("改这一段", minuting.edit_paragraph, width="large")
def edit_dialog(visit: Visit, slip: str, meeting_id: int, key: str) -> Edit | None:
    lines = minutes.paragraphs(visit, meeting_id)
    line = next((one for one in lines if one.key == key), None)
    if line is None:
        raise NotFound("这一段")
    seen = opened(slip, line.seen)
    text = st.text_area(
        "写什么（全部删掉，这一段就不写进纪要）", value=line.text, max_chars=LONGEST, height=240,
        key=f"{slip}:text",
    )  # fmt: skip
    if not forms.save_button("存这一段", slip):
        return None
    return Edit(slip, meeting_id, key, text or "", seen)


@dialog("退回草稿", minuting.send_back_minutes)
def back_dialog(visit: Visit, slip: str, meeting_id: int) -> tuple[int, str] | None:
    layout.second_line("退回以后可以再改，改好重新审核。")
    why = forms.why("退回", slip, "第二项的完成时限写错了", button="退回草稿")
    return None if why is None else (meeting_id, why)


@dialog("更正", minuting.correct_minutes, width="medium")
def correct_dialog(visit: Visit, slip: str, meeting_id: int) -> NewCorrection | None:
    layout.second_line("签发过的纪要不改。更正记在后面，原文留着。")
    wrong = st.text_area("原来写的", max_chars=500, key=f"{slip}:wrong", height=90)
    right = st.text_area("应该是", max_chars=500, key=f"{slip}:right", height=90)
    public = st.pills("也发到公开版吗", [True, False], key=f"{slip}:public",
                      format_func=lambda yes: "发到公开版" if yes else "只在内部版")  # fmt: skip
    if not forms.save_button("记下更正", slip):
        return None
    asking = Asking()
    asking.given(wrong, "原来写的")
    asking.given(right, "应该是")
    out = asking.given(public, "也发到公开版吗")
    asking.done()
    return NewCorrection(slip, meeting_id, wrong, right, out)
