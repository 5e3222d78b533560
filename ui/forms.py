"""Sending exactly once, and telling people what became of it.

A form's slip (单号) is its key and part of what it sends: a second click carries the same slip
and is answered with the same receipt. After a success comes a new slip, so the fields are empty.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st

from domain.errors import DomainError, SlipTaken
from domain.receipts import Receipt
from ui.typed import escaped

SendNow = Callable[[], None]  # what a save button does when it is pressed


def slip(form: str) -> str:
    """This form's serial number; the same until something was sent with it."""
    return str(st.session_state.setdefault(f"slip:{form}", f"{form}-{uuid4().hex}"))


def send(form: str, write: Callable[[], Receipt], after: Callable[[], None] | None = None) -> None:
    """Write once; on success a fresh form and the receipt, on refusal the sentence.

    What was typed stays in the fields when the answer is no. `after` clears what else was chosen.
    """
    st.session_state.pop(f"news:{form}", None)
    try:
        receipt = write()
    except DomainError as refusal:
        if isinstance(refusal, SlipTaken):
            _new_slips()
        st.error(escaped(str(refusal)), icon=":material/error:")
        return
    tell(form, receipt)
    if after:
        after()
    st.rerun()  # after the commit: a rerun is an exception and would undo it


def tell(form: str, receipt: Receipt) -> None:
    """Remember what to say above this form from the next run on."""
    _new_slips()
    st.session_state[f"news:{form}"] = receipt


def _new_slips() -> None:
    """What was sent is stored: every form on the page gets a new number, and empty fields."""
    for key in [key for key in st.session_state if str(key).startswith("slip:")]:
        del st.session_state[key]


def news(form: str) -> Receipt | None:
    """The receipt of this form's last success, until the next try."""
    found: Receipt | None = st.session_state.get(f"news:{form}")
    return found


def show_news(form: str) -> Receipt | None:
    """Say the last success in words, where it stays: a toast is gone before an elder read it."""
    receipt = news(form)
    if receipt:
        st.success(escaped(receipt.told), icon=":material/check_circle:")
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
