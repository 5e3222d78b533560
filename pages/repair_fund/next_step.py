"""The next step (下一步): what is missing with its button, then the step itself."""

import streamlit as st

from db.meeting_agenda import meetings
from db.repair_fund import counts, moves, payments
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.repair_fund.guards import missing, offered
from domain.repair_fund.moves import Answer, Move, Request
from domain.repair_fund.projects import Project, State
from domain.repair_fund.transitions import MOVES, Dossier, Missing, Todo, Transition
from pages.acts import Doing, Write, act, dialog, doing
from pages.dialogs import Dialog
from pages.repair_fund import early, files_tab, money_forms, notice_forms, works_forms
from pages.second_person import answer
from ui import forms, layout, press, whereabouts

TAB = "project:tab"  # which tab of the project is open
PART = "part"  # and what it is called in the address, beside the list's own tab
PARTS = {"plan": "方案", "vote": "表决", "money": "资金", "papers": "资料", "history": "办理记录"}
STOPPING = "project:stopping"  # whether the choices of stopping are open

DIALOGS: dict[Todo, Dialog] = {
    Todo.SURVEY: early.survey_dialog,
    Todo.QUOTE: early.quotation_dialog,
    Todo.PLAN: early.plan_dialog,
    Todo.SCOPE: early.scope_dialog,
    Todo.EMERGENCY: early.emergency_dialog,
    Todo.BALLOT: notice_forms.ballot_dialog,
    Todo.NOTICE: notice_forms.put_up_dialog,
    Todo.ANSWER: notice_forms.answer_dialog,
    Todo.START: works_forms.start_dialog,
    Todo.ACCEPT: works_forms.acceptance_dialog,
    Todo.WARRANTY: works_forms.warranty_dialog,
    Todo.FILE: files_tab.file_dialog,
    Todo.APPROVAL: money_forms.approval_dialog,
    Todo.PAYMENT: money_forms.payment_dialog,
    Todo.SETTLE: money_forms.settlement_dialog,
}
WRITES: dict[Todo, Write] = {  # what is done elsewhere, and who may
    Todo.MEETING: meetings.add_agenda_item,
    Todo.APPROVE: payments.approve_payment,
    Todo.COUNT: counts.sign_count,
}
TABS = {
    Todo.COUNT: "vote",
    Todo.APPROVAL: "money",
    Todo.PAYMENT: "money",
    Todo.APPROVE: "money",
    Todo.SETTLE: "money",
}


def draw(visit: Visit, project: Project, facts: Dossier, asked: Request | None) -> None:
    if asked:
        _asked(visit, project, asked)
        return
    if project.state is State.SUSPENDED:
        _resume(visit, project)
        return
    steps = _one_per_form(offered(facts))
    if not steps:
        return
    if facts.payment_waits:
        steps = steps[:1]  # they all wait for the same
    short = len(steps) == 1 and not missing(steps[0], facts)  # one sentence and one button
    with (
        st.container(border=True, key="close-next"),
        st.container(horizontal=short, vertical_alignment="center"),
    ):
        st.header("下一步", anchor=False, width="content")
        for step in steps:
            _step(visit, project, step, facts)


def _one_per_form(steps: list[Transition]) -> list[Transition]:
    """Two outcomes of one form are one thing to do: counting, accepting."""
    seen: dict[object, Transition] = {}
    for step in steps:
        seen.setdefault(step.by or step.to, step)
    return list(seen.values())


def _step(visit: Visit, project: Project, step: Transition, facts: Dossier) -> None:
    lacks = missing(step, facts)
    if not lacks:
        _go(visit, project, step, facts)
        return
    st.markdown(f"{step.verb}，还差 {len(lacks)} 样：")
    for number, lack in enumerate(lacks):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(
                f":orange[:material/radio_button_unchecked:] {layout.escaped(lack.words)}",
                width="content",
            )
            _button(visit, project, lack, f"lack:{step.to}:{number}")


def _button(visit: Visit, project: Project, lack: Missing, key: str) -> None:
    if lack.todo is Todo.WAIT or not _may(visit, lack.todo):
        return
    if lack.todo in TABS:
        st.button(lack.todo.label, key=key, on_click=_to_tab, args=(TABS[lack.todo],))
        return
    if not press.button(lack.todo.label, key=key):
        return
    if lack.file:
        press.opens(key, files_tab.file_dialog, project.id, lack.file)
    elif lack.todo is Todo.MEETING:
        layout.go_to(f"agenda?project={project.id}")
    else:
        press.opens(key, _open, project, lack.todo)


def _open(project: Project, todo: Todo) -> None:
    if todo in DIALOGS:
        DIALOGS[todo](project.id)


def _to_tab(part: str) -> None:
    st.session_state[TAB] = PARTS[part]
    whereabouts.keep(PART, part)


def _may(visit: Visit, todo: Todo) -> bool:
    return visit.user.may(permission_of(DIALOGS.get(todo) or WRITES[todo]))


