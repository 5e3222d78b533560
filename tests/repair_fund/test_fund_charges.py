"""What a payment costs each household (分摊), in any history, and the file that refuses any other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.repair_fund import booking, moves, payments, settling, shares
from domain.errors import DomainError, Invalid
from domain.repair_fund.apportion import apportion
from domain.repair_fund.booking import SelfPayment
from domain.repair_fund.moves import Answer
from tests import community, fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import (
    FIRST,
    PINE_1_FLATS,
    K,
    balances,
    charged,
    next_offer,
    paper,
    pay,
    record,
    state,
    the_d1_scope,
)

UNITS = (*PINE_1_FLATS, 21)


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *UNITS)
        yield db


# ── what it costs each household ─────────────────────────────────────────────────────────────


def test_d1_every_payment_takes_what_the_worked_example_says(db: Database):
    the_d1_scope(db)
    project = fund_money.approved(db)
    db.execute("update repair_projects set approved_fen = 5000000 where id = ?", [project])
    taken = [balances(db)]
    pay(db, project, K.FIRST, 3_500_000)
    taken.append(balances(db))
    fund_money.walk(db, project, "in_works", "accepted")
    fund_money.settle(db, project, 4_731_268)
    fund_money.walk(db, project, "settle_notice")
    pay(db, project, K.FINAL, 1_089_330)
    taken.append(balances(db))
    fund_money.walk(db, project, "in_warranty")
    pay(db, project, K.RETENTION, 141_938)
    taken.append(balances(db))
    for room, right in (
        ("1-1-101", [376_804, 117_276, 15_280]),
        ("1-1-301", [376_804, 117_275, 15_281]),
        ("1-1-102", [498_196, 155_057, 20_204]),
    ):
        assert [a[room] - b[room] for a, b in pairwise(taken)] == right
    areas = dict(db.execute("select code, area_centi from scope_units").fetchall())
    assert charged(db, project) == apportion(4_731_268, areas)


def test_a5_an_account_never_goes_below_zero_and_the_rest_is_paid_in(small: Database):
    db, poor = small, 7
    fund_desk.deposits(db, 850_000, *(unit for unit in UNITS if unit != poor))
    fund_desk.deposits(db, 5_000, poor)
    project = fund_money.approved(db, stairwell=2)  # four flats of 90 m²
    pay(db, project, K.FIRST, 1_000_000)
    row = db.execute("select share_fen, taken_fen, self_pay_fen from charges where unit_id = ?",
                     [poor]).fetchone()  # fmt: skip
    assert row == (250_000, 5_000, 245_000)
    assert balances(db)["1-2-101"] == 0
    accountant = visit_of(db, "accountant")
    owed = SelfPayment("s1", project, poor, 245_001, community.TODAY)
    with pytest.raises(Invalid, match=r"还要自付 2,450\.00 元"):
        booking.record_self_payment(accountant, owed)
    told = booking.record_self_payment(accountant, replace(owed, amount_fen=200_000))
    assert told.told == "已登记自付 2,000.00 元，还差 450.00 元。"
    with pytest.raises(Invalid):
        booking.record_self_payment(accountant, replace(owed, slip="s2", amount_fen=45_001))


def test_grants_are_not_shared(db: Database):
    project = fund_money.accepted(db)
    fund_money.settle(db, project, 4_000_000, subsidy=300_000)
    fund_money.walk(db, project, "settle_notice")
    with pytest.raises(Invalid, match="补助"):
        record(db, project, K.FINAL, 450_000)
    pay(db, project, K.FINAL, 450_000, subsidy=300_000)
    assert sum(charged(db, project).values()) == FIRST + 150_000


def test_the_estimate_is_on_the_budget_and_the_final_share_on_the_settlement(db: Database):
    clerk = visit_of(db, "clerk")
    project = fund_desk.project_at(db, "planned")
    estimated = shares.shares(clerk, project)
    assert sum(line.share_fen for line in estimated) == fund_desk.BUDGET
    assert [line.code for line in estimated][:2] == ["1-0-1", "1-1-101"]
    other = fund_money.ready_for_final(db, 4_731_268, code="WX-2026-02")
    final = shares.shares(clerk, other)
    assert sum(line.share_fen for line in final) == 4_731_268
    for line in final:
        assert line.before_fen - line.share_fen == line.after_fen - line.self_pay_fen


# ── the file itself ──────────────────────────────────────────────────────────────────────────

MAY = {
    "first": {"approved"}, "progress": {"first_paid", "in_works", "rectifying"},
    "final": {"settle_notice"}, "repayment": {"settled", "settle_notice"},
    "retention": {"in_warranty"},
}  # fmt: skip


def test_the_file_refuses_every_payment_in_a_wrong_state(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    db.conn.set_authorizer(None)
    db.execute("drop trigger state_changes_only_by_a_step")  # every state, without its history
    db.execute("update repair_projects set warranty_end = '2026-01-01' where id = ?", [project])
    row = (
        "insert into fund_payments (project_id, kind, amount_fen, paid_on, payee, recorded_by, slip,"
        " source) values (?, ?, 1, '2026-03-18', '甲', 5, ?, 'entered')"
    )
    for where in [*fund_desk.ROUTE, "draft", "returned", "rectifying", "suspended", "cancelled"]:
        db.execute("update repair_projects set state = ? where id = ?", [where, project])
        for kind, states in MAY.items():
            db.execute("savepoint one")
            try:
                db.execute(row, [project, kind, f"{where}-{kind}"])
                allowed = True
            except connection.IntegrityError:
                allowed = False
            db.execute("rollback to one")
            db.execute("release one")
            blocked = kind == "repayment" or (kind == "first")  # paid too little, or paid once
            assert allowed is (where in states and not blocked), f"{kind} in {where}"


@pytest.mark.parametrize(
    "sql",
    [
        "update fund_payments set amount_fen = 1",
        "delete from fund_payments",
        "update charges set share_fen = 0, taken_fen = 0",
        "delete from charges",
        "update household_entries set amount_fen = -1",
        "delete from household_entries",
        "update household_accounts set balance_fen = balance_fen + 1",
        "delete from household_accounts",
        "insert into charges select payment_id, 20, 0, 0, 0 from charges limit 1",
        "insert into self_payments (project_id, unit_id, amount_fen, paid_on, by_id, slip, source)"
        " values (1, 1, 1, '2026-03-18', 5, 'x', 'entered')",
    ],
)
def test_the_file_refuses_what_was_never_posted(db: Database, sql: str):
    fund_money.accepted(db)
    with pytest.raises(connection.IntegrityError):
        db.execute(sql)


def test_an_approval_without_its_charges_is_refused_by_the_file(db: Database):
    project = fund_money.approved(db)
    id = record(db, project, K.FIRST, 100)
    with pytest.raises(connection.IntegrityError, match="to the last fen"):
        db.execute("update fund_payments set approved_by = 2, approved_on = '2026-03-18'"
                   " where id = ?", [id])  # fmt: skip


# ── all at once ──────────────────────────────────────────────────────────────────────────────


def test_sixteen_at_once_never_pay_beyond_the_approved_amount(path: Path, db: Database):
    project = fund_money.approved(db)
    pay(db, project, K.FIRST, 1_000_000)
    together = Barrier(16)

    def one(thread: int) -> int:
        with connection.opened(path) as own:
            together.wait()
            done = 0
            for turn in range(6):
                try:
                    sheet = paper(project, K.PROGRESS, 150_000, slip=f"t{thread}-{turn}")
                    made = payments.record_payment(visit_of(own, "accountant"), sheet)
                    payments.approve_payment(
                        visit_of(own, "secretary"), made.id, slip=f"ok{thread}-{turn}"
                    )
                    done += 1
                except DomainError:
                    continue
            return done

    with ThreadPoolExecutor(16) as pool:
        done = sum(pool.map(one, range(16)))
    paid = 1_000_000 + done * 150_000
    assert done > 0
    assert payments.money(db, project).paid_fen == paid <= fund_desk.APPROVED
    assert sum(charged(db, project).values()) == paid
    assert charged(db, project) == apportion(paid, dict.fromkeys(charged(db, project), 9000))
    assert min(balances(db).values()) >= 0
    sql = "select count(*) from household_accounts a where balance_fen <> (select sum(amount_fen)" \
          " from household_entries e where e.unit_id = a.unit_id)"  # fmt: skip
    assert db.execute(sql).fetchone()[0] == 0


# ── any history ──────────────────────────────────────────────────────────────────────────────


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_history_of_payments_ends_with_everybodys_exact_share(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    path = community.settle(tmp_path_factory.mktemp("history") / "c.db")
    with connection.opened(path) as db:
        areas = data.draw(st.lists(st.integers(1, 20_000), min_size=10, max_size=10))
        deposits = data.draw(st.lists(st.integers(0, 900_000), min_size=10, max_size=10))
        for unit, area, fen in zip(PINE_1_FLATS, areas, deposits):
            db.execute("update units set area_centi = ? where id = ?", [area, unit])
            if fen:
                fund_desk.deposits(db, fen, unit)
        project = fund_money.approved(db)
        pay(db, project, K.FIRST, data.draw(st.integers(1, 3_430_000)))
        fund_money.walk(db, project, "in_works")
        for number in range(data.draw(st.integers(0, 3))):
            left = next_offer(db, project)
            if left:
                fen = data.draw(st.integers(1, left[1]))
                made = record(db, project, K.PROGRESS, fen, slip=f"p{number}")
                payments.approve_payment(visit_of(db, "secretary"), made, slip=f"ok{number}")
        fund_money.walk(db, project, "accepted")
        settled = data.draw(st.integers(1, 4_900_000))
        fund_money.settle(db, project, settled)
        fund_money.walk(db, project, "settle_notice")
        _to_the_end(db, project)
        _everybody_bore_the_share(db, project, settled, dict(zip(PINE_1_FLATS, deposits)))


def _to_the_end(db: Database, project: int) -> None:
    for where in ("final", "retention"):
        found = next_offer(db, project)
        if found:
            pay(db, project, K(found[0]), found[1])
        if where == "final":
            if state(db, project) == "settle_notice":
                settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
                moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))
            fund_money.walk(db, project, "in_warranty")


def _everybody_bore_the_share(
    db: Database, project: int, settled: int, deposits: dict[int, int]
) -> None:
    scope = db.execute("select unit_id, code, area_centi from scope_units").fetchall()
    whole = sum(area for _, _, area in scope)
    right = {code: settled * area // whole for _, code, area in scope}
    rest = sorted(scope, key=lambda row: (-(settled * row[2] % whole), row[1]))
    for row in rest[: settled - sum(right.values())]:
        right[row[1]] += 1
    assert charged(db, project) == right
    owed = dict(db.execute("select unit_id, sum(fen) from self_pay_owed group by 1").fetchall())
    after = dict(db.execute("select unit_id, balance_fen from household_accounts").fetchall())
    for unit, code, _ in scope:
        assert owed.get(unit, 0) >= 0
        assert deposits.get(unit, 0) - after[unit] + owed.get(unit, 0) == right[code]
