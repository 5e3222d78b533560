"""From an empty community to the first count, enrolment, order and batch, by screens alone.

The estate, a flat and one resident are there: their own screens are walked elsewhere.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from db import connection
from tests import empty
from tests.browsing import Size, settled, visit_page, window
from tests.community import add_keys
from tests.demo import TODAY
from tests.dialog_by_hand import (
    closed,
    fill,
    on,
    opened,
    pill,
    press,
    row,
    written,
)
from tests.serving import Served, serving

expect.set_options(timeout=30_000)
PERSON = "陈桂兰"


@pytest.fixture
def served(tmp_path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A community of one estate, one flat and one person, and nothing else."""
    path = empty.settle_empty(tmp_path / "community.db")
    with connection.opened(path) as db:
        db.execute(
            "insert into estates (id, name, short_name, kind, delivered, households, source)"
            " values (1, '桂花园小区', '桂花园', 'commercial', 1, 1, 'entered')"
        )
        db.execute(
            "insert into residents (id, name, birth_year, source) values (1, ?, 1955, 'entered')",
            [PERSON],
        )
        add_keys(db, [(1, PERSON, "", None)])
    with serving(path, tmp_path / "server.log") as served:
        yield served


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    size: Size = request.param
    with window(browser, served.url, size, fresh=True) as context:
        page = context.new_page()
        visit_page(page, "/")
        page.get_by_label("用户名").fill("clerk")
        page.get_by_label("密码", exact=True).fill(empty.PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("button", name="退出登录")).to_be_attached()
        settled(page)
        yield page


def test_the_first_shed_is_built_and_counted(page: Page, served: Served):
    visit_page(page, "/sheds")
    expect(page.get_by_text("还没有车棚")).to_be_visible()
    dialog = opened(page, page.get_by_role("button", name="加一个车棚"))
    fill(dialog, 叫什么="东门车棚", 在哪里="东门内侧", 车位一共几个="30", 其中充电车位="0",
         充电口几个="0", 其中能用的="0")  # fmt: skip
    on(dialog, "哪天启用的", TODAY)
    press(dialog, "加这个车棚")
    closed(dialog, "现在就能清点")
    dialog = opened(page, page.get_by_role("button", name="记一次清点"))
    pill(dialog, "东门车棚")
    fill(dialog, 停在位子上几辆="12")
    press(dialog, "保存清点")
    closed(dialog, "余 18 位")
    assert row(served, "select in_bays from shed_counts") == (12,)


def test_the_first_term_and_class_are_planned_and_somebody_enrols(page: Page, served: Served):
    visit_page(page, "/academy")
    expect(page.get_by_text("还没有学期")).to_be_visible()
    dialog = opened(page, page.get_by_role("button", name="加一个学期").first)
    fill(dialog, 学期叫什么="第一学期")
    starts = TODAY + timedelta(days=20)
    on(dialog, "学期哪天开始", starts)
    on(dialog, "学期哪天结束", starts + timedelta(weeks=16))
    on(dialog, "哪天开始报名", TODAY)
    on(dialog, "报名到哪天", starts)
    press(dialog, "加这个学期")
    closed(dialog, "接着开班")
    expect(page.get_by_text("还没有班")).to_be_visible()
    dialog = opened(page, page.get_by_role("button", name="开一个班"))
    pill(dialog, "万青班（老年）")
    fill(dialog, 上什么课="象棋")
    written(dialog, "老师", "赵新来")
    written(dialog, "教室", "棋室")
    pill(dialog, "三")
    written(dialog, "几点上课", "09:30")
    written(dialog, "几点下课", "11:00")
    on(dialog, "哪天开课", starts)
    fill(dialog, 一共几次="10", 几个席位="20", 几人开班="5", 最小几岁="50", 收费="0")
    press(dialog, "开这个班")
    closed(dialog, "开了“象棋”")
    (id,) = row(served, "select id from classes")
    expect(page.locator(f".st-key-enroll-{id} button")).to_be_visible()


def test_the_first_goods_stand_on_the_shelf(page: Page, served: Served):
    visit_page(page, "/shop")
    expect(page.get_by_text("货架还是空的")).to_be_visible()
    page.get_by_role("radio", name="管货架").click()
    settled(page)
    main = page.get_by_test_id("stMain")
    fill(main, 叫什么="大米 5 斤", 一件几枚="50", 每人每年最多几件="2", 先进几件="10")
    main.get_by_role("button", name="上架", exact=True).click()
    expect(page.get_by_text("上架了")).to_be_visible()
    assert row(served, "select stock from shop_items") == (10,)
