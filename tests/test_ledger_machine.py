"""The ledger against a simple model, over thousands of random histories."""

import contextlib
import tempfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import accounts, connection, points_ledger
from db.checks import chain
from db.points_ledger import posting
from db.visit import Visit
from db.writes import transaction
from domain.days import BEIJING
from domain.errors import DomainError
from domain.points_ledger import EntryKind, NotEnough
from tests.community import settle

PEOPLE = (1, 2, 5)
points = st.integers(min_value=1, max_value=60)
person = st.sampled_from(PEOPLE)


class Model:
    """What the rules say, in the plainest way: lots in a list, a debt as a number."""

    def __init__(self) -> None:
        self.lots: dict[int, list[list[int]]] = defaultdict(list)  # [entry, year, left]
        self.debt: dict[int, int] = defaultdict(int)

    def balance(self, who: int) -> int:
        return sum(lot[2] for lot in self.lots[who]) - self.debt[who]

    def earn(self, who: int, entry: int, year: int, amount: int) -> None:
        paid = min(self.debt[who], amount)
        self.debt[who] -= paid
        self.lots[who].append([entry, year, amount - paid])

    def take(self, who: int, amount: int, first: int | None = None) -> list[tuple[list[int], int]]:
        taken = []
        order = sorted(self.lots[who], key=lambda lot: (lot[0] != first, lot[1], lot[0]))
        for lot in order:
            part = min(lot[2], amount)
            if part:
                lot[2] -= part
                amount -= part
                taken.append((lot, part))
        self.debt[who] += amount
        return taken


class Ledger(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "community.db"
        settle(path)
        self.db = connection.connect(path)
        self.clerk = accounts.user(self.db, "clerk")
        self.other = accounts.user(self.db, "secretary").id
        self.day, self.model = date(2025, 3, 1), Model()
        self.done: dict[int, tuple[str, int, list[tuple[list[int], int]]]] = {}
        self.account = {who: posting.account_of(self.db, who) for who in PEOPLE}

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.conn.close()
            self.folder.cleanup()

    @property
    def visit(self) -> Visit:
        now = datetime.combine(self.day, datetime.min.time(), BEIJING) + timedelta(hours=9)
        return Visit(self.db, self.clerk, now)

    @rule(who=person, amount=points)
    def earn(self, who: int, amount: int) -> None:
        entry = posting.Entry(
            posting.ISSUE, self.account[who], amount, EntryKind.EARN, self.day, "巡逻",
            created_by=self.clerk.id, approved_by=self.other,
        )  # fmt: skip
        with transaction(self.db):
            number = posting.receive(self.visit, entry)
        self.model.earn(who, number, self.day.year + 1, amount)
        self.done[number] = ("earn", who, [])

    @rule(who=person, amount=points)
    def redeem(self, who: int, amount: int) -> None:
        entry = posting.Entry(
            self.account[who], posting.REDEMPTION, amount, EntryKind.REDEEM, self.day, "换米"
        )
        try:
            with transaction(self.db):
                number = posting.spend(self.visit, entry, "某人")
        except NotEnough:
            assert self.usable(who) < amount
            return
        self.expire_in_model(who)
        assert self.model.balance(who) >= amount
        self.done[number] = ("redeem", who, self.model.take(who, amount))

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.done)))
        kind, who, taken = self.done.pop(number)
        points_ledger.reverse_entry(self.visit, number, "记错了")
        if kind == "earn":
            amount = self.db.execute(
                "select points from point_entries where id = ?", [number]
            ).fetchone()[0]
            self.model.take(who, amount, first=number)
            return
        given = sum(part for _, part in taken)
        paid = min(self.model.debt[who], given)
        self.model.debt[who] -= paid
        left = given - paid
        for lot, part in sorted(taken, key=lambda use: use[0][0], reverse=True):
            back = min(part, left)
            lot[2] += back
            left -= back
        self.expire_in_model(who)

    @rule(days=st.integers(min_value=1, max_value=300))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule()
    def year_end(self) -> None:
        with contextlib.suppress(DomainError):  # nothing was due
            points_ledger.run_expiry(self.visit)
        for who in PEOPLE:
            self.expire_in_model(who)

    def usable(self, who: int) -> int:
        gone = sum(lot[2] for lot in self.model.lots[who] if lot[1] < self.day.year)
        return self.model.balance(who) - gone

    def expire_in_model(self, who: int) -> None:
        for lot in self.model.lots[who]:
            if lot[1] < self.day.year:
                lot[2] = 0

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "db"):
            return
        for who in PEOPLE:
            assert points_ledger.balance(self.db, who) == self.model.balance(who)
            left = [row[0] for row in self.db.execute(
                "select remaining from point_lots where account_id = ? order by id",
                [self.account[who]],
            )]  # fmt: skip
            assert left == [lot[2] for lot in self.model.lots[who]]
        assert points_ledger.books(self.db).balanced
        assert not list(chain.broken(self.db))


Ledger.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLedger = Ledger.TestCase
