"""Offers (候补录取): a free seat is held for the first in line until the answer, or its deadline."""

from datetime import datetime, timedelta

from domain.academy_enrollment.places import Seat
from domain.academy_enrollment.seats import HOLDING, ClassOffering, SeatState
from domain.days import BEIJING, moment
from domain.errors import WrongState
from domain.states import Moves

_ENDS = {SeatState.COMPLETED, SeatState.DROPPED, SeatState.REMOVED}
MOVES = Moves.of(
    {
        SeatState.CONFIRMED: {SeatState.ATTENDING, SeatState.CANCELLED, *_ENDS},
        SeatState.ATTENDING: _ENDS,
        SeatState.OFFERED: {SeatState.CONFIRMED, SeatState.CANCELLED},
        SeatState.WAITLISTED: {SeatState.OFFERED, SeatState.CANCELLED},
        # A brought list of past learners that was a mistake; nobody else cancels what is over.
        SeatState.COMPLETED: {SeatState.CANCELLED},
        SeatState.DROPPED: {SeatState.CANCELLED},
    }
)
LAST_OFFER_SESSION = 3  # after the third session a newcomer has missed too much (*default*)


def offers_close(offering: ClassOffering) -> datetime:
    """The end of the third session, or of the last where there are fewer: no offers after it."""
    session = min(LAST_OFFER_SESSION, offering.sessions)
    day = offering.first_session + timedelta(weeks=session - 1)
    return datetime.combine(day, offering.ends, BEIJING)


def offer_ends(now: datetime, hours: int) -> datetime:
    """When an offer made now runs out, so many hours later (答复期)."""
    return now + timedelta(hours=hours)


def check_answer(seat: Seat, now: datetime) -> None:
    """Whether an offer can still be accepted. Raises WrongState."""
    no = f"{seat.resident}现在是“{seat.state.label}”，没有等答复的席位。"
    MOVES.check(seat.state, SeatState.CONFIRMED, no)
    if seat.offer_ends_at is not None and now > seat.offer_ends_at:
        ended = moment(seat.offer_ends_at, now.date())
        raise WrongState(
            f"{seat.resident}的答复期到{ended}为止，已经过了。"
            "点“过期的转给下一位”，席位就给后面的人；要再报，重新登记候补。"
        )


def check_leaving(seat: Seat, course: str) -> SeatState:
    """Who holds a place may give it back; the state it ends in. Raises WrongState."""
    to = SeatState.DROPPED if seat.state is SeatState.ATTENDING else SeatState.CANCELLED
    no = f"{seat.resident}在“{course}”的报名是“{seat.state.label}”，不用再取消。"
    if seat.state not in HOLDING:
        raise WrongState(no)
    MOVES.check(seat.state, to, no)
    return to
