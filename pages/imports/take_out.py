"""模板 of a list: empty, or with what is there; many people leave only with a reason, on record."""

from uuid import uuid4

import streamlit as st

from db.imports import previews, taking_out
from db.visit import Visit, permission_of
from domain.imports.entries import Listing
from domain.imports.taking_out import MOST_UNASKED
from pages import lists
from ui import layout

COUNTED = "import:there"  # of the session: how many rows a list has, counted once


def buttons(visit: Visit, listing: Listing, estate_id: int | None) -> None:
    """One button; where many people would leave, an empty table and, with a reason, the full one."""
    title, needs = f"{listing.title}模板", permission_of(taking_out.taken_out)
    many = _people(visit, listing, estate_id)
    if many <= MOST_UNASKED:
        lists.template(
            title, listing.template, needs,
            lambda now: taking_out.taken_out(now, listing.code, estate_id, "", _slip()),
        )  # fmt: skip
        return
    lists.template(title, listing.template, needs, label="下载空模板")
    with st.expander(f"连同已经登记的 {many:,} 行一起下载", icon=":material/lock_open:"):
        layout.second_line("里面是人的资料。写清拿去做什么，谁哪天带走的会记下来。")
        why = st.text_input(
            "拿去做什么", placeholder="例如：发给楼栋长核对", max_chars=60,
            key=f"import:why:{listing.code}:{estate_id}",
        )  # fmt: skip
        if len(why.strip()) < 2:
            layout.second_line("写了才有下载的按钮。")
            return
        lists.template(
            title, listing.template, needs,
            lambda now: taking_out.taken_out(now, listing.code, estate_id, why, _slip()),
            label=f"下载这 {many:,} 行",
        )  # fmt: skip


def _slip() -> str:
    """Each file that leaves is one line."""
    return f"out-{uuid4().hex}"


def _people(visit: Visit, listing: Listing, estate_id: int | None) -> int:
    """How many rows of people it has; the count at the moment it leaves is the one that is kept."""
    if not listing.people:
        return 0
    counted: dict[tuple[str, int | None], int] = st.session_state.setdefault(COUNTED, {})
    of = (listing.code, estate_id)
    if of not in counted:
        counted[of] = len(previews.rows_there(visit, listing.code, estate_id))
    return counted[of]
