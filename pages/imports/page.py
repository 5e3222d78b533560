"""导入名单 imports: one way in for every list: choose it, upload it, look at every row, write it."""

from collections.abc import Sequence
from functools import wraps

import streamlit as st

from db import registry
from db.imports import batches, previews
from db.visit import Visit
from domain.errors import WrongState
from domain.imports.batches import Import, before_words
from domain.imports.entries import Listing
from domain.imports.mapping import Heads, find_heads, kept, spared
from domain.imports.plan import Plan
from domain.imports.reading import read_entries
from domain.people import Permission
from domain.receipts import Receipt
from domain.sheets import SheetRow
from pages import lists
from pages.acts import Doing, doing, form
from pages.feature import Feature, Room
from pages.imports import columns, past, preview, sums, take_out
from ui import forms, layout, whereabouts

TITLE = "导入名单"
LIST, ESTATE = "list", "estate"  # in the address: which list, of which estate
FEW = 4  # estates that are one tap each
PLAN = "import:plan"  # of the session: the preview as it was last reckoned, and of what


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "从表格搬进来：先看清每一行，再写进去。写错了可以整批撤销。")
    names = {"bring": "导入", "past": "导过的"}
    whereabouts.tabs(
        names, lambda: _bring(visit), lambda: past.draw(visit), key="import:tab"
    )  # fmt: skip


def _bring(visit: Visit) -> None:
    """Which list, and of which estate; then its file."""
    there = {one.code: one for one in previews.lists(visit)}
    if not there:
        layout.empty_state("upload_file", "没有你能导入的名单", "名单由管这些事的人导入。")
        return
    asked = whereabouts.asked(LIST)
    code = st.pills(
        "导入什么", list(there), default=asked if asked in there else None, wrap=True,
        format_func=lambda one: f":material/{there[one].icon}: {there[one].title}", key="import:list",
        on_change=lambda: whereabouts.keep(LIST, st.session_state["import:list"] or ""),
    )  # fmt: skip
    if code is None:
        layout.second_line("先选导入什么。每一种都有模板，已经登记的也在里面。")
        return
    estate = _estate(visit, there[code])
    if there[code].per_estate and estate is None:
        return
    _file(visit, code, estate)


def _estate(visit: Visit, listing: Listing) -> int | None:
    """The estate of all rows, where the list is of one; nothing to choose where there is one only."""
    if not listing.per_estate:
        return None
    names = {one.id: one.short_name for one in registry.estates(visit.db, visit.user.only_estate)}
    if not names:
        layout.empty_state("home_work", "先要有小区", "小区建好了，才知道房子在哪里。")
        return None
    ids = list(names)
    asked = whereabouts.asked(ESTATE)
    at = next((id for id in ids if str(id) == asked), ids[0] if len(ids) == 1 else None)

    def kept() -> None:
        whereabouts.keep(ESTATE, str(st.session_state["import:estate"] or ""))

    chosen: int | None
    if len(ids) <= FEW:
        chosen = st.pills(
            "哪个小区", ids, default=at, format_func=lambda id: layout.escaped(names[id]), wrap=True,
            key="import:estate", on_change=kept,
        )  # fmt: skip
    else:
        chosen = st.selectbox(
            "哪个小区", ids, index=ids.index(at) if at else None, format_func=names.__getitem__,
            placeholder="选小区", key="import:estate", on_change=kept, width=320,
        )  # fmt: skip
    return chosen


@form(batches.import_list)
def _file(visit: Visit, slip: str, code: str, estate_id: int | None) -> Doing | None:
    listing = next(one for one in previews.lists(visit) if one.code == code)
    take_out.buttons(visit, listing, estate_id)
    known = previews.remembered(visit, code)

    def clean(rows: Sequence[SheetRow]) -> Sequence[SheetRow]:
        return spared(rows, find_heads(rows, listing, known))

    file = lists.upload(slip, clean=clean)
    if file is None:
        return None
    if before := batches.brought_before(visit, code, file.sha256):
        st.warning(layout.escaped(before_words(before, visit.today)), icon=":material/history:")
    heads = columns.draw(slip, listing, find_heads(file.rows, listing, known))
    if any(one.asked for one in heads):
        return None
    plan = _plan(visit, slip, listing, estate_id, file, heads)
    answers = preview.draw(slip, listing, file, plan)
    count = len(plan.taken(answers))
    total = sums.draw(slip, listing, plan, answers) if count and listing.summed else None
    if not count or not forms.save_button(f"写入 {count:,} 行", slip, width="content"):
        return None
    mappings = {one.print: kept(one.places) for one in heads}
    return doing(
        _write,
        Import(
            slip, code, file.name, file.sha256, estate_id, plan.facts, count, plan, answers, mappings,
            total.fen if total else None,
        ),
    )  # fmt: skip


def _plan(
    visit: Visit, slip: str, listing: Listing, estate_id: int | None, file: lists.Upload,
    heads: Sequence[Heads],
) -> Plan:  # fmt: skip
    """The preview, reckoned once per file, mapping and choice of columns, not once per click."""
    over = preview.overruled(slip)
    of = (slip, file.sha256, estate_id, tuple(kept(one.places) for one in heads), over)
    held: tuple[object, Plan] | None = st.session_state.get(PLAN)
    if held is not None and held[0] == of:
        return held[1]
    with st.spinner(f"正在看 {len(file.rows):,} 行，一行一行和底册比。请不要关这一页。"):
        table = read_entries(file.rows, listing, heads)
        plan = previews.preview(visit, listing.code, estate_id, table, over)
    st.session_state[PLAN] = (of, plan)
    return plan


@wraps(batches.import_list)
def _write(visit: Visit, paper: Import) -> Receipt:
    """A preview that went stale is reckoned again before anybody can confirm it."""
    try:
        receipt = batches.import_list(visit, paper)
    except WrongState:
        st.session_state.pop(PLAN, None)
        st.button("再看一遍预览", icon=":material/refresh:", key="import:again")
        raise
    st.session_state.pop(PLAN, None)
    return receipt


ROOM = Room("import", TITLE, "upload_file", Permission.IMPORT_LIST, render)
FEATURE = Feature(rooms=(ROOM,))
