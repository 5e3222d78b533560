"""The second person (另一个人核准): what one asked for, another agrees to or sends back.

One wording and one row for awards, batches, vouchers, settlements, payments, counts and steps of a
project. The write itself refuses the same person; here nobody is offered what would be refused.
"""

from collections.abc import Collection
from typing import Any

import streamlit as st

from db.visit import Visit, permission_of
from domain.people import Permission, who_may
from pages.acts import Write, act


def may_answer(
    visit: Visit, hands: Collection[int], write: Write, needs: Permission | None = None
) -> bool:
    """Who may do that write and had no hand in what it answers."""
    needs = needs or permission_of(write)
    return visit.user.may(needs) and visit.user.id not in hands


def answer(
    visit: Visit,
    hands: Collection[int],
    label: str,
    write: Write,
    *args: Any,
    needs: Permission | None = None,
    key: str = "",
    primary: bool = True,
) -> bool:
    """The button of the second person; for everybody else, whom it waits for.

    `hands` are those who asked for it or signed before; `needs` is what the request asks for, where
    that is more than the write; in a list of rows no button is `primary`. Whether the button is
    there, so that 退回 can stand beside it.
    """
    mine = may_answer(visit, hands, write, needs)
    if mine:
        act(visit, label, write, *args, primary=primary, icon="check" if primary else "",
            key=key)  # fmt: skip
    else:
        words = waits_for(needs or permission_of(write))
        st.badge(words, icon=":material/hourglass_empty:", color="orange")
    return mine


def waits_for(needs: Permission) -> str:
    """等…核准: the one role that may, or anybody else who may."""
    roles = who_may(needs)
    return f"等{roles[0].label if len(roles) == 1 else '另一个人'}核准"
