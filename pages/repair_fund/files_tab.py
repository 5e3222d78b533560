"""Papers and photographs of a project (资料): looked at or downloaded, never run."""

from functools import partial

import streamlit as st

from db.repair_fund import files
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.people import Permission
from domain.repair_fund.files import APPLE, ENDINGS, FileKind, NewFile, ProjectFile, size_words
from domain.repair_fund.projects import Project
from pages.acts import act, dialog
from pages.again import download
from ui import choices, forms, layout

LONGEST = 16  # letters of a name on a button
BEFORE, AFTER = FileKind.PHOTO_BEFORE, FileKind.PHOTO_AFTER


def draw(visit: Visit, project: Project) -> None:
    act(visit, "传资料", file_dialog, project.id, None, icon="upload_file")
    found = files.files(visit, project.id)
    if not found:
        layout.empty_state("folder_open", "还没有资料", "照片、合同、公示照片都可以传到这里。")
        return
    _photographs(visit, found)
    there = [file for file in found if file.withdrawn_on is None]
    for kind in dict.fromkeys(file.kind for file in there):
        layout.section(kind.label)
        for file in there:
            if file.kind is kind:
                _row(visit, file)
    gone = [file for file in found if file.withdrawn_on is not None]
    if gone:
        layout.section("撤回的")
    for file in gone:
        _row(visit, file)


def _photographs(visit: Visit, found: list[ProjectFile]) -> None:
    """Before and after, side by side; the latest of each that has not been taken back."""
    pairs = [next((f for f in reversed(found)
                   if f.kind is kind and f.is_picture and f.withdrawn_on is None), None)
             for kind in (BEFORE, AFTER)]  # fmt: skip
    if not all(pairs):
        return
    for column, file in zip(st.columns(2), pairs):
        if file:
            with column:
                _shown(files.picture(visit, file.id), file.kind.label, file.kind.label)


def _shown(content: bytes | None, caption: str, alt: str) -> None:
    """A picture, or in its place that it cannot be opened; the tab goes on."""
    if content is None:
        st.warning(
            f"{alt}：这张图打不开。可以下载看看；坏了就撤回，重传一张。",
            icon=":material/broken_image:",
        )
    else:
        st.image(content, layout.escaped(caption), alt=alt)


def _row(visit: Visit, file: ProjectFile) -> None:
    with layout.card_row():
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            small = files.thumb(visit, file.id) if file.is_picture else None
            if small is not None:
                st.image(small, width=72, alt=f"{file.kind.label}的小图")
            with st.container(width="content", gap=None):
                st.markdown(layout.bold(file.name))
                layout.second_line(_about(visit, file, broken=file.is_picture and small is None))
        with st.container(horizontal=True, width="content"):
            name = layout.escaped(_short(file.name))
            if file.is_picture:
                act(visit, f"看 {name}", _picture, file.id)
            download(
                f"下载 {name}", file.name, file.media_type, partial(_bytes, file_id=file.id),
                Permission.SEE_FUND, key=f"get:{file.id}",
            )  # fmt: skip
            if file.withdrawn_on is None:
                act(visit, f"撤回 {name}", withdraw_dialog, file.id, quiet=True)


def _about(visit: Visit, file: ProjectFile, *, broken: bool) -> str:
    about = (
        f"{size_words(file.size)} · {short_day(file.added_on, visit.today)}"
        f" · {layout.escaped(file.added_by)}"
    )
    if broken:
        about += " · :red[:material/broken_image: 这张图打不开]"
    if file.withdrawn_on and file.withdrawn_by:
        when = short_day(file.withdrawn_on, visit.today)
        about += layout.escaped(f" · {file.kind.label}，{file.withdrawn_by}{when}撤回：{file.why}")
    return about


@dialog("撤回资料", files.withdraw_file)
def withdraw_dialog(visit: Visit, slip: str, file_id: int) -> tuple[int, str] | None:
    file, _ = files.content(visit, file_id)
    st.markdown(
        f"撤回{file.kind.label}{layout.bold(file.name)}。记录和原因会留着，要用它的那一步会再要一份。"
    )
    why = st.text_input(
        "为什么撤回", key=f"{slip}:why", max_chars=100, placeholder="例如：传错了，是别的楼的"
    )
    if not forms.save_button("撤回", slip):
        return None
    return file_id, why


def _short(name: str) -> str:
    """A file's name on its buttons: they differ, and fit a phone."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _bytes(visit: Visit, file_id: int) -> bytes:
    return files.content(visit, file_id)[1]


@dialog("照片", files.picture, width="large")
def _picture(visit: Visit, slip: str, file_id: int) -> None:
    file, _ = files.content(visit, file_id)
    shown = files.picture(visit, file_id)
    _shown(shown, f"{file.kind.label}：{file.name}", file.kind.label)


@dialog("传资料", files.attach_file)
def file_dialog(visit: Visit, slip: str, project_id: int, kind: FileKind | None) -> NewFile | None:
    chosen = choices.one_of_many("是什么", FileKind, key=f"{slip}:chosen", at=kind)
    file = st.file_uploader("选文件", [*ENDINGS, *APPLE], max_upload_size=10, key=f"{slip}:file")
    layout.second_line("照片、扫描件、新版的文档和表格都行，每个不超过 10 兆。")
    if not forms.save_button("存好", slip):
        return None
    asking = Asking()
    what, given = asking.given(chosen, "是什么"), asking.given(file, "文件")
    asking.done()
    return NewFile(slip, project_id, what, given.name, given.getvalue())
