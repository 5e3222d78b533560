"""Weeks at the voucher desk by chance: whatever the order, the sums hold after each step."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db import connection
from db.vouchers import batches, disputes, giving, settling, using
from domain.errors import DomainError
from domain.vouchers.pieces import Gift
from domain.vouchers.settlements import NewSettlement
from tests import community
from tests.community import BUNS, NOODLES, visit_of
from tests.voucher_desk import (
    CAMPAIGN,
    approved,
    broken,
)


class Desk(RuleBasedStateMachine):
    """Weeks of giving, using, disputing and settling by chance; the sums hold after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.db = connection.connect(community.settle(Path(self.folder.name) / "community.db"))
        self.batch = approved(self.db, replace(CAMPAIGN, pieces=25, budget_fen=125_00))
        self.slips = 0

    def slip(self) -> str:
        self.slips += 1
        return f"slip-{self.slips}"

    def visit(self, who: str) -> Any:
        return visit_of(self.db, who)

    def some(self, state: str) -> Any:
        sql = "select id, code, merchant_id from vouchers where state = ? order by id limit 1"
        return self.db.execute(sql, [state]).fetchone()

    def attempt(self, deed: Callable[[], Any]) -> None:
        try:
            deed()
        except DomainError:
            assert not self.db.conn.in_transaction

    @rule(pieces=st.integers(1, 4))
    def give(self, pieces: int) -> None:
        paper = Gift(self.slip(), self.batch, pieces)
        self.attempt(lambda: giving.give_voucher(self.visit("clerk"), paper))

    @precondition(lambda self: self.some("issued"))
    @rule(who=st.sampled_from(["merchant", "merchant2"]))
    def use(self, who: str) -> None:
        using.use_voucher(self.visit(who), self.some("issued")[1])

    @precondition(lambda self: self.some("issued"))
    @rule()
    def take_back(self) -> None:
        disputes.void_voucher(self.visit("clerk"), self.some("issued")[0], "印坏了")

    @precondition(lambda self: self.some("used"))
    @rule()
    def question(self) -> None:
        id = self.some("used")[0]
        self.attempt(lambda: disputes.dispute_voucher(self.visit("clerk"), id, "没去过"))

    @precondition(lambda self: self.some("disputed"))
    @rule(stands=st.booleans())
    def decide(self, stands: bool) -> None:
        id = self.some("disputed")[0]
        disputes.resolve_dispute(self.visit("clerk"), id, stands, "核对过了")

    @rule(merchant=st.sampled_from([BUNS, NOODLES]))
    def draft(self, merchant: int) -> None:
        paper = NewSettlement(self.slip(), merchant, "2026-03")
        self.attempt(lambda: settling.draft_settlement(self.visit("clerk"), paper))

    @rule(id=st.integers(1, 4), step=st.sampled_from(["check", "approve", "pay", "withdraw"]))
    def push(self, id: int, step: str) -> None:
        deeds: dict[str, Callable[[], Any]] = {
            "check": lambda: settling.verify_settlement(self.visit("clerk2"), id),
            "approve": lambda: settling.approve_settlement(self.visit("accountant"), id),
            "pay": lambda: settling.pay_settlement(self.visit("accountant"), id, "转账"),
            "withdraw": lambda: settling.withdraw_settlement(self.visit("clerk"), id, "改一改"),
        }
        self.attempt(deeds[step])

    @invariant()
    def everything_adds_up(self) -> None:
        assert broken(self.db) == []
        found = batches.batch(self.db, self.batch)
        assert found.pieces == found.given + found.unissued
        assert found.settled <= found.used <= found.given
        assert found.given * found.face_fen <= found.budget_fen

    def teardown(self) -> None:
        self.db.conn.close()
        self.folder.cleanup()


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
