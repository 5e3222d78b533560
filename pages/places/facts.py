"""The community's facts (社区资料), and what of places was entered and changed (改过什么)."""

from dataclasses import replace

import streamlit as st

from db import registry
from db.places import facts
from db.visit import Visit
from domain.days import moment
from domain.places import FIRST_YEAR, MOST_AREA_M2, MOST_PEOPLE, CommunityFacts, facts_said
from domain.registry import Community
from pages.acts import act, dialog
from pages.set_up import draw_way_back
from ui import forms, layout
from ui.opened import opened
from ui.rows import Column, Rows

SHOWN = 20  # changes at first


def draw(visit: Visit) -> None:
    """What is known of the community, each with its label, and the button that changes it."""
    community = registry.community(visit.db)
    if community is None:
        return
    with st.container(border=True):
        for label, words in facts_said(community).items():
            st.markdown(f":gray[{label}]  \n{layout.bold(words) if words else '还没填'}")
    if visit.user.may(_change.permission):
        act(visit, "改社区资料", _change, icon="edit")
        draw_way_back(visit)
    else:
        layout.second_line("社区资料由管理员改。")


@dialog("改社区资料", facts.change_facts)
def _change(visit: Visit, slip: str) -> CommunityFacts | None:
    now = registry.community(visit.db)
    if now is None:
        return None
    layout.second_line("不知道的就空着。原来的写法会留在“改过什么”里。")
    was = opened(slip, facts_said(now))
    paper = replace(_fields(slip, now), was=was)
    return paper if forms.save_button("保存", slip) else None


def _fields(slip: str, now: Community) -> CommunityFacts:
    name = st.text_input("社区名称", now.name, max_chars=40, key=f"{slip}:name")
    address = st.text_input("社区地址", now.address, max_chars=100, key=f"{slip}:address")
    left, right = st.columns(2)
    with left:
        year = _count("成立年份", now.founded_year, FIRST_YEAR, 2200, f"{slip}:year")
        households = _count("一共多少户", now.households, 1, MOST_PEOPLE, f"{slip}:households")
    with right:
        area = _count("面积（平方米）", now.area_m2, 1, MOST_AREA_M2, f"{slip}:area")
        residents = _count("一共多少人", now.residents, 1, MOST_PEOPLE, f"{slip}:residents")
    words = st.text_input(
        "人数怎么说", now.residents_words or "", placeholder="例如：1.6 万余人", max_chars=40,
        key=f"{slip}:words",
    )  # fmt: skip
    reason = st.text_input(
        "为什么改（第一次填不用写）", placeholder="例如：街道 2026 年公布", max_chars=100,
        key=f"{slip}:reason",
    )  # fmt: skip
    return CommunityFacts(slip, name, address, year, area, households, residents, words, reason)


def _count(label: str, now: int | None, least: int, most: int, key: str) -> int | None:
    typed: int | None = st.number_input(
        label, least, most, value=now, step=1, key=key, placeholder="不知道就空着"
    )
    return typed


def draw_changes(visit: Visit) -> None:
    """Who entered and changed what, the latest first."""
    rows = Rows(
        "place-changes",
        title=lambda change: change.told,
        title_label="改了什么",
        columns=(
            Column("by", "谁", lambda change: layout.escaped(change.by), 120),
            Column("at", "什么时候", lambda change: moment(change.at, visit.today), 180),
        ),
        first=SHOWN,
    )
    found = facts.changes(visit, rows.shown + 1)
    if not found:
        layout.empty_state("history", "还没有改过", "小区、楼栋和社区资料的改动会一条条记在这里。")
        return
    rows.show(found)
