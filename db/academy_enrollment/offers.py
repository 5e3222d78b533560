"""A place given back, and the offer (候补录取) that follows it in the same transaction."""

from datetime import datetime

from sqlite_utils import Database

from db import parameters
from db.academy_enrollment.classes import class_offering
from db.rows import many, move_to, one
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.academy_enrollment.offers import check_answer, check_leaving, offer_ends, offers_close
from domain.academy_enrollment.places import Seat
from domain.academy_enrollment.seats import SeatState
from domain.days import moment, stamp
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.books import UNDO_WITHIN
from domain.receipts import Receipt

SEATS = """
    select e.id, e.resident_id, r.name as resident, e.state, e.place, e.applied_at, e.offer_ends_at
      from enrollments e join residents r on r.id = e.resident_id
"""


@writes(Permission.ENROLL)
def cancel_enrollment(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Give a place back (取消报名), whoever enrolled them; a seat is offered to the next in line."""
    seat, class_id = _seat(visit.db, id)
    course = class_offering(visit.db, class_id).course
    move_to(visit.db, "enrollments", seat, check_leaving(seat, course))
    return Receipt(f"{seat.resident}的“{course}”报名已取消。{pass_on(visit, class_id)}", id)


@writes(Permission.ENROLL)
def accept_offer(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The one who was offered the seat takes it (接受录取)."""
    seat, class_id = _seat(visit.db, id)
    check_answer(seat, visit.now)
    move_to(visit.db, "enrollments", seat, SeatState.CONFIRMED)
    return Receipt(
        f"{seat.resident}接受了，录取进“{class_offering(visit.db, class_id).course}”。", id
    )


@writes(Permission.ENROLL)
def decline_offer(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The one who was offered the seat does not come (不来了); the next in line gets the offer."""
    seat, class_id = _seat(visit.db, id)
    if seat.state is not SeatState.OFFERED:
        check_answer(seat, visit.now)
    move_to(visit.db, "enrollments", seat, SeatState.CANCELLED)
    return Receipt(f"{seat.resident}不来了。{pass_on(visit, class_id)}", id)


@writes(Permission.ENROLL)
def pass_on_offers(visit: Visit, class_id: int, *, slip: str | None = None) -> Receipt:
    """Offers that ran out go to the next in line, and so does any seat left free (转给下一位)."""
    told = pass_on(visit, class_id)
    if not told:
        raise WrongState("没有过期的候补录取，也没有空着的席位要给候补，不用转。")
    return Receipt(told, class_id)


@inside_gate
def pass_on(visit: Visit, class_id: int) -> str:
    """Close offers that ran out and offer every free seat in the queue's order; said in words."""
    db, told = visit.db, []
    for seat in _offers_over(db, class_id, visit.now):
        move_to(db, "enrollments", seat, SeatState.CANCELLED)
        told.append(f"{seat.resident}过了答复期，不再保留。")
    offering = class_offering(db, class_id)
    free, closes = offering.free, offers_close(offering)
    waiting = many(
        db, Seat, f"{SEATS} where e.class_id = :id and e.state = 'waitlisted' order by e.place",
        id=class_id,
    )  # fmt: skip
    if waiting and free and visit.now > closes:
        told.append(f"{moment(closes, visit.today)}以后不再候补录取，空出的席位留着。")
        waiting = []
    ends = offer_ends(visit.now, parameters.value_of(db, "offer_hours"))
    for seat in waiting[:free]:
        offer = {"offered_at": visit.now, "offer_ends_at": ends}
        move_to(db, "enrollments", seat, SeatState.OFFERED, **offer)
        told.append(
            f"席位留给了候补第 {seat.place} 位{seat.resident}，"
            f"请告诉本人，{moment(ends, visit.today)}以前答复。"
        )
    return "".join(told)


@reads(Permission.ENROLL)
def undoable(visit: Visit, id: int) -> bool:
    """Whether this enrolment was just made by oneself and still stands (五分钟内撤销)."""
    row = visit.db.execute(
        "select applied_at, enrolled_by, state from enrollments where id = ?", [id]
    ).fetchone()
    return (
        row is not None
        and row[1] == visit.user.id
        and row[2] in (SeatState.CONFIRMED, SeatState.WAITLISTED)
        and visit.now - datetime.fromisoformat(row[0]) <= UNDO_WITHIN
    )


def offers_over(db: Database, now: datetime) -> list[tuple[int, str, int]]:
    """(class, course, how many) whose offers ran out unanswered (过了答复期)."""
    rows = db.execute(
        "select c.id, c.course, count(*) from enrollments e join classes c on c.id = e.class_id"
        " where e.state = 'offered' and unixepoch(e.offer_ends_at) < unixepoch(?)"
        " group by c.id order by c.id",
        [stamp(now)],
    )
    return [(int(row[0]), str(row[1]), int(row[2])) for row in rows]


def _offers_over(db: Database, class_id: int, now: datetime) -> list[Seat]:
    return many(
        db,
        Seat,
        f"{SEATS} where e.class_id = :id and e.state = 'offered'"
        " and unixepoch(e.offer_ends_at) < unixepoch(:now) order by e.place",
        id=class_id,
        now=now,
    )


def _seat(db: Database, id: int) -> tuple[Seat, int]:
    """One place with the number of its class. Raises NotFound."""
    seat = one(db, Seat, "这次报名", f"{SEATS} where e.id = :id", id=id)
    row = db.execute("select class_id from enrollments where id = ?", [id]).fetchone()
    return seat, int(row[0])
