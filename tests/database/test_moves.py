"""Every machine moves in the file exactly as its rule says: for whoever writes to it by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import connection
from db.points_shop import reservations, shelf
from domain import points_shop
from domain.academy_enrollment import offers
from domain.academy_enrollment.seats import SeatState
from domain.meeting_agenda import actions, sittings, topics
from domain.meeting_agenda import meetings as meeting_rules
from domain.meeting_agenda.actions import ActionState
from domain.meeting_agenda.meetings import MeetingState
from domain.meeting_agenda.sittings import MinutesState
from domain.meeting_agenda.topics import TopicState
from domain.points_ledger import awards
from domain.points_ledger.awards import AwardState
from domain.points_shop import NewItem, NewReservation, ReservationState
from domain.states import Moves
from domain.vouchers import pieces, settlements
from domain.vouchers.pieces import VoucherState
from domain.vouchers.settlements import SettlementState
from tests.community import CHEN, HELD, PLANNED, account_id, visit_of
from tests.ledger import earn
from tests.state_machines import moves_of_the_file
from tests.voucher_desk import approved

MORNING = "2026-03-18T09:40:00+08:00"
CLERK, SECOND, THIRD = account_id("clerk"), account_id("clerk2"), account_id("secretary")

Move = Callable[[Any, Any], object]


def a_settlement(db: Database) -> Move:
    db.execute(
        "insert into settlements (id, merchant_id, month, vouchers, amount_fen, state, created_by,"
        f" created_at) values (1, 1, '2026-03', 1, 500, 'draft', {CLERK}, '{MORNING}')"
    )
    return lambda _, after: db.execute(
        f"update settlements set state = :to, checked_by = coalesce(checked_by, {SECOND}),"
        f" approved_by = coalesce(approved_by, {THIRD}), payment_ref = iif(:to = 'paid', 'x', null),"
        " paid_on = iif(:to = 'paid', '2026-03-18', null) where id = 1",
        {"to": after},
    )


def a_voucher(db: Database) -> Move:
    """What each state asks for is on file first; an undone use is written down, a paid one paid."""
    approved(db)
    pay = a_settlement(db)
    db.execute(
        f"update vouchers set issued_at = '{MORNING}', issued_by = {CLERK}, used_at = '{MORNING}',"
        f" used_by = {CLERK}, merchant_id = 1 where id = 1"
    )

    def move(before: VoucherState, after: VoucherState) -> None:
        if (before, after) == (VoucherState.USED, VoucherState.ISSUED):
            _undo_use(db)
        if after is VoucherState.SETTLED:
            if before is VoucherState.USED:
                db.execute("update vouchers set settlement_id = 1 where id = 1")
            for state in (SettlementState.CHECKED, SettlementState.APPROVED, SettlementState.PAID):
                pay(None, state)
        db.execute(
            "update vouchers set state = ?, (used_at, used_by, merchant_id) ="
            " (select used_at, used_by, merchant_id where not exists (select 1 from voucher_undos))"
            " where id = 1",
            [after],
        )

    return move


def _undo_use(db: Database) -> None:
    db.execute(
        "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id, undone_at, undone_by)"
        " select id, used_at, used_by, merchant_id, used_at, used_by from vouchers where id = 1"
    )


def an_award(db: Database) -> Move:
    db.execute(
        "insert into awards (id, resident_id, rule_id, asked, points, earned_on, state, created_by,"
        f" created_at) values (1, 1, 1, 10, 10, '2026-03-18', 'draft', {CLERK}, '{MORNING}')"
    )
    return lambda _, after: db.execute(
        f"update awards set state = ?, approved_by = {SECOND}, approved_at = '{MORNING}',"
        " notice_end = '2026-03-25' where id = 1",
        [after],
    )


def a_reservation(db: Database) -> Move:
    clerk = visit_of(db, "clerk")
    earn(clerk, CHEN, 100)
    shelf.add_item(clerk, NewItem("rice", "大米 5 斤", 30, 2, 5))
    reservations.reserve(clerk, NewReservation("one", 1, CHEN))
    return lambda _, after: db.execute(
        f"update reservations set state = :to, undone_at = '{MORNING}',"
        f" closed_at = iif(:to = 'reserved', null, '{MORNING}'),"
        f" closed_by = iif(:to = 'reserved', null, {CLERK}) where id = 1",
        {"to": after},
    )


def a_meeting(db: Database) -> Move:
    return lambda _, after: db.execute(
        f"update meetings set state = ? where id = {PLANNED}", [after]
    )


def minutes_of_a_meeting(db: Database) -> Move:
    db.execute(
        "insert into sittings (meeting_id, opened_at, opened_by, closed_at, closed_by, members,"
        f" present, quorum_met) values ({HELD}, '{MORNING}', {CLERK}, '{MORNING}', {CLERK}, 3, 2, 1)"
    )
    db.execute(
        "insert into minutes (meeting_id, kind, year, number, state, begun_at)"
        f" values ({HELD}, 'special', 2026, 1, 'draft', '{MORNING}')"
    )
    return lambda _, after: db.execute(
        f"update minutes set state = ? where meeting_id = {HELD}", [after]
    )


def a_promise(db: Database) -> Move:
    db.execute(
        "insert into actions (id, meeting_id, item_id, seq, content, lead_body_id, person, due_on,"
        f" state, created_at, created_by) values (1, {PLANNED}, 2, 1, '查外墙的裂缝', 2, '周经理',"
        f" '2026-04-01', 'open', '{MORNING}', {CLERK})"
    )
    return lambda _, after: db.execute("update actions set state = ? where id = 1", [after])


def a_topic(db: Database) -> Move:
    db.execute(
        "insert into topics (id, title, text, channel, proposer, confidential, state, raised_on,"
        " raised_by) values (1, '早点摊太早', '五点就吵', 'door', '陈秀花', 0, 'raised', '2026-03-18',"
        f" {CLERK}), (2, '另一个议题', '一样的事', 'door', '陈明', 0, 'raised', '2026-03-18', {CLERK})"
    )
    return lambda _, after: db.execute(
        "update topics set state = :to, merged_into = iif(:to = 'merged', 2, null) where id = 1",
        {"to": after},
    )


def a_seat(db: Database) -> Move:
    db.execute(
        "insert into enrollments (id, class_id, resident_id, state, place, applied_at, enrolled_by)"
        f" values (1, 1, {CHEN}, 'waitlisted', 1, '{MORNING}', {CLERK})"
    )
    return lambda _, after: db.execute(
        f"update enrollments set state = ?, offered_at = '{MORNING}',"
        " offer_ends_at = '2026-03-20T09:40:00+08:00' where id = 1",
        [after],
    )


@pytest.mark.parametrize(
    ("moves", "begin", "laid"),
    [
        (pieces.MOVES, VoucherState.CREATED, a_voucher),
        (settlements.MOVES, SettlementState.DRAFT, a_settlement),
        (awards.MOVES, AwardState.DRAFT, an_award),
        (points_shop.MOVES, ReservationState.RESERVED, a_reservation),
        (meeting_rules.MOVES, MeetingState.PLANNED, a_meeting),
        (sittings.MINUTES_MOVES, MinutesState.DRAFT, minutes_of_a_meeting),
        (actions.MOVES, ActionState.OPEN, a_promise),
        (topics.MOVES, TopicState.RAISED, a_topic),
        (offers.MOVES, SeatState.WAITLISTED, a_seat),
    ],
    ids=[
        "voucher",
        "settlement",
        "award",
        "reservation",
        "meeting",
        "minutes",
        "promise",
        "topic",
        "seat",
    ],
)
def test_the_file_lets_through_the_moves_of_the_rule_and_no_other(
    path: Path, moves: Moves[Any], begin: Any, laid: Callable[[Database], Move]
):
    with connection.opened(path) as db:
        assert moves_of_the_file(db, moves, begin, laid(db)) == moves.pairs
