"""Dialogs of works, acceptance and warranty (开工、验收、质保期)."""

import streamlit as st

from db.repair_fund import works
from db.visit import Visit
from domain.asking import Asking
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.works import Acceptance, Start, Warranty
from pages.dialogs import room_dialog
from pages.repair_fund.early import FORM
from ui import forms

PASSED, PUT_RIGHT = "合格", "要整改"


@room_dialog("登记开工", Permission.PLAN_REPAIR)
def start_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    with st.container():
        on = st.date_input("哪天开工的", visit.today, max_value=visit.today, key=f"{slip}:on")
        sent = forms.save_button("登记开工", slip)
    if sent:
        forms.send(FORM, lambda: works.start_works(visit, Start(slip, project_id, on)))


@room_dialog("登记验收", Permission.ADVANCE_PROJECT, "medium")
def look_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    found = st.pills("验收结果", [PASSED, PUT_RIGHT], key=f"{slip}:found")
    with st.container():
        on = st.date_input("哪天验收的", visit.today, max_value=visit.today, key=f"{slip}:on")
        people = st.text_input(
            "到场的业主代表",
            placeholder="至少三人，用顿号隔开",
            max_chars=100,
            key=f"{slip}:people",
        )
        defects, due = "", None
        if found == PUT_RIGHT:
            defects = st.text_area("哪里要改", max_chars=500, key=f"{slip}:defects")
            due = st.date_input("哪天之前改好", None, min_value=visit.today, key=f"{slip}:due")
        sent = forms.save_button("登记验收", slip)
    if sent:

        def recorded() -> Receipt:
            asking = Asking()
            result = asking.given(found, "验收结果")
            asking.given(people, "到场的业主代表")
            if result == PUT_RIGHT:
                asking.given(defects, "哪里要改")
                asking.given(due, "哪天之前改好")
            asking.done()
            paper = Acceptance(slip, project_id, on, people, result == PASSED, defects, due)
            return works.record_look(visit, paper)

        forms.send(FORM, recorded)


@room_dialog("登记质保期", Permission.ADVANCE_PROJECT)
def warranty_dialog(visit: Visit, project_id: int) -> None:
    slip = forms.slip(FORM)
    with st.container():
        ends = st.date_input("质保到哪一天，照合同填", None, key=f"{slip}:ends")
        sent = forms.save_button("登记质保期", slip)
    if sent:

        def recorded() -> Receipt:
            asking = Asking()
            last = asking.given(ends, "质保到哪一天")
            asking.done()
            return works.record_warranty(visit, Warranty(slip, project_id, last))

        forms.send(FORM, recorded)
