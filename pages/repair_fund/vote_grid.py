"""Floor by floor (逐层): one tap a unit, one save for all of them; and who has not voted yet."""

from itertools import groupby

import streamlit as st

from db.repair_fund import ballot_grid, papers
from db.visit import Visit, permission_of
from domain.repair_fund.ballots import Answer, Ballot, Cell, Place
from domain.repair_fund.papers import FloorPapers
from domain.repair_fund.votes import Choice
from pages.acts import act, form
from pages.repair_fund.vote_dialogs import correct_dialog
from ui import forms, layout

Taps = dict[int, Choice]  # unit → what was tapped and is not saved yet
AFTER: dict[Choice | None, Choice | None] = {
    None: Choice.YES,
    Choice.YES: Choice.NO,
    Choice.NO: Choice.ABSTAIN,
    Choice.ABSTAIN: None,
}
LOOKS = {  # a shape and a word beside every colour
    "yes": (":material/check_circle:", "green"),
    "no": (":material/cancel:", "red"),
    "abstain": (":material/remove_circle:", "blue"),
    "conflict": (":material/warning:", "orange"),
}
FEW_PLACES = 6
FLOOR, CELL = 52, 136  # two units and their floor lie side by side on a phone


def draw(visit: Visit, ballot: Ballot) -> None:
    """The grid of one stairwell: to tap for who may, to look at for everybody else."""
    if visit.user.may(permission_of(papers.record_floor)) and ballot.takes_papers(visit.today):
        _record(visit, ballot)
    else:
        _grid(visit, ballot, None)


@form(papers.record_floor)
def _record(visit: Visit, slip: str, ballot: Ballot) -> FloorPapers | None:
    """Taps of several stairwells have one number and are saved together, under the thumb."""
    taps: Taps = st.session_state.setdefault(f"{slip}:taps", {})
    _grid(visit, ballot, taps)
    if not taps:
        return None
    chosen = list(taps.values())
    said = "、".join(f"{c.label} {chosen.count(c)}" for c in Choice if c in chosen)
    with st.bottom:
        sent = forms.save_button(f"保存 {len(taps)} 户（{said}）", slip)
    return FloorPapers(slip, ballot.id, tuple(taps.items())) if sent else None


def _grid(visit: Visit, ballot: Ballot, taps: Taps | None) -> None:
    place = _choose_place(visit, ballot)
    if place is None:
        return
    if taps is not None:
        layout.second_line(
            "点房号：一下同意，两下反对，三下弃权，四下取消。点楼层：整层同意。深色的还没保存。"
        )
    cells = ballot_grid.grid(visit, ballot.id, place.building_id, place.stairwell_id)
    for floor, row in groupby(cells, key=lambda cell: cell.floor):
        _floor(visit, ballot, floor, list(row), taps)


def _choose_place(visit: Visit, ballot: Ballot) -> Place | None:
    places = ballot_grid.places(visit, ballot.id)
    if len(places) <= FEW_PLACES:
        names = {f"{p.name}，{_left(p)}": p for p in places}
        # keyed without the count: a save must not lose the choice
        at = st.pills(
            "哪个单元", [p.name for p in places], default=places[0].name, required=True, wrap=True,
            format_func=lambda name: layout.escaped(
                next(n for n, p in names.items() if p.name == name)
            ),
            key=f"vote:place:{ballot.id}",
        )  # fmt: skip
        return next((p for p in places if p.name == at), None)
    names = {p.name: p for p in places}
    chosen = st.selectbox(
        "哪个单元", list(names), format_func=lambda name: f"{name}，{_left(names[name])}",
        key=f"vote:place:{ballot.id}",
    )  # fmt: skip
    return names.get(chosen)


def _left(place: Place) -> str:
    if place.missing is None:
        return "点开看"
    return f"{place.missing:,} 户没投" if place.missing else "都投了"


