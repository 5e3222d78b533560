"""Dialogs of works, acceptance and warranty (开工、验收、质保期)."""

import streamlit as st

from db.repair_fund import works
from db.visit import Visit
from domain.asking import Asking
from domain.repair_fund.works import Acceptance, Start, Warranty
from pages.acts import dialog
from ui import forms
from ui.days_and_hours import day_field

PASSED, PUT_RIGHT = "合格", "要整改"


@dialog("登记开工", works.record_start)
def start_dialog(visit: Visit, slip: str, project_id: int) -> Start | None:
    on = day_field("哪天开工的", f"{slip}:on", visit.today, most=visit.today)
    if not forms.save_button("登记开工", slip):
        return None
    return Start(slip, project_id, on)


@dialog("登记验收", works.record_acceptance, width="medium")
def acceptance_dialog(visit: Visit, slip: str, project_id: int) -> Acceptance | None:
    found = st.pills("验收结果", [PASSED, PUT_RIGHT], key=f"{slip}:found")
    on = day_field("哪天验收的", f"{slip}:on", visit.today, most=visit.today)
    people = st.text_input(
        "到场的业主代表",
        placeholder="至少三人，用顿号隔开",
        max_chars=100,
        key=f"{slip}:people",
    )
    defects, due = "", None
    if found == PUT_RIGHT:
        defects = st.text_area("哪里要改", max_chars=500, key=f"{slip}:defects")
        due = day_field("哪天之前改好", f"{slip}:due", least=visit.today)
    if not forms.save_button("登记验收", slip):
        return None
    asking = Asking()
    result = asking.given(found, "验收结果")
    asking.given(people, "到场的业主代表")
    if result == PUT_RIGHT:
        asking.given(defects, "哪里要改")
        asking.given(due, "哪天之前改好")
    asking.done()
    return Acceptance(slip, project_id, on, people, result == PASSED, defects, due)


@dialog("登记质保期", works.record_warranty)
def warranty_dialog(visit: Visit, slip: str, project_id: int) -> Warranty | None:
    ends = day_field("质保到哪一天，照合同填", f"{slip}:ends")
    if not forms.save_button("登记质保期", slip):
        return None
    asking = Asking()
    last = asking.given(ends, "质保到哪一天")
    asking.done()
    return Warranty(slip, project_id, last)
