"""Lots and expiry (批次与过期): the worked example of the ledger, day by day, on a real file."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from db import accounts, connection
from db.points_ledger import books, corrections, posting
from db.visit import Visit
from db.writes import transaction
from domain.errors import NotAllowed, WrongState
from domain.points_ledger.books import EntryKind
from domain.points_ledger.lots import Expiry, NotEnough, expires_on
from tests.community import settle

WHO = 1  # the resident of the example


class Example:
    """One resident's ledger, written on the days of the example."""

    def __init__(self, db):
        self.db = db
        self.user = accounts.user(db, "clerk")
        self.account = posting.account_of(db, WHO)

    def visit(self, day: str, hour: int = 9) -> Visit:
        return Visit(self.db, self.user, datetime.fromisoformat(f"{day}T{hour:02d}:00:00+08:00"))

    def earn(self, day: str, points: int) -> int:
        entry = posting.Entry(
            posting.ISSUE, self.account, points, EntryKind.EARN, date.fromisoformat(day), "巡逻",
            created_by=self.user.id, approved_by=self.other,
        )  # fmt: skip
        with transaction(self.db):
            return posting.receive(self.visit(day), entry)

    @property
    def other(self) -> int:
        return accounts.user(self.db, "secretary").id

    def redeem(self, day: str, points: int) -> int:
        entry = posting.Entry(
            self.account,
            posting.REDEMPTION,
            points,
            EntryKind.REDEEM,
            date.fromisoformat(day),
            "换米",
        )
        with transaction(self.db):
            return posting.spend(self.visit(day), entry, "朱小红")

    def reverse(self, day: str, number: int) -> None:
        corrections.reverse_entry(self.visit(day), number, "记错了")

    def expire(self, day: str) -> None:
        corrections.expire_points(self.visit(day))

    @property
    def balance(self) -> int:
        return books.balance(self.db, WHO)

    @property
    def left(self) -> list[int]:
        sql = "select remaining from point_lots where account_id = ? order by id"
        return [row[0] for row in self.db.execute(sql, [self.account])]


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Example]:
    path = tmp_path / "community.db"
    settle(path)
    with connection.opened(path) as db:
        yield Example(db)


def spent_seventy(example: Example) -> int:
    example.earn("2025-03-10", 60)
    example.earn("2025-09-01", 40)
    example.earn("2026-02-01", 30)
    assert (example.balance, example.left) == (130, [60, 40, 30])
    return example.redeem("2026-03-01", 70)


def test_the_oldest_expiry_is_spent_first_and_the_year_end_takes_the_rest(example: Example):
    spent_seventy(example)
    assert (example.balance, example.left) == (60, [0, 30, 30])
    with pytest.raises(WrongState):
        example.expire("2026-12-31")  # usable through the whole of its last day
    example.expire("2027-01-01")
    assert (example.balance, example.left) == (30, [0, 0, 30])


def test_a_redemption_voided_in_the_same_year_refills_its_lots(example: Example):
    number = spent_seventy(example)
    example.reverse("2026-04-01", number)
    assert (example.balance, example.left) == (130, [60, 40, 30])
    example.expire("2027-01-01")
    assert (example.balance, example.left) == (30, [0, 0, 30])


def test_a_redemption_voided_after_the_year_end_expires_on_the_same_day(example: Example):
    number = spent_seventy(example)
    example.expire("2027-01-01")
    example.reverse("2027-01-05", number)
    assert (example.balance, example.left) == (30, [0, 0, 30])
    kinds = [row[0] for row in example.db.execute("select kind from point_entries order by id")]
    assert kinds[-2:] == ["reversal", "expire"]


def test_a_wrong_earning_is_reversed_and_entered_rightly(example: Example):
    example.earn("2025-03-10", 60)
    wrong = example.earn("2025-09-01", 40)
    example.reverse("2025-09-06", wrong)
    example.earn("2025-09-06", 20)
    assert (example.balance, example.left) == (80, [60, 0, 20])


def test_a_correction_may_go_below_zero_and_later_earnings_pay_it(example: Example):
    example.earn("2025-03-10", 60)
    wrong = example.earn("2025-09-01", 40)
    example.redeem("2025-09-02", 95)
    example.reverse("2025-09-06", wrong)
    assert (example.balance, example.left) == (-35, [0, 0])
    example.earn("2025-09-06", 20)
    assert (example.balance, example.left) == (-15, [0, 0, 0])
    with pytest.raises(NotEnough):
        example.redeem("2025-09-07", 1)
    example.earn("2025-09-08", 30)
    assert (example.balance, example.left) == (15, [0, 0, 0, 15])


def test_an_entry_is_reversed_once_and_a_reversal_never(example: Example):
    number = example.earn("2025-03-10", 60)
    example.reverse("2025-03-11", number)
    with pytest.raises(WrongState):
        example.reverse("2025-03-12", number)
    with pytest.raises(WrongState):
        example.reverse("2025-03-12", number + 1)


def test_one_undoes_only_ones_own_entry_and_only_for_five_minutes(example: Example):
    example.earn("2025-03-10", 60)
    number = example.redeem("2025-03-10", 10)
    late = Visit(example.db, example.user, datetime.fromisoformat("2025-03-10T09:05:01+08:00"))
    with pytest.raises(WrongState):
        corrections.undo_entry(late, number)
    other = Visit(
        example.db, accounts.user(example.db, "secretary"), example.visit("2025-03-10").now
    )
    with pytest.raises(NotAllowed):
        corrections.undo_entry(other, number)
    corrections.undo_entry(example.visit("2025-03-10"), number)
    assert (example.balance, example.left) == (60, [60])


def test_expiry_follows_the_policy():
    assert expires_on(date(2025, 3, 10), Expiry.END_OF_NEXT_YEAR) == date(2026, 12, 31)
    assert expires_on(date(2025, 3, 10), Expiry.END_OF_YEAR) == date(2025, 12, 31)
    assert expires_on(date(2025, 3, 10), Expiry.NEVER) is None
