"""What a file would change (预览), drawn: how many rows go where, and each row that needs a look."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from db.imports import previews
from db.visit import permission_of
from domain.imports.entries import Listing
from domain.imports.plan import TAKE, Change, Decision, Plan, Planned, counted
from domain.tables import Problem
from pages import lists
from ui import layout, tables

Answers = dict[tuple[str, int], str]
COLORS: dict[Decision, tuple[layout.Color, str]] = {
    Decision.NEW: ("green", "add_circle"),
    Decision.CHANGED: ("blue", "edit"),
    Decision.SAME: ("gray", "check_circle"),
    Decision.LOOK: ("orange", "visibility"),
    Decision.REFUSED: ("red", "block"),
}
FIRST = 40  # rows that are looked at one by one before more are asked for
COLUMNS = 6  # of a new row that are shown


def overruled(slip: str) -> tuple[str, ...]:
    """The columns that follow the file (以表为准), as they were chosen."""
    return tuple(st.session_state.get(f"{slip}:over") or ())


def draw(slip: str, listing: Listing, file: lists.Upload, plan: Plan) -> Answers:
    """The preview; the answers to the rows that wait."""
    counts = counted(plan.table.good) | {Decision.REFUSED: len(plan.table.problems)}
    with st.container(horizontal=True, gap="small"):
        for decision, (color, icon) in COLORS.items():
            if count := counts.get(decision, 0):
                st.badge(f"{decision.label} {count:,} 行", icon=f":material/{icon}:", color=color)
    lists.counts(plan.table)
    if plan.table.problems:
        st.markdown("**不能收的**：照下面改好，再传一次。已经写进去的不会重复。")
        needs = permission_of(previews.preview)
        lists.give_back(file, plan.table, needs, wrong_only=True, key=f"{slip}:back")
        first = replace(plan.table, problems=plan.table.problems[: lists.SHOWN])
        lists.problems(first, listing.template)
        if len(plan.table.problems) > lists.SHOWN:
            layout.second_line(
                f"先看 {lists.SHOWN} 行，{len(plan.table.problems):,} 行都在下载的表里。"
            )
    answers = _look(slip, plan.waiting)
    _differing(slip, listing, plan)
    _changes("更新的", [(row, row.held.changes) for row in plan.rows(Decision.CHANGED)], "改成")
    _new(listing, plan.rows(Decision.NEW))
    return answers


def _where(row: Planned) -> str:
    return Problem(row.entry.row, "", "", row.entry.sheet).place


def _look(slip: str, waiting: Sequence[Planned]) -> Answers:
    """Rows that are taken only after somebody said so; nothing is chosen for anybody."""
    if not waiting:
        return {}
    st.markdown("**看一眼的**：选了才写，没选的这次不写。")
    answers: Answers = {}
    plain = [row for row in waiting if [choice.label for choice in row.choices] == [TAKE]]
    if len(plain) > 1 and st.checkbox(f"这 {len(plain):,} 行都看过了，一起收", key=f"{slip}:all"):
        answers |= {row.place: row.choices[0].label for row in plain}
    shown = waiting[: FIRST if not st.session_state.get(f"more:{slip}") else len(waiting)]
    for row in shown:
        labels = [choice.label for choice in row.choices]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = f"第 {_where(row)} 行 {row.entry.named}：{row.why}"
            st.markdown(layout.escaped(told), width="stretch")
            if row.place in answers:
                st.badge(answers[row.place], icon=":material/check:", color="green")
                continue
            said = st.pills(
                told, labels, key=f"{slip}:look:{row.entry.sheet}:{row.entry.row}",
                label_visibility="collapsed", width="content",
            )  # fmt: skip
        if said:
            answers[row.place] = said
    if len(waiting) > len(shown):
        st.checkbox(f"看其余 {len(waiting) - len(shown):,} 行", key=f"more:{slip}")
    return answers


def _differing(slip: str, listing: Listing, plan: Plan) -> None:
    """Cells that differ from what is there and stay: each column can be told to follow the file."""
    there = plan.differing
    free = [name for name in dict.fromkeys([*plan.overruled, *there]) if name not in listing.fixed]
    if free:
        st.markdown("**和底册不一样的**：只补空白，原来有的没有动。哪一列以表为准，点一下。")
        st.pills(
            "以表为准的列", free, selection_mode="multi", wrap=True, key=f"{slip}:over",
            format_func=lambda name: f"{name} {there[name]:,} 格" if name in there else name,
        )  # fmt: skip
    kept = [(row, row.held.kept) for row in plan.table.good if row.held.kept]
    _changes("没有动的", kept, "表里是")


def _changes(title: str, rows: Sequence[tuple[Planned, Sequence[Change]]], new: str) -> None:
    """Cell by cell: what is there and what the file says."""
    cells = [(row, change) for row, changes in rows for change in changes]
    if not cells:
        return
    columns = [
        tables.Column("行", lambda pair: _where(pair[0])),
        tables.Column("哪一条", lambda pair: pair[0].entry.named),
        tables.Column("哪一列", lambda pair: pair[1].column),
        tables.Column("原来", lambda pair: pair[1].old or "空"),
        tables.Column(new, lambda pair: pair[1].new or "删掉"),
    ]
    with st.expander(f"{title} {len(cells):,} 格", expanded=len(cells) <= FIRST):
        tables.show(cells[: lists.SHOWN], columns, alt=title, empty="没有。")
        _rest(len(cells))


def _new(listing: Listing, rows: Sequence[Planned]) -> None:
    if not rows:
        return
    said = [c.name for c in listing.columns if any(c.name in row.entry.texts for row in rows)]
    columns = [tables.Column("行", _where)]
    columns += [
        tables.Column(name, lambda row, name=name: row.entry.texts.get(name, ""))  # type: ignore[misc]
        for name in said[:COLUMNS]
    ]
    with st.expander(f"新增的 {len(rows):,} 行", expanded=len(rows) <= FIRST):
        tables.show(rows[: lists.SHOWN], columns, alt="新增的", empty="没有。")
        _rest(len(rows))


def _rest(count: int) -> None:
    if count > lists.SHOWN:
        layout.second_line(f"先看 {lists.SHOWN} 行，其余 {count - lists.SHOWN:,} 行一样会写。")
