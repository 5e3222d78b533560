"""What stood on a form when it was opened (打开时的样子), until it is saved or begun anew.

A form of changes is drawn again at every click, and the file is read each time: without this,
whoever saved would undo what somebody else had changed meanwhile, having seen neither. The facts
of the first run are kept under the form's number, and go into the paper as `was`; the rule refuses
one that is no longer what is stored (domain/changes.py).
"""

from hashlib import sha256
from typing import TypeVar

import streamlit as st

from domain.changes import OVERTAKEN
from domain.errors import WrongState
from ui import drafts

Facts = TypeVar("Facts")


def opened(slip: str, now: Facts, of: int | str = "") -> Facts:
    """The facts as this form first showed them; `of` tells several matters of one form apart.

    Says so when they are no longer those on file. Raises WrongState where a draft was begun on
    others, whose fields would be laid out under facts nobody has seen.
    """
    held, mark, state = f"was:{slip}{of}", f"{slip}:{of}{drafts.OPENED}", st.session_state
    print_now = sha256(repr(now).encode()).hexdigest()[:16]
    first = state.setdefault(mark, print_now)
    if first == print_now:
        state[held] = now
        return now
    st.button(
        "照现在的重填", icon=":material/refresh:", key=f"anew:{slip}", on_click=drafts.give_up,
        args=(slip,),
    )  # fmt: skip
    if held not in state:
        raise WrongState(f"上次打开以后，{OVERTAKEN}")
    st.warning(f"刚才{OVERTAKEN}", icon=":material/sync_problem:")
    was: Facts = state[held]
    return was
