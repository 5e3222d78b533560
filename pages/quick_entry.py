"""Quick entry (快速登记): one task on the screen, the save button under the thumb."""

import streamlit as st

from db.visit import Visit
from domain.people import Permission, Role
from pages import missing
from pages import shed_capacity as shed_page
from pages.academy_enrollment import enroll_form, undo_enrollment
from pages.academy_roster import FORM as SEAT
from pages.feature import Room
from pages.points_ledger import award as points_page
from ui import forms

TITLE = "快速登记"

TASKS = {
    "湾郡币": (":material/loyalty:", Permission.PROPOSE_AWARD),
    "车棚": (":material/pedal_bike:", Permission.COUNT_SHED),
    "报名": (":material/school:", Permission.ENROLL),
}


def render(visit: Visit) -> None:
    tasks = [name for name, (_, needs) in TASKS.items() if visit.user.may(needs)]
    st.title(TITLE, anchor=False)
    task = st.segmented_control(
        "登记什么",
        tasks,
        default=tasks[0],
        required=True,
        format_func=lambda name: f"{TASKS[name][0]} {name}",
        width="stretch",
        label_visibility="collapsed",
        key="quick:task",
        bind="query-params",
    )
    {"湾郡币": _award, "车棚": _count, "报名": _enroll}[task or tasks[0]](visit)


def _award(visit: Visit) -> None:
    if missing.no_residents(visit):
        return
    with st.bottom:  # what will be written down is in sight while the thumb saves it
        news, worth, above = st.container(), st.container(), st.container()
    send_now = points_page.award_form(visit, worth)
    with st.bottom:
        with news:
            points_page.news_and_undo(visit, points_page.FORM)
        if forms.save_button("登记，等人核准", forms.slip(points_page.FORM)):
            with above:
                send_now()


def _count(visit: Visit) -> None:
    if missing.no_sheds(visit):
        return
    shed_page.count_form(visit, bottom=True)


def _enroll(visit: Visit) -> None:
    if missing.no_residents(visit) or missing.no_classes(visit):
        return
    send_now = enroll_form(visit)
    with st.bottom:
        receipt = forms.show_news(SEAT)
        if receipt:
            undo_enrollment(visit, receipt)
        above = st.container()
        if forms.save_button("报名", forms.slip(SEAT)):
            with above:
                send_now()


ROOM = Room("quick", TITLE, "bolt", Permission.QUICK_ENTRY, render, frozenset({Role.VOLUNTEER}))
