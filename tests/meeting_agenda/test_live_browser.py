"""A whole meeting lived by two people in two windows (一次会从开会到散会), taps counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db import connection
from tests.browsing import settled, sign_in_as
from tests.demo import demo_copy
from tests.live_meeting import VOTE, Today, planned_today
from tests.serving import Served, serving

LAST = "(select max(id) from meetings)"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server whose demonstration has a meeting today; a meeting is opened once."""
    path = demo_copy(tmp_path)
    planned_today(path)
    with serving(path, tmp_path / "server.log") as served:
        yield served


@pytest.fixture
def today(served: Served) -> Today:
    with connection.opened(served.path) as db:
        id = db.execute("select max(id) from meetings").fetchone()[0]
        sql = "select id from agenda_items where meeting_id = ? order by position"
        first, second, third = (row[0] for row in db.execute(sql, [id]))
    return Today(id, (first, second, third))


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    settled(page)


def chosen(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()
    settled(page)


def typed(page: Page, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.blur()
    settled(page)


def rows(served: Served, sql: str) -> list[tuple[object, ...]]:
    with served.opened() as db:
        return list(db.execute(sql).fetchall())


@pytest.mark.browser
def test_two_people_hold_a_whole_meeting_at_a_desk_and_on_a_phone(
    page: Page, phone: Page, served: Served, today: Today
):
    address = f"/agenda?meeting={today.meeting_id}"
    sign_in_as(page, "clerk", address)
    tap(page, "开会")  # one tap
    expect(page.get_by_text("实到 0 人")).to_be_visible()
    sign_in_as(phone, "secretary", address)
    tap(page, "全部到了")  # fifteen by one tap
    expect(phone.get_by_text("实到 15 人")).to_be_visible(timeout=12_000)  # by itself
    phone.get_by_role("button", name="请假").first.click()  # and one for who is not there
    expect(page.get_by_text("实到 14 人")).to_be_visible(timeout=12_000)

    tap(page, "开始议第 1 项")
    chosen(page, "听取")  # a decision: the first tap
    typed(page, "记什么", "四项里办好了两项")
    tap(page, "记下结果")  # the second
    expect(page.get_by_text("听取：四项里办好了两项")).to_be_visible()
    typed(page, "要办的事", "把三处飞线拆掉")
    typed(page, "责任人", "周经理")
    chosen(page, "力天物业")  # a promise: one, two, three
    chosen(page, "两周")
    tap(page, "记下承诺")
    expect(page.get_by_text("把三处飞线拆掉", exact=True)).to_be_visible()

    tap(page, "下一项")
    expect(page.get_by_role("heading", name=VOTE)).to_be_visible()
    chosen(page, "表决")
    for label, count in (("同意", "8"), ("反对", "6"), ("弃权", "0")):
        typed(page, label, count)
    typed(page, "表决的事", "换成人脸和刷卡两用的门禁")
    tap(page, "记下结果")
    expect(page.get_by_text("表决通过（同意 8，反对 6，弃权 0）").first).to_be_visible()
    expect(phone.get_by_text("表决通过").first).to_be_visible(timeout=12_000)
    tap(page, "下一项")
    typed(page, "议不完的，写为什么", "物业还没报价")
    tap(page, "顺延到下次")  # one tap
    expect(page.get_by_text("顺延：物业还没报价")).to_be_visible()

    page.get_by_role("tab", name="散会").click()
    page.locator(".st-key-close_meeting button, [class*=st-key-close_meeting] button").click()
    expect(page.get_by_text("第 ", exact=False).filter(has_text="号：草稿")).to_be_visible()
    ways = f"""select way from item_outcomes where item_id in (select id from agenda_items
               where meeting_id = {LAST}) order by item_id"""
    assert rows(served, ways) == [("note",), ("vote",), ("carried",)]
    closed = f"select present, quorum_met from sittings where meeting_id = {LAST}"
    assert rows(served, closed) == [(14, 1)]
    assert rows(served, f"select person from actions where meeting_id = {LAST}") == [("周经理",)]
