"""Household accounts (分户账): bookings, totals per building and half-year, who sees which."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db import parameters
from db.repair_fund import accounts, booking, raised, shares, totals
from db.repair_fund.checks import accounts as checks
from domain.errors import DomainError, Invalid, NotAllowed, WrongState
from domain.money import capitals
from domain.parameters import Change
from domain.repair_fund.accounts import half_name, half_of, halves_until
from domain.repair_fund.booking import (
    BookingCorrection,
    Deposit,
    Interest,
    TopUp,
    by_balance,
    rated,
    who_paid,
)
from domain.repair_fund.deposit_list import parse_list
from tests import community, fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import PINE_1_FLATS, K, balances, pay

TODAY = community.TODAY


def deposit(db: Database, fen_per_m2: int = 8_500, slip: str = "d1", **more: object) -> str:
    sheet = Deposit(slip, community.PINE, fen_per_m2, (), TODAY)
    return booking.record_deposit(visit_of(db, "accountant"), replace(sheet, **more)).told  # type: ignore[arg-type]


def proved(db: Database) -> None:
    """Every invariant of the accounts holds in this file."""
    for invariant in checks.INVARIANTS:
        assert db.execute(invariant.sql).fetchall() == [], invariant.words
    assert list(checks.misapportioned(db)) == []


def test_an_empty_list_of_rooms_is_everybody_only_where_that_was_said():
    for codes, everybody in (((), False), (("1-1-101",), True)):
        with pytest.raises(Invalid, match=r"还没写交了的房号|请只留一样"):
            who_paid(codes, everybody)
    assert who_paid((), True) == ()
    assert who_paid(("1-1-101",), False) == ("1-1-101",)


def test_a_rate_books_every_unit_but_the_parking_space(small: Database):
    assert deposit(small) == "已登记交存：16 户，共 122,400.00 元。"
    assert set(balances(small).values()) == {765_000}
    assert "P-A-1" not in balances(small)
    proved(small)


def test_a_list_books_the_rooms_it_names_and_guesses_nothing(small: Database):
    text = "1-1-101 8500.00\n\n1-1-102，9,600.5元\n"
    assert parse_list(text) == (("1-1-101", 850_000), ("1-1-102", 960_050))
    deposit(small, 0, listed=parse_list(text))
    assert balances(small) == {"1-1-101": 850_000, "1-1-102": 960_050}
    with pytest.raises(Invalid, match="9-9-999"):
        deposit(small, 0, "d2", listed=(("9-9-999", 100),))


@pytest.mark.parametrize("line", ["101 8500", "1-1-101", "1-1-101 8500.001", "1-1-101 -5", "a b"])
def test_a_line_that_means_nothing_is_named(line: str):
    with pytest.raises(Invalid, match="第 2 行"):
        parse_list(f"1-1-102 100\n{line}")


def test_interest_is_shared_by_balance_to_the_last_fen(small: Database):
    deposit(small)
    interest = Interest("i1", community.PINE, 100_001, TODAY, "2025年增值收益")
    told = booking.record_interest(visit_of(small, "accountant"), interest)
    assert told.told == "已登记增值收益：16 户，共 1,000.01 元。"
    assert sum(balances(small).values()) == 16 * 765_000 + 100_001
    assert max(balances(small).values()) - min(balances(small).values()) == 1
    proved(small)


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_shares_of_interest_always_add_up(total: int, held: list[int]):
    found = {str(n): fen for n, fen in enumerate(held)}
    if any(held):
        parts = by_balance(total, found)
        assert sum(parts.values()) == total
        assert all(found[code] > 0 for code in parts)


def test_no_interest_where_nobody_holds_anything(small: Database):
    with pytest.raises(WrongState, match="空的"):
        booking.record_interest(
            visit_of(small, "accountant"), Interest("i", community.PINE, 5, TODAY)
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [({"booked_on": TODAY + timedelta(days=1)}, "还没到"), ({"fen_per_m2": 0}, "大于 0"),
     ({"fen_per_m2": 10**15}, "多打了零")],
)  # fmt: skip
def test_a_booking_is_checked(small: Database, change: dict[str, object], said: str):
    with pytest.raises(Invalid, match=said):
        deposit(small, **change)  # type: ignore[arg-type]
    assert balances(small) == {}


def test_a_wrong_booking_is_taken_back_as_a_whole_and_once(small: Database):
    deposit(small, 85_000)
    accountant = visit_of(small, "accountant")
    booking.correct_booking(accountant, BookingCorrection("t1", "d1", "多打了一个零"))
    assert set(balances(small).values()) == {0}
    with pytest.raises(WrongState, match="更正过"):
        booking.correct_booking(accountant, BookingCorrection("t2", "d1", "再来一次"))
    deposit(small, 8_500, "d2")
    assert {
        row[0] for row in small.execute("select first_deposit_fen from household_accounts")
    } == {765_000}
    assert [b.taken_back for b in accounts.bookings(accountant, community.PINE)] == [False, True]
    proved(small)


def test_what_was_spent_meanwhile_cannot_be_taken_back(small: Database):
    deposit(small)
    pay(small, fund_money.approved(small), K.FIRST, 1_000_000)
    with pytest.raises(WrongState, match="11 户"):
        booking.correct_booking(
            visit_of(small, "accountant"), BookingCorrection("t", "d1", "记错了")
        )
    proved(small)


def test_only_the_accountant_books(small: Database):
    for who in ("secretary", "clerk", "supervisor", "property", "admin"):
        with pytest.raises(NotAllowed):
            sheet = Deposit("d", community.PINE, 8_500, (), TODAY)
            booking.record_deposit(visit_of(small, who), sheet)


# ── 30 % and totals ──────────────────────────────────────────────────────────────────────────


def test_thirty_percent_is_enough_and_a_fen_less_is_not(small: Database):
    for unit, fen in ((1, 255_000), (2, 254_999)):
        fund_desk._insert(small, "household_accounts", unit_id=unit, first_deposit_fen=850_000)
        fund_desk._insert(
            small, "household_entries", unit_id=unit, kind="deposit", amount_fen=fen,
            booked_on="2025-01-01", by_id=1, source="entered",
        )  # fmt: skip
    clerk = visit_of(small, "clerk")
    short = {h.code: h.short for h in accounts.households(clerk, community.PINE_1)}
    assert short == {"1-1-101": False, "1-1-102": True}
    assert accounts.building_funds(clerk, community.PINE)[0].short == 1
    change = Change("c", "topup_ratio", 31, "街道来函")
    parameters.change_parameter(visit_of(small, "admin"), change)
    assert accounts.building_funds(clerk, community.PINE)[0].short == 2


def test_totals_are_what_a_fresh_count_gives(small: Database):
    deposit(small)
    pay(small, fund_money.approved(small), K.FIRST, 3_333_333)
    kept = [small.execute(f"select * from {table} order by 1, 2, 3").fetchall()
            for table in ("building_funds", "building_flows")]  # fmt: skip
    totals.recount(small)
    again = [small.execute(f"select * from {table} order by 1, 2, 3").fetchall()
             for table in ("building_funds", "building_flows")]  # fmt: skip
    assert kept == again
    proved(small)


def test_a_half_year_opens_where_the_last_one_closed(small: Database):
    fund_desk.deposits(small, 850_000, *PINE_1_FLATS, 21)
    booking.record_interest(visit_of(small, "accountant"),
                          Interest("i", community.PINE, 99_999, date(2025, 12, 31)))  # fmt: skip
    pay(small, fund_money.approved(small), K.FIRST, 3_333_333)
    clerk = visit_of(small, "clerk")
    before = 0
    for half in reversed(halves_until(TODAY, 13)):
        buildings = accounts.estate_periods(clerk, community.PINE, half)
        rooms = accounts.household_periods(clerk, community.PINE_1, half)
        for found in (buildings, rooms):
            assert sum(p.opening_fen for p in found) == (before if found else 0)
        before = sum(p.closing_fen for p in buildings)
        assert before == sum(p.closing_fen for p in rooms)
    assert before == sum(balances(small).values())
    last = accounts.estate_periods(clerk, community.PINE, "2026-1")[0]
    assert (last.out_fen, last.interest_fen) == (3_333_333, 0)


def test_halves_are_named():
    assert half_of(date(2026, 6, 30)) == "2026-1"
    assert half_of(date(2026, 7, 1)) == "2026-2"
    assert half_name("2025-2") == "2025年下半年"
    assert halves_until(date(2026, 3, 18), 3) == ["2026-1", "2025-2", "2025-1"]


def test_a_ledger_runs_from_entry_to_entry(small: Database):
    fund_desk.deposits(small, 850_000, *PINE_1_FLATS, 21)
    pay(small, fund_money.approved(small), K.FIRST, 1_100_000)
    lines = accounts.ledger(visit_of(small, "clerk"), 1)
    assert [(line.amount_fen, line.balance_fen) for line in lines] == [
        (-100_000, 750_000), (850_000, 850_000)
    ]  # fmt: skip
    assert lines[0].project == "WX-2026-01 外墙渗水维修"


# ── who sees what ────────────────────────────────────────────────────────────────────────────


def test_property_sees_the_buildings_of_its_estate_and_no_household(small: Database):
    deposit(small)
    mine, other = visit_of(small, "property"), visit_of(small, "property2")
    assert [fund.estate for fund in accounts.estate_funds(mine)] == ["青松园"]
    assert accounts.estate_funds(other) == []
    with pytest.raises(NotAllowed):
        accounts.building_funds(other, community.PINE)
    with pytest.raises(NotAllowed):
        accounts.estate_periods(other, community.PINE, "2026-1")
    for visit in (mine, visit_of(small, "grid"), visit_of(small, "admin")):
        for read in (
            lambda v: accounts.households(v, community.PINE_1),
            lambda v: accounts.household_periods(v, community.PINE_1, "2026-1"),
            lambda v: accounts.ledger(v, 1),
            lambda v: accounts.owed(v, community.PINE),
            lambda v: shares.shares(v, 1),
        ):
            with pytest.raises(NotAllowed):
                read(visit)


# ── 续筹 ─────────────────────────────────────────────────────────────────────────────────────


def test_topping_up_wants_a_passed_vote_to_raise_the_fund(small: Database):
    accountant = visit_of(small, "accountant")
    use = fund_desk.project_at(small, "vote_passed")
    with pytest.raises(WrongState, match="表决通过"):
        booking.record_topup(accountant, TopUp("t", use, (), TODAY))
    running = fund_desk.project_at(small, "voting", matter="raise_fund", code="WX-2026-02")
    with pytest.raises(WrongState, match="表决通过"):
        booking.record_topup(accountant, TopUp("t", running, (), TODAY))


def test_topups_are_the_voted_sum_by_area_for_the_rooms_that_paid(small: Database):
    accountant = visit_of(small, "accountant")
    project = fund_desk.project_at(small, "vote_passed", matter="raise_fund", budget=1_100_003)
    first = TopUp("t1", project, ("1-1-101", "1-2-202"), TODAY)
    told = booking.record_topup(accountant, first)
    assert told.told == "已登记续交：2 户，共 2,000.01 元。"
    with pytest.raises(Invalid, match="已经登记过"):
        booking.record_topup(accountant, replace(first, slip="t2"))
    with pytest.raises(Invalid, match="不在这次续交"):
        booking.record_topup(accountant, TopUp("t3", project, ("3-1-101",), TODAY))
    booking.record_topup(accountant, TopUp("t4", project, (), TODAY))
    assert sum(balances(small).values()) == 1_100_003
    vote = raised.passed_votes(accountant, community.PINE)[0]
    assert (vote.units, vote.paid) == (11, 11)
    proved(small)


# ── words and rounding ───────────────────────────────────────────────────────────────────────


def test_a_rate_is_rounded_to_the_nearest_fen():
    assert rated(8_500, 8_952) == 760_920
    assert (rated(1, 149), rated(1, 150)) == (1, 2)


@pytest.mark.parametrize(
    ("fen", "words"),
    [(22_088_500, "贰拾贰万零捌佰捌拾伍元整"), (0, "零元整"), (5, "伍分"), (105, "壹元零伍分"),
     (2_000_050_000, "贰仟万零伍佰元整"), (10_000_000_100, "壹亿零壹元整"),
     (1_234_550, "壹万贰仟叁佰肆拾伍元伍角整"), (-100, "负壹元整")],
)  # fmt: skip
def test_an_amount_in_capitals(fen: int, words: str):
    assert capitals(fen) == words


def test_a_check_notices_what_no_trigger_saw(small: Database):
    fund_desk.deposits(small, 850_000, *PINE_1_FLATS, 21)
    pay(small, fund_money.approved(small), K.FIRST, 1_100_000)
    proved(small)
    small.conn.set_authorizer(None)
    for table in ("charges", "household_accounts", "household_entries", "fund_payments"):
        named = small.execute("select name from sqlite_master where type = 'trigger'"
                           " and tbl_name = ?", [table]).fetchall()  # fmt: skip
        for (name,) in named:
            small.execute(f"drop trigger {name}")
    small.execute("update charges set share_fen = share_fen + 1, taken_fen = taken_fen + 1"
               " where unit_id = 1")  # fmt: skip
    small.execute("update charges set share_fen = share_fen - 1, taken_fen = taken_fen - 1"
               " where unit_id = 2")  # fmt: skip
    small.execute("update household_accounts set balance_fen = 1 where unit_id = 3")
    small.execute("update building_flows set amount_fen = amount_fen + 1 where kind = 'deduct'")
    small.execute("update fund_payments set amount_fen = amount_fen - 1")
    broken = {i.code for i in checks.INVARIANTS if small.execute(i.sql).fetchall()}
    assert broken >= {"charges_booked", "household_balances", "building_totals",
                      "half_year_totals", "charges_sum"}  # fmt: skip
    assert list(checks.misapportioned(small)) == ["WX-2026-01"]


def test_refusals_leave_nothing_behind(small: Database):
    before = small.conn.total_changes
    with pytest.raises(DomainError):
        deposit(small, 0)
    assert small.execute("select count(*) from audit_log").fetchone()[0] == 0
    assert small.conn.total_changes == before
