"""What was brought before (导过的): each file with what it brought, and taking it back."""

import streamlit as st

from db.imports import batches, previews
from db.visit import Visit
from domain.days import moment
from domain.imports.batches import Batch
from pages.acts import act
from ui import layout
from ui.rows import Column, Rows

FIRST, MOST = 20, 500


def draw(visit: Visit) -> None:
    found = batches.batches(visit, MOST)
    if not found:
        layout.empty_state("upload_file", "还没有导过名单", "导入的每个文件都记在这里，可以撤销。")
        return
    titles = {one.code: one.title for one in previews.lists(visit)}

    def undo(batch: Batch) -> None:
        if batches.may_undo(visit, batch.id):
            with st.popover("撤销", icon=":material/undo:"):
                st.markdown(
                    f"撤销{layout.bold(batch.name)}：{layout.escaped(batch.told(visit.today))}。"
                )
                layout.second_line("用过的行会留着，并且说出来。")
                act(visit, "整批撤销", batches.undo_import, batch.id, icon="undo")

    Rows(
        "imports",
        title=lambda batch: batch.name,
        title_label="文件",
        columns=(
            Column("list", "名单", lambda batch: layout.escaped(titles.get(batch.code, batch.code)), 120),
            Column("told", "做了什么", lambda batch: layout.escaped(batch.told(visit.today)), 300),
            Column("by", "谁", lambda batch: layout.escaped(batch.by), 100),
            Column("at", "什么时候", lambda batch: moment(batch.at, visit.today), 150,
                   by=lambda batch: batch.at),
        ),
        acts=undo,
        acts_width=112,
        first=FIRST,
    ).show(found)  # fmt: skip
