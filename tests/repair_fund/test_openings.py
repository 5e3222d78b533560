"""分户清册: accounts opened once by the keeper's list, restated, and taken back whole."""

from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from db import connection
from db.imports import batches, previews
from db.repair_fund import accounts, booking, opened
from db.repair_fund.checks.accounts import INVARIANTS
from domain.errors import Invalid, NotAllowed, WrongState
from domain.imports.sums import sums_of
from domain.repair_fund.booking import BookingCorrection, Deposit, Interest
from domain.repair_fund.opening_list import OPENINGS
from tests.brought import bring, plan, told, xlsx
from tests.community import PINE, TODAY, account_id, visit_of
from ui.list_books import template_xlsx

HEAD = ("房号", "建筑面积", "首期", "补交", "使用", "利息", "期末余额", "截止日期")
DAY = "2025-12-31"
ROWS = (
    ("1-1-101", 90, "7,200.00", 0, "1000", "96.50", "6,296.50", DAY),
    ("1栋1单元102", "", 7200, "", "", "", "7200元", DAY),
    ("1-1-201", "", "0", "", "", "", "0", DAY),
    ("合计", "", "", "", "", "", "13496.50", ""),
)
TOTAL = 13_496_50
FIRST = {"1-1-101": (720_000, 629_650), "1-1-102": (720_000, 720_000), "1-1-201": (0, 0)}


@pytest.fixture
def keeper(small: Database):
    return visit_of(small, "accountant")


def book_in(keeper, *rows: object, total: int | None = TOTAL, **more):
    return bring(keeper, "openings", xlsx(HEAD, *(rows or ROWS)), estate=PINE, total=total, **more)  # type: ignore[arg-type]


def funds(db: Database) -> dict[str, tuple[int, int]]:
    sql = "select u.code, a.first_deposit_fen, a.balance_fen from household_accounts a join units u on u.id = a.unit_id"
    return {code: (first, balance) for code, first, balance in db.execute(sql)}


def proved(db: Database) -> None:
    for invariant in INVARIANTS:
        assert db.execute(invariant.sql).fetchall() == [], invariant.words


def test_a_list_opens_accounts_with_its_day_and_its_paper(small: Database, keeper):
    made = plan(keeper, "openings", xlsx(HEAD, *ROWS), estate=PINE)
    assert set(told(made).values()) == {"新增"}
    assert [(one.name, one.rows, one.fen) for one in sums_of(OPENINGS, made, {})] == [
        ("1栋", 3, TOTAL)
    ]
    receipt = book_in(keeper)
    assert receipt.told == "“名单.xlsx”写好了：新增 3 行。"
    assert funds(small) == FIRST
    rows = small.execute("select kind, amount_fen, booked_on, note from household_entries order by id").fetchall()  # fmt: skip
    assert [tuple(row) for row in rows] == [
        ("opening", fen, DAY, "期初余额，凭“名单.xlsx”") for _, fen in FIRST.values()
    ]
    (period, *_) = accounts.estate_periods(keeper, PINE, "2025-2")
    assert (period.opening_fen, period.in_fen, period.closing_fen) == (TOTAL, 0, TOTAL)
    proved(small)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("P-A-1", "", 1, "", "", "", 1, DAY), "P-A-1 是车位，没有分户账。"),
        (("9-9-909", "", 1, "", "", "", 1, DAY), "没有 9-9-909 这一户，先导房屋。"),
        (("1-1-101", "", "-5", "", "", "", 1, DAY), "首期交存“-5”是负数"),
        (("1-1-101", "", 1, "", "", "", "1.234", DAY), "余额“1.234”的小数点后面"),
        (("1-1-101", "", "", "", "", "", 1, DAY), "没有首期交存"),
        (("1-1-101", "", 1, "", "", "", 1, "2026-03-19"), "截止日 2026-03-19 还没到"),
        (("1-1-101", "", 1, "", "", "", 1, "1998-12-31"), "截止日 1998-12-31 太早"),
    ],
)
def test_a_row_that_cannot_open_an_account_says_why(keeper, row, why):
    assert why in told(plan(keeper, "openings", xlsx(HEAD, row), estate=PINE))["2"]


def test_what_does_not_add_up_and_another_area_are_looked_at(keeper):
    rows = (
        ("1-1-101", "", 100, 5, 0, 1, 100, DAY),
        ("1-1-102", "12.34", 100, "", "", "", 100, DAY),
    )
    found = told(plan(keeper, "openings", xlsx(HEAD, *rows), estate=PINE))
    assert "首期＋补交＋利息－使用是 106.00 元，余额写的是 100.00 元" in found["2"]
    assert "清册的面积是 12.34，底册是 90.00" in found["3"]


@pytest.mark.parametrize("total", [None, TOTAL - 1, TOTAL + 100_00])
def test_nothing_is_booked_unless_the_list_comes_to_the_total_of_the_bank(small, keeper, total):
    with pytest.raises(Invalid, match="银行"):
        book_in(keeper, total=total)
    assert not funds(small) and not small.execute("select 1 from import_batches").fetchall()


