"""网格: which there are, who walks them, and how many stairwells; added, renamed, closed, opened again."""

import streamlit as st

from db.registry_book import grids
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.registry_book.grids import Grid, GridChange, GridFacts, NewGrid
from pages.acts import act, dialog
from ui import forms, layout
from ui.opened import opened
from ui.rows import Column, Rows


@dialog("加网格", grids.add_grid)
def add_dialog(visit: Visit, slip: str) -> NewGrid | None:
    name = st.text_input(
        "网格名称",
        placeholder="例如：第三网格",
        max_chars=20,
        key=f"{slip}:name",
        autocomplete="off",
    )
    if not forms.save_button("加上", slip):
        return None
    asking = Asking()
    given = asking.given(name, "网格名称")
    asking.done()
    return NewGrid(slip, given)


@dialog("改网格", grids.rename_grid)
def change_dialog(visit: Visit, slip: str, grid_id: int) -> GridChange | None:
    known = next((one for one in grids.grids(visit) if one.id == grid_id), None)
    if known is None:
        return None
    was = opened(slip, known.facts)
    name = st.text_input(
        "网格名称", value=was.name, max_chars=20, key=f"{slip}:name", autocomplete="off"
    )
    if not forms.save_button("改好", slip):
        return None
    return GridChange(slip, grid_id, was, GridFacts(name.strip()))


def draw(visit: Visit) -> None:
    act(visit, "加网格", add_dialog, icon="add")
    found = grids.grids(visit)
    if not found:
        layout.second_line("还没有网格。加好以后，在“一栋一栋看”里按“换网格员”把单元划进来。")
        return
    _rows(visit).show(found)


def _rows(visit: Visit) -> Rows:
    def state(one: Grid) -> str:
        if one.closed_on is None:
            return ":green-badge[:material/check: 在用]"
        return f":gray-badge[{short_day(one.closed_on, visit.today)}停用]"

    return Rows(
        "grid",
        title=lambda one: one.name,
        title_label="网格",
        state=Column("state", "怎样了", state, 120),
        columns=(
            Column("stairwells", "管几个单元", _stairwells, 140, by=lambda one: one.stairwells),
            Column("people", "谁在走", lambda one: layout.escaped(one.people), 260),
        ),
        acts=lambda one: _acts(visit, one),
        acts_width=150,
    )


def _stairwells(one: Grid) -> str:
    return f"{one.stairwells} 个" if one.stairwells else "还没有划进来"


def _acts(visit: Visit, one: Grid) -> None:
    if one.closed_on is not None:
        act(visit, "重新启用", grids.reopen_grid, one.id, quiet=True, key=f"open_grid:{one.id}")
        return
    act(visit, "改名", change_dialog, one.id, quiet=True, key=f"grid:{one.id}")
    act(visit, "停用", grids.close_grid, one.id, quiet=True, key=f"close_grid:{one.id}")
