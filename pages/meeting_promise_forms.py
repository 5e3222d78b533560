"""What is written of a promise (报承诺): done with a photograph, struck off or sent back, put off, given up."""

from collections.abc import Sequence

import streamlit as st

from db.meeting_agenda import actions, deciding, meetings, promising
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.meeting_agenda.actions import Action, Cancelling, Carry, Progress, Verdict
from domain.meeting_agenda.deciding import Outcome
from domain.meeting_agenda.meetings import Listed, Meeting
from domain.repair_fund.files import APPLE
from pages.acts import Doing, dialog, doing, form
from ui import choices, drafts, forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened

PICTURES = ("jpg", "jpeg", "png", "webp")
LATEST = 12  # meetings one chooses from


@form(promising.claim_done)
def done_form(visit: Visit, slip: str, one: Action) -> Progress | None:
    """A phone offers its camera at the first tap; the photograph is not asked of what shows none."""
    seen = opened(slip, one.seen)
    photo = st.file_uploader(
        "拍一张照片（没有可拍的可以不传）", [*PICTURES, *APPLE], max_upload_size=10,
        key=f"{slip}:photo",
    )  # fmt: skip
    words = st.text_input("说明（可以不写）", max_chars=300, key=f"{slip}:words",
                          placeholder="例如：3栋东单元已经补好，没有再渗")  # fmt: skip
    if not forms.save_button("办好了", slip, width="content"):
        return None
    taken = (photo.getvalue(), photo.name) if photo else (b"", "")
    return Progress(slip, one.id, words, seen, *taken)


@form(promising.verify)
def verdict_form(visit: Visit, slip: str, one: Action) -> Verdict | Doing | None:
    """By somebody else: it is done, or what is missing."""
    seen = opened(slip, one.seen)
    words = st.text_input("核实情况（退回要写还差什么）", max_chars=300, key=f"{slip}:words",
                          placeholder="例如：到现场看过")  # fmt: skip
    with st.container(horizontal=True):
        done = forms.save_button("销号", slip, width="content", key="done", primary=True)
        back = forms.save_button("退回去办", slip, width="content", key="back", icon="undo")
    paper = Verdict(slip, one.id, words, seen)
    if back:
        return doing(promising.send_back_action, paper)
    return paper if done else None


@dialog("顺延", promising.carry_over)
def carry_dialog(visit: Visit, slip: str, id: int) -> Carry | None:
    one = actions.action(visit.db, id)
    seen = opened(slip, one.seen)
    st.markdown(layout.bold(one.content))
    layout.second_line(
        f"现在的时限是{short_day(one.due_on, visit.today)}，已顺延 {one.carried} 次。"
    )
    meeting = _meeting(visit, slip, "哪次会上定的")
    day = day_field("新的完成时限", f"{slip}:to")
    reason = st.text_input("为什么顺延", max_chars=100, key=f"{slip}:reason",
                           placeholder="例如：连续下雨，没法施工")  # fmt: skip
    if not forms.save_button("顺延", slip):
        return None
    asking = Asking()
    of, to = asking.given(meeting, "哪次会上定的"), asking.given(day, "新的完成时限")
    why = asking.given(reason, "为什么顺延")
    asking.done()
    return Carry(slip, one.id, to, why, of.id, seen)


@dialog("取消承诺", promising.cancel_action)
def cancel_dialog(visit: Visit, slip: str, id: int) -> Cancelling | None:
    one = actions.action(visit.db, id)
    seen = opened(slip, one.seen)
    st.markdown(layout.bold(one.content))
    layout.second_line("取消要有会议的决定，取消以后不能恢复，经过都留着。")
    meeting = _meeting(visit, slip, "哪次会上决定的")
    decision = _decision(visit, slip, meeting) if meeting else None
    words = st.text_input("为什么取消", max_chars=300, key=f"{slip}:words",
                          placeholder="例如：改由维修资金办理")  # fmt: skip
    if not forms.save_button("取消这项承诺", slip, icon="block"):
        return None
    asking = Asking()
    asking.given(meeting, "哪次会上决定的")
    by, why = asking.given(decision, "哪一项决定"), asking.given(words, "为什么取消")
    asking.done()
    return Cancelling(slip, one.id, by.id, why, seen)


def _meeting(visit: Visit, slip: str, label: str) -> Meeting | None:
    """One that is held now, or was: the latest first."""
    running = [one for one in met(visit, Listed.COMING) if one.opened]
    found = [*running, *met(visit, Listed.PAST)]
    drafts.settle(f"{slip}:meeting", found)
    return choices.one_of_these(
        label, found, lambda one: one.title, key=f"{slip}:meeting", placeholder="选一次会"
    )


def met(visit: Visit, which: Listed) -> Sequence[Meeting]:
    only = visit.user.only_estate
    return meetings.meetings(visit.db, which, visit.now, LATEST, only)


def _decision(visit: Visit, slip: str, meeting: Meeting) -> Outcome | None:
    found = [o for o in deciding.outcomes(visit.db, meeting.id).values() if o.decided]
    if not found:
        st.warning("这次会上没有议定的事。先在会上议定，再取消。", icon=":material/info:")
        return None
    key = f"{slip}:decision:{meeting.id}"
    drafts.settle(key, found)
    return choices.one_of_these(
        "哪一项决定", found, lambda one: one.words[:60], key=key,
        placeholder="选一项", few=0,
    )  # fmt: skip
