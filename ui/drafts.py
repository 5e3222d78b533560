"""What is filled in is kept while it is typed (草稿), and put back when one comes back.

The connection may be lost, the phone may sleep, the page may be loaded anew, the server may be
started again: the framework forgets what was on the screen. So every form's number (单号) and
whatever begins with it in the session is written down at the end of each run, and laid out again
under the same number. A field's key is `f"{slip}:name"`; a button's key never begins with it.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from domain.drafts import Draft
from ui.on_screen import shown_in_browser
from ui.plain import NotKept, RowNumber, plain, value_of

OF_A_SLIP = re.compile(r"(.+-[0-9a-f]{32})(:.+)", re.DOTALL)
SEEN = "drafts:seen"  # this session has shown a whole page before
CLEARED = "drafts:cleared"  # numbers whose drafts are to be dropped in the next run
OPENED = ":opened"  # of a form of changes: on which facts it was begun (ui/opened.py)
BESIDE = "="  # marks a key that does not begin with the number


@dataclass
class _Left:
    """What the session knows of one form's draft: as found, as first drawn, as last written."""

    fields: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    back: bool = False  # it was put back, and this is said


@dataclass
class Sheet:
    """One run of a page or dialog: which forms it drew, and how their drafts are kept."""

    place: str
    find: Callable[[], Sequence[Draft]]
    keep: Callable[[str, str, str], None]  # form, slip, fields
    drop: Callable[[str], None]  # slip
    drawn: dict[str, str] = field(default_factory=dict)  # form → slip
    beside: dict[str, set[str]] = field(default_factory=dict)  # form → further keys
    _found: dict[str, Draft] | None = None

    def left(self, form: str) -> Draft | None:
        """One read for all forms of the place, and only when the session knows nothing of one."""
        if self._found is None:
            self._found = {draft.form: draft for draft in self.find()}
        return self._found.get(form)


HERE: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


@contextmanager
def sheet(sheet: Sheet) -> Iterator[None]:
    """Around what draws forms. What they hold at the end is kept, when it changed."""
    for number in st.session_state.pop(CLEARED, []):
        sheet.drop(number)
    before = HERE.set(sheet)
    try:
        yield
        _write_down(sheet)
        st.session_state[SEEN] = True
    finally:
        HERE.reset(before)


def first_run() -> bool:
    """Whether this session has not shown a page yet: a click now was meant for another's screen."""
    return HERE.get() is not None and not st.session_state.get(SEEN)


def number(form: str, *beside: str) -> str:
    """The form's number; with it, what was left unsaved is laid out again, and this is said.

    To be asked for before the fields are drawn. `beside` names further keys of the session that
    belong to the form.
    """
    sheet = HERE.get()
    key = f"slip:{sheet.place if sheet else ''}:{form}"
    slip = st.session_state.get(key)
    if slip is None:
        found = sheet.left(form) if sheet else None
        slip = found.slip if found else f"{form}-{uuid4().hex}"
        st.session_state[key] = slip
        if found:
            st.session_state[f"draft:{slip}"] = _Left(json.loads(found.fields))
    if sheet is None:
        return str(slip)
    sheet.beside.setdefault(form, set()).update(beside)
    if form not in sheet.drawn:
        sheet.drawn[form] = slip
        _put_back(key, slip)
    return str(slip)


def holds(slip: str) -> Callable[[], dict[str, Any]]:
    """What a form that was drawn here holds, to be asked at any later moment."""
    sheet = HERE.get()
    form = next((form for form, drawn in sheet.drawn.items() if drawn == slip), "") if sheet else ""
    beside = sorted(sheet.beside.get(form, ())) if sheet else []

    def now() -> dict[str, Any]:
        state = st.session_state.to_dict()
        own = (key for key in state if str(key).startswith(f"{slip}:"))
        return {str(key): _told(state.get(key)) for key in [*own, *beside]}

    return now


def _told(value: Any) -> Any:
    try:
        return plain(value)
    except NotKept:
        return repr(value)


def settle(key: str, options: Sequence[Any]) -> None:
    """A row that was put back by its number becomes the present one; a row that is gone, nothing."""
    value = st.session_state.get(key)
    rows = {option.id: option for option in options}
    if isinstance(value, RowNumber):
        if value.id in rows:
            st.session_state[key] = rows[value.id]
        else:
            del st.session_state[key]
    elif isinstance(value, list) and any(isinstance(part, RowNumber) for part in value):
        st.session_state[key] = [rows[part.id] for part in value if part.id in rows]


