"""Ledger, shop and vouchers against a simple model, over thousands of random histories."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import connection, parameters
from db.points_ledger import books as points_books
from db.points_ledger import corrections, posting
from db.points_ledger.checks import books, chain, lots
from db.points_shop import checks as shop
from db.points_shop import reservations, shelf
from db.visit import Visit
from db.vouchers import batches, disputes, giving, using
from db.vouchers import checks as voucher_checks
from domain.days import BEIJING
from domain.errors import DomainError
from domain.parameters import Change
from domain.points_ledger.books import Transfer
from domain.points_shop import NewItem, NewReservation
from domain.receipts import Receipt
from domain.vouchers.pieces import Gift, Redemption
from tests.community import BARBER, BUNS, CHEN, CHILD, MOTHER, settle, visit_of
from tests.ledger import earn
from tests.ledger_model import EXPIRY, GIFTS_A_YEAR, ISSUE, REDEMPTION, Points, Shop, Vouchers
from tests.voucher_desk import SPRING, code_of

PEOPLE = (CHEN, MOTHER, CHILD)  # mother and child are one household
GROWN_UP = date(2030, 4, 2)  # the child's fourteenth birthday
GIFTS = [(MOTHER, CHILD), (CHILD, MOTHER), (MOTHER, CHILD), (CHILD, MOTHER), (CHEN, CHILD)]
PRICE, LIMIT, STOCK = 15, 3, 20
INVARIANTS = [
    *books.INVARIANTS, *lots.INVARIANTS, *shop.INVARIANTS, *voucher_checks.INVARIANTS
]  # fmt: skip
HOUSE = {ISSUE: posting.ISSUE, REDEMPTION: posting.REDEMPTION, EXPIRY: posting.EXPIRY}

points = st.integers(1, 40)
person = st.sampled_from(PEOPLE)
agrees = st.sampled_from([True, True, True, False])
place = st.integers(0, 5) | st.integers(0, 50)  # the newest first


class Ledger(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = settle(Path(self.folder.name) / "community.db")
        self.db = connection.connect(path)
        self.day, self.slips = date(2025, 3, 1), 0
        self.points = Points(PEOPLE)
        self.shop = Shop(self.points, PRICE, LIMIT, STOCK)
        self.vouchers = Vouchers(self.points)
        self.account = {who: posting.account_of(self.db, who) for who in PEOPLE} | HOUSE
        change = Change("cap", "points_transfer_cap", GIFTS_A_YEAR, "小额试行")
        parameters.change_parameter(self.at("admin"), change)
        shelf.add_item(self.at(), NewItem("item", "大米", PRICE, LIMIT, STOCK))
        for who in PEOPLE:
            self.earn(who, 40, late=0)

    def teardown(self) -> None:
        if hasattr(self, "db"):
            assert [one.code for one in INVARIANTS if self.db.execute(one.sql).fetchone()] == []
            assert not list(chain.broken(self.db))
            self.db.conn.close()
            self.folder.cleanup()

    def at(self, who: str = "clerk") -> Visit:
        return visit_of(self.db, who, datetime.combine(self.day, time(9), BEIJING))

    def slip(self) -> str:
        self.slips += 1
        return f"slip-{self.slips}"

    def both(self, allowed: bool, deed: Callable[[], Receipt]) -> None:
        """What the model allows is done, and what it does not is refused."""
        try:
            deed()
        except DomainError as refusal:
            assert not allowed, refusal
        else:
            assert allowed

    def guarded(self, who: int, agrees: bool) -> bool:
        return who != CHILD or agrees or self.day >= GROWN_UP

    @rule(days=st.sampled_from([1, 7, 7, 8, 30, 200, 365]), runs=st.booleans())
    def time_passes(self, days: int, runs: bool) -> None:
        """And perhaps the three runs of a morning, in the order of the office."""
        self.day += timedelta(days=days)
        for allowed, run in (
            (self.points.year_end, corrections.expire_points),
            (self.shop.expire, reservations.expire_reservations),
            (self.vouchers.expire, giving.expire_vouchers),
        ):
            if runs:
                self.both(allowed(self.day), partial(run, self.at()))

    # The ledger itself

    @rule(who=person, amount=points, late=st.sampled_from([0, 0, 80]))
    def earn(self, who: int, amount: int, late: int) -> None:
        earned_on = self.day - timedelta(days=late)
        earn(self.at(), who, amount, earned_on)
        self.points.earn(who, amount, self.day, earned_on)

    @rule(two=st.sampled_from(GIFTS), amount=st.integers(1, 25), agrees=agrees)
    def transfer(self, two: tuple[int, int], amount: int, agrees: bool) -> None:
        giver, taker = two
        allowed = {giver, taker} == {MOTHER, CHILD} and self.guarded(giver, agrees)
        paper = Transfer(self.slip(), giver, taker, amount, "买菜")
        self.both(
            allowed and self.points.transfer(giver, taker, amount, self.day),
            lambda: corrections.transfer_points(self.at(), paper, guardian_agrees=agrees),
        )

    @precondition(lambda self: self.points.lines)
    @rule(at=place, quickly=st.booleans())
    def reverse(self, at: int, quickly: bool) -> None:
        """Any entry, also one that rests on something or was reversed; quickly is 撤销."""
        number = len(self.points.lines) - at % len(self.points.lines)
        allowed = not quickly or self.points.lines[number - 1].day == self.day
        allowed = allowed and self.points.reverse(number, self.day)
        if quickly:
            self.both(allowed, lambda: corrections.undo_entry(self.at(), number))
        else:
            self.both(allowed, lambda: corrections.reverse_entry(self.at(), number, "记错了"))

    # The shop

    @rule(who=person, pieces=st.integers(min_value=1, max_value=2), agrees=agrees)
    def reserve(self, who: int, pieces: int, agrees: bool) -> None:
        paper = NewReservation(self.slip(), 1, who, pieces, agrees)
        allowed = self.guarded(who, agrees) and self.shop.reserve(who, pieces, self.day)
        self.both(allowed, lambda: reservations.reserve(self.at(), paper))

    @precondition(lambda self: self.shop.reservations)
    @rule(at=place, deed=st.sampled_from(["pick up", "pick up", "cancel", "put back", "take back"]))
    def move_reservation(self, at: int, deed: str) -> None:
        number = len(self.shop.reservations) - at % len(self.shop.reservations)
        acts: dict[str, Callable[[], Receipt]] = {
            "pick up": lambda: reservations.pick_up(self.at(), number),
            "cancel": lambda: reservations.cancel_reservation(self.at(), number),
            "put back": lambda: reservations.undo_pick_up(self.at(), number),
            "take back": lambda: reservations.return_goods(self.at(), number, "米有虫"),
        }
        self.both(self.shop.move(number, deed, self.day), acts[deed])

    # Vouchers

    @precondition(lambda self: self.vouchers.batches < 4)
    @rule(price=st.sampled_from([0, 5, 20]), pieces=st.integers(1, 3), wait=st.sampled_from([0, 0, 1]),
          days=st.sampled_from([0, 6, 7, 90, 300]))  # fmt: skip
    def make_batch(self, price: int, pieces: int, wait: int, days: int) -> None:
        first = self.day + timedelta(days=wait)
        last = first + timedelta(days=days)
        paper = replace(
            SPRING, slip=self.slip(), points_price=price, pieces=pieces, valid_from=first,
            valid_to=last,
        )  # fmt: skip
        id = batches.create_batch(self.at(), paper).id
        batches.approve_batch(self.at("clerk2"), id)
        self.vouchers.make(price, pieces, first, last)

    @precondition(lambda self: self.vouchers.batches)
    @rule(at=place, who=person, campaign=st.sampled_from([False, False, True]), agrees=agrees)
    def give_voucher(self, at: int, who: int, campaign: bool, agrees: bool) -> None:
        batch = self.vouchers.batches - at % self.vouchers.batches
        gift, issue = Gift(self.slip(), batch), Redemption(self.slip(), batch, who, agrees)
        if campaign:
            allowed = self.vouchers.give(batch, None, self.day)
            self.both(allowed, lambda: giving.give_voucher(self.at(), gift))
        else:
            allowed = self.guarded(who, agrees) and self.vouchers.give(batch, who, self.day)
            self.both(allowed, lambda: giving.redeem_for_voucher(self.at(), issue))

    @precondition(lambda self: self.vouchers.all)
    @rule(at=place, shop=st.sampled_from([BUNS, BUNS, BARBER]))
    def use_voucher(self, at: int, shop: int) -> None:
        number = 1 + at % len(self.vouchers.all)
        code = code_of(self.db, number)
        allowed = shop == BUNS and self.vouchers.move(number, "use", self.day)
        self.both(allowed, lambda: using.use_voucher(self.at(), code, shop))

    @precondition(lambda self: self.vouchers.all)
    @rule(at=place, deed=st.sampled_from(["void", "undo", "dispute", "stand", "reject"]))
    def move_voucher(self, at: int, deed: str) -> None:
        number = 1 + at % len(self.vouchers.all)
        acts: dict[str, Callable[[], Receipt]] = {
            "void": lambda: disputes.void_voucher(self.at(), number, "换错了"),
            "undo": lambda: disputes.undo_giving(self.at(), number),
            "dispute": lambda: disputes.dispute_voucher(self.at(), number, "没去过"),
            "stand": lambda: disputes.resolve_dispute(self.at(), number, True, "有签名"),
            "reject": lambda: disputes.resolve_dispute(self.at(), number, False, "没签名"),
        }
        self.both(self.vouchers.move(number, deed, self.day), acts[deed])

    # After every step

    @invariant()
    def the_ledger_agrees(self) -> None:
        if not hasattr(self, "db"):
            return
        assert self.rows(
            "debit_id, credit_id, points, kind, earned_on, reverses_id from point_entries"
        ) == [
            (self.account[line.giver], self.account[line.taker], line.points, line.kind,
             (line.earned_on or line.day).isoformat(), line.reverses)
            for line in self.points.lines
        ]  # fmt: skip
        assert self.rows("account_id, entry_id, points, remaining, expires_on from point_lots") == [
            (self.account[lot.owner], lot.line, lot.points, lot.left, f"{lot.year}-12-31")
            for lot in self.points.lots
        ]
        for who in PEOPLE:
            assert points_books.balance(self.db, who) == self.points.balance(who)

    @invariant()
    def shop_and_vouchers_agree(self) -> None:
        if not hasattr(self, "db"):
            return
        assert shelf.item(self.db, 1).stock == self.shop.stock
        assert self.rows("resident_id, pieces, state, entry_id from reservations") == [
            (held.who, held.pieces, held.state, held.line) for held in self.shop.reservations
        ]
        assert self.rows("batch_id, state, entry_id from vouchers") == [
            (voucher.batch, voucher.state, voucher.line) for voucher in self.vouchers.all
        ]

    def rows(self, what: str) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = self.db.execute(f"select {what} order by id").fetchall()
        return found


Ledger.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLedger = pytest.mark.slow(Ledger.TestCase)
