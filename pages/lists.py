"""Lists people bring (名单、表格): pasted or as a file, and what became of every row of it.

A list declares its columns (domain/tables.py); whoever draws it says what its good rows are for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import streamlit as st

from db.visit import Visit
from domain.errors import Invalid
from domain.people import Permission
from domain.sheets import SheetRow
from domain.tables import Problem, Table, Template, marked
from pages.again import download
from ui import layout, list_books, tables
from ui.sheets import read_rows

SHOWN = 200
READ = "list:rows"  # of the session: the last file, read once and not once per click


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was read; its print and its name are kept with what it brings."""

    name: str
    sha256: str
    rows: tuple[SheetRow, ...]


def template(
    title: str,
    of: Template[Any],
    needs: Permission,
    filled: Callable[[Visit], Sequence[Sequence[str]]] = lambda visit: (),
    *,
    label: str = "下载模板",
) -> None:
    """The table to fill in; `filled` are the rows written down already."""
    download(
        label, f"{title}.xlsx", list_books.XLSX,
        lambda visit: list_books.template_xlsx(title, of, filled(visit)), needs,
    )  # fmt: skip


def upload(
    slip: str, *, clean: Callable[[Sequence[SheetRow]], Sequence[SheetRow]] = tuple
) -> Upload | None:
    """A table as a file; None until one is chosen. Raises Invalid for what is no table, in words.

    `clean` leaves out what may not be known, before anything of the rows is kept.
    """
    file = st.file_uploader("选填好的表", key=f"{slip}:file", max_upload_size=10)
    if file is None:
        return None
    content = file.getvalue()
    print_of = sha256(content).hexdigest()
    return Upload(file.name[:120], print_of, _rows(f"{slip} {print_of}", content, clean))


def paste_or_upload(
    slip: str,
    label: str,
    key: str,
    draw_template: Callable[[], None],
    *,
    height: int,
    placeholder: str,
) -> str | Upload | None:
    """A list pasted, or brought as a file; None while there is neither. Raises Invalid for both."""
    text = st.text_area(label, height=height, placeholder=placeholder, key=key)
    with st.expander("有表格文件的，从这里传", icon=":material/upload_file:"):
        draw_template()
        file = upload(slip)
    if file and text.strip():
        raise Invalid("粘贴了名单，又选了文件。请只留一样。")
    return file or text or None


def counts(table: Table[Any]) -> None:
    """What became of every row, and what was not read."""
    layout.second_line(layout.escaped(table.counted))
    for note in table.notes:
        st.markdown(f":orange[{layout.escaped(note)}]")


def problems(table: Table[Any], of: Template[Any]) -> None:
    """Every row that is left out with its reason; the rest after the first folded away."""
    columns = [
        tables.Column("行", lambda problem: problem.place),
        tables.Column(of.columns[0].name, lambda problem: problem.named or "—"),
        tables.Column("要改什么", lambda problem: problem.what),
    ]
    shown: tuple[Problem, ...] = table.problems[:SHOWN]
    tables.show(shown, columns, alt="有问题的行", empty="没有问题。")
    rest = table.problems[SHOWN:]
    if rest:
        with st.expander(f"其余 {len(rest):,} 行"):
            tables.show(rest, columns, alt="其余有问题的行", empty="没有。")


def give_back(
    file: Upload, table: Table[Any], needs: Permission, *, wrong_only: bool, key: str
) -> None:
    """The file once more, with a column that says what is wrong; nothing where nothing is."""
    if not table.problems:
        return
    name = file.name.rpartition(".")[0] or file.name
    download(
        "下载有问题的行" if wrong_only else "下载标出问题的表", f"{name}-问题.xlsx", list_books.XLSX,
        partial(_marked, file=file, table=table, wrong_only=wrong_only), needs, key=key,
    )  # fmt: skip


def _marked(visit: Visit, file: Upload, table: Table[Any], wrong_only: bool) -> bytes:
    return list_books.marked_xlsx("表", marked(file.rows, table, wrong_only=wrong_only))


def _rows(
    print_of: str, content: bytes, clean: Callable[[Sequence[SheetRow]], Sequence[SheetRow]]
) -> tuple[SheetRow, ...]:
    """Read once per file, not once per click; a refusal is remembered as well."""
    kept: tuple[str, tuple[SheetRow, ...] | str] | None = st.session_state.get(READ)
    if kept is None or kept[0] != print_of:
        try:
            kept = (print_of, tuple(clean(read_rows(content))))
        except Invalid as refusal:
            kept = (print_of, str(refusal))
        st.session_state[READ] = kept
    if isinstance(kept[1], str):
        raise Invalid(kept[1])
    return kept[1]
