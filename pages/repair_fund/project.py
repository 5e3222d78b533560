"""One project (一个项目): its rail, whose turn it is, what the next step lacks, and its papers."""

from functools import partial

import streamlit as st

from db.repair_fund import moves, projects
from db.repair_fund.dossier import dossier
from db.repair_fund.history import usual_days
from db.visit import Visit
from domain.days import short_day
from domain.home import whose
from domain.repair_fund import words
from domain.repair_fund.guards import offered
from domain.repair_fund.projects import STAGE_OF, Project, Stage, State
from domain.repair_fund.transitions import Dossier
from pages.repair_fund import files_tab, history_tab, next_step, plan_tab
from pages.repair_fund.money import draw_money
from pages.repair_fund.next_step import PART, PARTS, TAB
from pages.repair_fund.vote import draw_vote
from ui import forms, layout, whereabouts

PARAMETER = "project"
OPENS_ON: dict[Stage | None, str] = {
    Stage.VOTE: "vote",
    **dict.fromkeys((Stage.APPLY, Stage.WORKS, Stage.SETTLE, Stage.CLOSE), "money"),
}
SHOWN = "project:shown"
LONGEST = 16  # digits; the file could not hold a longer number
SLOW = ":material/hourglass_bottom: 比通常久"


def open_project(id: int) -> None:
    """Show one project; its number stands in the address, so that it can be sent to others."""
    whereabouts.keep(PARAMETER, str(id))
    _open_tab(id)
    forms.forget()


def _open_tab(id: int) -> None:
    """A project opens on what the address says, or what it is about now; afterwards the tab stays."""
    st.session_state[SHOWN] = id
    st.session_state.pop(TAB, None)


def leave() -> None:
    for name in (PARAMETER, PART):
        whereabouts.keep(name, "")
    forms.forget()


def draw(visit: Visit, number: str) -> None:
    """The project of this number; the way back stands above any refusal."""
    st.button("全部项目", icon=":material/arrow_back:", on_click=leave, type="tertiary")
    id = int(number) if number.isdecimal() and len(number) <= LONGEST else 0
    project = projects.project(visit.db, id)
    visit.user.must_cover(project.estate_id)
    if st.session_state.get(SHOWN) != id:  # opened by a link
        _open_tab(id)
    facts = dossier(visit, id)
    company = f" · {project.company}" if project.company else ""
    with layout.page_head(
        layout.escaped(project.title),
        layout.escaped(
            f"{project.code} · {project.estate} {project.place}{company}"
            f" · 涉及 {project.households:,} 户"
        ),
    ):
        next_step.stop_buttons(visit, project)
    _rail(visit, project, facts)
    next_step.draw(visit, project, facts, moves.request(visit, id))
    draws = (plan_tab.draw, draw_vote, draw_money, files_tab.draw, history_tab.draw)
    whereabouts.tabs(
        PARTS, *(partial(draw, visit, project) for draw in draws), key=TAB, name=PART,
        usual=OPENS_ON.get(project.stage, "plan"),
    )  # fmt: skip


def _rail(visit: Visit, project: Project, facts: Dossier) -> None:
    """The stages with the day each began; then where it stands, and who is to act."""
    stage = project.stage
    if stage is None:
        st.markdown(f":red-badge[:material/block: {project.state.label}]")
        return
    began: dict[Stage, str] = {}
    for step in projects.steps_of(visit.db, project.id):
        reached = STAGE_OF.get(step.to_state)
        if reached:
            began.setdefault(reached, short_day(step.happened_on, visit.today))
    names = [f"{s.label} {began[s]}" if s in began else s.label for s in project.stages]
    here = len(names) if project.state is State.CLOSED else project.stages.index(stage)
    layout.step_chips(names, here, words.standing(project))
    if not project.running:
        since = short_day(project.state_since, visit.today)
        st.markdown(f"现在：**{project.state.label}**，{since}。")
        return
    usual = usual_days(visit).get(project.state)
    so_far = words.so_far(project.state_since, visit.today)
    if usual:
        so_far += f"，{words.usual_words(project.state, usual)}"
    whose = _whose_turn(facts)
    turn = f" 轮到：{whose}。" if whose else ""
    slow = f" :orange-badge[{SLOW}]" if project.lingers(visit.today, usual) else ""
    st.markdown(f"现在：**{project.state.label}**，{so_far}。{turn}{slow}")


def _whose_turn(facts: Dossier) -> str:
    steps = offered(facts)
    if not steps:
        return ""
    return whose(steps[0].needs)