def _floor(visit: Visit, ballot: Ballot, floor: int, cells: list[Cell], taps: Taps | None) -> None:
    """One line: the floor, which taps all that are free, and its units."""
    free = [cell.unit_id for cell in cells if cell.paper_id is None]
    first = cells[0].unit_id
    with st.container(
        horizontal=True, gap="xsmall", vertical_alignment="center", key=f"floor:{first}"
    ):
        if taps is not None and free:
            st.button(
                _floor_name(floor), key=f"all:{first}", type="tertiary", width=FLOOR,
                on_click=_all_yes, args=(taps, free),
            )  # fmt: skip
        else:
            st.markdown(_floor_name(floor), width=FLOOR)
        for cell in cells:
            _cell(visit, ballot, cell, taps)


def _floor_name(floor: int) -> str:
    return f"{floor}层" if floor > 0 else f"地下{-floor}"


def _cell(visit: Visit, ballot: Ballot, cell: Cell, taps: Taps | None) -> None:
    key = f"cell:{cell.unit_id}"
    may_correct = ballot.running and visit.user.may(correct_dialog.permission)
    if cell.paper_id is not None and may_correct:
        act(visit, _recorded(cell), correct_dialog, cell.paper_id, key=key, width=CELL)
    elif cell.paper_id is not None:
        st.markdown(_recorded(cell), width=CELL)
    elif taps is None:
        st.markdown(_untouched(cell), width=CELL)
    else:
        choice = taps.get(cell.unit_id)
        st.button(
            _tapped(cell, choice), type="primary" if choice else "secondary", key=key,
            width=CELL, on_click=_tap, args=(taps, cell.unit_id),
        )  # fmt: skip


def _recorded(cell: Cell) -> str:
    if not cell.valid or cell.choice is None:
        return f"{layout.bold(cell.room)} :gray[:material/block: 无效]"
    icon, color = LOOKS[cell.answer if cell.answer is Answer.CONFLICT else cell.choice]
    word = Answer.CONFLICT.label if cell.answer is Answer.CONFLICT else cell.choice.label
    return f"{layout.bold(cell.room)} :{color}[{icon} {word}]"


def _untouched(cell: Cell) -> str:
    """未投, or what the owner said on the paper of another unit."""
    if cell.answer is None:
        return f"{layout.bold(cell.room)} :gray[:material/radio_button_unchecked: 未投]"
    icon, color = LOOKS[cell.answer]
    return f"{layout.bold(cell.room)} :{color}[{icon} 已算]"


def _tapped(cell: Cell, choice: Choice | None) -> str:
    """A tapped unit is filled by its button, so the word and the shape say enough."""
    if choice is None:
        return _untouched(cell)
    return f"{layout.bold(cell.room)} {LOOKS[choice][0]} {choice.label}"


def _tap(taps: Taps, unit_id: int) -> None:
    after = AFTER[taps.pop(unit_id, None)]
    if after is not None:
        taps[unit_id] = after


def _all_yes(taps: Taps, unit_ids: list[int]) -> None:
    taps |= {unit_id: taps.get(unit_id, Choice.YES) for unit_id in unit_ids}


def draw_missing(visit: Visit, ballot: Ballot) -> None:
    """Whom to ring at, by floor, lowest first."""
    place = _choose_place(visit, ballot)
    if place is None:
        return
    cells = ballot_grid.outstanding(visit, ballot.id, place.building_id, place.stairwell_id)
    if not cells:
        st.markdown(f":green[:material/check_circle: {layout.escaped(place.name)}都投了。]")
    for floor, row in groupby(cells, key=lambda cell: cell.floor):
        rooms = "、".join(layout.escaped(cell.room) + _note(cell) for cell in row)
        st.markdown(f"**{_floor_name(floor)}** {rooms}")


def _note(cell: Cell) -> str:
    """How many flats the owner has, and that a paper is there which does not count."""
    notes = [f"共 {cell.units} 套"] if cell.units > 1 else []
    notes += ["交的票无效"] if cell.valid is False else []
    return f"（{'，'.join(notes)}）" if notes else ""
