"""Planning the academy (排课): what comes first, and what stands under the list."""

import streamlit as st

from db.academy_enrollment import copying, planning, terms
from db.visit import Visit, permission_of
from domain.academy_enrollment.seats import ClassOffering
from domain.academy_enrollment.terms import Term
from domain.days import short_day
from pages import academy_classes
from pages.academy_class_forms import add_class_dialog, change_class_dialog
from pages.academy_copy_forms import copy_classes_dialog
from pages.academy_term_forms import add_term_dialog, change_term_dialog
from pages.acts import act
from ui import layout


def may(visit: Visit) -> bool:
    return visit.user.may(permission_of(planning.add_class))


def button(visit: Visit, offering: ClassOffering) -> None:
    """In the row of a class of a term to come."""
    act(visit, "改", change_class_dialog, offering.id, key=f"plan:{offering.id}")


def first(visit: Visit) -> None:
    """No class that enrols now: what to do, and the button for who may."""
    there = terms.terms_from(visit.db, visit.today)
    if not may(visit):
        layout.empty_state("school", "现在没有在报名的班", "新学期开班后会出现在这里。")
    elif not there:
        layout.empty_state("school", "还没有学期", "先加一个学期，再一个一个开班。")
        act(visit, "加一个学期", add_term_dialog, icon="add", primary=True)
    elif any(term.classes for term in there):
        layout.empty_state("school", "现在没有在报名的班", "开好的班到了报名的日子，会出现在这里。")
    else:
        layout.empty_state("school", "还没有班", f"学期“{there[0].name}”有了，开一个班就能报名。")
        act(visit, "开一个班", add_class_dialog, icon="add", primary=True)
        _again(visit, there)


def _again(visit: Visit, there: list[Term]) -> None:
    """For each term without classes: those of the last one, to be looked at and opened."""
    for new in there:
        old = copying.last_term(visit.db, new) if not new.classes else None
        if old:
            act(visit, f"照{old.name}开{new.name}的班", copy_classes_dialog, new.id,
                icon="content_copy", key=f"copy:{new.id}")  # fmt: skip


def below(visit: Visit) -> None:
    """Under the list: one more class, the terms, and the classes of terms to come."""
    if not may(visit):
        return
    there = terms.terms_from(visit.db, visit.today)
    with st.container(horizontal=True, gap="small"):
        if any(term.classes for term in there):
            act(visit, "开一个班", add_class_dialog, icon="add")
            act(visit, "改一个班", change_class_dialog, None, icon="edit", key="plan:any")
        for term in there:
            act(visit, f"改{term.name}", change_term_dialog, term.id, key=f"term:{term.id}")
        if there:
            act(visit, "加一个学期", add_term_dialog, icon="add")
        _again(visit, there)
    for term in there:
        if term.enrol_from > visit.today and term.classes:
            _to_come(visit, term)


def _to_come(visit: Visit, term: Term) -> None:
    opens = short_day(term.enrol_from, visit.today)
    with st.expander(
        f"{term.name}的 {term.classes} 个班，{opens}开始报名", icon=":material/event:"
    ):
        rows = academy_classes.rows(
            None, lambda offering: button(visit, offering), called=f"term-{term.id}"
        )
        rows.show(terms.classes_in(visit, term.id))
