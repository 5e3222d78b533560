"""Dialogs (对话框) of the house, and what was filled in there and is not saved yet (没存的).

A click inside a dialog runs only the dialog, not pages/shell.py, and the first run's connection
is closed by then. So each run of one opens the database and checks the session for itself.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import streamlit as st

from db import drafts as kept
from db.visit import Visit
from domain.days import moment
from domain.drafts import Draft, Place
from domain.people import Permission
from pages.again import visit_again
from ui import drafts, forms, press
from ui.plain import RowNumber, value_of

ROOM = "room"  # of the session: the address of the room one is in
PARTS = ("project",)  # what of the query makes it another place


@dataclass(frozen=True, slots=True)
class Dialog:
    """Fields over the page: called with the matter it is about, it opens for who may."""

    title: str
    permission: Permission
    name: str
    shown: Callable[..., Any]

    def __call__(self, *about: Any) -> None:
        forms.silence()
        self.shown(*about)


def glance(
    title: str,
    width: Literal["small", "medium", "large"] = "medium",
    needs: Permission | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A dialog in which nothing is filled in or written: for whoever is signed in at each click,
    and still may. Called with what it shows, after the visit.
    """

    def mark(draw: Callable[..., None]) -> Callable[..., None]:
        @st.dialog(title, width=width)
        @wraps(draw)
        def shown(*about: Any) -> None:
            with forms.refusals(), visit_again(needs) as visit:
                draw(visit, *about)
            press.forget()

        return shown

    return mark


DIALOGS: dict[str, Dialog] = {}  # every one, by module and name; each has its walk in the tests


def here() -> str:
    """The room one is in, and in it the project: what is filled in belongs there."""
    room = str(st.session_state.get(ROOM, ""))
    parts = [f"{part}={st.query_params[part]}" for part in PARTS if part in st.query_params]
    return "?".join([room, *parts])


def sheet_of(visit: Visit, place: Place) -> drafts.Sheet:
    """How the drafts of this person at this place are kept."""
    db, me, now = visit.db, visit.user.id, visit.now

    def found() -> list[Draft]:
        drafts = kept.drafts_in(db, me, place.room, now)
        return [
            draft for draft in drafts if (draft.dialog, draft.given) == (place.dialog, place.given)
        ]

    return drafts.Sheet(
        f"{place.room}|{place.dialog}|{place.given}",
        found,
        lambda form, slip, fields: kept.keep_draft(db, me, place, form, slip, fields, now),
        lambda slip: kept.drop_draft(db, me, slip),
    )


def offer_unsaved(visit: Visit) -> None:
    """Dialogs of this room that were shut before they were saved: to go on with, or to drop."""
    offered = set()
    for draft in kept.drafts_in(visit.db, visit.user.id, here(), visit.now):
        dialog = DIALOGS.get(draft.dialog)
        given = [value_of(part) for part in json.loads(draft.given)]
        if (
            dialog is None
            or not visit.user.may(dialog.permission)
            or (draft.dialog, draft.given) in offered
        ):
            continue
        if any(isinstance(part, RowNumber) for part in given):
            continue
        offered.add((draft.dialog, draft.given))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = f":orange[:material/edit_note: **{dialog.title}**还没存，{moment(draft.updated_at, visit.today)}填的]"
            st.markdown(words, width="content")
            key = f"go_on:{draft.slip}"
            if press.button("接着填", key=key, icon=":material/edit:"):
                press.opens(key, dialog, *given)
            st.button(
                "不要了", key=f"give_up:{draft.slip}", on_click=drafts.give_up, args=(draft.slip,)
            )
