"""万青学苑 academy: classes with seats left, rosters, and enrolling one resident."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from db import parameters
from db.academy_enrollment import classes as class_offerings
from db.academy_enrollment import seats as academy_seats
from db.visit import Visit
from domain.academy_enrollment.seats import (
    ADULT,
    ClassOffering,
    NewEnrollment,
    needs_guardian,
)
from domain.errors import Invalid, NotFound
from domain.people import Permission, Role
from domain.registry import Resident
from pages import academy_classes, academy_manage, academy_of_resident, asked, missing
from pages.academy_board import SCENE
from pages.academy_roster import roster_dialog
from pages.acts import dialog, done_last, form
from pages.choosing import choose_resident
from pages.feature import Feature, Quick, Room
from ui import drafts, forms, layout, press
from ui.days_and_hours import day_field
from ui.finder import clear_choice

TITLE = "万青学苑报名"

KEY = "enrollment"  # who is chosen


def render(visit: Visit) -> None:
    teaches = visit.user.id if visit.user.role is Role.TEACHER else None
    classes = class_offerings.open_classes(visit.db, visit.today, teaches)
    term = f"{classes[0].term}，" if classes else ""
    layout.page_head(TITLE, f"{term}公益和低偿的课，大人孩子都有。")
    if (one := asked.only("class", "全部班")) is not None:
        shown = [_one(visit, one, classes, own=teaches is not None)]
    elif not classes:
        academy_manage.first(visit)
        academy_manage.below(visit)
        return
    else:
        academy_classes.picture(classes)
        shown = academy_classes.chosen(classes)
    may_see, may_enroll = (visit.user.may(what.permission) for what in (roster_dialog, _enroll))
    rows = academy_classes.rows(
        (lambda offering: roster_dialog(offering.id)) if may_see else None,
        _enroll_button if may_enroll else None,
    )
    rows.show(shown)
    hint = "点一行看名单。" if may_see else ""
    layout.second_line(
        f"{len(classes)} 个班，这里是 {len(shown)} 个。{hint}" if one is None else hint
    )
    if one is None:
        academy_manage.below(visit)


def _one(visit: Visit, id: int, classes: list[ClassOffering], *, own: bool) -> ClassOffering:
    """The class an address names, of whatever term; a teacher's own only. Raises NotFound."""
    here = next((offering for offering in classes if offering.id == id), None)
    if here is None and own:
        raise NotFound("这个班")
    return here or class_offerings.class_offering(visit.db, id)


def _enroll_button(offering: ClassOffering) -> None:
    label = "登记候补" if offering.full else "报名"
    key = f"enroll:{offering.id}"
    if press.button(label, key=key):
        clear_choice(KEY)  # whoever was chosen for another class
        press.opens(key, _enroll, offering.id)


def _next_person() -> None:
    clear_choice(KEY)


@dialog("报名", academy_seats.enroll, beside=(f"chosen:{KEY}",), after=_next_person)
def _enroll(visit: Visit, slip: str, class_id: int) -> NewEnrollment | None:
    offering = class_offerings.class_offering(visit.db, class_id)
    st.markdown(layout.bold(academy_classes.name(offering)))
    layout.second_line(academy_classes.about(offering, visit.today))
    label = "登记候补" if offering.full else "报名"
    return _paper(visit, slip, offering, lambda: forms.save_button(label, slip))


def quick(visit: Visit) -> None:
    """One enrolment on the phone (快速登记里的报名)."""
    if missing.no_residents(visit):
        return
    if not class_offerings.open_classes(visit.db, visit.today):
        missing.say("school", "现在没有在报名的班。开了班才能报名。")
        return
    _quick(visit)


@form(academy_seats.enroll, beside=(f"chosen:{KEY}", "quick:class"), after=_next_person)
def _quick(visit: Visit, slip: str) -> NewEnrollment | None:
    """First the class, then who; the button is under the thumb."""
    classes = class_offerings.open_classes(visit.db, visit.today)
    drafts.settle("quick:class", classes)
    offering: ClassOffering | None = st.selectbox(
        "哪个班", classes, index=None, placeholder="点这里选班", key="quick:class",
        format_func=lambda c: f"{c.course}（{'满，候补' if c.full else f'余 {c.free} 席'}）",
    )  # fmt: skip

    def save() -> bool:
        with st.bottom:
            return forms.save_button("报名", slip)

    return _paper(visit, slip, offering, save)


def _paper(
    visit: Visit, slip: str, offering: ClassOffering | None, save: Callable[[], bool]
) -> NewEnrollment | None:
    """Who, and what their age asks for. Raises Invalid for what is missing once it is saved."""
    who = choose_resident(visit, KEY, recent=True, balance=False)
    against = offering and who and academy_seats.what_is_against(visit, offering.id, who.id)
    paper = None
    if against:
        st.markdown(f":orange[:material/block: {layout.escaped(str(against))}]")
    elif offering and who:
        paper = _consents(visit, slip, offering, who)
    if not save():
        return None
    if who is None and done_last(academy_seats.enroll):
        return None  # the second of two clicks: the first one is told of
    if offering is None:
        raise Invalid("还没选班。先选一个班。")
    if against:
        raise against
    if paper is None:
        raise Invalid("还没选是谁。找到名字，点一下。")
    return paper


def _consents(visit: Visit, slip: str, offering: ClassOffering, who: Resident) -> NewEnrollment:
    """Only what this person's age asks for is drawn."""
    key = f"{slip}:{who.id}"
    least, most = who.age_on(offering.starts_on)
    agrees = st.checkbox("已当面确认本人愿意报名", key=f"{key}:agrees")
    born: date | None = None
    if least < offering.age_min <= most or least <= (offering.age_max or 200) < most:
        born = day_field(
            "出生日期（年份刚好在线上，要核对）", f"{key}:born", least=date(1900, 1, 1),
            most=visit.today,
        )  # fmt: skip
    guardian = False
    if needs_guardian(who, offering) or offering.need_guardian:
        name = layout.escaped(who.guardian or "（底册里还没有登记）")
        guardian = st.checkbox(f"监护人 {name} 已同意", key=f"{key}:guardian")
    signed = False
    if most >= parameters.value_of(visit.db, "signature_age") and least >= ADULT:
        signed = st.checkbox("家属已签字", key=f"{key}:signed")
    contact = phone = ""
    if most >= parameters.value_of(visit.db, "contact_age") and least >= ADULT:
        contact = st.text_input("紧急联系人", key=f"{key}:contact", placeholder="姓名")
        phone = st.text_input(
            "紧急联系人电话", key=f"{key}:phone", type="phone", placeholder="11 位手机号"
        )
    return NewEnrollment(slip, offering.id, who.id, agrees, born, guardian, signed, contact, phone)


FEATURE = Feature(
    rooms=(
        Room("academy", TITLE, "school", Permission.SEE_CLASSES, render, frozenset({Role.TEACHER})),
    ),
    quick=Quick("报名", "school", academy_seats.enroll, quick),
    scene=SCENE,
    resident=(academy_of_resident.PART,),
)
