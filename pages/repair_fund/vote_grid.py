"""Floor by floor (逐层): the picture of a building, one tap a flat, one save for all of them; and who
has not voted yet.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, groupby

import streamlit as st

from db.repair_fund import ballot_grid, papers
from db.visit import Visit, permission_of
from domain.floors import floor_name
from domain.repair_fund.ballots import Answer, Ballot, Cell, Place
from domain.repair_fund.floor_taps import AFTER, Taps, missing_said, taps_of
from domain.repair_fund.papers import FloorPapers
from domain.repair_fund.votes import Choice
from pages.acts import form
from pages.repair_fund.vote_dialogs import correct_dialog
from ui import choices, floors, forms, layout
from ui.floors import Block, Look, Tapping, Tile

LOOKS = {
    "open": Look("未投", "circle", "gray"),
    "yes": Look("同意", "check", "green"),
    "no": Look("反对", "cross", "red"),
    "abstain": Look("弃权", "minus", "blue"),
    "heard": Look("已算", "full", "violet"),
    "conflict": Look("意见不一", "warning", "orange"),
    "void": Look("无效", "block", "gray"),
}
OTHER_FLAT = "业主另一套房的票"
FEW_BUILDINGS = 6
TAPS = "点房号：一下同意，两下反对，三下弃权，四下取消。点楼层：整层同意。深色的还没保存。"
SENT = "vote:sent"  # the slip and its taps, until they are stored


def draw(visit: Visit, ballot: Ballot) -> None:
    """One building: to tap for who may, to look at for everybody else."""
    if visit.user.may(permission_of(papers.record_floor)) and ballot.takes_papers(visit.today):
        _record(visit, ballot)
    else:
        _building(visit, ballot, _choose_building(visit, ballot))


def _saved() -> None:
    """Called when the taps were stored; twice, if a second click came between."""
    floors.saved(*st.session_state[SENT])


@form(papers.record_floor, after=_saved)
def _record(visit: Visit, slip: str, ballot: Ballot) -> FloorPapers | None:
    """Taps of several buildings have one number and are saved together, under the thumb."""
    key = f"{slip}:taps"
    taps: Taps = st.session_state.setdefault(key, {})
    before = Tapping(slip, taps, {str(a or ""): str(b or "") for a, b in AFTER.items()}, Choice.YES)
    said = _building(visit, ballot, _choose_building(visit, ballot), before)
    if said is not None:
        taps = st.session_state[key] = taps_of(said)
    if not taps:
        return None
    chosen = list(taps.values())
    words = "、".join(f"{c.label} {chosen.count(c)}" for c in Choice if c in chosen)
    with st.bottom:
        sent = forms.save_button(f"保存 {len(taps)} 户（{words}）", slip)
    if not sent:
        return None
    st.session_state[SENT] = slip, taps
    return FloorPapers(slip, ballot.id, tuple(taps.items()))


def _building(
    visit: Visit,
    ballot: Ballot,
    places: list[Place],
    tapping: Tapping | None = None,
    *,
    only: str = "",
) -> Mapping[str, object] | None:
    """The picture of one building; what is tapped there and elsewhere, if the browser said so."""
    if not places:
        return None
    cells = {place: _cells(visit, ballot, place) for place in places}
    said = _conclusion(places, chain(*cells.values()))
    if told := " ".join(part for part in (said, f":gray[{TAPS}]" if tapping else "") if part):
        st.markdown(told)
    corrects = ballot.running and visit.user.may(correct_dialog.permission)
    blocks = [
        Block(place.part, [_tile(cell, corrects, tapping is not None, only) for cell in found])
        for place, found in cells.items()
    ]
    mode = only or ("tap" if tapping else "look")
    name = f"{mode}:{ballot.id}:{visit.user.id}"
    picked = floors.picture(name, blocks, LOOKS, tapping=tapping, only=only)
    for cell in chain(*cells.values()):
        if cell.unit_id == picked.opened:
            correct_dialog(cell.paper_id)
    return picked.taps


def _cells(visit: Visit, ballot: Ballot, place: Place) -> list[Cell]:
    return ballot_grid.grid(visit, ballot.id, place.building_id, place.stairwell_id)


def _choose_building(visit: Visit, ballot: Ballot) -> list[Place]:
    """The stairwells of one building; nothing is asked where there is only one."""
    buildings: dict[str, list[Place]] = {}
    for place in ballot_grid.places(visit, ballot.id):
        buildings.setdefault(f"{place.building}栋", []).append(place)
    if len(buildings) < 2:
        return next(iter(buildings.values()), [])
    words = {name: f"{name}，{_left(found)}" for name, found in buildings.items()}
    # keyed without the count: a save must not lose the choice
    key, names = f"vote:building:{ballot.id}", list(buildings)
    chosen = choices.one_of_these(
        "哪一栋", names, words.__getitem__, key=key, at=0, few=FEW_BUILDINGS
    )
    return buildings.get(chosen or "", [])


def _left(places: list[Place]) -> str:
    if any(place.missing is None for place in places):
        return "点开看"
    left = sum(place.missing or 0 for place in places)
    return f"{left:,} 户没投" if left else "都投了"


def _conclusion(places: list[Place], cells: Iterable[Cell]) -> str:
    """How many are missing, in bold; nothing where all papers are counted elsewhere."""
    said = missing_said(places, sum(cell.answer is None and cell.valid is False for cell in cells))
    return f"**{said}**" if said else ""


def _tile(cell: Cell, corrects: bool, taps: bool, only: str) -> Tile:
    """A paper is told by what it says; without one, whether another flat's paper speaks for it.

    Where only those not heard are lit, an owner whose paper does not count is one of them.
    """
    free = cell.paper_id is None
    look, word, told, kind = "open", "", "", ""
    if not free:
        told = "已登记"
        look = cell.choice or "void"
        if not cell.valid:
            look, kind = "void", only if cell.answer is None else ""
        elif cell.answer is Answer.CONFLICT:
            look = "conflict"
    elif cell.answer is not None:
        look, word, told, kind = cell.answer, LOOKS["heard"].word, OTHER_FLAT, "heard"
    return Tile(
        cell.unit_id, cell.floor, cell.room, cell.code, look, word, told, kind,
        free=free and taps, opens=corrects and not free,
    )  # fmt: skip


def draw_missing(visit: Visit, ballot: Ballot) -> None:
    """The same picture with only those lit, and whom to ring at, by floor, lowest first."""
    places = _choose_building(visit, ballot)
    _building(visit, ballot, places, only="open")
    for place in places:
        _ring(visit, ballot, place)


def _ring(visit: Visit, ballot: Ballot, place: Place) -> None:
    cells = ballot_grid.outstanding(visit, ballot.id, place.building_id, place.stairwell_id)
    if not cells:
        st.markdown(f":green[:material/check_circle: {layout.escaped(place.name)}都投了。]")
        return
    st.markdown(f"**{layout.escaped(place.name)}，{len(cells):,} 户**")
    lines = []
    for floor, row in groupby(cells, key=lambda cell: cell.floor):
        rooms = "、".join(layout.escaped(cell.room) + _note(cell) for cell in row)
        lines.append(f"**{floor_name(floor)}** {rooms}")
    st.markdown("  \n".join(lines))


def _note(cell: Cell) -> str:
    """How many flats the owner has, and that a paper is there which does not count."""
    notes = [f"共 {cell.units} 套"] if cell.units > 1 else []
    notes += ["交的票无效"] if cell.valid is False else []
    return f"（{'，'.join(notes)}）" if notes else ""
