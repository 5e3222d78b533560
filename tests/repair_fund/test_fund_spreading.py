"""A payment is reckoned before the write lock is taken, and never posted on facts that have moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.repair_fund import payments, spreading
from db.writes import transaction
from domain.errors import NotAllowed, NotFound
from tests import fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import FIRST, PINE_1_FLATS, K, a_file, balances, charged, paper

POOR = 7


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *(unit for unit in PINE_1_FLATS if unit != POOR), 21)
        yield db


@pytest.fixture
def waiting(db: Database) -> int:
    """A first payment nobody has approved yet; 1-2-101 has no account so far."""
    project = fund_money.approved(db)
    for needed in ("contract", "invoice"):
        a_file(db, project, needed)
    return payments.record_payment(visit_of(db, "accountant"), paper(project, K.FIRST, FIRST)).id


def taken(db: Database) -> int:
    found = db.execute("select taken_fen from charges where unit_id = ?", [POOR]).fetchone()
    return int(found[0])


def tables(db: Database) -> list[tuple[str]]:
    return list(db.execute("select name from sqlite_temp_master").fetchall())


def test_nothing_is_reckoned_while_others_wait(
    db: Database, waiting: int, monkeypatch: pytest.MonkeyPatch
):
    locked = []
    frozen = spreading.frozen

    def watched(db: Database, project_id: int) -> list[spreading.Sharer]:
        with connection.opened(Path(db.execute("pragma database_list").fetchone()[2])) as other:
            other.execute("pragma busy_timeout = 0")
            try:
                other.execute("begin immediate")
                locked.append(False)
            except connection.Error:
                locked.append(True)
        return frozen(db, project_id)

    monkeypatch.setattr(spreading, "frozen", watched)
    payments.approve_payment(visit_of(db, "secretary"), waiting, slip="ok")
    assert locked == [False]
    assert sum(charged(db, 1).values()) == FIRST
    assert not tables(db)


def test_what_moved_meanwhile_is_reckoned_again(path: Path, db: Database, waiting: int):
    visit = visit_of(db, "secretary")
    with spreading.reckoned(db, waiting, slip="ok"):
        assert tables(db)
        with connection.opened(path) as other:
            fund_desk.deposits(other, 850_000, POOR)
        with transaction(db):
            assert spreading.spread(visit, waiting) == 11
    assert taken(db) == charged(db, 1)["1-2-101"] > 0
    assert balances(db)["1-2-101"] == 850_000 - taken(db)


def test_what_was_reckoned_for_one_payment_is_not_posted_for_another(db: Database, waiting: int):
    with spreading.reckoned(db, waiting, slip="ok"):
        db.execute("update temp.reckoned set payment = payment + 1")
        db.execute("update temp.due set share_fen = 0, taken_fen = 0, self_pay_fen = 0")
        with transaction(db):
            spreading.spread(visit_of(db, "secretary"), waiting)
    assert sum(charged(db, 1).values()) == FIRST


def test_who_never_paid_in_has_an_account_afterwards(db: Database, waiting: int):
    payments.approve_payment(visit_of(db, "secretary"), waiting, slip="ok")
    assert taken(db) == 0
    assert balances(db)["1-2-101"] == 0


def test_a_refusal_leaves_nothing_behind(db: Database, waiting: int):
    for who, id, refused in (("accountant", waiting, NotAllowed), ("secretary", 99, NotFound)):
        with pytest.raises(refused):
            payments.approve_payment(visit_of(db, who), id, slip="ok")
        assert not tables(db)
        assert not db.conn.in_transaction
