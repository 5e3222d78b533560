"""登记的资料 on a resident's page: sex, birth and what was corrected, and the button to put it right."""

import streamlit as st

from db.registry_book import persons
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.privacy import masked_phone
from domain.registry import Resident
from domain.registry_book.persons import PersonCard, PersonChange, Sex, read_facts
from pages.acts import act, dialog
from pages.feature import ResidentPart
from pages.person import note_reading
from ui import choices, forms, layout
from ui.opened import opened


@dialog("更正资料", persons.correct_person)
def correct_dialog(visit: Visit, slip: str, resident_id: int) -> PersonChange | None:
    was = opened(slip, persons.card(visit, resident_id).facts)
    note_reading(visit, resident_id, "出生日期", slip)
    name = st.text_input(
        "姓名", value=was.name, max_chars=40, key=f"{slip}:name", autocomplete="off"
    )
    sex = choices.one_of("性别", Sex, key=f"{slip}:sex", at=was.sex)
    birth = st.text_input(
        "出生日期", value=was.birth, placeholder="1970-05-01，只知道哪年就写 1970", max_chars=16,
        key=f"{slip}:birth", autocomplete="off",
    )  # fmt: skip
    phone = st.text_input(
        "手机", placeholder=_number_now(was.phone), max_chars=20, key=f"{slip}:phone",
        autocomplete="off",
    )  # fmt: skip
    reason = st.text_input(
        "为什么改", placeholder="例如：照身份证改正", max_chars=100, key=f"{slip}:reason"
    )
    layout.second_line("原来的留着，记下谁改的、为什么改。")
    if not forms.save_button("改好", slip):
        return None
    asking = Asking()
    now = asking.ask(read_facts, name, sex, birth, phone, visit.today, kept=was.phone)
    why = asking.given(reason, "为什么改")
    asking.done()
    return PersonChange(slip, resident_id, why, was, now)


def _number_now(phone: str) -> str:
    """Numbers are masked everywhere: who does not type another one keeps it."""
    return f"现在是 {masked_phone(phone)}，要换才填" if phone else "现在没有"


def _draw(visit: Visit, who: Resident, card: PersonCard) -> None:
    facts = card.facts
    born = f"{facts.birth} 生" if facts.birth else "出生日期没登记"
    st.markdown(f"{facts.sex.label if facts.sex else '性别没登记'}，{born}")
    act(visit, "更正资料", correct_dialog, who.id, icon="edit")
    for one in card.changes:
        st.markdown(
            f"{layout.escaped(one.field)}由{layout.escaped(one.before)}改为"
            f"{layout.escaped(one.after)}  \n:gray[{short_day(one.on, visit.today)}，"
            f"{layout.escaped(one.by)}，{layout.escaped(one.why)}]"
        )
    if not card.changes:
        layout.second_line("没有更正过。")


PART = ResidentPart("登记的资料", "badge", persons.card, _draw, "没有登记资料。", sensitive=True)
