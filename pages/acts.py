"""An act (一件事) is one noun: who may, its button or fields, its slip, what is said, its undo.

A write says who may do it and what takes it back (db/writes.py); a screen only names the write:
`act` is its button, `form` its fields on the page, `dialog` its fields over the page. Each is
drawn only for who may, sent once under its slip (单号), and told in the one line at the foot of
the page (`news`), with 撤销 where it can be taken back, until the next act.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import isclass
from typing import Any, Literal

import streamlit as st

from db.visit import Visit, permission_of
from db.writes import takes_slip, undo_of
from domain.drafts import Place
from domain.errors import DomainError
from domain.receipts import Receipt
from pages.again import visit_again
from pages.dialogs import DIALOGS, Dialog, here, sheet_of
from ui import drafts, forms, press
from ui.plain import plain

Write = Callable[..., Receipt]
Draw = Callable[..., Any]  # draws fields; answers None, or what the write takes
After = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Doing:
    """A write with what it takes, where a form chooses among several."""

    write: Write
    args: tuple[Any, ...]
    more: dict[str, Any]


def doing(write: Write, *args: Any, **more: Any) -> Doing:
    """What a form answers when it is not simply the write it names."""
    return Doing(write, args, more)


def act(
    visit: Visit,
    label: str,
    what: Write | Dialog,
    *args: Any,
    icon: str = "",
    primary: bool = False,
    quiet: bool = False,
    width: Literal["content", "stretch"] | int = "content",
    key: str = "",
    after: After | None = None,
) -> None:
    """A button that does a write, or opens a dialog, drawn only for who may.

    `args` are what it takes after the visit; a class of papers among them is made with the slip
    first: `act(visit, "相符", record_recount, Finding, recount_id, paper_id, True)`. Two buttons
    of one write on one page differ in their `args`, or are told apart by `key`. Hiding is manners;
    the check is the write's.
    """
    if not visit.user.may(permission_of(what)):
        return
    name = _name(what.name if isinstance(what, Dialog) else what.__name__, args)
    key = key or name
    pressed = press.button(
        label, key=key, icon=f":material/{icon}:" if icon else None, width=width,
        type="primary" if primary else "tertiary" if quiet else "secondary",
    )  # fmt: skip
    if not pressed:
        return
    if isinstance(what, Dialog):
        press.opens(key, what, *args)
        return
    forms.begin_form()
    slip = forms.slip(name)
    _send(visit, slip, Doing(what, _given(slip, args), {}), after)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields on the page for one write: called with the visit and what they are about."""

    write: Write
    draw: Draw
    beside: tuple[str, ...]
    after: After | None
    per_matter: bool = True

    def __call__(self, visit: Visit, *about: Any) -> None:
        if visit.user.may(permission_of(self.write)):
            _fill_in(visit, self, self.number(*about), about)

    def number(self, *about: Any) -> str:
        """Its slip; what was left unsaved is laid out, before anything beside it is drawn."""
        name = f"{self.draw.__module__.rpartition('.')[2]}.{self.draw.__name__}"
        return forms.slip(_name(name, about if self.per_matter else ()), *self.beside)


def form(
    write: Write,
    *,
    beside: tuple[str, ...] = (),
    after: After | None = None,
    per_matter: bool = True,
) -> Callable[[Draw], Form]:
    """Fields on the page for one write, drawn only for who may.

    The function takes the visit, its slip and what it is about, and answers None until its save
    button is pressed; then what the write takes: a paper, or a tuple of arguments. `beside` names
    keys of the session that belong to it and do not begin with the slip; `after` clears what else
    was chosen for it. What is filled in is kept for each matter, or whatever it is about.
    """
    return lambda draw: Form(write, draw, beside, after, per_matter)


def dialog(
    title: str,
    write: Callable[..., Any],
    *,
    width: Literal["small", "medium", "large"] = "small",
    beside: tuple[str, ...] = (),
    after: After | None = None,
) -> Callable[[Draw], Dialog]:
    """The same over the page, for whoever is there at each click: a click inside a dialog runs
    only the dialog, not pages/shell.py.

    What is filled in is kept per matter. One that only shows something names the read it shows.
    """

    def mark(draw: Draw) -> Dialog:
        name, needs = f"{draw.__module__}.{draw.__qualname__}", permission_of(write)
        fields = Form(write, draw, beside, after)

        @st.dialog(title, width=width, on_dismiss="rerun")
        @wraps(draw)
        def shown(*about: Any) -> None:
            if forms.settle():  # it was saved, and a second click kept it from being shut
                st.rerun()
            with forms.refusals(), visit_again(needs) as visit:
                place = Place(here(), name, json.dumps([plain(given) for given in about]))
                with drafts.sheet(sheet_of(visit, place)):
                    _fill_in(visit, fields, fields.number(), about)  # the place tells the matter
            press.forget()

        DIALOGS[name] = made = Dialog(title, needs, draw.__name__, shown)
        return made

    return mark


def news(visit: Visit) -> None:
    """The one line at the foot of the page, in sight wherever one has scrolled to: what was done
    last, and 撤销 for who may and while it can be taken back.
    """
    last = forms.last_news()
    if last is None:
        return
    id, undo = last.receipt.id, undo_of(last.write)
    with st.bottom, forms.told(last.receipt.told):
        if undo and visit.user.may(permission_of(undo.write)) and undo.possible(visit, id):
            act(visit, undo.label, undo.write, id, icon="undo", key="undo")


def done_last(*writes: Write) -> int | None:
    """The id on the last receipt, when it is of one of these writes and nothing came after it."""
    last = forms.last_news()
    return last.receipt.id if last and last.write in writes else None


def _fill_in(visit: Visit, form: Form, slip: str, about: Sequence[Any]) -> None:
    forms.begin_form()
    try:
        given = form.draw(visit, slip, *about)
    except DomainError as refusal:
        forms.refuse(str(refusal))
        return
    if given is None:
        return
    if not isinstance(given, Doing):
        given = Doing(form.write, given if isinstance(given, tuple) else (given,), {})
    _send(visit, slip, given, form.after)


def _send(visit: Visit, slip: str, doing: Doing, after: After | None) -> None:
    more = doing.more | ({"slip": slip} if takes_slip(doing.write) else {})
    if forms.send(lambda: doing.write(visit, *doing.args, **more), doing.write, after):
        st.rerun()  # after the commit: a rerun is an exception and would undo it


def _given(slip: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    if args and isclass(args[0]):
        paper: Any = args[0]
        return (paper(slip, *args[1:]),)
    return args


def _name(what: str, about: Sequence[Any]) -> str:
    """One name per act and matter, for its key and its slip: rows are told by their numbers, and a
    list of what there is to choose from is no matter.
    """
    told = [getattr(part, "id", part) for part in about if not isclass(part)]
    return ":".join([what, *(str(part) for part in told if isinstance(part, int | str))])
