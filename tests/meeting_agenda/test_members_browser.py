"""At a desk and on a phone: a member joins and leaves, a rule changes, a series gives its next meeting."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from domain.days import BEIJING
from tests.browsing import choose, from_list, settled, sign_in_as
from tests.dialog_by_hand import closed, fill, mine, on, opened, pill, press, row, written
from tests.serving import Served

TODAY = datetime.now(BEIJING).date()


@pytest.fixture(params=["page", "phone"])
def hand(request: pytest.FixtureRequest) -> Page:
    screen: Page = request.getfixturevalue(request.param)
    return screen


def test_a_member_is_added_by_name_and_ends_by_a_day(hand: Page, served: Served):
    name = mine(hand, "郑委员")
    sign_in_as(hand, "clerk", "/agenda?tab=members")
    dialog = opened(hand, hand.get_by_role("button", name="加成员"))
    pill(dialog, "直接写姓名")
    fill(dialog, 姓名=name)
    choose(dialog, "代表哪个单位")
    pill(dialog, "成员")
    on(dialog, "从哪天起", TODAY)
    press(dialog, "加上")
    closed(dialog, f"{name}从")
    expect(hand.get_by_text(name).first).to_be_visible()
    line = hand.locator("[class*=st-key-row-members]").filter(has_text=name)
    dialog = opened(hand, line.get_by_role("button", name="不再担任"))
    on(dialog, "从哪天起不再担任", TODAY)
    press(dialog, "不再担任")
    closed(dialog, "不再是")
    found = row(served, "select from_on, to_on from forum_members where name = ?", name)
    assert found == (TODAY.isoformat(), TODAY.isoformat())


def test_a_known_resident_is_seated_by_a_tap_on_the_name(page: Page, served: Served):
    with served.opened() as db:
        id, name = db.execute("select id, name from residents order by id limit 1").fetchone()
    sign_in_as(page, "clerk", "/agenda?tab=members&kind=resident_reps")
    dialog = opened(page, page.get_by_role("button", name="加成员"))
    pill(dialog, "底册里的居民")
    field = dialog.get_by_label("找居民")
    field.fill(name)
    dialog.locator(f"[class*='st-key-pick-'][class*='-{id}'] button").first.click()
    settled(page)
    choose(dialog, "代表哪个单位")
    pill(dialog, "召集人")
    on(dialog, "从哪天起", TODAY)
    press(dialog, "加上")
    closed(dialog, "是居民代表会议的召集人")
    sql = "select resident_id from forum_members where kind = 'resident_reps'"
    assert row(served, sql) == (id,)


def test_a_rule_is_changed_from_a_day_on_with_its_reason(page: Page, served: Served):
    sign_in_as(page, "admin", "/agenda?tab=members")
    dialog = opened(page, page.get_by_role("button", name="改规则"))
    offered = page.get_by_role("option", name="达到4 分之 3", exact=True)
    from_list(dialog.get_by_role("combobox", name="到会的占成员"), offered)
    settled(page)
    on(dialog, "从哪天起", TODAY + timedelta(days=3))
    fill(dialog, 依据="议事会章程第六条")
    press(dialog, "改规则")
    closed(dialog, "达到4 分之 3才开得成")
    expect(page.get_by_text("到会的成员达到4 分之 3").first).to_be_visible()


def test_a_series_is_set_up_and_the_next_meeting_is_one_tap(hand: Page, served: Served):
    name = mine(hand, "楼栋议事会")
    sign_in_as(hand, "clerk", "/agenda?tab=series")
    dialog = opened(hand, hand.get_by_role("button", name="设一个系列"))
    choose(dialog, "哪种会", "金花议事会")
    fill(dialog, 叫什么=name)
    choose(dialog, "每月第几个", "第三个")
    choose(dialog, "星期几", "周五")
    written(dialog, "几点开", "19:00")
    fill(dialog, 在哪里开="议事厅", 谁主持="陈书记", 开多少分钟="90", 应到几人="21")
    press(dialog, "设好")
    closed(dialog, "设好了，每月第三个周五 19:00")
    line = hand.locator("[class*=st-key-row-series]").filter(has_text=name)
    press(line, "排下一次会")  # one tap
    expect(hand.get_by_text("排好了").first).to_be_visible()
    sql = "select count(*) from meetings where title like ?"
    assert row(served, sql, f"%{name}") == (1,)
    dialog = opened(hand, line.get_by_role("button", name="改", exact=True))
    fill(dialog, 在哪里开="二楼会议室")
    press(dialog, "保存")
    closed(dialog, "二楼会议室")
    dialog = opened(hand, line.get_by_role("button", name="改", exact=True))
    dialog.get_by_text("停这个系列").first.click()
    on(dialog, "最后一天", TODAY)
    press(dialog, "停这个系列")
    closed(dialog, "为止")
    expect(line.get_by_role("button", name="排下一次会")).to_have_count(0)
