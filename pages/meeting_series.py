"""系列 (meetings that come every month): the next one in one tap; set up, put right, ended."""

from datetime import time

import streamlit as st

from db.meeting_agenda import coming_back, series
from db.visit import Visit, permission_of
from domain.amounts import typed_counts
from domain.asking import Asking
from domain.days import WEEKDAYS, short_day
from domain.meeting_agenda.meetings import STANDING_ITEM, ItemType, Kind
from domain.meeting_agenda.series import (
    MOST_STANDING,
    WEEK_WORDS,
    NewSeries,
    Series,
    SeriesChange,
    SeriesEnd,
    SeriesFacts,
    StandingItem,
)
from pages.acts import act, dialog, form
from ui import choices, forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field, hour_field
from ui.opened import opened
from ui.rows import NOTHING, Column, Rows

KINDS = tuple(kind for kind in Kind if kind is not Kind.SPECIAL)
Typed = tuple[str, str | None, str | None, time | None, str, str, int | None, int | None]
Line = tuple[str, ItemType | None, str, int | None]  # title, what for, who speaks, minutes


def draw(visit: Visit) -> None:
    found = series.every_series(visit.db)
    act(visit, "设一个系列", start_dialog, icon="event_repeat", primary=not found)
    if not found:
        layout.empty_state(
            "event_repeat", "还没有系列",
            "每月开的会设成系列：哪一天、在哪里、谁主持。以后点一下就排好下一次。",
        )  # fmt: skip
        return
    waiting = coming_back.waiting(visit.db)
    if waiting:
        layout.second_line(f"有 {waiting} 项等着上下一次会，排会时自动带上。")
    _rows(visit).show(found)


def _rows(visit: Visit) -> Rows:
    def state(one: Series) -> str:
        if one.last_on is None:
            return ":green-badge[:material/check: 在开]"
        return f":gray-badge[:material/block: 到{short_day(one.last_on, visit.today)}止]"

    def until(one: Series) -> str:
        if one.planned_until is None:
            return ":gray[还没排过]"
        return f"排到 {short_day(one.planned_until, visit.today)}"

    def acts(one: Series) -> None:
        if one.last_on is not None or not visit.user.may(permission_of(series.plan_next)):
            st.markdown(NOTHING)  # it keeps the place
        else:
            act(visit, "排下一次会", series.plan_next, one.id)
            act(visit, "改", change_dialog, one.id, quiet=True, key=f"change_series:{one.id}")

    return Rows(
        "series",
        title=lambda one: one.name,
        title_label="系列",
        state=Column("state", "怎样了", state, 128),
        columns=(
            Column("rule", "什么时候开", lambda one: layout.escaped(one.rule), 216),
            Column("until", "排到哪天", until, 144),
            Column("place", "在哪里、谁主持",
                   lambda one: layout.escaped(f"{one.place}，{one.chair}"), 240),
        ),
        acts=acts,
        acts_width=196,
    )  # fmt: skip


@dialog("设一个系列", series.start_series, width="medium")
def start_dialog(visit: Visit, slip: str) -> NewSeries | None:
    kind = choices.one_of_many("哪种会", KINDS, key=f"{slip}:kind")
    typed = _fields(slip, None)
    layout.second_line(f"每次都有“{STANDING_ITEM}”。还有每次都要议的，写在下面，没有就空着。")
    items = _standing(slip)
    if not forms.save_button("设好", slip):
        return None
    asking = Asking()
    of = asking.given(kind, "哪种会")
    standing = _standing_given(items, asking)
    return NewSeries(slip, of, _given(typed, asking), standing)


@dialog("改系列", series.change_series, width="medium")
def change_dialog(visit: Visit, slip: str, id: int) -> SeriesChange | None:
    was = opened(slip, series.series(visit.db, id).facts)
    layout.second_line("已经排好的会不变，从下一次排的起。")
    typed = _fields(slip, was)
    sent = forms.save_button("保存", slip)
    with st.expander("停这个系列", icon=":material/event_busy:"):
        _end(visit, id)
    return SeriesChange(slip, id, was, _given(typed, Asking())) if sent else None


