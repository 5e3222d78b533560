"""积分超市: points and pieces are held together, given back together, and never more than there are."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlite_utils import Database

from db import connection
from db.points_ledger import books, corrections
from db.points_shop import checks as shop_checks
from db.points_shop import reservations, shelf
from db.visit import Visit
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, SlipTaken, WrongState
from domain.people import Permission
from domain.points_ledger.guardians import guarded_age
from domain.points_ledger.lots import NotEnough
from domain.points_shop import (
    ItemChange,
    NewItem,
    NewReservation,
    OverLimit,
    ReservationState,
    Restock,
    SoldOut,
)
from domain.registry import Resident
from tests import community
from tests.community import CHEN, CHILD, HOMELESS, MOTHER, NOW, TODAY
from tests.ledger import column, earn

THREADS = 16
RICE = NewItem("rice", "大米 5 斤", price=30, limit_each=2, pieces=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """陈明 holds 100, and five bags of rice lie on the shelf."""
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        clerk = community.visit_of(db, "clerk")
        earn(clerk, CHEN, 100)
        shelf.add_item(clerk, RICE)
    return path


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        yield db
        assert broken(db) == [], "whatever a test did, the shop's invariants hold"


@pytest.fixture
def at(db: Database) -> Callable[..., Visit]:
    """`at()`: the clerk's visit this morning; `at(8)`: eight days later."""
    return lambda days=0, who="clerk": community.visit_of(db, who, NOW + timedelta(days=days))


def broken(db: Database) -> list[str]:
    return [one.code for one in shop_checks.INVARIANTS if db.execute(one.sql).fetchone()]


def paper(slip: str = "one", **change: object) -> NewReservation:
    return replace(NewReservation(slip, item_id=1, resident_id=CHEN), **change)


def test_a_reservation_holds_points_and_pieces_at_once(db, at):
    receipt = reservations.reserve(at(), paper(pieces=2))
    assert receipt.told == (
        "陈明约了“大米 5 斤”2 件，扣 60 枚，还有 40 枚。最晚3月25日来取，第 1 号。"
    )
    assert books.balance(db, CHEN) == 40
    assert shelf.item(db, 1).stock == 3
    held = reservations.open_reservations(at())[0]
    assert (held.points, held.due_on, held.state) == (60, date(2026, 3, 25), "reserved")
    reservations.pick_up(at(), held.id)
    assert reservations.open_reservations(at()) == []
    assert books.balance(db, CHEN) == 40


def test_the_same_slip_reserves_once(db, at):
    assert reservations.reserve(at(), paper()) == reservations.reserve(at(), paper())
    with pytest.raises(SlipTaken):
        reservations.reserve(at(), paper(pieces=2))
    assert shelf.item(db, 1).stock == 4


def test_cancelling_gives_back_points_pieces_and_the_years_limit(db, at):
    reservations.reserve(at(), paper(pieces=2))
    reservations.cancel_reservation(at(), 1)
    assert books.balance(db, CHEN) == 100
    assert shelf.item(db, 1).stock == 5
    assert column(db, "select remaining from point_lots") == [100]
    assert [move.pieces for move in shelf.stock_moves(at(), 1)] == [2, -2, 5]
    reservations.reserve(at(), paper("again", pieces=2))


def test_a_closed_reservation_stays_closed(db, at):
    reservations.reserve(at(), paper())
    reservations.pick_up(at(), 1)
    for deed in (reservations.pick_up, reservations.cancel_reservation):
        with pytest.raises(WrongState):
            deed(at(), 1)
    with pytest.raises(NotFound):
        reservations.pick_up(at(), 99)


def test_what_is_not_picked_up_in_seven_days_goes_back(db, at):
    reservations.reserve(at(), paper())
    with pytest.raises(WrongState):
        reservations.expire_reservations(at(7))  # the seventh day still counts
    told = reservations.expire_reservations(at(8)).told
    assert told == "1 份过期未取，共 30 枚退回各人。"
    assert books.balance(db, CHEN) == 100
    assert shelf.item(db, 1).stock == 5
    assert column(db, "select state from reservations") == [ReservationState.EXPIRED]


