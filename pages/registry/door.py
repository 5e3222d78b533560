"""入户核对 on a phone: one stairwell, one tap a flat, stored at once; the next flat comes by itself."""

from functools import partial

import streamlit as st

from db.registry_book import door
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.registry_book.door import Found
from domain.registry_book.units import UnitFacts
from pages.acts import act
from ui import layout, press, whereabouts

WALK, UNIT = "walk", "unit"
ICONS = {Found.SAME: "check", Found.DIFFERENT: "edit", Found.NOBODY: "door_front"}


def rounds(visit: Visit, building_id: int) -> None:
    """The stairwells of a building, each with its way in."""
    if not visit.user.may(permission_of(door.rounds)):
        return
    for one in door.rounds(visit, building_id):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", width="content"
        ):
            st.markdown(f"**入户核对** {one.told}", width="content")
            if one.next_unit is None:
                st.markdown(":green-badge[:material/check: 今天都走过了]", width="content")
            elif press.button(f"挨户核对{one.number}单元", icon=":material/doorbell:",
                           key=f"round:{one.stairwell_id}"):  # fmt: skip
                _open(one.next_unit)
                st.rerun()


def buttons(visit: Visit, unit: UnitFacts) -> None:
    """What was found at this door. On a round the next one follows, but for what has to be changed."""
    if not visit.user.may(permission_of(door.check_unit)):
        return
    walking = bool(whereabouts.asked(WALK))
    following = door.next_unit(visit, unit.id) if walking else None
    st.markdown(f"**入户核对** :gray[{_last(visit, unit)}]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for found in Found:
            goes_on = walking and found is not Found.DIFFERENT
            act(
                visit, found.label, door.check_unit, unit.id, found, icon=ICONS[found],
                primary=walking and found is Found.SAME, key=f"found:{unit.id}:{found}",
                after=partial(_go_on, following) if goes_on else None,
            )  # fmt: skip
        if walking and press.button(
            "下一户", icon=":material/arrow_forward:", key=f"next:{unit.id}"
        ):
            _go_on(following)
            st.rerun()


def _last(visit: Visit, unit: UnitFacts) -> str:
    last = door.last_check(visit, unit.id)
    if last is None:
        return "还没核对过"
    return layout.escaped(
        f"上次 {short_day(last.checked_on, visit.today)}，{last.result.label}，{last.by}"
    )


def _open(unit_id: int) -> None:
    whereabouts.keep(UNIT, str(unit_id))
    whereabouts.keep(WALK, "1")


def _go_on(following: int | None) -> None:
    """The next flat, or back to the building when that was the last one."""
    if following is None:
        whereabouts.keep(UNIT, "")
        whereabouts.keep(WALK, "")
    else:
        _open(following)
