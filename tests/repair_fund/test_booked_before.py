"""The same money twice (重复登记): noticed in whatever order it comes, and booked if it is meant."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlite_utils import Database

from db import sessions
from db.repair_fund import booking
from domain.repair_fund.booking import BookedBefore, BookingCorrection, Deposit, Interest
from domain.repair_fund.deposit_list import parse_list
from tests import browsing, community
from tests.community import visit_of
from tests.screens import signed_in
from tests.serving import Served, serving

TODAY = community.TODAY
LIST = "1-1-101 8500.00\n1-1-102 9600.50"
AGAIN = "１栋１单元１０２ ￥9,600.5元\n1-1-101　８５００"


def deposit(db: Database, text: str, slip: str, **more: object) -> str:
    sheet = Deposit(slip, community.PINE, 0, parse_list(text), TODAY)
    return booking.record_deposit(visit_of(db, "accountant"), replace(sheet, **more)).told  # type: ignore[arg-type]


def entries(db: Database) -> int:
    return int(db.execute("select count(*) from household_entries").fetchone()[0])


def test_the_same_list_in_another_order_and_form_is_noticed_with_when_and_by_whom(small: Database):
    deposit(small, LIST, "one")
    name = visit_of(small, "accountant").user.name
    with pytest.raises(BookedBefore) as refusal:
        deposit(small, AGAIN, "two")
    told = str(refusal.value)
    for part in ("今天", name, "2 户", "18,100.50 元", "还没登记", "再登记"):
        assert part in told
    assert entries(small) == 2


def test_a_second_tap_books_what_is_really_meant(small: Database):
    deposit(small, LIST, "one")
    assert "2 户" in deposit(small, AGAIN, "two", again=True)
    assert entries(small) == 4
    with pytest.raises(BookedBefore):
        deposit(small, LIST, "three")


@pytest.mark.parametrize(
    "text", ["1-1-101 8500", f"{LIST}\n1-1-201 100", "1-1-101 8500.00\n1-1-102 9600.51"]
)
def test_another_list_is_another_booking(small: Database, text: str):
    deposit(small, LIST, "one")
    deposit(small, text, "two")
    assert entries(small) > 2


def test_what_was_taken_back_may_be_booked_again(small: Database):
    deposit(small, LIST, "one")
    booking.correct_booking(
        visit_of(small, "accountant"), BookingCorrection("back", "one", "日期记错了")
    )
    deposit(small, LIST, "two")
    assert entries(small) == 6


def test_a_rate_over_the_estate_and_the_interest_of_the_bank_are_noticed_too(small: Database):
    accountant = visit_of(small, "accountant")
    rate = Deposit("one", community.PINE, 8_500, (), TODAY)
    booking.record_deposit(accountant, rate)
    with pytest.raises(BookedBefore):
        booking.record_deposit(accountant, replace(rate, slip="two"))
    credited = Interest("three", community.PINE, 12_345, TODAY)
    booking.record_interest(accountant, credited)
    deposit(small, LIST, "between")  # the balances move, and with them every part of the interest
    with pytest.raises(BookedBefore, match="增值收益"):
        booking.record_interest(accountant, replace(credited, slip="four"))
    booking.record_interest(accountant, replace(credited, slip="five", again=True))


# On the screen ---------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    path = community.settle(tmp_path / "community.db")
    with serving(path, tmp_path / "server.log") as served:
        yield served


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_list_is_booked_refused_noticed_and_booked_again_on_purpose(
    browser: Browser, served: Served, size: browsing.Size
):
    with browsing.window(browser, served.url, size) as context:
        context.add_cookies([{"name": sessions.COOKIE, "value": signed_in(served.path, "accountant"),
                              "url": served.url}])  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(30_000)
        browsing.visit_page(page, "/fund?tab=accounts")
        page.get_by_role("tab", name="资金台账").click()
        dialog = page.get_by_role("dialog")
        for text, told in (
            ("1-1-101 8500,00", "第 1 行：金额“8500,00”的逗号或点放得不对"),
            (LIST, ""),
            (AGAIN, "已由"),
        ):
            if not dialog.is_visible():
                if page.get_by_text("入账", exact=True).is_visible():
                    page.get_by_text("入账", exact=True).click()
                page.get_by_role("button", name="登记交存").first.click()
                browsing.choose(dialog, "哪个小区")
                dialog.get_by_text("按名单").click()
            dialog.get_by_label("一行一户").fill(text)
            dialog.get_by_role("button", name="登记交存").click()
            browsing.settled(page)
            if told:
                expect(dialog.get_by_role("alert")).to_contain_text(told)
            else:
                expect(page.get_by_text("已登记交存：2 户")).to_be_visible()
        with served.opened() as db:
            assert entries(db) == 2
        dialog.get_by_role("button", name="又到账一次，再登记").click()
        expect(dialog).to_be_hidden()
        expect(page.get_by_text("已登记交存：2 户")).to_be_visible()
        with served.opened() as db:
            assert entries(db) == 4