def test_points_given_back_after_their_last_day_expire_at_once(db, at):
    earn(at(), MOTHER, 30, date(2025, 5, 1))  # usable through 2026-12-31
    reservations.reserve(at(285), paper(resident_id=MOTHER))  # 2026-12-28, due 2027-01-04
    reservations.expire_reservations(at(293))
    assert books.balance(db, MOTHER) == 0
    assert books.books(db).balanced


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"pieces": 4}, NotEnough),
        ({"pieces": 6}, SoldOut),
        ({"pieces": 0}, Invalid),
        ({"pieces": 3}, OverLimit),
        ({"resident_id": MOTHER}, NotEnough),
        ({"resident_id": CHILD}, Invalid),
        ({"item_id": 9}, NotFound),
        ({"resident_id": 999}, NotFound),
    ],
)
def test_a_refused_reservation_leaves_no_trace(db, at, change, refusal):
    if refusal is NotEnough:
        db.execute("update shop_items set limit_each = 9")
    with pytest.raises(refusal):
        reservations.reserve(at(), paper(**change))
    assert books.balance(db, CHEN) == 100
    assert shelf.item(db, 1).stock == 5
    assert column(db, "select count(*) from reservations") == [0]
    assert column(db, "select count(*) from point_accounts where resident_id <> 1") == [0]


def test_the_limit_is_per_person_and_calendar_year(db, at):
    earn(at(), MOTHER, 100)
    reservations.reserve(at(), paper(pieces=2))
    with pytest.raises(OverLimit) as refusal:
        reservations.reserve(at(1), paper("more"))
    assert refusal.value.left == 0
    reservations.reserve(at(1), paper("hers", resident_id=MOTHER, pieces=2))
    reservations.reserve(at(289), paper("new year"))  # 2027-01-01
    assert reservations.taken(db, 1, CHEN, 2026) == 2
    assert reservations.taken(db, 1, CHEN, 2027) == 1


def test_a_child_needs_the_guardian_beside_it(db, at):
    earn(at(), CHILD, 60)
    with pytest.raises(Invalid):
        reservations.reserve(at(), paper(resident_id=CHILD))
    reservations.reserve(at(), paper(resident_id=CHILD, guardian_agrees=True))
    assert column(db, "select guardian_id from reservations") == [MOTHER]


def test_who_has_no_birth_year_on_file_is_grown_up_unless_somebody_guards_them(db, at):
    earn(at(), HOMELESS, 30)
    reservations.reserve(at(), paper(resident_id=HOMELESS))
    nobody = Resident(1, "某", "", "", "", "", None, None, None, None)
    assert guarded_age(nobody, TODAY) == 14
    assert guarded_age(replace(nobody, guardian_id=2), TODAY) == 0
    assert guarded_age(replace(nobody, birth_year=2012), TODAY) == 13, "13 or 14: be careful"


def test_a_delivery_and_a_correction_move_the_stock_and_nothing_else_does(db, at):
    shelf.restock(at(), Restock("in", 1, 10, "五月进货"))
    told = shelf.restock(at(), Restock("out", 1, -2, "盘点少两袋")).told
    assert told == "“大米 5 斤”-2 件，现有 13 件。"
    for wrong in (Restock("a", 1, 0, "没有"), Restock("b", 1, -14, "太多"), Restock("c", 1, 1, "")):
        with pytest.raises(Invalid):
            shelf.restock(at(), wrong)
    with pytest.raises(connection.Error):
        db.execute("update shop_items set stock = 99 where id = 1")


def test_goods_off_the_shelf_are_picked_up_but_not_reserved(db, at):
    reservations.reserve(at(), paper())
    shelf.take_off_shelf(at(), 1)
    assert shelf.items(db) == []
    assert len(shelf.items(db, every=True)) == 1
    with pytest.raises(WrongState):
        reservations.reserve(at(), paper("late"))
    with pytest.raises(WrongState):
        shelf.take_off_shelf(at(), 1)
    reservations.pick_up(at(), 1)
    shelf.put_back_on_shelf(at(), 1)
    reservations.reserve(at(), paper("later"))


