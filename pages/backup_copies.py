"""Copies of the file (备份): made by one button, read back, listed; never handed to a browser."""

import streamlit as st

from db.backups import kept, making
from db.visit import Visit
from domain.backups import Listed, age_said, size_said
from domain.days import moment
from domain.people import Permission
from pages.acts import act
from pages.feature import Room
from ui import layout
from ui.rows import Column, Rows

TITLE = "备份"
SHOWN = 15


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "全社区的数据存成一份，存好就核对。")
    _how_old(visit)
    with st.spinner("正在存、正在核对，请等一等……", show_time=True):
        act(visit, "现在备份", making.make_copy, icon="save", primary=True)
    _where(visit)
    found = kept.listed(visit)
    if found:
        layout.section(f"存着的备份 {len(found)} 份")
        _rows(visit).show(found)


def _how_old(visit: Visit) -> None:
    last = kept.newest(visit)
    if last is None:
        st.warning("还没有一份核对过的备份。电脑一坏，数据就都没有了。",
                   icon=":material/warning:")  # fmt: skip
        return
    when, age = moment(last.made_at, visit.today), age_said(last.made_at, visit.today)
    more = f"，{layout.bold(age)}" if last.made_at.date() != visit.today else ""
    st.markdown(f"最近一份核对过的是 {layout.bold(when)} 存的{more}。")


def _where(visit: Visit) -> None:
    """On which computer and in which folder; that it belongs on a second disk; how to go back."""
    with st.container(border=True):
        st.markdown("备份存在装系统的那台电脑上，文件夹是：")
        st.code(str(kept.folder(visit)), language=None, wrap_lines=True)
        st.markdown(
            "同一块硬盘坏了，备份也没了。**每周把最新的一份抄到另一块硬盘或 U 盘**，锁好。"
            "里面有全部居民的资料，所以网页上不能下载。"
        )
        layout.second_line("要回到某一份：先停下系统，再照使用说明里“回到一份备份”一节办。")


def _rows(visit: Visit) -> Rows:
    def when(one: Listed) -> str:
        return moment(one.backup.made_at, visit.today) if one.backup else one.name

    def what(one: Listed) -> str:
        if one.backup is None:
            return ":gray[记录里没有这一份，可能是恢复以前存的。不要的话，请在电脑上移走。]"
        if not one.there:
            return ":gray[文件夹里找不到这个文件了。]"
        return f":gray[{layout.escaped(one.backup.wrong or one.name)}]"

    return Rows(
        "backups",
        title=when,
        title_label="什么时候",
        state=Column("state", "状态", _state, 132),
        columns=(
            Column("by", "谁", lambda one: layout.escaped(one.backup.by if one.backup else "不知道"),
                   120),
            Column("size", "多大", lambda one: size_said(one.backup.bytes) if one.backup else "",
                   96, right=True, apart=True),
            Column("rows", "多少行", lambda one: f"{one.backup.row_count:,}" if one.backup else "",
                   120, right=True, apart=True),
            Column("what", "文件", what, 340),
        ),
        number=lambda one: one.name.replace(".", "-"),
        first=SHOWN,
    )  # fmt: skip


def _state(one: Listed) -> str:
    if one.backup is None:
        return ":gray-badge[:material/help: 没有记录]"
    if not one.there:
        return ":red-badge[:material/error: 文件不在]"
    if one.backup.verified:
        return ":green-badge[:material/check: 核对过]"
    return ":red-badge[:material/error: 核对不对]"


ROOM = Room("backups", TITLE, "backup", Permission.KEEP_BACKUPS, render)
