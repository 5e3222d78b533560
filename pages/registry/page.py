"""底册: estate, building, stairwell, flat. A tap on a flat opens it; a room number finds it."""

import streamlit as st

from db.registry_book import alike as alike_reads
from db.registry_book import heads, reading
from db.visit import Visit, permission_of
from domain.people import Permission
from domain.registry_book.care import Duty, Steward
from domain.registry_book.units import BookBuilding, BookFlat
from domain.rooms import read_room
from pages import asked
from pages.acts import act
from pages.feature import Feature, Room
from pages.registry import (
    alike,
    door,
    flat,
    gaps,
    grids,
    marks,
    person_facts,
    same_owners,
    stewards,
)
from ui import floors, layout, whereabouts
from ui.floors import Block, Look, Tile

TITLE, UNIT, BUILDING = "底册", "unit", "building"
LOOKS = {
    "lived": Look("有人住", "check", "green"),
    "empty": Look("没登记住的人", "circle", "gray"),
    "nobody": Look("产权人没登记", "warning", "orange"),
    "developer": Look("开发商的", "block", "blue"),
}


def render(visit: Visit) -> None:
    known = reading.buildings(visit)
    if asked.number(UNIT) is not None:
        unit = asked.only(UNIT, "回到整栋楼")
        if unit is not None:
            _flat(visit, unit, known)
            return
    layout.page_head(TITLE, "谁的房、谁在住、谁来管。改了、搬了、卖了，原来的都留着。")
    if not known:
        layout.empty_state(
            "menu_book", "这里还没有房",
            "先在“社区和小区”里加小区和楼栋。网格员看到的，是登记由自己管的单元。",
        )  # fmt: skip
        return
    if not visit.user.may(permission_of(reading.people)):
        _look(visit, known)
        return
    names = {"floors": "一栋一栋看", "gaps": "要补的"}
    draws = [lambda: _look(visit, known), lambda: gaps.draw(visit)]
    if visit.user.may(permission_of(heads.questions)):
        names["heads"] = "同名业主"
        draws.append(lambda: same_owners.draw(visit))
    if visit.user.may(permission_of(alike_reads.pairs)):
        names["alike"], names["grids"] = "重复的人", "网格"
        draws += [lambda: alike.draw(visit), lambda: grids.draw(visit)]
    whereabouts.tabs(names, *draws, key="registry:tab")


def _flat(visit: Visit, id: int, known: list[BookBuilding]) -> None:
    """A flat; the way back leads to its own building, however one came here."""
    unit = reading.unit(visit, id)
    at = next((one.told for one in known if one.id == unit.building_id), "")
    whereabouts.keep(BUILDING, at)
    flat.draw(visit, unit)


def _look(visit: Visit, known: list[BookBuilding]) -> None:
    by_name = {one.told: one for one in known}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        typed = st.text_input(
            "找一套房", key="registry:find", type="search", placeholder="房号，例如 3-1-502",
            autocomplete="off", width=300,
        )  # fmt: skip
        name = whereabouts.select(
            "哪一栋", BUILDING, list(by_name), key="registry:building", width=300
        )
    if typed.strip():
        _find(visit, typed)
    _building(visit, by_name[name])


def _find(visit: Visit, typed: str) -> None:
    room = read_room(typed)
    if room is None:
        layout.second_line("写成 3-1-502 这样：几栋、几单元、几号。找人请按右上角的搜索。")
        return
    found = reading.units_of(visit, room)
    if not found:
        layout.second_line(f"{room} 不在底册里，或者不归这里看。")
    for one in found:
        layout.link(f"{one.estate} {layout.bold(one.code)}", f"registry?unit={one.id}")


def _building(visit: Visit, chosen: BookBuilding) -> None:
    units = reading.flats(visit, chosen.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _stewards(visit, chosen)
        door.rounds(visit, chosen.id)
    layout.second_line(f"{said(units)}点一格看这一套。")
    blocks = _blocks(units)
    picked = floors.picture(f"registry:{chosen.id}", blocks, LOOKS)
    if picked.opened is not None:
        whereabouts.keep(UNIT, str(picked.opened))
        st.rerun()


def said(units: list[BookFlat]) -> str:
    """What the picture comes to, in a sentence."""
    people = sum(one.people for one in units)
    nobody = sum(not one.owners and not one.developer for one in units)
    open_ones = f"，{nobody} 套的产权人没登记" if nobody else ""
    return f"{len(units)} 套，登记住着 {people} 人{open_ones}。"


def _blocks(units: list[BookFlat]) -> list[Block]:
    stairwells: dict[int | None, list[Tile]] = {}
    for one in units:
        stairwells.setdefault(one.stairwell, []).append(_tile(one))
    return [
        Block(f"{number}单元" if number else "其他", tiles) for number, tiles in stairwells.items()
    ]


def _tile(one: BookFlat) -> Tile:
    if one.developer:
        look = "developer"
    elif not one.owners:
        look = "nobody"
    else:
        look = "lived" if one.people else "empty"
    word = f"{one.people}人" if one.people else LOOKS[look].word[:4]
    told = f"{LOOKS[look].word}，住着 {one.people} 人" if one.people else LOOKS[look].word
    return Tile(one.id, one.floor, one.room, one.code, look, word, told, opens=True)


def _stewards(visit: Visit, building: BookBuilding) -> None:
    """Of each duty who has which stairwells, and one button to change it for the building."""
    held = reading.stewards(visit, building.id)
    for duty in Duty:
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", width="content"
        ):
            st.markdown(f"**{duty.label}** {_who(held, duty)}", width="content")
            act(visit, f"换{duty.label}", stewards.steward_dialog, building.id, duty,
                icon="swap_horiz", key=f"steward:{duty}")  # fmt: skip


def _who(held: list[Steward], duty: Duty) -> str:
    """吴网格（1、2单元）"""
    names: dict[str, list[str]] = {}
    for one in held:
        if one.duty is duty:
            names.setdefault(one.name, []).append(str(one.stairwell))
    told = [f"{layout.escaped(name)}（{'、'.join(at)}单元）" for name, at in names.items()]
    return "，".join(told) or ":orange[还没有人]"


ROOM = Room("registry", TITLE, "menu_book", Permission.SEE_REGISTRY, render)
FEATURE = Feature(rooms=(ROOM,), resident=(person_facts.PART, marks.PART))
