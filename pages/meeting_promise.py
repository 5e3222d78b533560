"""One promise (一项承诺): who promised what where, what became of it, and what is to be done now."""

import streamlit as st

from db.meeting_agenda import actions, promised, promising
from db.visit import Visit
from domain.days import moment, short_day
from domain.meeting_agenda.actions import (
    OVER,
    TO_PARTY_COMMITTEE,
    Action,
    ActionState,
    ActionStep,
    Progress,
)
from pages import meeting_print
from pages.acts import act
from pages.meeting_page import PARAMETER as MEETING
from pages.meeting_promise_forms import cancel_dialog, carry_dialog, done_form, verdict_form
from ui import layout

PARAMETER = "action"  # in the address: the promise that is open

LOOKS: dict[ActionState, tuple[str, layout.Color]] = {
    ActionState.OPEN: ("schedule", "gray"),
    ActionState.IN_PROGRESS: ("play_arrow", "blue"),
    ActionState.DONE_CLAIMED: ("hourglass_empty", "orange"),
    ActionState.VERIFIED: ("check", "green"),
    ActionState.CANCELLED: ("block", "gray"),
}


def badge(visit: Visit, one: Action) -> str:
    """Its state in a word; what is overdue says so, unless it waits for somebody else's look."""
    icon, color = LOOKS[one.state]
    if one.overdue(visit.today) and one.state is not ActionState.DONE_CLAIMED:
        return ":red-badge[:material/priority_high: 超期]"
    return f":{color}-badge[:material/{icon}: {one.state.label}]"


def carried(one: Action) -> str:
    if not one.carried:
        return ""
    words = f"已顺延 {one.carried} 次"
    return f":red[{words}]" if one.carried >= TO_PARTY_COMMITTEE else words


def close() -> None:
    st.query_params.pop(PARAMETER, None)


def _to_meeting(id: int) -> None:
    close()
    st.query_params[MEETING] = str(id)


def draw(visit: Visit, id: int) -> None:
    """The promise on a page of its own: what is to be done now first, its history below."""
    one = promised.promise(visit, id)
    st.button("回到承诺", icon=":material/arrow_back:", on_click=close)
    _head(visit, one)
    _to_do(visit, one)
    layout.section("办理经过")
    for step in reversed(actions.steps(visit.db, one.id)):
        _step(visit, one, step)
    st.button(
        f"出自：{layout.escaped(one.meeting)}", key="promise:meeting", icon=":material/forum:",
        type="tertiary", on_click=_to_meeting, args=(one.meeting_id,),
    )  # fmt: skip


def _head(visit: Visit, one: Action) -> None:
    layout.section(layout.escaped(one.content))
    late = (visit.today - one.due_on).days
    until = f"{short_day(one.due_on, visit.today)}前"
    if one.overdue(visit.today):
        until += f" :red[超期 {late} 天]"
    helping = "、".join(actions.assisting(visit.db, one.id))
    facts = [
        badge(visit, one),
        f":material/apartment: {layout.escaped(one.lead_body)}",
        f":material/person: {layout.escaped(one.person)}",
        f":material/event: {until}",
        f":material/group: 协助 {layout.escaped(helping)}" if helping else "",
        carried(one),
        ":orange-badge[:material/lock: 不公开]" if one.confidential else "",
    ]
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        for fact in filter(None, facts):
            st.markdown(fact, width="content")
    layout.second_line(layout.escaped(f"{one.number}，议题“{one.item}”"))


def _to_do(visit: Visit, one: Action) -> None:
    """What can be done in this state, for who may; for everybody else, whom it waits for."""
    if one.state in OVER:
        return
    if one.state is ActionState.DONE_CLAIMED:
        if promised.may_verify(visit, one):
            verdict_form(visit, one)
        else:
            layout.second_line("报了完成，等书记或监督核实。办的人和报的人不能自己销号。")
    elif promised.may_report(visit, one):
        if one.state is ActionState.OPEN:
            act(visit, "开始办", promising.begin, Progress, one.id, "", one.seen, icon="play_arrow")
        done_form(visit, one)
    with st.container(horizontal=True):
        act(visit, "顺延", carry_dialog, one.id, icon="event_repeat")
        act(visit, "取消", cancel_dialog, one.id, icon="block")
        meeting_print.reminder(visit, one)


def _step(visit: Visit, one: Action, step: ActionStep) -> None:
    with st.container(gap=None, key=f"step:{step.id}"):
        by = layout.escaped(f"{moment(step.at, visit.today)} {step.by}")
        st.markdown(f"{layout.strong(_what(visit, step))}  :gray[{by}]")
        if step.words:
            st.markdown(layout.escaped(step.words))
        if step.photo:
            _photo(visit, one, step.photo)


def _what(visit: Visit, step: ActionStep) -> str:
    if step.from_state is None and step.due_on:
        return f"答应{short_day(step.due_on, visit.today)}前办好"
    if step.meeting and step.due_on:
        return f"{step.meeting}：顺延到{short_day(step.due_on, visit.today)}"
    back = (ActionState.DONE_CLAIMED, ActionState.IN_PROGRESS)
    return "退回去办" if (step.from_state, step.to_state) == back else step.to_state.label


def _photo(visit: Visit, one: Action, print_of: str) -> None:
    content = promised.photograph(visit, one.id, print_of)
    if content is None:
        st.warning("这张照片打不开。", icon=":material/broken_image:")
    else:
        st.image(content, "办好的照片", width=320, alt=f"{one.content}，办好的照片")
