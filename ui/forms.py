"""Sending exactly once, and telling people what became of it.

A form's slip (单号) is its key and part of what it sends: a second click carries the same slip
and is answered with the same receipt. After a success comes a new slip, so the fields are empty.
What is not sent yet is kept as a draft (ui/drafts.py). News tells of the last act only: the next
one, done or refused, and another page clear it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import streamlit as st

from domain.errors import DomainError, SlipTaken
from domain.receipts import Receipt
from ui import drafts
from ui.typed import escaped

SendNow = Callable[[], None]  # what a save button does when it is pressed


DRAWN = "news:drawn"  # where this run has said something good
LOST = "连接断过，页面重新打开了，这一次还没存。看一眼填的对不对，再按一次。"


def slip(form: str, *beside: str) -> str:
    """This form's serial number; the same until something was sent with it.

    Asked for before the fields: what was left unsaved is laid out here again. `beside` names
    keys of the session that belong to the form and do not begin with the slip.
    """
    return drafts.number(form, *beside)


def only(options: Sequence[Any]) -> int | None:
    """The index a choice starts with: nothing is chosen for anybody where there is a choice."""
    return 0 if len(options) == 1 else None


def save_button(label: str, slip: str, *, width: Literal["stretch", "content"] = "stretch") -> bool:
    """The button that sends this slip. Its key carries the number: a click on a screen that shows
    another one, drawn before the connection was lost, finds no button and saves nothing.
    """
    return st.button(
        label, type="primary", width=width, key=f"send:{slip}", icon=":material/check:"
    )


def send(form: str, write: Callable[[], Receipt], after: Callable[[], None] | None = None) -> None:
    """Write once; on success a fresh form and the receipt, on refusal the sentence.

    What was typed stays in the fields when the answer is no. `after` clears what else was chosen.
    In the first run of a session nothing is written: whoever pressed had another screen before him.
    """
    if drafts.first_run():
        silence()
        st.warning(LOST, icon=":material/sync_problem:")
        return
    try:
        receipt = write()
    except DomainError as refusal:
        if isinstance(refusal, SlipTaken):
            drafts.renew(carry=True)
        refuse(str(refusal))
        return
    tell(form, receipt)
    if after:
        after()
    st.rerun()  # after the commit: a rerun is an exception and would undo it


def refuse(words: str) -> None:
    """Say why nothing was done, byte for byte; whatever good was said before belongs to an earlier act."""
    silence()
    st.error(escaped(words), icon=":material/error:")


def silence() -> None:
    """Take back what was said of an earlier act, on this screen too."""
    for place in st.session_state.pop(DRAWN, []):
        place.empty()
    for key in [key for key in st.session_state if str(key).startswith("news:")]:
        del st.session_state[key]


def begin_page() -> None:
    """A new run of a whole page: nothing is said on it yet."""
    st.session_state[DRAWN] = []


def tell(form: str, receipt: Receipt) -> None:
    """Remember what to say above this form from the next run on, and nothing else."""
    drafts.renew()
    silence()
    st.session_state[f"news:{form}"] = receipt


def news(form: str) -> Receipt | None:
    """The receipt of this form's last success, until the next try."""
    found: Receipt | None = st.session_state.get(f"news:{form}")
    return found


def show_news(form: str) -> Receipt | None:
    """Say the last success in words, where it stays: a toast is gone before an elder read it."""
    receipt = news(form)
    if receipt:
        place = st.empty()
        place.success(escaped(receipt.told), icon=":material/check_circle:")
        st.session_state.setdefault(DRAWN, []).append(place)
    return receipt


def forget(form: str) -> None:
    """Drop the news of a form, when something else happened to what it told of."""
    st.session_state.pop(f"news:{form}", None)


@contextmanager
def refusals() -> Iterator[None]:
    """Around a whole visit: a rule's "no" is told in words. Bugs still fail loudly."""
    try:
        yield
    except DomainError as refusal:
        st.error(escaped(str(refusal)), icon=":material/block:")