def _go(visit: Visit, project: Project, step: Transition, facts: Dossier) -> None:
    """Nothing is missing: one button takes the step, or opens what takes it."""
    counts_later = step.by is Todo.COUNT and not facts.ballot_closed
    with st.container(horizontal=True, vertical_alignment="center"):
        if counts_later:
            words = "正在表决。截止以后的第二天起计票，全都投了可以提前计。"
            st.markdown(f":gray[{words}]", width="content")
        _step_button(visit, project, step, counts_later)


def _step_button(visit: Visit, project: Project, step: Transition, counts_later: bool) -> None:
    key, todo = f"go:{step.to}", step.by
    if not (visit.user.may(step.needs) if todo is None else _may(visit, todo)):
        if not counts_later:
            layout.second_line(f"“{step.verb}”可以办了。")
    elif todo is not None and todo in TABS:
        if press.button(todo.label, key=key, type="primary", on_click=_to_tab, args=(TABS[todo],)):
            press.opens(key, _open, project, todo)  # over the tab that tells of it afterwards
    elif todo is not None:
        if press.button(todo.label, key=key, type="primary"):
            press.opens(key, _open, project, todo)
    elif press.button(step.verb, key=key, type="primary"):
        press.opens(key, move_dialog, project.id, step.to, step.verb, step.two_people)


@dialog("办下一步", moves.take_step)
def move_dialog(
    visit: Visit, slip: str, project_id: int, to: State, verb: str, two_people: bool
) -> Doing | None:
    note = st.text_area(
        "说明", max_chars=300, placeholder="可以不写；被退回的要写原因", key=f"{slip}:note"
    )
    if two_people:
        layout.second_line("这一步要两个人：提请以后，请另一个人登录来确认。")
    if not forms.save_button(verb, slip):
        return None
    move = Move(slip, project_id, to, note)
    return doing(moves.ask_step if two_people else moves.take_step, move)


def _asked(visit: Visit, project: Project, asked: Request) -> None:
    """A request waits for a second person; the first sees that it does."""
    with st.container(border=True):
        when = short_day(asked.asked_on, visit.today)
        who = layout.escaped(asked.asked_by_name)
        st.markdown(f"**{who}** {when}提请“{asked.to.label}”")
        if asked.to is State.VOTING:
            terms = moves.opening_of(asked)
            layout.second_line(
                f"{terms.matter.label}，{terms.channel.label}，"
                f"{short_day(terms.opens_on, visit.today)}到"
                f"{short_day(terms.closes_on, visit.today)}。"
                f"确认以后，涉及的 {project.households:,} 户就定下来，不再变。"
            )
            notice_forms.unknown_owners(visit, asked.project_id, terms.include_parking)
        with st.container(horizontal=True, vertical_alignment="center"):
            hands, id = [asked.asked_by], asked.project_id
            if answer(visit, hands, "确认", moves.confirm_step, Answer, id, True,
                      needs=asked.answered_by):  # fmt: skip
                act(visit, "退回", _send_back, id)
            elif asked.asked_by == visit.user.id:
                act(visit, "撤回", _send_back, id)


@dialog("撤回、退回", moves.confirm_step)
def _send_back(visit: Visit, slip: str, project_id: int) -> Answer | None:
    asked = moves.request(visit, project_id)
    verb = "撤回" if asked and asked.asked_by == visit.user.id else "退回"
    why = forms.why(verb, slip, most=200)
    return None if why is None else Answer(slip, project_id, False, why)


def _resume(visit: Visit, project: Project) -> None:
    act(visit, "恢复办理", stop_dialog, project.id, None, "恢复办理", primary=True)


def stop_buttons(visit: Visit, project: Project) -> None:
    """Suspending and ending, for the head of the committee."""
    stopped, ended = State.SUSPENDED, State.CANCELLED
    if not visit.user.may(stop_dialog.permission) or not MOVES.may(project.state, stopped):
        return
    with st.popover("中止、终止", icon=":material/pause:", key=STOPPING, on_change="rerun"):
        if press.button("中止（以后还办）", key="suspend", width="stretch", on_click=_shut):
            press.opens("suspend", stop_dialog, project.id, stopped, "中止")
        if MOVES.may(project.state, ended):
            if press.button("终止（不办了）", key="cancel", width="stretch", on_click=_shut):
                press.opens("cancel", stop_dialog, project.id, ended, "终止")


def _shut() -> None:
    """Left open, the two choices would lie over the dialog on a phone."""
    st.session_state[STOPPING] = False


@dialog("中止、终止与恢复", moves.stop_project)
def stop_dialog(
    visit: Visit, slip: str, project_id: int, to: State | None, verb: str
) -> Doing | None:
    why = st.text_area("原因", max_chars=300, placeholder="会写进办理记录", key=f"{slip}:why")
    if not forms.save_button(verb, slip):
        return None
    if to is None:
        return doing(moves.resume_project, Move(slip, project_id, State.PROPOSED, why))
    return doing(moves.stop_project, Move(slip, project_id, to, why))
