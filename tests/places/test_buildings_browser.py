"""An empty community at the desk: a building of 132 flats in eight taps, and what is done with it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from db.accounts import user
from db.places import estates
from db.visit import Visit
from domain.days import BEIJING
from domain.places import Committee, Delivered, EstateKind, EstatePaper
from tests import empty
from tests.browsing import problems, settled, visit_page, window
from tests.serving import Served, serving

expect.set_options(timeout=30_000)
ESTATE = EstatePaper(
    "e1", "梧桐苑小区", "梧桐苑", EstateKind.COMMERCIAL, Delivered.YES, Committee.NONE, 132, None
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("buildings")
    with serving(empty.settle_empty(folder / "community.db"), folder / "server.log") as served:
        with served.opened() as db:
            estates.add_estate(Visit(db, user(db, "clerk"), datetime.now(BEIJING)), ESTATE)
        yield served


@pytest.fixture(scope="module")
def desk(browser: Browser, served: Served) -> Iterator[Page]:
    """A clerk at the desk, for the whole file."""
    with window(browser, served.url) as context:
        page = context.new_page()
        empty.sign_in(page, "clerk")
        wrong = problems(page)
        yield page
        assert wrong == []


class Hand:
    """A person's hand: it taps, which is counted, and types, which is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, words: str) -> None:
        found = self.page.get_by_role("button", name=words).or_(
            self.page.get_by_role("radio", name=words)
        )
        found.first.click()
        self.taps += 1
        settled(self.page)

    def type(self, **fields: str) -> None:
        for label, words in fields.items():
            field = self.page.locator(f'input[aria-label^="{label}"]').first
            field.fill(words)
            field.blur()
            settled(self.page)


def count(served: Served, table: str) -> int:
    with served.opened() as db:
        return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def picture(page: Page) -> Locator:
    return page.locator(".picture")


def test_a_building_of_132_flats_takes_eight_taps_at_most(desk: Page, served: Served):
    visit_page(desk, "/community?estate=1")
    hand = Hand(desk)
    hand.tap("生成一栋")
    hand.type(楼号="3栋", 几个单元="2", 每个单元一层几户="2", 住户从第几层起="1", 到第几层="33",
              每户面积="89.52 118.36")  # fmt: skip
    for words in ("楼层加两位", "有电梯", "住宅", "不动产登记", "卖了，业主以后登记"):
        hand.tap(words)
    expect(desk.get_by_text("132 套，一共 13,720.08 m²")).to_be_visible()
    expect(picture(desk).get_by_text("2单元").last).to_be_visible()
    hand.tap("生成这 132 套")
    expect(desk.get_by_text("132 套住宅，一共 13,720.08 m²")).to_be_visible()
    assert hand.taps <= 8
    assert (count(served, "units"), count(served, "owner_groups")) == (132, 132)
    expect(desk.get_by_text("已经建了 1 栋 132 套")).to_be_visible()
    expect(desk.get_by_text("待登记 132 套")).to_be_visible()


def test_it_is_taken_back_in_one_tap(desk: Page, served: Served):
    hand = Hand(desk)
    hand.tap("撤销")
    expect(desk.get_by_text("去掉了 3栋和里面的 132 套房")).to_be_visible()
    assert (count(served, "units"), count(served, "owner_groups"), count(served, "buildings")) == (
        0, 0, 0,
    )  # fmt: skip


def test_what_is_wrong_is_said_beside_the_picture_and_nothing_is_made(desk: Page, served: Served):
    visit_page(desk, "/community?estate=1&new=1")
    hand = Hand(desk)
    hand.type(楼号="5-1", 几个单元="1", 每个单元一层几户="3", 住户从第几层起="2", 到第几层="6",
              每户面积="80 90")  # fmt: skip
    hand.tap("楼层加两位")
    expect(desk.get_by_text("每户面积写了 2 个，要写 1、3 个")).to_be_visible()
    desk.get_by_role("button", name="生成", exact=True).click()
    expect(desk.get_by_text("还没填：电梯、用途、面积从哪里来、业主")).to_be_visible()
    assert count(served, "units") == 0