def renew(*, carry: bool = False) -> None:
    """New numbers for all forms: what was sent is stored. `carry` takes along what is filled in."""
    sheet = HERE.get()
    carried = [_carry(sheet, form) for form in sheet.drawn] if carry and sheet else []
    kept = {name for pair in carried for name in pair}
    for key in [key for key in st.session_state if str(key).startswith(("slip:", "draft:"))]:
        if key not in kept:
            del st.session_state[key]
    if sheet:
        sheet.drawn.clear()


def _carry(sheet: Sheet, form: str) -> tuple[str, str]:
    """The same fields under a new number: the old one was used up by something else."""
    key, old, new = f"slip:{sheet.place}:{form}", sheet.drawn[form], f"{form}-{uuid4().hex}"
    left: _Left = st.session_state.get(f"draft:{old}") or _Left()
    sheet.drop(old)
    if left.fields:
        sheet.keep(form, new, json.dumps(left.fields, ensure_ascii=False))
    st.session_state[key], st.session_state[f"draft:{new}"] = new, _Left(dict(left.fields))
    return key, f"draft:{new}"


def _full(slip: str, name: str) -> str:
    return name.removeprefix(BESIDE) if name.startswith(BESIDE) else f"{slip}{name}"


def _put_back(key: str, slip: str) -> None:
    left: _Left | None = st.session_state.get(f"draft:{slip}")
    if left is None or not left.fields:
        return
    for name, kept in left.fields.items():
        if _full(slip, name) in st.session_state or shown_in_browser(_full(slip, name)):
            continue
        try:
            st.session_state[_full(slip, name)] = value_of(kept)
            left.back = True
        except ValueError:  # a word that this version no longer knows: it stays empty
            continue
    if left.back:
        _tell(key, slip, [_full(slip, name) for name in left.fields])


def _tell(key: str, slip: str, keys: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(":orange[:material/history: **接着上次没存的填。**]照片和文件要重新选。")
        st.button("清空", key=f"clear:{slip}", icon=":material/restart_alt:",
                  on_click=_clear, args=(key, slip, keys))  # fmt: skip


def give_up(slip: str) -> None:
    """What was begun in a dialog is not wanted any more; its draft goes in the next run."""
    st.session_state[CLEARED] = [*st.session_state.get(CLEARED, []), slip]
    for key in [k for k, v in st.session_state.to_dict().items() if v == slip]:
        del st.session_state[key]
    st.session_state.pop(f"draft:{slip}", None)


def _clear(key: str, slip: str, keys: list[str]) -> None:
    st.session_state[CLEARED] = [*st.session_state.get(CLEARED, []), slip]
    for name in keys:
        if not name.startswith(slip):
            st.session_state[name] = None  # a field beside keeps its key, so it is told to be empty
    for name in [key, f"draft:{slip}"]:
        st.session_state.pop(name, None)


def _write_down(sheet: Sheet) -> None:
    """Of every form drawn: what differs from what it first showed. Nothing changed, nothing written."""
    state = st.session_state.to_dict()
    held: dict[str, dict[str, Any]] = {slip: {} for slip in sheet.drawn.values()}
    for key, value in state.items():
        found = OF_A_SLIP.fullmatch(str(key))
        if found and found[1] in held and not str(key).startswith("draft:"):
            _hold(held[found[1]], found[2], value)
    for form, slip in sheet.drawn.items():
        for key in sheet.beside[form]:
            if state.get(key) not in (None, "", []):
                _hold(held[slip], BESIDE + key, state[key])
        if held[slip] or f"draft:{slip}" in state:
            _keep(sheet, form, slip, held[slip])


def _hold(fields: dict[str, Any], name: str, value: Any) -> None:
    try:
        fields[name] = plain(value)
    except NotKept:
        return


def _keep(sheet: Sheet, form: str, slip: str, held: dict[str, Any]) -> None:
    left: _Left = st.session_state.setdefault(f"draft:{slip}", _Left())
    for name, value in held.items():
        if name not in left.fields:
            left.first.setdefault(name, value)
    changed = {n: v for n, v in held.items() if n not in left.first or left.first[n] != v}
    if changed:  # the untouched companions belong to it too
        changed |= {n: v for n, v in held.items() if n.startswith(BESIDE) or n.endswith(OPENED)}
    if changed == left.fields:
        return
    if changed:
        sheet.keep(form, slip, json.dumps(changed, ensure_ascii=False))
    else:
        sheet.drop(slip)
    left.fields = changed