def test_goods_end_with_their_day_and_what_is_reserved_is_still_picked_up(db, at):
    reservations.reserve(at(), paper())
    today = at().today
    known = shelf.facts_of(shelf.item(db, 1))
    last = replace(known, last_on=today)
    told = shelf.change_item(at(), ItemChange("last", 1, known, last)).told
    assert f"供到哪天由不限改为“{today}”" in told
    reservations.reserve(at(), paper("on its last day"))
    over = replace(last, last_on=today - timedelta(1))
    shelf.change_item(at(), ItemChange("over", 1, last, over))
    with pytest.raises(WrongState, match="为止，已经结束了"):
        reservations.reserve(at(), paper("the day after"))
    reservations.pick_up(at(), 1)


def test_an_item_has_a_name_of_its_own_and_a_price(db, at):
    for wrong in (
        replace(RICE, slip="a"),
        replace(RICE, slip="b", name=" "),
        replace(RICE, slip="c", name="洗衣液", price=0),
        replace(RICE, slip="d", name="洗衣液", limit_each=0),
        replace(RICE, slip="e", name="洗衣液", pieces=-1),
    ):
        with pytest.raises(Invalid):
            shelf.add_item(at(), wrong)
    assert len(shelf.items(db)) == 1


def test_the_ledger_does_not_reverse_what_the_shop_must_cancel(db, at):
    reservations.reserve(at(), paper())
    entry = reservations.open_reservations(at())[0].entry_id
    with pytest.raises(WrongState):
        corrections.reverse_entry(at(), entry, "记错了")


def test_only_who_may_touches_the_shop(db, at):
    for write, what, needs in (
        (reservations.reserve, paper(), Permission.REDEEM),
        (shelf.add_item, replace(RICE, slip="x", name="洗衣液"), Permission.MANAGE_SHOP),
    ):
        assert write.permission is needs
        with pytest.raises(NotAllowed):
            write(at(0, "leader"), what)
    with pytest.raises(NotAllowed):
        reservations.open_reservations(at(0, "volunteer"))


def test_sixteen_at_once_never_oversell(path: Path):
    """Five bags, sixteen neighbours who all could pay: exactly five get one."""
    people = list(range(4, 4 + THREADS))
    with connection.opened(path) as db:
        for person in people:
            earn(community.visit_of(db, "clerk"), person, 40)
    done = rush(path, [paper(f"r{person}", resident_id=person) for person in people])
    assert done == 5
    with connection.opened(path) as db:
        assert shelf.item(db, 1).stock == 0
        assert column(db, "select sum(balance) from point_accounts") == [0]
        assert broken(db) == []


def test_sixteen_at_once_never_overspend(path: Path):
    """陈明 has 100 and rice costs 30: three of sixteen windows succeed, whatever the stock."""
    with connection.opened(path) as db:
        db.execute("update shop_items set limit_each = 99")
        shelf.restock(community.visit_of(db, "clerk"), Restock("in", 1, 95, "进货"))
    done = rush(path, [paper(f"s{number}") for number in range(THREADS)])
    assert done == 3
    with connection.opened(path) as db:
        assert books.balance(db, CHEN) == 10
        assert shelf.item(db, 1).stock == 97
        assert broken(db) == []


def test_one_reservation_is_closed_once_whoever_presses(path: Path):
    with connection.opened(path) as db:
        reservations.reserve(community.visit_of(db, "clerk"), paper())
    done = together(
        path, [reservations.cancel_reservation, reservations.pick_up] * (THREADS // 2), 1
    )
    assert done == 1
    with connection.opened(path) as db:
        assert broken(db) == []


def rush(path: Path, papers: list[NewReservation]) -> int:
    """Sixteen threads with connections of their own; how many got what they asked for."""
    return sum(_all_at_once(path, [lambda v, p=p: reservations.reserve(v, p) for p in papers]))


def together(path: Path, deeds: list[Callable[..., object]], id: int) -> int:
    return sum(_all_at_once(path, [lambda v, d=d: d(v, id) for d in deeds]))


def _all_at_once(path: Path, deeds: list[Callable[[Visit], object]]) -> list[bool]:
    start = Barrier(THREADS)

    def one(deed: Callable[[Visit], object]) -> bool:
        with connection.opened(path) as db:
            start.wait()
            try:
                deed(community.visit_of(db, "clerk"))
            except DomainError:
                return False
            return True

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, deeds))