def test_an_account_is_opened_once_and_a_later_difference_is_a_restatement(small, keeper):
    book_in(keeper)
    same = plan(keeper, "openings", xlsx(HEAD, *ROWS), estate=PINE)
    assert set(told(same).values()) == {"一样"}
    fixed = (("1-1-101", "", 7200, "", "", "", "6300", DAY), *ROWS[1:3])
    made = plan(keeper, "openings", xlsx(HEAD, *fixed), estate=PINE)
    assert "期初登记的是 6,296.50 元，表里是 6,300.00 元，多 3.50 元" in told(made)["2"]
    again = book_in(keeper, *fixed, total=13_500_00)
    assert funds(small)["1-1-101"] == (720_000, 630_000)
    kinds = small.execute("select kind, amount_fen from household_entries e join units u on u.id = e.unit_id where u.code = '1-1-101' order by e.id")  # fmt: skip
    assert [tuple(row) for row in kinds] == [("opening", 629_650), ("restate", 350)]
    proved(small)
    later = (("1-1-101", "", 7200, "", "", "", "9000", "2026-01-31"),)
    assert "期初只登记一次" in told(plan(keeper, "openings", xlsx(HEAD, *later), estate=PINE))["2"]
    batches.undo_import(keeper, again.id)
    assert funds(small) == FIRST
    proved(small)


def test_an_account_that_has_money_already_is_not_opened(small, keeper):
    booking.record_deposit(keeper, Deposit("d", PINE, 0, (("1-1-101", 500_00),), TODAY))
    found = told(plan(keeper, "openings", xlsx(HEAD, ROWS[0]), estate=PINE))
    assert "已经有入账，共 500.00 元，不能再登记期初" in found["2"]
    booking.correct_booking(keeper, BookingCorrection("c", "d", "登记错了"))
    assert told(plan(keeper, "openings", xlsx(HEAD, ROWS[0]), estate=PINE))["2"] == "新增"


def test_openings_are_taken_back_whole_while_nothing_came_after(small, keeper):
    receipt = book_in(keeper)
    booking.record_interest(keeper, Interest("i", PINE, 10_00, TODAY))
    with pytest.raises(WrongState, match="1-1-101、1-1-102后来又有入账或者更正"):
        batches.undo_import(keeper, receipt.id)
    booking.correct_booking(keeper, BookingCorrection("c", "i", "登记错了"))
    assert batches.undo_import(keeper, receipt.id).told == "“名单.xlsx”撤销了 3 行。"
    assert set(funds(small).values()) == {(0, 0)}
    proved(small)
    book_in(keeper, slip="again")
    assert funds(small) == FIRST
    proved(small)


def test_the_page_of_the_fund_takes_an_opening_back_by_the_same_rule(small, keeper):
    receipt = book_in(keeper, slip="opening")
    booked = accounts.bookings(keeper, PINE)[0]
    assert (booked.kind.label, booked.households, booked.amount_fen) == ("期初余额", 3, TOTAL)
    booking.correct_booking(keeper, BookingCorrection("c", "opening", "清册拿错了"))
    assert set(funds(small).values()) == {(0, 0)}
    with pytest.raises(WrongState, match="不能撤销"):
        batches.undo_import(keeper, receipt.id)
    proved(small)


def test_money_that_came_before_the_opening_is_in_it(small, keeper):
    book_in(keeper)
    early = Deposit("d", PINE, 0, (("1-1-101", 500_00),), date(2025, 12, 30))
    with pytest.raises(WrongState, match="1-1-101 1 户的期初余额"):
        booking.record_deposit(keeper, early)
    booking.record_interest(keeper, Interest("i", PINE, 10_00, date(2026, 1, 1)))
    proved(small)


@pytest.mark.parametrize("kind", ["opening", "restate", "correct", "deposit"])
def test_the_file_itself_keeps_the_rules_of_an_opening(small, keeper, kind):
    book_in(keeper)
    unit = 1 if kind != "restate" else 4
    if kind == "restate":
        small.execute("insert into household_accounts (unit_id, first_deposit_fen) values (4, 0)")
    with pytest.raises(connection.IntegrityError, match=r"opening|opposite"):
        small.execute(
            "insert into household_entries (unit_id, kind, amount_fen, booked_on, note, by_id, slip, source)"
            " values (?, ?, 77, '2024-01-01', 'x', ?, 's', 'entered')", [unit, kind, account_id("accountant")],
        )  # fmt: skip


def test_only_who_books_money_opens_accounts_and_sees_that_list(small, keeper):
    book_in(keeper)
    with pytest.raises(NotAllowed):
        plan(visit_of(small, "clerk"), "openings", xlsx(HEAD, *ROWS), estate=PINE)
    assert [one.code for one in previews.lists(keeper)] == ["openings"]
    assert batches.batches(visit_of(small, "clerk"), 9) == []
    assert len(batches.batches(keeper, 9)) == 1


def test_what_was_exported_and_comes_back_changes_nothing(small, keeper):
    book_in(keeper)
    there = previews.rows_there(keeper, "openings", PINE)
    made = plan(
        keeper, "openings", template_xlsx("分户清册", OPENINGS.template, there), estate=PINE
    )
    assert set(told(made).values()) == {"一样"} and len(made.table.good) == 3
    assert made.table.unanswered == len(there) - 3 > 5


def test_an_opening_that_was_tampered_with_is_found(small, keeper):
    book_in(keeper)
    (broken,) = [one for one in INVARIANTS if one.code == "openings"]
    small.execute("update household_accounts set first_deposit_fen = 1 where unit_id = 1")
    assert small.execute(broken.sql).fetchall() == [("第 1 户",)]


def test_what_is_the_last_of_an_account_says_itself(small, keeper):
    book_in(keeper)
    assert opened.used_since(small, [1, 2, 3]) == []
    later = TODAY + timedelta(days=1)
    keeper = visit_of(small, "accountant", keeper.now + timedelta(days=1))
    booking.record_interest(keeper, Interest("i", PINE, 1_00, later))
    assert opened.used_since(small, [1, 2, 3]) == ["1-1-101", "1-1-102"]
