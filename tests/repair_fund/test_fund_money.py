"""维修资金拨付: what is paid now, what is held, what comes back, and what must be asked anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.repair_fund.money import (
    Payable,
    check_settlement,
    first_limit,
    needs_audit,
    net_of_subsidy,
    payable,
)

quick = settings(database=None, deadline=None, max_examples=200)
fen = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("paid_fen", "settled_fen", "expected"),
    [
        pytest.param(35000000, 48600000, Payable(1458000, 12142000, 1458000, 0), id="P1"),
        pytest.param(35000000, 35500000, Payable(1065000, 0, 500000, 0), id="P2"),
        pytest.param(35000000, 34000000, Payable(1020000, 0, 0, 1000000), id="P3"),
        pytest.param(3500000, 4731268, Payable(141938, 1089330, 141938, 0), id="D1"),
    ],
)
def test_the_worked_examples_come_out_as_written(paid_fen: int, settled_fen: int, expected):
    assert payable(settled_fen, paid_fen, 300) == expected


@quick
@given(fen, fen, st.integers(0, 10_000))
def test_every_fen_of_a_settlement_is_paid_held_or_given_back(settled: int, paid: int, bp: int):
    due = payable(settled, paid, bp)
    assert paid + due.now + due.held - due.refund == settled
    assert min(due.retention, due.now, due.held, due.refund) >= 0
    assert due.held <= due.retention
    assert due.refund == 0 or due.now == due.held == 0
    assert due.now == 0 or due.held == due.retention


def test_without_a_retention_all_of_it_is_due_at_once():
    assert payable(1000, 400, 0) == Payable(0, 600, 0, 0)


@pytest.mark.parametrize(
    ("approved", "pct", "limit"), [(50000000, 70, 35000000), (101, 70, 70), (50000000, 0, 0)]
)
def test_the_first_payment_is_limited_and_rounded_down(approved: int, pct: int, limit: int):
    assert first_limit(approved, pct) == limit


@pytest.mark.parametrize(
    ("settled", "budget", "overrun_bp", "allowed"),
    [
        pytest.param(55000000, 50000000, 1000, False, id="P4"),
        pytest.param(54999999, 50000000, 1000, True, id="a fen below the limit"),
        pytest.param(50000000, 50000000, 1000, True, id="exactly the budget"),
        pytest.param(50000000, 50000000, 0, True, id="exactly the budget, no overrun allowed"),
        pytest.param(50000001, 50000000, 0, False, id="a fen above, no overrun allowed"),
        pytest.param(30, 29, 1000, True, id="small sums are not rounded"),
        pytest.param(1, 50000000, 1000, True, id="almost nothing"),
        pytest.param(0, 50000000, 1000, False, id="nothing"),
        pytest.param(-1, 50000000, 1000, False, id="less than nothing"),
    ],
)
def test_ten_percent_above_the_voted_budget_is_a_new_project(
    settled: int, budget: int, overrun_bp: int, allowed: bool
):
    if allowed:
        check_settlement(settled, budget, overrun_bp)
    else:
        with pytest.raises(Invalid):
            check_settlement(settled, budget, overrun_bp)


def test_whoever_is_refused_is_told_by_how_much_and_what_to_do():
    with pytest.raises(Invalid, match=r"50,000\.00 元.*10\.00%.*新项目"):
        check_settlement(55000000, 50000000, 1000)


@pytest.mark.parametrize(
    ("settled", "audited"), [(2999999, False), (3000000, False), (3000001, True)]
)
def test_a_settlement_is_audited_unless_it_stays_within_the_threshold(settled: int, audited: bool):
    assert needs_audit(settled, 3000000) is audited


def test_owners_share_what_the_subsidy_leaves():
    assert net_of_subsidy(4731268, 731268) == 4000000
    assert net_of_subsidy(4731268, 4731268) == 0


@pytest.mark.parametrize("subsidy", [-1, 4731269])
def test_no_subsidy_below_nothing_or_above_the_settlement(subsidy: int):
    with pytest.raises(Invalid):
        net_of_subsidy(4731268, subsidy)
