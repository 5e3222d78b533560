"""电动车 of a flat: who has which, registered, put right and struck off."""

import streamlit as st

from db.registry_book import reading, vehicles
from db.visit import Visit, permission_of
from domain.asking import Asking
from domain.registry_book.units import UnitFacts
from domain.registry_book.vehicles import (
    Battery,
    BikeChange,
    BikeFacts,
    NewBike,
    Removable,
    read_bike,
)
from pages.acts import act, dialog
from ui import choices, forms, layout
from ui.opened import opened

ANOTHER = "别的人"


@dialog("登记电动车", vehicles.add_bike)
def add_dialog(visit: Visit, slip: str, unit_id: int) -> NewBike | None:
    people = {one.resident_id: one.name for one in reading.people(visit, unit_id)}
    who = choices.one_of_these(
        "谁的车", [*people, 0], lambda id: people.get(id, ANOTHER), key=f"{slip}:who"
    )
    owner = ""
    if who == 0:
        owner = st.text_input("车主姓名", max_chars=40, key=f"{slip}:owner", autocomplete="off")
    typed = _facts(slip, None)
    if not forms.save_button("登记", slip):
        return None
    asking = Asking()
    asking.given(who, "谁的车")
    facts = asking.ask(read_bike, *typed)
    asking.done()
    return NewBike(slip, unit_id, who or None, owner, facts)


@dialog("改电动车", vehicles.change_bike)
def change_dialog(visit: Visit, slip: str, unit_id: int, bike_id: int) -> BikeChange | None:
    bike = next((one for one in vehicles.bikes(visit, unit_id) if one.id == bike_id), None)
    if bike is None:
        layout.second_line("这辆车刚改过了，关上再看。")
        return None
    was = opened(slip, bike.facts)
    typed = _facts(slip, was)
    if not forms.save_button("改好", slip):
        return None
    return BikeChange(slip, bike_id, was, read_bike(*typed))


def _facts(slip: str, was: BikeFacts | None) -> tuple[str, str, Battery | None, Removable | None]:
    plate = st.text_input(
        "号牌", value=was.plate if was else "", placeholder="例如 武汉A12345，没上牌的空着",
        max_chars=20, key=f"{slip}:plate", autocomplete="off",
    )  # fmt: skip
    frame = st.text_input(
        "车架后六位", value=was.frame_tail if was else "", max_chars=30, key=f"{slip}:frame",
        autocomplete="off",
    )  # fmt: skip
    battery = choices.one_of(
        "电池", Battery, key=f"{slip}:battery", at=was.battery if was else None
    )
    removable = choices.one_of(
        "电池能不能拆下来", Removable, key=f"{slip}:removable", at=was.removable if was else None
    )
    return plate, frame, battery, removable


def draw(visit: Visit, unit: UnitFacts) -> None:
    if not visit.user.may(permission_of(vehicles.bikes)):
        return
    layout.section("电动车")
    found = vehicles.bikes(visit, unit.id)
    if not found:
        layout.second_line("没有登记电动车。")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"{layout.bold(one.called)} {layout.escaped(one.who)} "
                f":gray[{layout.escaped(one.told)}]",
                width="content",
            )
            act(visit, "改", change_dialog, unit.id, one.id, quiet=True, key=f"bike:{one.id}")
            act(visit, "注销", vehicles.end_bike, one.id, quiet=True, key=f"end_bike:{one.id}")
    act(visit, "登记电动车", add_dialog, unit.id, icon="two_wheeler")
