"""Dialogs of the registry (底册): 过户, 搬进来, 搬走, 加电话, 更正面积."""

import streamlit as st

from db import registry
from db.registry_book import homes, reading, units
from db.visit import Visit
from domain.amounts import read_area
from domain.asking import Asking
from domain.registry_book.homes import MovingIn, MovingOut, NewNumber, Relation
from domain.registry_book.sales import Sale
from domain.registry_book.units import AreaCorrection
from domain.unit_kinds import AreaSource
from pages.acts import dialog
from ui import choices, forms, layout
from ui.days_and_hours import day_field
from ui.finder import pick_resident

NEW, KNOWN = "新来的人", "底册里有的人"


@dialog("过户", units.sell)
def sale_dialog(visit: Visit, slip: str, unit_id: int) -> Sale | None:
    found = reading.owners(visit, unit_id)
    now = "、".join(one.name for one in found) or "没登记姓名"
    layout.second_line(layout.escaped(f"现在的产权人：{now}"))
    owners = st.text_input(
        "新业主姓名", placeholder="两个人共有，用顿号隔开", max_chars=120, key=f"{slip}:owners",
        autocomplete="off",
    )  # fmt: skip
    on = day_field("哪天过户的", f"{slip}:on", visit.today, most=visit.today)
    phone = st.text_input(
        "电话", placeholder="不知道就空着", max_chars=20, key=f"{slip}:phone", autocomplete="off"
    )
    layout.second_line("原来的产权人和电话到这一天为止。正在表决的票不变，账还跟着房走。")
    if not forms.save_button("登记过户", slip):
        return None
    asking = Asking()
    names = asking.given(owners, "新业主姓名")
    day = asking.given(on, "哪天过户的")
    asking.done()
    return Sale(slip, unit_id, day, names, phone)


@dialog("搬走", homes.move_out)
def move_out_dialog(visit: Visit, slip: str, residency_id: int, name: str) -> MovingOut | None:
    st.markdown(f"{layout.bold(name)} 不住在这里了。")
    on = day_field("哪天搬走的", f"{slip}:on", visit.today, most=visit.today)
    if not forms.save_button("登记搬走", slip):
        return None
    asking = Asking()
    day = asking.given(on, "哪天搬走的")
    asking.done()
    return MovingOut(slip, residency_id, day)


@dialog("搬进来", homes.move_in)
def move_in_dialog(visit: Visit, slip: str, unit_id: int) -> MovingIn | None:
    which = st.pills("谁搬进来", [NEW, KNOWN], key=f"{slip}:which")
    who, name, phone = None, "", ""
    if which == KNOWN:
        who = pick_resident(
            f"{slip}:who",
            lambda typed: registry.find_residents(visit, typed),
            lambda id: registry.resident(visit.db, id),
        )
    elif which == NEW:
        name = st.text_input("姓名", max_chars=40, key=f"{slip}:name", autocomplete="off")
        phone = st.text_input(
            "电话", placeholder="不知道就空着", max_chars=20, key=f"{slip}:phone",
            autocomplete="off",
        )  # fmt: skip
    relation = choices.one_of("和这套房的关系", Relation, key=f"{slip}:relation")
    on = day_field("哪天搬来的", f"{slip}:on", visit.today, most=visit.today)
    if not forms.save_button("登记搬来", slip):
        return None
    asking = Asking()
    asking.given(which, "谁搬进来")
    if which == KNOWN:
        asking.given(who and who.id, "哪位居民")
    elif which == NEW:
        asking.given(name, "姓名")
    role, day = asking.given(relation, "和这套房的关系"), asking.given(on, "哪天搬来的")
    asking.done()
    return MovingIn(slip, unit_id, role, day, who.id if who else None, name, phone)


@dialog("加电话", homes.add_number)
def number_dialog(visit: Visit, slip: str, resident_id: int, member_id: int) -> NewNumber | None:
    number = st.text_input(
        "号码", placeholder="手机 11 位，座机带区号", max_chars=20, key=f"{slip}:number",
        autocomplete="off",
    )  # fmt: skip
    note = st.text_input(
        "备注", placeholder="例如：女儿的，晚上接", max_chars=60, key=f"{slip}:note"
    )
    if not forms.save_button("加上", slip):
        return None
    asking = Asking()
    given = asking.given(number, "号码")
    asking.done()
    return NewNumber(slip, given, resident_id or None, member_id or None, note)


@dialog("更正面积", units.correct_area)
def area_dialog(visit: Visit, slip: str, unit_id: int) -> AreaCorrection | None:
    layout.second_line(layout.escaped(reading.unit(visit, unit_id).told))
    typed = st.text_input(
        "面积（平方米）", placeholder="例如 89.52", max_chars=12, key=f"{slip}:area",
        autocomplete="off",
    )  # fmt: skip
    source = choices.one_of("照什么改", AreaSource, key=f"{slip}:source")
    reason = st.text_input(
        "为什么改", placeholder="例如：原来抄错了一位", max_chars=100, key=f"{slip}:reason"
    )
    layout.second_line("已经开始的表决和分过的账，还按原来的面积。")
    if not forms.save_button("改好", slip):
        return None
    asking = Asking()
    asking.given(typed, "面积")
    centi = asking.ask(read_area, typed) if typed.strip() else 0
    by = asking.given(source, "照什么改")
    why = asking.given(reason, "为什么改")
    asking.done()
    return AreaCorrection(slip, unit_id, centi, by, why)
