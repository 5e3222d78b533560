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
from ui.rows import Column, Rows

BEFORE, AFTER = FileKind.PHOTO_BEFORE, FileKind.PHOTO_AFTER


def draw(visit: Visit, project: Project) -> None:
    act(visit, "传资料", file_dialog, project.id, None, icon="upload_file")
    found = files.files(visit, project.id)
    if not found:
        layout.empty_state("folder_open", "还没有资料", "照片、合同、公示照片都可以传到这里。")
        return
    _photographs(visit, found)
    _rows(visit).show(sorted(found, key=_place))


def _place(file: ProjectFile) -> tuple[bool, int]:
    """By what they prove, in the order of the kinds; what was taken back comes last."""
    return file.withdrawn_on is not None, list(FileKind).index(file.kind)


def _photographs(visit: Visit, found: list[ProjectFile]) -> None:
    """Before beside after, upright and small; the latest of each that was not taken back."""
    pairs = [next((f for f in reversed(found)
                   if f.kind is kind and f.is_picture and f.withdrawn_on is None), None)
             for kind in (BEFORE, AFTER)]  # fmt: skip
    if not all(pairs):
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for file in filter(None, pairs):
            with st.container(width="content"):
                _shown(files.thumb(visit, file.id), file.kind.label, file.kind.label)


def _shown(content: bytes | None, caption: str, alt: str) -> None:
    """A picture, or in its place that it cannot be opened; the tab goes on."""
    if content is None:
        st.warning(
            f"{alt}：这张图打不开。可以下载看看；坏了就撤回，重传一张。",
            icon=":material/broken_image:",
        )
    else:
        st.image(content, layout.escaped(caption), alt=alt)


def _rows(visit: Visit) -> Rows:
    """A row a file: what it proves, its name, when and by whom; a tap looks at it."""
    return Rows(
        "files",
        title=lambda file: file.name,
        title_label="文件",
        state=Column("kind", "是什么", _kind, 188, by=lambda file: list(FileKind).index(file.kind),
                     least_first=True),
        columns=(
            Column("added", "谁哪天传的", partial(_about, visit), 260, by=lambda file: file.added_on),
            Column("size", "大小", lambda file: size_words(file.size), 88,
                   by=lambda file: file.size, right=True),
        ),
        shows=lambda file: _look(file.id),
        acts=partial(_acts, visit),
        acts_width=188,
    )  # fmt: skip


def _acts(visit: Visit, file: ProjectFile) -> None:
    _download(file, key=f"get:{file.id}")
    if file.withdrawn_on is None:
        act(visit, "撤回", withdraw_dialog, file.id, quiet=True)


def _download(file: ProjectFile, key: str) -> None:
    download(
        "下载", file.name, file.media_type, partial(_bytes, file_id=file.id), Permission.SEE_FUND,
        key=key,
    )  # fmt: skip


def _kind(file: ProjectFile) -> str:
    if file.withdrawn_on is not None:
        return f":red-badge[:material/undo: {file.kind.label}，撤回了]"
    icon = "image" if file.is_picture else "description"
    return f":gray-badge[:material/{icon}: {file.kind.label}]"


def _about(visit: Visit, file: ProjectFile) -> str:
    about = f"{short_day(file.added_on, visit.today)} {layout.escaped(file.added_by)}"
    if file.withdrawn_on and file.withdrawn_by:
        when = short_day(file.withdrawn_on, visit.today)
        about += layout.escaped(f"，{file.withdrawn_by}{when}撤回：{file.why}")
    elif file.is_picture and files.thumb(visit, file.id) is None:
        about += "，:red[:material/broken_image: 这张图打不开]"
    return about


@dialog("撤回资料", files.withdraw_file)
def withdraw_dialog(visit: Visit, slip: str, file_id: int) -> tuple[int, str] | None:
    file, _ = files.content(visit, file_id)
    st.markdown(
        f"撤回{file.kind.label}{layout.bold(file.name)}。记录和原因会留着，要用它的那一步会再要一份。"
    )
    why = forms.why("撤回", slip, "传错了，是别的楼的")
    return None if why is None else (file_id, why)


def _bytes(visit: Visit, file_id: int) -> bytes:
    return files.content(visit, file_id)[1]


@dialog("看资料", files.picture, width="large")
def _look(visit: Visit, slip: str, file_id: int) -> None:
    file, _ = files.content(visit, file_id)
    if file.is_picture:
        _shown(files.picture(visit, file_id), f"{file.kind.label}：{file.name}", file.kind.label)
    else:
        st.markdown(f"{file.kind.label} {layout.bold(file.name)}")
        layout.second_line(f"{_about(visit, file)} · {size_words(file.size)}")
    _download(file, key=f"look:{file.id}")


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