@form(series.end_series)
def _end(visit: Visit, slip: str, id: int) -> SeriesEnd | None:
    layout.second_line("停了不能再开，可以另设一个。已经排好的会照开。")
    last = day_field("最后一天", f"{slip}:last")
    if not forms.save_button("停这个系列", slip, key="end", icon="event_busy"):
        return None
    asking = Asking()
    day = asking.given(last, "最后一天")
    asking.done()
    return SeriesEnd(slip, id, day)


def _fields(slip: str, was: SeriesFacts | None) -> Typed:
    name = st.text_input("叫什么", value=was.name if was else "", max_chars=20,
                         key=f"{slip}:name", placeholder="例如：金花议事会")  # fmt: skip
    with st.container(horizontal=True):
        week = _one("每月第几个", list(WEEK_WORDS.values()), f"{slip}:week",
                    WEEK_WORDS[was.week] if was else None)  # fmt: skip
        day = _one("星期几", [f"周{day}" for day in WEEKDAYS], f"{slip}:weekday",
                   f"周{WEEKDAYS[was.weekday]}" if was else None)  # fmt: skip
        begins = hour_field(
            "几点开", f"{slip}:begins", time.fromisoformat(was.begins) if was else None
        )
    place = st.text_input("在哪里开", value=was.place if was else "", key=f"{slip}:place")
    chair = st.text_input("谁主持", value=was.chair if was else "", key=f"{slip}:chair")
    with st.container(horizontal=True):
        minutes = count_field(
            "开多少分钟", slip, "minutes", was.minutes if was else None, most=9_999
        )
        invited = count_field("应到几人", slip, "invited", was.invited if was else None, most=9_999)
    return name, week, day, begins, place, chair, minutes, invited


def _one(label: str, options: list[str], key: str, now: str | None) -> str | None:
    at = options.index(now) if now in options else None
    return st.selectbox(label, options, index=at, placeholder="选一个", key=key)


def _given(typed: Typed, asking: Asking) -> SeriesFacts:
    """Raises Invalid naming all that is empty."""
    name, week, day, begins, place, chair, minutes, invited = typed
    asking.given(name, "叫什么")
    which, weekday = asking.given(week, "每月第几个"), asking.given(day, "星期几")
    hour = asking.given(begins, "几点开")
    asking.given(place, "在哪里开")
    asking.given(chair, "谁主持")
    asking.given(minutes, "开多少分钟")
    asking.given(invited, "应到几人")
    asking.done()
    long, many = typed_counts(开多少分钟=minutes, 应到几人=invited)
    number = next(number for number, words in WEEK_WORDS.items() if words == which)
    begin = f"{hour:%H:%M}"
    on = WEEKDAYS.index(weekday[-1])
    return SeriesFacts(name, number, on, begin, long, place, chair, many)


def _standing(slip: str) -> list[Line]:
    """Another line as soon as the one before has a title."""
    found: list[Line] = []
    for n in range(MOST_STANDING):
        with st.container(horizontal=True, key=f"standing:{n}"):
            title = st.text_input(f"每次都议的 {n + 1}", max_chars=60, key=f"{slip}:title{n}")
            if not title.strip():
                break
            kind = choices.one_of_many("做什么", ItemType, key=f"{slip}:type{n}")
            who = st.text_input("谁来讲", max_chars=20, key=f"{slip}:who{n}")
            long = count_field("几分钟", slip, f"long{n}", None, most=120)
        found.append((title, kind, who, long))
    return found


def _standing_given(lines: list[Line], asking: Asking) -> tuple[StandingItem, ...]:
    found = []
    for n, (title, kind, who, long) in enumerate(lines, 1):
        what = asking.given(kind, f"每次都议的 {n} 做什么")
        minutes = asking.given(long, f"每次都议的 {n} 几分钟")
        found.append(
            StandingItem(title, what, asking.given(who, f"每次都议的 {n} 谁来讲"), minutes)
        )
    return tuple(found)
