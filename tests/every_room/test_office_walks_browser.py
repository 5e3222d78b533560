"""Corrections the office makes, in a real browser: a refusal first, then the stored row, once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Size, problems, settled, sign_in_as, window
from tests.serving import Served

expect.set_options(timeout=30_000)
SIZES: list[Size] = ["desk", "phone"]
EARNED = """
    select e.id, r.name, u.code, e.points, a.balance from point_entries e
      join point_accounts a on a.id = e.credit_id join residents r on r.id = a.resident_id
      join units u on u.id = r.unit_id
     where e.kind = 'award' and a.balance > e.points
       and not exists (select 1 from point_entries v where v.reverses_id = e.id)
       and (select count(*) from residents n where n.name = r.name) = 1
     order by e.id desc limit 1
"""
SAMPLED = """
    select l.entry_id from spot_check_lines l join point_entries e on e.id = l.entry_id
     where (select id from accounts where username = 'secretary')
           not in (e.created_by, coalesce(e.approved_by, 0))
       and not exists (select 1 from spot_check_findings f where f.entry_id = l.entry_id)
     order by l.entry_id limit 1
"""
HELD = """
    select v.id, v.item_id, v.pieces, i.stock from reservations v
      join shop_items i on i.id = v.item_id
     where v.state = 'reserved' order by v.due_on, v.id limit 1
"""


@pytest.fixture(params=SIZES)
def hand(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """The same deed at the desk and on a phone; nothing goes wrong in the browser meanwhile."""
    with window(browser, served.url, request.param) as context:
        page = context.new_page()
        heard = problems(page)
        yield page
        assert heard == []


def row(served: Served, sql: str, *given: object) -> tuple[object, ...]:
    with served.opened() as db:
        return tuple(db.execute(sql, given).fetchone())


def opened(page: Page, button: Locator) -> Locator:
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settled(page)
    return dialog


def press(page: Page, dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).click()
    settled(page)


def refused(dialog: Locator, words: str) -> None:
    expect(dialog.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible()


def closed(page: Page, dialog: Locator, told: str) -> None:
    """The dialog is gone, and the page says what was done."""
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("stAlert").filter(has_text=told).first).to_be_visible()


def test_the_telephone_on_the_notices_is_changed_with_a_reason(page: Page, served: Served):
    stored = "select value from text_parameters where code = 'objection_phone'"
    before = row(served, stored)
    sign_in_as(page, "admin", "/settings")
    page.get_by_role("radio", name="公示", exact=True).click()
    settled(page)
    dialog = opened(page, page.locator(".st-key-change-objection_phone button"))
    dialog.get_by_label("改为").fill("值班室")
    dialog.get_by_label("为什么改").fill("居委会换了电话")
    press(page, dialog, "保存")
    refused(dialog, "电话")
    assert row(served, stored) == before
    dialog.get_by_label("改为").fill("027-81234567")
    press(page, dialog, "保存")
    closed(page, dialog, "027-81234567")
    assert row(served, stored) == ("027-81234567",)


def test_a_month_is_sampled_and_what_was_found_is_recorded(page: Page, served: Served):
    sign_in_as(page, "secretary", "/points")
    page.get_by_role("tab", name="月度").click()
    settled(page)
    page.get_by_label("哪个月").click()
    page.get_by_role("option").nth(1).click()
    settled(page)
    page.get_by_role("button", name="抽这个月的").click()
    expect(page.get_by_text("查了 0 笔。随机种子")).to_be_visible()
    (entry,) = row(served, SAMPLED)
    found = "select result, note from spot_check_findings where entry_id = ? order by id desc"
    dialog = opened(page, page.locator(f".st-key-_record-{entry} button"))
    dialog.get_by_role("radio", name="不属实").click()
    press(page, dialog, "记下来")
    refused(dialog, "怎么说")
    with served.opened() as db:
        assert db.execute(found, [entry]).fetchall() == []
    dialog.get_by_label("问了谁、怎么说").fill("问了楼栋长，那天没有活动")
    press(page, dialog, "记下来")
    closed(page, dialog, f"第 {entry} 笔：")
    assert row(served, found, entry) == ("false", "问了楼栋长，那天没有活动")
    expect(page.locator(f".st-key-_record-{entry}")).to_have_count(0)


def test_an_entry_is_reversed_with_a_reason(hand: Page, served: Served):
    entry, name, room, points, balance = row(served, EARNED)
    sign_in_as(hand, "clerk", "/points")
    hand.get_by_label("找居民").fill(str(name))
    hand.get_by_role("button").filter(has_text=str(room)).filter(has_text=str(name)).click()
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-_reverse-{entry} button"))
    press(hand, dialog, "冲正")
    refused(dialog, "冲正原因还没填")
    dialog.get_by_label("为什么冲正").fill("记错人了")
    press(hand, dialog, "冲正")
    closed(hand, dialog, f"第 {entry} 笔已由第")
    made = "select points, reason from point_entries where reverses_id = ?"
    assert row(served, made, entry) == (points, "记错人了")
    left = """select a.balance from point_accounts a join residents r on r.id = a.resident_id
               where r.name = ?"""
    assert row(served, left, name) == (int(str(balance)) - int(str(points)),)
    expect(hand.locator(f".st-key-_reverse-{entry}")).to_have_count(0)


def test_goods_handed_over_come_back_with_a_reason(hand: Page, served: Served):
    held, item, pieces, stock = row(served, HELD)
    sign_in_as(hand, "clerk", "/shop")
    hand.get_by_role("radio", name="待取").click()
    settled(hand)
    hand.locator(f".st-key-pick_up-{held} button").click()
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-_return_goods-{held} button"))
    press(hand, dialog, "退回")
    refused(dialog, "还没填")
    dialog.get_by_label("为什么退回").fill("点错了人，东西没给")
    press(hand, dialog, "退回")
    closed(hand, dialog, f"第 {held} 号")
    now = row(served, "select stock from shop_items where id = ?", item)
    assert now == (int(str(stock)) + int(str(pieces)),)
    assert row(served, "select state from reservations where id = ?", held) != ("picked_up",)
    expect(hand.locator(f".st-key-_return_goods-{held}")).to_have_count(0)
