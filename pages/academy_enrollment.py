"""万青学苑 academy: classes with seats left, rosters, and enrolling one resident."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from db import parameters
from db.academy_enrollment import classes as academy_classes
from db.academy_enrollment import seats as academy_seats
from db.visit import Visit
from domain.academy_enrollment.seats import (
    ADULT,
    AUDIENCE,
    ClassOffering,
    NewEnrollment,
    Series,
    needs_guardian,
)
from domain.days import short_day
from domain.errors import Invalid
from domain.money import yuan
from domain.people import Permission, Role
from domain.registry import Resident
from pages import missing
from pages.academy_board import SCENE
from pages.academy_roster import roster_dialog
from pages.acts import act, dialog, done_last, form
from pages.choosing import choose_resident
from pages.feature import Feature, Quick, Room
from ui import drafts, forms, layout
from ui.finder import clear_choice

TITLE = "万青学苑报名"

KEY = "enrollment"  # who is chosen
ALL = "全部"
COLORS: dict[Series, layout.Color] = {
    Series.WANQING: "green",
    Series.QINGGE: "violet",
    Series.QINGGUO: "blue",
    Series.QINGMIAO: "orange",
}
FEW_SEATS = 3


def render(visit: Visit) -> None:
    teaches = visit.user.id if visit.user.role is Role.TEACHER else None
    classes = academy_classes.open_classes(visit.db, visit.today, teaches)
    term = f"{classes[0].term}，" if classes else ""
    layout.page_head(TITLE, f"{term}公益和低偿的课，大人孩子都有。")
    if not classes:
        layout.empty_state("school", "现在没有在报名的班", "新学期开班后会出现在这里。")
        return
    _figures(classes)
    layout.section("选一个班")
    audience = st.segmented_control(
        "哪一类人", [ALL, *AUDIENCE.values()], default=ALL, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    wall = st.grid(3, min_column_width=280)
    for offering in classes:
        if audience in (ALL, None, offering.audience):
            with wall.cell(), st.container(border=True, height="stretch"):
                _card(visit, offering)


def _figures(classes: list[ClassOffering]) -> None:
    row = layout.figures()
    seats = sum(offering.capacity for offering in classes)
    seated = sum(offering.seated for offering in classes)
    free = sum(offering.free for offering in classes)
    waiting = sum(offering.waiting for offering in classes)
    layout.figure(row, "班", str(len(classes)), "个", "school")
    layout.figure(row, "已报", f"{seated:,}", "席", "how_to_reg", f"共 {seats:,} 席")
    layout.figure(row, "余席", f"{free:,}", "席", "event_seat")
    layout.figure(row, "候补", f"{waiting:,}", "位", "hourglass_empty")


def _card(visit: Visit, offering: ClassOffering) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.badge(offering.audience, color=COLORS[offering.series])
        _seats_badge(offering)
    layout.card_title(f"{offering.series.label} · {offering.course}")
    fee = "公益，不收费" if offering.fee_fen == 0 else f"{yuan(offering.fee_fen)}（低偿）"
    st.markdown(
        f":material/schedule: {offering.hours}，共 {offering.sessions} 次  \n"
        f":material/event: {short_day(offering.starts_on, visit.today)}开课  \n"
        f":material/location_on: {layout.escaped(offering.room)}"
        f" · {layout.escaped(offering.teacher)}  \n"
        f":material/payments: {fee} · {_ages(offering)}"
    )
    waiting = f"，候补 {offering.waiting} 位" if offering.waiting else ""
    st.progress(
        min(1.0, offering.seated / offering.capacity),
        text=f"已报 {offering.seated} 人，共 {offering.capacity} 席{waiting}",
    )
    st.space("stretch")
    act(visit, "看名单", roster_dialog, offering.id, width="stretch")
    if visit.user.may(_enroll.permission) and st.button(
        "登记候补" if offering.full else "报名",
        key=f"enroll:{offering.id}",
        type="secondary" if offering.full else "primary",
        width="stretch",
    ):
        clear_choice(KEY)  # whoever was chosen for another class
        _enroll(offering.id)


def _seats_badge(offering: ClassOffering) -> None:
    if offering.full:
        st.badge("已满", icon=":material/block:", color="red")
    elif offering.free <= FEW_SEATS:
        st.badge(f"只剩 {offering.free} 席", icon=":material/warning:", color="orange")
    else:
        st.badge(f"余 {offering.free} 席", icon=":material/check_circle:", color="green")


def _ages(offering: ClassOffering) -> str:
    if offering.age_max is None:
        return f"{offering.age_min} 周岁以上"
    return f"{offering.age_min} 到 {offering.age_max} 周岁"


def _next_person() -> None:
    clear_choice(KEY)


@dialog("报名", academy_seats.enroll, beside=(f"chosen:{KEY}",), after=_next_person)
def _enroll(visit: Visit, slip: str, class_id: int) -> NewEnrollment | None:
    offering = academy_classes.class_offering(visit.db, class_id)
    st.markdown(layout.bold(f"{offering.series.label} · {offering.course}"))
    layout.second_line(f"{offering.hours}，{_ages(offering)}")
    label = "登记候补" if offering.full else "报名"
    return _paper(visit, slip, offering, lambda: forms.save_button(label, slip))


def quick(visit: Visit) -> None:
    """One enrolment on the phone (快速登记里的报名)."""
    if missing.no_residents(visit):
        return
    if not academy_classes.open_classes(visit.db, visit.today):
        missing.say("school", "现在没有在报名的班。开了班才能报名。")
        return
    _quick(visit)


@form(academy_seats.enroll, beside=(f"chosen:{KEY}", "quick:class"), after=_next_person)
def _quick(visit: Visit, slip: str) -> NewEnrollment | None:
    """First the class, then who; the button is under the thumb."""
    classes = academy_classes.open_classes(visit.db, visit.today)
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
    against = academy_seats.what_is_against(visit, offering.id, who.id) if offering and who else ""
    paper = None
    if against:
        st.markdown(f":orange[:material/block: {layout.escaped(against)}]")
    elif offering and who:
        paper = _consents(visit, slip, offering, who)
    if not save():
        return None
    if who is None and done_last(academy_seats.enroll):
        return None  # the second of two clicks: the first one is told of
    if offering is None:
        raise Invalid("还没选班。先选一个班。")
    if against or paper is None:
        raise Invalid(against or "还没选是谁。找到名字，点一下。")
    return paper


def _consents(visit: Visit, slip: str, offering: ClassOffering, who: Resident) -> NewEnrollment:
    """Only what this person's age asks for is drawn."""
    key = f"{slip}:{who.id}"
    least, most = who.age_on(offering.starts_on)
    agrees = st.checkbox("已当面确认本人愿意报名", key=f"{key}:agrees")
    born: date | None = None
    if least < offering.age_min <= most or least <= (offering.age_max or 200) < most:
        born = st.date_input(
            "出生日期（年份刚好在线上，要核对）", value=None, key=f"{key}:born",
            min_value=date(1900, 1, 1), max_value=visit.today, format="YYYY-MM-DD",
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
)
