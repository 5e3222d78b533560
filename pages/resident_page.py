"""居民 (one resident): home and household, and what each feature tells, each part for who may see it.

Reached from a name anywhere and from 全部搜索. The page knows no feature by name: parts are handed
over (pages/feature.py). What is sensitive is written down once per opening, before it is shown.
Home, phone and family are for who may find residents; others see the name and their own parts.
"""

from uuid import uuid4

import streamlit as st

from db import readings, registry
from db.visit import Visit, permission_of
from domain.privacy import masked_phone
from domain.registry import Resident
from pages import asked, own_sheet
from pages.feature import ResidentPart, Room
from pages.features import FEATURES
from pages.person import NEEDS, person_link
from ui import layout

PARAMETER = "id"
HEAD = "住处、电话、家人"  # what who may find residents reads of everybody
OPENED = "chosen:opened"  # whose page, which parts, by which slip; forgotten in another room


def render(visit: Visit) -> None:
    who = registry.someone(visit.db, asked.number(PARAMETER) or 0)
    if who is None:
        layout.page_head("没有这个人", "地址里的号码不对，或者底册里没有。")
        layout.second_line("按“搜索”，用姓名、房号或手机后四位再找一次。")
        return
    every = [part for feature in FEATURES for part in feature.resident]
    parts = [part for part in every if visit.user.may(permission_of(part.read))]
    _write_down(visit, who, parts)
    _head(visit, who)
    own_sheet.button(visit, who, every)
    if not parts:
        layout.second_line("湾郡币、分户账、表决票这些，要有看它们的权限才会出现在这里。")
    for at, column in enumerate(st.columns(2, gap="medium")):
        with column:
            for part in parts[at::2]:
                _part(visit, who, part)


def _head(visit: Visit, who: Resident) -> None:
    """Where, and how to tell that it is this person: the phone is masked for everybody."""
    if not _finds(visit):
        layout.page_head(layout.escaped(who.name), "住处、电话和家人，有“找居民”权限的人才看得到。")
        return
    facts = [who.address.strip() or "没有登记住处", who.phone and masked_phone(who.phone)]
    facts.append(f"{who.birth_year} 年生" if who.birth_year else "")
    layout.page_head(
        layout.escaped(who.name), " · ".join(layout.escaped(fact) for fact in facts if fact)
    )
    guardian = [(who.guardian_id, who.guardian)] if who.guardian_id and who.guardian else []
    family = [(one.id, one.name) for one in registry.household(visit, who.id)]
    for words, people in (("监护人", guardian), ("同一户", family)):
        if people:
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(f":gray[{words}]", width="content")
                for id, name in people:
                    person_link(visit, id, name)


def _part(visit: Visit, who: Resident, part: ResidentPart) -> None:
    st.header(part.title, icon=f":material/{part.icon}:", anchor=False)
    told = part.read(visit, who.id)
    if told:
        part.draw(visit, who, told)
    else:
        layout.second_line(part.nothing)


def _finds(visit: Visit) -> bool:
    return visit.user.may(permission_of(registry.find_residents))


def _write_down(visit: Visit, who: Resident, parts: list[ResidentPart]) -> None:
    """One line per opening: the slip is this opening's, so that a run cut short adds no second."""
    head = [HEAD] if _finds(visit) else []
    read = "、".join([*head, *(part.title for part in parts if part.sensitive)])
    if not read:
        return
    what = (who.id, read)
    opened, slip, written = st.session_state.get(OPENED, (None, "", False))
    if opened != what:
        slip, written = f"reading-{uuid4().hex}", False
        st.session_state[OPENED] = (what, slip, written)
    if not written:
        readings.record_reading(visit, who.id, read, slip=slip)
        st.session_state[OPENED] = (what, slip, True)


ROOM = Room("resident", "居民", "person", NEEDS, render, menu=False)
