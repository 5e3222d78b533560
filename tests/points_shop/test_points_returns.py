"""What was handed over by mistake: undone at once, or taken back later with a reason."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.points_ledger import books, corrections
from db.points_ledger.checks import lots
from db.points_shop import checks as shop
from db.points_shop import reservations, shelf
from db.visit import Visit
from domain.errors import DomainError, Invalid, NotAllowed, WrongState
from domain.points_shop import NewItem, NewReservation
from tests import community
from tests.community import CHEN, NOW
from tests.ledger import column, earn


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """陈明 holds 100, and one bag of rice was handed to him a moment ago."""
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        clerk = community.visit_of(db, "clerk")
        earn(clerk, CHEN, 100)
        shelf.add_item(clerk, NewItem("rice", "大米 5 斤", 30, 2, 5))
        reservations.reserve(clerk, NewReservation("one", 1, CHEN))
        reservations.pick_up(clerk, 1)
        yield db
        for one in (*shop.INVARIANTS, *lots.INVARIANTS):
            assert not db.execute(one.sql).fetchone(), one.code


@pytest.fixture
def at(db: Database) -> Callable[..., Visit]:
    """`at(3)`: the clerk three minutes after the handing over."""
    return lambda minutes=0, who="clerk": community.visit_of(
        db, who, NOW + timedelta(minutes=minutes)
    )


def test_within_five_minutes_it_waits_again_and_nothing_moved(db, at):
    told = reservations.undo_pick_up(at(5), 1).told
    assert told == "第 1 号没有取走，陈明的“大米 5 斤”还在待取。"
    (held,) = reservations.open_reservations(at())
    assert (held.state, held.closed_at, held.closed_by) == ("reserved", None, None)
    assert books.balance(db, CHEN) == 70
    assert shelf.item(db, 1).stock == 4
    assert column(db, "select count(*) from point_entries") == [2]
    reservations.pick_up(at(6), 1)
    reservations.undo_pick_up(at(7), 1)
    reservations.cancel_reservation(at(8), 1)
    assert books.balance(db, CHEN) == 100


def test_undoing_is_for_whoever_did_it_and_soon(db, at):
    with pytest.raises(NotAllowed):
        reservations.undo_pick_up(at(1, "clerk2"), 1)
    with pytest.raises(WrongState, match="5 分钟"):
        reservations.undo_pick_up(at(6), 1)
    reservations.undo_pick_up(at(1), 1)
    with pytest.raises(WrongState):
        reservations.undo_pick_up(at(1), 1)


def test_later_it_is_taken_back_with_a_reason_and_points_and_pieces_return(db, at):
    entry = reservations.handed_over(at())[0].entry_id
    with pytest.raises(WrongState, match="退回"):
        corrections.reverse_entry(at(600), entry, "点错了人")
    with pytest.raises(Invalid):
        reservations.return_goods(at(600), 1, " ")
    told = reservations.return_goods(at(600, "clerk2"), 1, "点错了人").told
    assert told == "第 1 号退回了：点错了人。30 枚退给陈明。"
    assert books.balance(db, CHEN) == 100
    assert shelf.item(db, 1).stock == 5
    assert reservations.handed_over(at()) == []
    reasons = column(db, "select reason from point_entries order by id desc limit 1")
    assert reasons == ["第 1 号预约退回：点错了人"]
    for again in (
        lambda: reservations.return_goods(at(601), 1, "再退一次"),
        lambda: reservations.undo_pick_up(at(601), 1),
        lambda: reservations.cancel_reservation(at(601), 1),
    ):
        with pytest.raises(WrongState):
            again()


def test_what_still_waits_is_cancelled_and_not_taken_back(db, at):
    reservations.reserve(at(), NewReservation("two", 1, CHEN))
    for deed in (
        reservations.undo_pick_up,
        lambda v, id: reservations.return_goods(v, id, "没来取"),
    ):
        with pytest.raises(DomainError):
            deed(at(), 2)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'reserved', closed_at = null, closed_by = null",
        "state = 'reserved', closed_at = null, closed_by = null,"
        " undone_at = '2026-03-18T09:45:01+08:00'",
        "state = 'reserved', closed_at = null, closed_by = null,"
        " undone_at = '2026-03-18T09:39:00+08:00'",
        "state = 'expired'",
        "pieces = 2",
        "closed_at = '2026-03-19'",
    ],
)
def test_the_file_itself_lets_nobody_undo_it_late_or_otherwise(db, change: str):
    with pytest.raises(connection.IntegrityError):
        db.execute(f"update reservations set {change} where id = 1")
