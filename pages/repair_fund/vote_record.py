"""One paper (登记一张): type the room, tap the answer. And every paper with its history."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from db.repair_fund import ballot_grid, papers
from db.visit import Visit
from domain.areas import area
from domain.days import moment
from domain.repair_fund.ballots import Ballot, Cell
from domain.repair_fund.papers import BallotPaper, CameBy, PaperLine
from domain.repair_fund.votes import Choice
from pages.acts import act, form
from pages.repair_fund.vote_dialogs import ICONS, correct_dialog
from ui import forms, layout

SHOWN = 30


@form(papers.record_paper)
def draw(visit: Visit, slip: str, ballot: Ballot) -> BallotPaper | None:
    """Typing a room is the search; the answer is the save button."""
    typed = st.text_input(
        "房号", key=f"{slip}:room", type="search", live="300ms", autocomplete="off",
        placeholder="例如 3-1-502，或者 502",
    )  # fmt: skip
    paper = _more(BallotPaper(slip, ballot.id, 0, Choice.ABSTAIN))
    found = ballot_grid.find_units(visit, ballot.id, typed) if typed else []
    if typed and not found:
        layout.second_line(
            f"没找到“{layout.escaped(typed)}”。打全楼栋和单元，例如 3-1-502；也可能不在范围里。"
        )
    above, sent = st.container(), None
    for cell in found:
        with st.container(border=True, gap="xsmall"):
            sent = _unit(visit, cell, paper, above) or sent
    return sent


def _more(paper: BallotPaper) -> BallotPaper:
    with st.expander("代办，或者无效票", icon=":material/more_horiz:"):
        proxy = st.text_input(
            "代办人姓名（有书面委托才算）", key=f"{paper.slip}:proxy", max_chars=20
        )
        why = st.text_input(
            "为什么无效（填了就记成无效票）", key=f"{paper.slip}:why", max_chars=100,
            placeholder="例如：没有签名",
        )  # fmt: skip
    return replace(paper, proxy=proxy, why_invalid=why, valid=not why.strip())


def _unit(visit: Visit, cell: Cell, paper: BallotPaper, above: Any) -> BallotPaper | None:
    """One unit with its answers; the paper, when one of them was tapped."""
    st.markdown(f"{layout.bold(cell.code)} :gray[{area(cell.area_centi)}]")
    if cell.units > 1:
        answer = f"，现在算“{cell.answer.label}”" if cell.answer else ""
        layout.second_line(f"同一业主共 {cell.units} 套：{layout.escaped(cell.others)}{answer}")
    paper = replace(paper, unit_id=cell.unit_id)
    save = partial(forms.save_button, slip=paper.slip, width="content", above=above)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if cell.paper_id is not None and cell.choice:
            said = cell.choice.label if cell.valid else "无效票"
            st.badge(f"已登记 {said}", icon=":material/check:", color="blue")
            act(visit, "改票", correct_dialog, cell.paper_id, icon="edit")
            return None
        if not paper.valid:
            sent = save("记成无效票", key=f"void:{cell.unit_id}", icon="block")
            return paper if sent else None
        pressed = [
            choice
            for choice in Choice
            if save(choice.label, key=f"{choice}:{cell.unit_id}", icon=ICONS[choice])
        ]
        return replace(paper, choice=pressed[0]) if pressed else None


def draw_history(visit: Visit, ballot: Ballot) -> None:
    """Every paper, the latest first; those replaced stay, with the reason."""
    lines = ballot_grid.papers(visit, ballot.id, most=SHOWN)
    if not lines:
        layout.empty_state("description", "还没有票", "收到的票登记以后都列在这里。")
        return
    layout.second_line("最近登记的在前面。改过的票留着，划掉显示。")
    for line in lines:
        _line(visit, ballot, line)


def _line(visit: Visit, ballot: Ballot, line: PaperLine) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            said = f"{layout.escaped(line.code)} {layout.escaped(line.says)}"
            kind = "（书面确认）" if line.settles else ""
            st.markdown(
                f"~~{said}~~{kind} 已改" if line.replaced else f"{layout.strong(said)}{kind}"
            )
            notes = [moment(line.recorded_at, visit.today), layout.escaped(line.recorded_by)]
            notes += [f"{line.came_by.label}登记"] if line.came_by is not CameBy.HAND else []
            notes += [f"{layout.escaped(line.proxy)}代办"] if line.proxy else []
            notes += [f"改前是第 {line.replaces_number} 号票"] if line.replaces_id else []
            notes += [layout.escaped(line.reason)] if line.reason else []
            layout.second_line(f"第 {line.number} 号票 · " + " · ".join(notes))
        if ballot.running and not line.replaced:
            act(visit, "改票", correct_dialog, line.id, icon="edit")
