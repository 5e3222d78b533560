"""展示数字和荣誉: what the board says in words, as rows with their dialogs."""

import streamlit as st

from db.places import board_words
from db.visit import Visit
from domain.asking import Asking
from domain.board_words import (
    MOST_FROM,
    MOST_LABEL,
    MOST_UNIT,
    MOST_WORDS,
    FactOnFile,
    FactPaper,
    HonourOnFile,
    HonourPaper,
    Level,
    OnScreen,
    day_of,
    fact_said,
    honour_said,
)
from domain.days import short_day
from domain.registry import Source
from pages.acts import act, dialog
from ui import choices, forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened
from ui.rows import Column, Rows

OFF = ":gray-badge[不上大屏]"


def draw(visit: Visit) -> None:
    """The figures screen by screen, then the honours; what left the board comes last."""
    layout.second_line("写上去的照原样显示，不另算。每一条都要写从哪里来、截至哪天。")
    known, honours = board_words.facts(visit), board_words.honours(visit)
    layout.section(f"展示数字 {len(known)}")
    act(visit, "加展示数字", _add_fact, icon="add_chart", primary=not known)
    if known:
        _facts(visit).show(known)
    layout.section(f"荣誉 {len(honours)}")
    act(visit, "加荣誉", _add_honour, icon="workspace_premium")
    if honours:
        _honours(visit).show(honours)


def _facts(visit: Visit) -> Rows:
    return Rows(
        "board-facts",
        title=lambda one: one.label,
        title_label="叫什么",
        state=Column("scene", "哪一屏", _screen, 116),
        columns=(
            Column("words", "多少", lambda one: layout.bold(f"{one.words}{one.unit}"), 260),
            Column("from", "从哪里来", _from, 320),
        ),
        acts=lambda one: act(visit, "改", _change_fact, one.code, key=f"fact:{one.code}"),
        acts_width=72,
        number=lambda one: one.code,
        first=30,
    )  # fmt: skip


def _screen(one: FactOnFile) -> str:
    return OFF if one.ended_on else f":blue-badge[{one.scene.label}]"


def _from(one: FactOnFile) -> str:
    day = day_of(one)
    when = f"{day.year}年{day.month}月{day.day}日" if day else one.as_of
    return f":gray[{layout.escaped(f'{one.note}，{when}')}]"


def _honours(visit: Visit) -> Rows:
    def given(one: HonourOnFile) -> str:
        if one.source is Source.ARTICLE and not one.giver:
            return ":gray[照文章写的]"
        day = f"，{short_day(one.given_on, visit.today)}" if one.given_on else ""
        return f":gray[{layout.escaped(one.giver)}{day}]"

    return Rows(
        "board-honours",
        title=lambda one: one.title,
        title_label="荣誉",
        state=Column("level", "哪一级",
                     lambda one: OFF if one.ended_on else f":blue-badge[{one.level.label}]", 116),
        columns=(Column("given", "谁发的", given, 320),),
        acts=lambda one: act(visit, "改", _change_honour, one.id, key=f"honour:{one.id}"),
        acts_width=72,
    )  # fmt: skip


@dialog("加展示数字", board_words.add_fact)
def _add_fact(visit: Visit, slip: str) -> FactPaper | None:
    return _fact_fields(slip, None)


@dialog("改展示数字", board_words.change_fact)
def _change_fact(visit: Visit, slip: str, code: str) -> FactPaper | None:
    now = board_words.fact_coded(visit.db, code)
    paper = _fact_fields(slip, now)
    if now.ended_on:
        act(visit, "再放上大屏", board_words.put_back_fact, code, width="stretch")
        return paper
    act(visit, "排到最前面", board_words.put_fact_first, code, width="stretch", quiet=True)
    with st.expander("不再上大屏"):
        layout.second_line("记录留着，以后可以再放上去。")
        act(visit, f"拿下 {now.label}", board_words.take_off_fact, code, width="stretch")
    return paper


def _fact_fields(slip: str, now: FactOnFile | None) -> FactPaper | None:
    was = opened(slip, fact_said(now)) if now else None
    scene = choices.one_of("哪一屏", OnScreen, key=f"{slip}:scene", at=now.scene if now else None)
    label = st.text_input("叫什么", now.label if now else "", max_chars=MOST_LABEL,
                          placeholder="例如：志愿者", key=f"{slip}:label")  # fmt: skip
    words = st.text_input("多少", now.words if now else "", max_chars=MOST_WORDS,
                          placeholder="例如：80 或 20余", key=f"{slip}:words")  # fmt: skip
    unit = st.text_input("单位（没有就空着）", now.unit if now else "", max_chars=MOST_UNIT,
                         placeholder="例如：名", key=f"{slip}:unit")  # fmt: skip
    note = st.text_input("从哪里来", now.note if now else "", max_chars=MOST_FROM,
                         placeholder="例如：街道 2026 年年报", key=f"{slip}:note")  # fmt: skip
    day = day_field("截至哪天", f"{slip}:day", day_of(now) if now else None)
    reason = _reason(slip, "例如：出了新的年报") if now else ""
    if not forms.save_button("保存" if now else "加上", slip):
        return None
    asking = Asking()
    given = FactPaper(
        slip, asking.given(scene, "哪一屏"), asking.given(label, "叫什么"),
        asking.given(words, "多少"), unit, asking.given(note, "从哪里来"),
        asking.given(day, "截至哪天"), now.code if now else "", reason, was,
    )  # fmt: skip
    asking.done()
    return given


@dialog("加荣誉", board_words.add_honour)
def _add_honour(visit: Visit, slip: str) -> HonourPaper | None:
    return _honour_fields(slip, None)


@dialog("改荣誉", board_words.change_honour)
def _change_honour(visit: Visit, slip: str, id: int) -> HonourPaper | None:
    now = board_words.honour_numbered(visit.db, id)
    paper = _honour_fields(slip, now)
    if now.ended_on:
        act(visit, "再放上大屏", board_words.put_back_honour, id, width="stretch")
        return paper
    with st.expander("不再上大屏"):
        layout.second_line("到期了或者被收回了。记录留着，以后可以再放上去。")
        act(visit, "拿下这项荣誉", board_words.take_off_honour, id, width="stretch")
    return paper


def _honour_fields(slip: str, now: HonourOnFile | None) -> HonourPaper | None:
    was = opened(slip, honour_said(now)) if now else None
    title = st.text_input("荣誉叫什么", now.title if now else "", max_chars=40,
                          key=f"{slip}:title")  # fmt: skip
    level = choices.one_of("哪一级", Level, key=f"{slip}:level", at=now.level if now else None)
    by = st.text_input("谁发的", now.giver if now else "", max_chars=40,
                       placeholder="例如：武汉市民政局", key=f"{slip}:by")  # fmt: skip
    day = day_field("哪天发的", f"{slip}:day", now.given_on if now else None)
    reason = _reason(slip, "例如：名称写错了") if now else ""
    if not forms.save_button("保存" if now else "加上", slip):
        return None
    asking = Asking()
    given = HonourPaper(
        slip, asking.given(title, "荣誉叫什么"), asking.given(level, "哪一级"),
        asking.given(by, "谁发的"), asking.given(day, "哪天发的"), now.id if now else None, reason, was,
    )  # fmt: skip
    asking.done()
    return given


def _reason(slip: str, example: str) -> str:
    return st.text_input("为什么改", placeholder=example, max_chars=100, key=f"{slip}:reason")
