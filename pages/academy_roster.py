"""名单 (the roster of a class): who has a seat, who was offered one, who waits; and what to do."""

import streamlit as st

from db.academy_enrollment import classes, offers
from db.visit import Visit, permission_of
from domain.academy_enrollment.places import Seat
from domain.academy_enrollment.seats import ClassOffering, SeatState
from domain.days import moment
from pages.academy_classes import about, name
from pages.acts import act, dialog
from pages.person import person_link
from ui import layout


@dialog("名单", classes.roster)
def roster_dialog(visit: Visit, slip: str, class_id: int) -> None:
    offering = classes.class_offering(visit.db, class_id)
    seats = classes.roster(visit, class_id)
    st.markdown(layout.bold(name(offering)))
    layout.second_line(about(offering, visit.today))
    if not seats:
        layout.second_line("还没有人报名。")
    if _something_to_pass_on(visit, offering, seats):
        act(visit, "过期的和空着的席位转给下一位", offers.pass_on_offers, class_id,
            width="stretch")  # fmt: skip
    for number, seat in enumerate(seats, start=1):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            with st.container(horizontal=True, width="content", gap="xsmall"):
                st.markdown(f"{number}\\.", width="content")
                person_link(visit, seat.resident_id, seat.resident, _tag(visit, seat))
            _actions(visit, offering, seat)


def _something_to_pass_on(visit: Visit, offering: ClassOffering, seats: list[Seat]) -> bool:
    late = [s for s in seats if s.offer_ends_at and _offered(s) and visit.now > s.offer_ends_at]
    return bool(late) or (offering.free > 0 and offering.waiting > 0)


def _offered(seat: Seat) -> bool:
    return seat.state is SeatState.OFFERED


def _tag(visit: Visit, seat: Seat) -> str:
    if seat.state is SeatState.WAITLISTED:
        return f" :orange-badge[候补第 {seat.place} 位]"
    if not _offered(seat) or seat.offer_ends_at is None:
        return ""
    until = moment(seat.offer_ends_at, visit.today)
    if visit.now > seat.offer_ends_at:
        return f" :red-badge[{until}没答复，过期了]"
    return f" :violet-badge[留了席位，{until}前答复]"


def _actions(visit: Visit, offering: ClassOffering, seat: Seat) -> None:
    with st.container(horizontal=True, width="content"):
        if _offered(seat):
            act(visit, "接受", offers.accept_offer, seat.id, primary=True)
            act(visit, "不来了", offers.decline_offer, seat.id)
        elif visit.user.may(permission_of(offers.cancel_enrollment)):
            _cancel(visit, offering, seat)


def _cancel(visit: Visit, offering: ClassOffering, seat: Seat) -> None:
    """What it will do is said on the second button, since a seat given away does not come back."""
    with st.popover("取消报名", key=f"leave:{seat.id}"):
        who = layout.bold(seat.resident)
        if seat.state is SeatState.WAITLISTED:
            after = "候补的位次不再保留。"
        elif offering.waiting:
            after = f"席位马上留给候补的下一位，有 {offering.waiting} 位在等。"
        else:
            after = "席位空出来，别人可以报。"
        st.markdown(f"取消 {who} 的报名：{after}")
        act(visit, f"取消{who}的报名", offers.cancel_enrollment, seat.id, primary=True,
            width="stretch")  # fmt: skip
