"""Using a voucher (核销): once, in its time and its group, at the own shop; and at once by many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from db import connection
from db.vouchers import batches, disputes, giving, merchants, pieces, settling, using
from domain.errors import Invalid, NotAllowed, WrongState
from domain.vouchers.pieces import AlreadyUsed, Gift
from tests.community import BARBER, BUNS, NOODLES, NOW, TODAY, visit_of
from tests.ledger import column
from tests.voucher_desk import (
    CAMPAIGN,
    approved,
    broken,
    handed_out,
    states,
    used,
)
from tests.writer import started

THREADS, CODES = 50, 6


def test_a_merchant_uses_a_voucher_once_and_is_told_when_it_was(db, at):
    (code,) = handed_out(db, approved(db), 1)
    receipt = using.use_voucher(at("merchant"), code, slip="s")
    assert receipt.told == "核销好了：“敬老早点券”，面值 5.00 元。"
    assert using.use_voucher(at("merchant"), code, slip="s") == receipt
    for who in ("merchant", "merchant2"):
        with pytest.raises(AlreadyUsed, match="这张券 3月18日 9:40 已经用过") as refusal:
            using.use_voucher(at(who, 3), code)
        assert refusal.value.at == NOW
    assert column(db, "select merchant_id from vouchers where state = 'used'") == [BUNS]


def test_the_office_names_the_merchant_and_a_merchant_names_no_other(db, at):
    one, other = handed_out(db, approved(db), 2)
    with pytest.raises(Invalid):
        using.use_voucher(at(), one)
    using.use_voucher(at(), one, NOODLES)
    with pytest.raises(NotAllowed):
        using.use_voucher(at("merchant"), other, NOODLES)
    using.use_voucher(at("merchant"), other, BUNS)
    assert [v.code for v in using.used_at(at("merchant"), BUNS, TODAY)] == [other]
    assert [v.code for v in using.used_at(at(), NOODLES, TODAY)] == [one]


def test_a_merchant_sees_its_own_list_and_no_other(at):
    assert using.used_at(at("merchant"), BUNS, TODAY) == []
    for read in (lambda v: using.used_at(v, NOODLES, TODAY),
                 lambda v: settling.own_settlements(v, NOODLES),
                 lambda v: batches.batches(v), lambda v: settling.settlements(v),
                 lambda v: settling.unsettled(v, "2026-03"), lambda v: disputes.disputed(v),
                 lambda v: pieces.handed_out(v, 1, 10), lambda v: pieces.piece(v, 1),
                 lambda v: settling.settlement_lines(v, 1),
                 lambda v: pieces.look_up(v, "x")):  # fmt: skip
        with pytest.raises(NotAllowed):
            read(at("merchant"))


def test_the_reader_of_the_books_sees_no_code_that_is_still_worth_something(at):
    for who in ("accountant", "supervisor"):
        for read in (pieces.piece, lambda v, _: pieces.handed_out(v, 1, 10)):
            with pytest.raises(NotAllowed):
                read(at(who), 1)


def test_a_voucher_is_used_between_its_dates_in_its_group_and_when_given_out(db, at):
    later = replace(CAMPAIGN, valid_from=TODAY + timedelta(days=2))
    first, second, third = handed_out(db, approved(db, later), 3)
    with pytest.raises(WrongState, match="3月20日起"):
        using.use_voucher(at("merchant", 1), first)
    using.use_voucher(at("merchant", 2), first)
    last = (CAMPAIGN.valid_to - TODAY).days
    using.use_voucher(at("merchant", last), second)
    with pytest.raises(WrongState, match="到期"):
        using.use_voucher(at("merchant", last + 1), third)
    with pytest.raises(WrongState, match="早点"):
        using.use_voucher(at("clerk", 5), third, BARBER)
    unissued = column(db, "select code from vouchers where state = 'created' limit 1")
    with pytest.raises(WrongState, match="还没发"):
        using.use_voucher(at("merchant", 2), str(unissued[0]))


def test_weighing_changes_nothing_and_gives_the_same_reason(db, at):
    (code,) = handed_out(db, approved(db), 1)
    before = db.conn.total_changes
    assert using.weigh(at("merchant"), code).face_fen == 5_00
    assert db.conn.total_changes == before
    used(db, [code])
    with pytest.raises(AlreadyUsed):
        using.weigh(at("merchant"), code)


def test_a_closed_shop_uses_nothing_and_is_open_again_when_reopened(db, at):
    (code,) = handed_out(db, approved(db), 1)
    merchants.close_merchant(at(), BUNS)
    with pytest.raises(WrongState):
        using.use_voucher(at("merchant"), code)
    with pytest.raises(WrongState):
        merchants.close_merchant(at(), BUNS)
    merchants.reopen_merchant(at(), BUNS)
    using.use_voucher(at("merchant"), code)


def test_a_merchants_account_moved_to_another_shop_serves_the_old_one_no_more(db, at):
    (code,) = handed_out(db, approved(db), 1)
    before = at("merchant")
    db.execute("update accounts set merchant_id = ? where username = 'merchant'", [NOODLES])
    with pytest.raises(NotAllowed):
        using.use_voucher(before, code)
    assert using.use_voucher(at("merchant"), code)
    assert column(db, "select merchant_id from vouchers where state = 'used'") == [NOODLES]


def test_the_moment_of_a_use_carries_its_offset(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    (stored,) = column(db, "select used_at from vouchers where used_at is not null")
    assert datetime.fromisoformat(str(stored)) == NOW


def redeem_all(path: Path, name: str, tell: Connection) -> None:
    """Fifty threads, all with every code, at once; sent: (code, won, what was said)."""
    together = Barrier(THREADS)
    with connection.opened(path) as db:
        codes = column(db, "select code from vouchers where state <> 'created' order by id")

    def one(thread: int) -> list[tuple[str, bool, str]]:
        with connection.opened(path) as db:
            who = "merchant" if thread % 2 else "merchant2"
            visit = visit_of(db, who, NOW + timedelta(seconds=thread))
            together.wait()
            return [_try(visit, str(code)) for code in codes]

    with ThreadPoolExecutor(THREADS) as pool:
        tell.send([line for lines in pool.map(one, range(THREADS)) for line in lines])


def _try(visit: Any, code: str) -> tuple[str, bool, str]:
    try:
        return code, True, using.use_voucher(visit, code).told
    except AlreadyUsed as refusal:
        return code, False, str(refusal)


def test_fifty_threads_in_each_of_two_processes_use_every_voucher_once(path: Path):
    with connection.opened(path) as db:
        codes = handed_out(db, approved(db), CODES)
    both = [started(redeem_all, path, name) for name in ("left", "right")]
    told: list[tuple[str, bool, str]] = []
    for process, pipe in both:
        told += pipe.recv()
        process.join()
        assert process.exitcode == 0
    assert len(told) == 2 * THREADS * CODES
    assert sorted(code for code, won, _ in told if won) == sorted(codes)
    for _, won, said in told:
        assert won or "3月18日 9:40 已经用过" in said
    with connection.opened(path) as db:
        assert states(db) == {"created": 60 - CODES, "used": CODES}
        assert column(db, "select count(*) from audit_log where action like '%use_voucher'") == [
            CODES
        ]
        assert broken(db) == []
        assert column(db, "pragma integrity_check") == ["ok"]


def test_the_last_voucher_is_given_to_one_of_many(path: Path):
    with connection.opened(path) as db:
        batch = approved(db, replace(CAMPAIGN, pieces=1))

    def give(number: int) -> bool:
        with connection.opened(path) as db:
            try:
                giving.give_voucher(visit_of(db, "clerk"), Gift(f"slip-{number}", batch))
            except WrongState:
                return False
            return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(give, range(16))) == 1
