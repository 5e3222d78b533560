"""One flat (一套房): its owners, who lives there, their numbers, and what was before."""

from typing import Any

import streamlit as st

from db.registry_book import homes, reading
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.privacy import masked_phone
from domain.registry_book.units import NumberLine, PersonLine, UnitFacts
from pages.acts import act
from pages.person import person_link
from pages.registry import dialogs, door, mistakes, vehicles
from ui import layout


def draw(visit: Visit, unit: UnitFacts) -> None:
    buttons = layout.page_head(layout.escaped(unit.code), layout.escaped(unit.told))
    with buttons, st.container(horizontal=True):
        act(visit, "过户", dialogs.sale_dialog, unit.id, icon="sell")
        act(visit, "更正面积", dialogs.area_dialog, unit.id, icon="straighten")
    door.buttons(visit, unit)
    left, right = st.columns(2, gap="medium")
    with left:
        _owners(visit, unit)
        if visit.user.may(permission_of(reading.people)):
            _people(visit, unit)
        vehicles.draw(visit, unit)
    with right:
        _numbers(visit, unit)
        if visit.user.may(permission_of(reading.past)):
            _past(visit, unit)


def _row() -> Any:
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def _owners(visit: Visit, unit: UnitFacts) -> None:
    layout.section("产权人")
    if unit.developer:
        layout.second_line("开发商，还没有卖。卖了以后按“过户”。")
        return
    found = reading.owners(visit, unit.id)
    if not found:
        layout.second_line("还没有登记产权人的姓名。按“过户”登记。")
    for one in found:
        with _row():
            share = f":gray[{one.share}]" if one.share else ""
            person_link(visit, one.resident_id, one.name, share)
            if one.resident_id is None:
                layout.second_line("不住在这里")
                act(visit, "加电话", dialogs.number_dialog, 0, one.id, icon="add_call",
                    quiet=True, key=f"owner_number:{one.id}")  # fmt: skip
                act(visit, "认作居民", mistakes.tie_dialog, unit.id, one.id, one.name,
                    icon="person_check", quiet=True, key=f"tie:{one.id}")  # fmt: skip
    if unit.since:
        layout.second_line(f"{short_day(unit.since, visit.today)}起")
    mistakes.sale(visit, unit)


def _people(visit: Visit, unit: UnitFacts) -> None:
    layout.section("住在这里的人")
    found = reading.people(visit, unit.id)
    if not found:
        layout.second_line("没有登记住的人。")
    for one in found:
        with _row():
            person_link(visit, one.resident_id, one.name, f":gray[{_since(visit, one)}]")
            act(visit, "搬走", dialogs.move_out_dialog, one.residency_id, one.name, icon="logout",
                quiet=True, key=f"out:{one.residency_id}")  # fmt: skip
            act(visit, "加电话", dialogs.number_dialog, one.resident_id, 0, icon="add_call",
                quiet=True, key=f"number:{one.resident_id}")  # fmt: skip
    mistakes.moves(visit, unit)
    act(visit, "搬进来", dialogs.move_in_dialog, unit.id, icon="person_add")


def _since(visit: Visit, one: PersonLine) -> str:
    role = one.role.label if one.role else "关系没登记"
    return f"{role}，{short_day(one.from_on, visit.today)}搬来" if one.from_on else role


def _numbers(visit: Visit, unit: UnitFacts) -> None:
    layout.section("电话")
    found = reading.numbers(visit, unit.id)
    if not found:
        layout.second_line("没有登记电话。")
    for one in found:
        with _row():
            st.markdown(_number(one), width="content")
            act(visit, "停用", homes.end_number, one.id, quiet=True, key=f"end:{one.id}")


def _number(one: NumberLine) -> str:
    """The number is masked for everybody; who it belongs to stands before it."""
    note = f" :gray[{layout.escaped(one.note)}]" if one.note else ""
    return f"{layout.escaped(one.who)} {one.kind.label} {masked_phone(one.number)}{note}"


def _past(visit: Visit, unit: UnitFacts) -> None:
    layout.section("以前")
    found = reading.past(visit, unit.id)
    if not found:
        layout.second_line("没有改过，也没有换过人。")
    for one in found:
        more = "，".join(part for part in (one.why, one.by and f"{one.by}登记") if part)
        st.markdown(
            f"{layout.escaped(one.what)}  \n:gray[到 {short_day(one.on, visit.today)}"
            f"{'，' if more else ''}{layout.escaped(more)}]"
        )
