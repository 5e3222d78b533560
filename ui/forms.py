"""Sending exactly once, and telling people what became of it.

A form's slip (单号) is its key and part of what it sends: a second click carries the same slip
and is answered with the same receipt. After a success comes a new slip, so the fields are empty.
What is not sent yet is kept as a draft (ui/drafts.py). News tells of the last act only: the next
one, done or refused, and another page clear it. What is refused is said right above the button
that was pressed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from domain.errors import DomainError, SlipTaken
from domain.receipts import Receipt
from ui import drafts, press
from ui.typed import escaped

DRAWN = "news:drawn"  # where this run has said something good
LAST = "news:last"
OUTBOX = "news:outbox"
After = Callable[[], None] | None
PRESSED: ContextVar[Any] = ContextVar("pressed", default=None)  # the place above that button
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


@dataclass(frozen=True, slots=True)
class News:
    """The last success: what was said, and the write that was done."""

    receipt: Receipt
    write: Callable[..., Receipt]


@dataclass(slots=True)
class _Outbox:
    """What was written and is not told yet: a plain thing, so that noting it is one step."""

    left: tuple[News, After] | None = None


def save_button(
    label: str, slip: str, *, width: Literal["stretch", "content"] = "stretch", key: str = "",
    icon: str = "check", above: Any = None, primary: bool | None = None,
) -> bool:  # fmt: skip
    """The button that sends this slip. Its key carries the number: a click on a screen that shows
    another one, drawn before the connection was lost, finds no button and saves nothing. `key`
    tells several buttons of one form apart; `above` is where a refusal is said, if not right above.
    """
    above = above or st.container()
    pressed = press.button(
        label, width=width,
        type="primary" if primary or (primary is None and not key) else "secondary",
        icon=f":material/{icon}:" if icon else None,
        key=f"send:{slip}:{key}" if key else f"send:{slip}", holds=drafts.holds(slip),
    )  # fmt: skip
    if pressed:
        PRESSED.set(above)
    return pressed and not lost()


def why(
    verb: str, slip: str, example: str = "", *, button: str = "", most: int = 100
) -> str | None:
    """The reason of one act (为什么…), once its button is pressed; None before that."""
    reason = st.text_input(
        f"为什么{verb}", max_chars=most, key=f"{slip}:why",
        placeholder=f"例如：{example}" if example else None,
    )  # fmt: skip
    return reason if save_button(button or verb, slip) else None


def lost() -> bool:
    """In the first run of a session nothing is written: whoever pressed had another screen before
    him. Whether this is such a run; then it is said.
    """
    if drafts.first_run():
        silence()
        with PRESSED.get() or nullcontext():
            st.warning(LOST, icon=":material/sync_problem:")
        return True
    return False


def send(call: Callable[[], Receipt], write: Callable[..., Receipt], after: After = None) -> bool:
    """Write once; whether it was done. Then come fresh numbers and the news, else why not is said.

    What was typed stays in the fields when the answer is no.
    """
    if lost():
        return False
    outbox = _outbox()
    try:
        receipt = call()
    except DomainError as refusal:
        if isinstance(refusal, SlipTaken):
            drafts.renew(carry=True)
        refuse(str(refusal))
        return False
    outbox.left = News(receipt, write), after
    settle()
    return True


def settle() -> bool:
    """Do for the screen what the last write left to do; whether there was anything.

    Every word to the framework may be where a second click stops the run: the run of that click
    goes on here first, and finds the act told and its number used up.
    """
    outbox = _outbox()
    if outbox.left is None:
        return False
    press.forget()
    news, after = outbox.left
    drafts.renew()
    silence()
    if after:
        after()
    st.session_state[LAST] = news
    outbox.left = None
    return True


def _outbox() -> "_Outbox":
    found: _Outbox = st.session_state.setdefault(OUTBOX, _Outbox())
    return found


def refuse(words: str) -> None:
    """Say why nothing was done, byte for byte; whatever good was said before belongs to an earlier act."""
    silence()
    with PRESSED.get() or nullcontext():
        st.error(escaped(words), icon=":material/error:")


def silence() -> None:
    """Take back what was said of an earlier act, on this screen too."""
    for place in st.session_state.pop(DRAWN, []):
        place.empty()
    forget()


def forget() -> None:
    """Between two runs: what was said belongs to what one has turned away from."""
    st.session_state.pop(DRAWN, None)
    st.session_state.pop(LAST, None)


def begin_page() -> None:
    """A new run of a whole page: nothing is said on it yet."""
    st.session_state[DRAWN] = []
    begin_form()


def begin_form() -> None:
    """Nothing of what is drawn from here on was pressed yet."""
    PRESSED.set(None)


def last_news() -> News | None:
    """The last success, until the next try."""
    found: News | None = st.session_state.get(LAST)
    return found


@contextmanager
def told(words: str) -> Iterator[None]:
    """What was done, in words, where it stays: a toast is gone before an elder read it.

    What is drawn inside stands beside the words, and goes when they are taken back.
    """
    place = st.empty()
    st.session_state.setdefault(DRAWN, []).append(place)
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.success(escaped(words), icon=":material/check_circle:")
        yield


@contextmanager
def refusals() -> Iterator[None]:
    """Around a whole visit: a rule's "no" is told in words. Bugs still fail loudly."""
    try:
        yield
    except DomainError as refusal:
        st.error(escaped(str(refusal)), icon=":material/block:")