def test_gaps_and_shops_stand_in_the_picture_before_they_are_made(desk: Page, served: Served):
    hand = Hand(desk)
    hand.type(每户面积="80 90 100")
    desk.get_by_text("没有的楼层、缺的房、底层商铺").click()
    settled(desk)
    hand.type(没有哪几层="4", 没有哪几套="201", 底层几间商铺="2", 商铺面积="45.5 60")
    expect(desk.get_by_text("11 套，2 间商铺")).to_be_visible()
    expect(picture(desk).get_by_role("grid", name="商铺")).to_be_visible()
    for words in ("没有电梯", "住宅", "测绘报告", "还没卖，是开发商的"):
        hand.tap(words)
    hand.tap("生成这 13 套")
    expect(desk.get_by_text("11 套住宅，2 间商铺").first).to_be_visible()
    with served.opened() as db:
        kept = [row[0] for row in db.execute("select code from units order by id")]
        assert kept[0] == "5-1-1-202" and kept[-1] == "5-1-0-2" and len(kept) == 13
        assert db.execute("select distinct kind from owner_groups").fetchall() == [("developer",)]


def test_a_plate_a_lift_and_a_stairwell_are_put_right(desk: Page, served: Served):
    visit_page(desk, "/community?estate=1")
    hand = Hand(desk)
    hand.tap("改")
    dialog = desk.get_by_role("dialog")
    hand.tap("改成有电梯")
    expect(desk.get_by_text("5-1栋 1单元由“没有电梯”改为“有电梯”")).to_be_visible()
    hand.tap("改")
    dialog.get_by_text("改楼号").first.click()
    hand.type(楼号="5", 为什么改="派出所重新编号")
    dialog.get_by_role("button", name="改楼号").click()
    expect(desk.get_by_text("楼号由“5-1栋”改为“5栋”")).to_be_visible()
    with served.opened() as db:
        assert db.execute("select code from units order by id").fetchone()[0] == "5-1-202"


def test_a_flat_the_list_forgot_is_added_and_taken_away(desk: Page, served: Served):
    visit_page(desk, "/community?estate=1")
    hand = Hand(desk)
    hand.tap("加一套")
    dialog = desk.get_by_role("dialog")
    hand.tap("住宅")
    dialog.get_by_label("在哪个单元").click()
    desk.get_by_role("option", name="1单元").click()
    settled(desk)
    hand.type(第几层="7", 房号="701", 面积="66.6")
    for words in ("买卖合同", "卖了，业主以后登记"):
        hand.tap(words)
    hand.tap("加上这一套")
    expect(desk.get_by_text("加了 5-1-701，住宅，66.60 m²")).to_be_visible()
    hand.tap("去一套")
    dialog.get_by_label("哪一套").fill("5-1-701")
    desk.get_by_role("option", name="5-1-701").click()
    settled(desk)
    hand.tap("去掉 5-1-701")
    expect(desk.get_by_text("去掉了 5-1-701")).to_be_visible()
    assert count(served, "units") == 13


def test_a_plate_alone_waits_for_a_list_and_goes_again(desk: Page, served: Served):
    visit_page(desk, "/community?estate=1")
    hand = Hand(desk)
    hand.tap("只加楼号")
    hand.type(楼号="A")
    hand.tap("加上")
    expect(desk.get_by_text("加了 A栋")).to_be_visible()
    desk.get_by_role("button", name="改", exact=True).nth(1).click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("radio", name="没有电梯").click()
    settled(desk)
    dialog.get_by_role("button", name="加这个单元").click()
    expect(desk.get_by_text("A栋加了 1单元，没有电梯")).to_be_visible()
    settled(desk)
    desk.get_by_role("button", name="改", exact=True).nth(1).click()
    dialog.get_by_text("整栋去掉").click()
    dialog.get_by_role("button", name="去掉 A栋").click()
    expect(desk.get_by_text("去掉了 A栋")).to_be_visible()
    assert (count(served, "buildings"), count(served, "stairwells")) == (1, 1)
