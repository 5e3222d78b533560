"""The money of a project in a real browser (真的浏览器): taps counted, files saved, on both sizes."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from db import connection, sessions
from db.repair_fund import payments
from tests import browsing, community, fund_desk, fund_money
from tests.fund_money import PINE_1_FLATS, a_file
from tests.screens import signed_in
from tests.serving import Served, serving

Window = Callable[..., Page]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *PINE_1_FLATS)
        project = fund_money.approved(db)
        for kind in ("contract", "invoice"):
            a_file(db, project, kind)
    with serving(path, tmp_path / "server.log") as served:
        yield served


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Window]:
    """`window("accountant")`: a desk signed in as that account; `size="phone"` for a phone."""
    opened = ExitStack()

    def open_as(who: str, size: browsing.Size = "desk") -> Page:
        context = opened.enter_context(browsing.window(browser, served.url, size))
        context.add_cookies([{"name": sessions.COOKIE, "value": signed_in(served.path, who),
                              "url": served.url}])  # fmt: skip
        page = context.new_page()
        browsing.visit_page(page, "/fund?project=1")
        return page

    with opened:
        yield open_as


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    browsing.settled(page)


def test_three_taps_record_a_payment_and_one_more_approves_it(window: Window, served: Served):
    page = window("accountant")
    tab(page, "资金")  # one
    page.locator("[data-testid=stMain]").get_by_role("button", name="登记首期款").click()  # two
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("收款单位").fill("示例防水工程公司")
    amount = dialog.get_by_label("首期款，最多 34,300.00")
    expect(amount).to_have_value("")
    amount.fill("34300")
    dialog.get_by_role("button", name="登记首期款").dblclick()  # three, by a shaking hand
    expect(page.get_by_text("已登记首期款 34,300.00 元")).to_be_visible()
    second = window("secretary", size="phone")
    tab(second, "资金")
    does = "核准以后：分摊到 11 户，一共 34,300.00 元：从账户扣 31,181.81 元，1 户账户不够"
    expect(second.get_by_text(does)).to_be_visible()
    second.get_by_role("button", name="核准 34,300.00 元").click()
    expect(second.get_by_text("已核准首期款 34,300.00 元，分摊到 11 户。")).to_be_in_viewport()
    with served.opened() as db:
        assert [paid.amount_fen for paid in payments.payments(db, 1)] == [3_430_000]
        assert payments.money(db, 1).state == "first_paid"


def test_one_untouched_tap_records_no_payment(window: Window, served: Served):
    page = window("accountant")
    tab(page, "资金")
    page.locator("[data-testid=stMain]").get_by_role("button", name="登记首期款").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("收款单位").fill("示例防水工程公司")
    dialog.get_by_role("button", name="登记首期款").click()
    expect(dialog.get_by_text("首期款还没填")).to_be_visible()
    with served.opened() as db:
        assert payments.payments(db, 1) == []


def test_a_refusal_stays_beside_what_was_typed(window: Window):
    page = window("accountant")
    tab(page, "资金")
    page.locator("[data-testid=stMain]").get_by_role("button", name="登记首期款").click()
    dialog = page.get_by_role("dialog")
    amount = dialog.get_by_label("首期款")
    amount.fill("99999")
    dialog.get_by_label("收款单位").fill("示例防水工程公司")
    dialog.get_by_role("button", name="登记首期款").click()
    expect(dialog.get_by_text("现在最多 34,300.00 元")).to_be_visible()
    expect(amount).to_have_value("99999")


def test_a_paper_is_one_tap(window: Window):
    page = window("clerk")
    tab(page, "资金")
    with page.expect_download() as saved:
        page.get_by_role("button", name="方案公示").click()
    assert saved.value.suggested_filename == "方案公示-WX-2026-01.docx"
    document = Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert "维修方案公示" in [line.text for line in document.paragraphs]


def test_the_accountant_books_interest_and_takes_it_back(window: Window, served: Served):
    page = window("accountant")
    browsing.visit_page(page, "/fund")
    tab(page, "资金台账")
    page.get_by_text("入账", exact=True).click()
    page.get_by_role("button", name="登记收益").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("银行给这个小区的收益").fill("100.01")
    dialog.get_by_role("button", name="登记收益").click()
    expect(page.get_by_text("已登记增值收益：10 户，共 100.01 元。")).to_be_visible()
    page.get_by_role("button", name="登记错了").click()
    dialog.get_by_label("为什么更正").fill("记错小区了")
    dialog.get_by_role("button", name="整批更正").click()
    expect(page.get_by_text("已更正：10 户，共 100.01 元转出。")).to_be_visible()
    with served.opened() as db:
        total = "select sum(balance_fen) from household_accounts"
        assert db.execute(total).fetchone()[0] == 8_500_000
