"""Keeping the sheds (管车棚): a new one, its facts put right, closed and opened again."""

from collections.abc import Callable

import streamlit as st

from db import registry
from db.shed_capacity import keeping
from db.visit import Visit, permission_of
from domain.amounts import typed_counts
from domain.asking import Asking
from domain.days import short_day
from domain.shed_capacity import Shed
from domain.shed_keeping import ClosedShed, NewShed, ShedChange, ShedClosing, ShedFacts
from pages import missing
from pages.acts import act, dialog, form
from ui import choices, forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened
from ui.rows import Column, Rows

MOST = 9_999


def first(visit: Visit) -> None:
    """No shed yet: what to do, and the button for who may."""
    may = visit.user.may(permission_of(keeping.add_shed))
    body = "加好一个，就能清点。" if may else "请社工加，加好的会出现在这里。"
    layout.empty_state("pedal_bike", "还没有车棚", body)
    act(visit, "加一个车棚", add_dialog, icon="add", primary=True)
    _closed(visit)


def button(visit: Visit) -> Callable[[Shed], None] | None:
    """In the row of a shed, for who may."""
    if not visit.user.may(permission_of(keeping.change_shed)):
        return None
    return lambda shed: act(visit, "改", change_dialog, shed.id, key=f"change:{shed.id}")


@dialog("加一个车棚", keeping.add_shed)
def add_dialog(visit: Visit, slip: str) -> NewShed | None:
    estates = registry.estates(visit.db, visit.user.only_estate)
    if not estates:
        missing.say("home_work", "先要有小区，车棚建在小区里。")
        return None
    estate = choices.one_of_these(
        "哪个小区", estates, lambda e: e.short_name, key=f"{slip}:estate", placeholder="选小区",
        at=forms.only(estates),
    )  # fmt: skip
    facts = _facts(slip, None)
    since = day_field("哪天启用的", f"{slip}:opened", most=visit.today)
    if not forms.save_button("加这个车棚", slip):
        return None
    asking = Asking()
    chosen, day = asking.given(estate, "哪个小区"), asking.given(since, "哪天启用的")
    given = _facts_given(facts, asking)
    return NewShed(slip, chosen.id, given, day)


@dialog("改车棚", keeping.change_shed)
def change_dialog(visit: Visit, slip: str, id: int) -> ShedChange | None:
    was = opened(slip, keeping.facts(visit, id))
    typed = _facts(slip, was)
    sent = forms.save_button("保存", slip)
    with st.expander("停用这个车棚", icon=":material/block:"):
        layout.second_line("停用以后不再清点，以前的清点都留着，随时可以重新启用。")
        _close(visit, id)
    return ShedChange(slip, id, was, _facts_given(typed, Asking())) if sent else None


@form(keeping.close_shed)
def _close(visit: Visit, slip: str, id: int) -> ShedClosing | None:
    day = day_field("从哪天起不用了", f"{slip}:day", most=visit.today)
    why = st.text_input("为什么停用", key=f"{slip}:why", placeholder="例如：改成了晾晒场")
    if not forms.save_button("停用", slip, key="close", icon="block"):
        return None
    asking = Asking()
    since, reason = asking.given(day, "从哪天起不用了"), asking.given(why, "为什么停用")
    asking.done()
    return ShedClosing(slip, id, since, reason)


Typed = tuple[str, str, int | None, int | None, int | None, int | None]


def _facts(slip: str, was: ShedFacts | None) -> Typed:
    """Empty for a new one; for a change what is on file, to be put right."""

    def figure(label: str, name: str, present: int | None) -> int | None:
        typed: int | None = st.number_input(
            label, min_value=0, max_value=MOST, step=1, value=present, key=f"{slip}:{name}",
            placeholder="没有就填 0",
        )  # fmt: skip
        return typed

    name = st.text_input(
        "叫什么", value=was.name if was else "", max_chars=30, key=f"{slip}:name",
        placeholder="例如：3 栋东车棚",
    )  # fmt: skip
    position = st.text_input(
        "在哪里", value=was.position if was else "", max_chars=60, key=f"{slip}:position",
        placeholder="例如：3 栋东侧，靠围墙",
    )  # fmt: skip
    with st.container(horizontal=True):
        bays = figure("车位一共几个", "bays", was.bays_total if was else None)
        charging = figure("其中充电车位", "charging", was.bays_charging if was else None)
    with st.container(horizontal=True):
        ports = figure("充电口几个", "ports", was.ports_total if was else None)
        working = figure("其中能用的", "working", was.ports_ok if was else None)
    return name, position, bays, charging, ports, working


def _facts_given(typed: Typed, asking: Asking) -> ShedFacts:
    """Raises Invalid naming all that is empty."""
    name, position, *figures = typed
    asking.given(name, "叫什么")
    asking.given(position, "在哪里")
    labels = ("车位一共几个", "其中充电车位", "充电口几个", "其中能用的")
    for label, figure in zip(labels, figures):
        asking.given(figure, label)
    asking.done()
    return ShedFacts(name, position, *typed_counts(**dict(zip(labels, figures))))


def below(visit: Visit) -> None:
    """Under the list: one more, and those that are no longer used."""
    act(visit, "加一个车棚", add_dialog, icon="add")
    _closed(visit)


def _closed(visit: Visit) -> None:
    """Those no longer used, folded away; opened again by who may."""
    gone = keeping.closed_sheds(visit)
    if not gone:
        return

    def since(shed: ClosedShed) -> str:
        return short_day(shed.closed_on, visit.today) if shed.closed_on else ":gray[没记哪天]"

    with st.expander(f"停用的车棚 {len(gone)} 处", icon=":material/inventory_2:"):
        Rows(
            "closed_sheds",
            title=lambda shed: shed.name,
            title_label="车棚",
            columns=(
                Column("estate", "小区", lambda shed: layout.escaped(shed.estate), 160),
                Column("since", "从哪天停用", since, 160, by=lambda shed: shed.closed_on),
            ),
            acts=lambda shed: act(visit, "重新启用", keeping.reopen_shed, shed.id),
            acts_width=140,
        ).show(gone)  # fmt: skip
