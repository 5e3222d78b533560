"""Every noun is added, changed and ended by hand, in a real browser, at the desk and on a phone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Size, from_list, problems, settled, sign_in_as, window
from tests.demo import TODAY
from tests.dialog_by_hand import closed, fill, mine, on, opened, pill, press, refused, row, written
from tests.serving import Served

expect.set_options(timeout=30_000)
SIZES: list[Size] = ["desk", "phone"]


@pytest.fixture(params=SIZES)
def hand(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """The same deed at the desk and on a phone; nothing goes wrong in the browser meanwhile."""
    with window(browser, served.url, request.param) as context:
        page = context.new_page()
        heard = problems(page)
        yield page
        assert heard == []


def test_a_shed_is_added_changed_closed_and_opened_again(hand: Page, served: Served):
    name = mine(hand, "东门车棚")
    sign_in_as(hand, "clerk", "/sheds")
    dialog = opened(hand, hand.get_by_role("button", name="加一个车棚"))
    press(dialog, "加这个车棚")
    refused(dialog, "还没填：哪个小区、哪天启用的、叫什么")
    pill(dialog, "安普顿小镇")
    fill(dialog, 叫什么=name, 在哪里="东门内侧", 车位一共几个="30", 其中充电车位="10",
         充电口几个="12", 其中能用的="13")  # fmt: skip
    on(dialog, "哪天启用的", TODAY)
    press(dialog, "加这个车棚")
    refused(dialog, "一共只有 12 个")
    fill(dialog, 其中能用的="11")
    press(dialog, "加这个车棚")
    closed(dialog, "现在就能清点")
    (id,) = row(served, "select id from sheds where name = ?", name)

    dialog = opened(hand, hand.locator(f".st-key-change-{id} button"))
    expect(dialog.get_by_label("车位一共几个")).to_have_value("30")
    fill(dialog, 车位一共几个="45")
    press(dialog, "保存")
    closed(dialog, "车位由 30 个改为 45 个")
    assert row(served, "select bays_total from sheds where id = ?", id) == (45,)

    dialog = opened(hand, hand.locator(f".st-key-change-{id} button"))
    dialog.get_by_text("停用这个车棚").click()
    settled(hand)
    press(dialog, "停用")
    refused(dialog, "还没填：从哪天起不用了、为什么停用")
    on(dialog, "从哪天起不用了", TODAY)
    fill(dialog, 为什么停用="改成了晾晒场")
    press(dialog, "停用")
    closed(dialog, "停用了")
    assert row(served, "select state, closed_on from sheds where id = ?", id) == (
        "closed", TODAY.isoformat(),
    )  # fmt: skip
    hand.get_by_text("停用的车棚").click()
    hand.locator(f".st-key-reopen_shed-{id} button").click()
    expect(hand.get_by_text("重新启用了")).to_be_visible()
    assert row(served, "select state from sheds where id = ?", id) == ("in_use",)


def planned_term(hand: Page, served: Served, name: str, starts: date) -> int:
    dialog = opened(hand, hand.get_by_role("button", name="加一个学期"))
    press(dialog, "加这个学期")
    refused(dialog, "还没填：学期叫什么、学期哪天开始")
    fill(dialog, 学期叫什么=name)
    on(dialog, "学期哪天开始", starts)
    on(dialog, "学期哪天结束", starts + timedelta(weeks=16))
    on(dialog, "哪天开始报名", TODAY + timedelta(days=30))
    on(dialog, "报名到哪天", starts)
    press(dialog, "加这个学期")
    closed(dialog, "接着开班")
    (term,) = row(served, "select id from terms where name = ?", name)
    return int(term)


def with_a_break(hand: Page, term: int, starts: date) -> None:
    dialog = opened(hand, hand.locator(f".st-key-term-{term} button"))
    dialog.get_by_text("放假 0 次").click()
    settled(hand)
    fill(dialog, 放什么假="装修")
    on(dialog, "从哪天", starts + timedelta(weeks=1))
    on(dialog, "到哪天", starts + timedelta(weeks=2))
    press(dialog, "加上这次放假")
    closed(dialog, "课往后顺延")


def planned_class(hand: Page, served: Served, term: int, name: str, starts: date) -> int:
    dialog = opened(hand, hand.get_by_role("button", name="开一个班"))
    press(dialog, "开这个班")
    refused(dialog, "还没填：哪个学期、给谁、上什么课、老师、教室、星期几")
    pill(dialog, name)
    pill(dialog, "万青班（老年）")
    fill(dialog, 上什么课="象棋")
    written(dialog, "老师", "赵新来")
    written(dialog, "教室", "棋室")
    pill(dialog, "三")
    written(dialog, "几点上课", "09:30")
    written(dialog, "几点下课", "11:00")
    on(dialog, "哪天开课", starts)
    fill(dialog, 一共几次="17", 几个席位="20", 几人开班="5", 最小几岁="50", 收费="0")
    press(dialog, "开这个班")
    refused(dialog, "最后一次课排到")
    fill(dialog, 一共几次="10")
    press(dialog, "开这个班")
    closed(dialog, "开了“象棋”")
    (id,) = row(served, "select id from classes where term_id = ?", term)
    return int(id)


def with_more_seats(hand: Page, served: Served, name: str, id: int) -> None:
    hand.get_by_text(f"{name}的 1 个班").click()
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-plan-{id} button"))
    fill(dialog, 几个席位="24")
    press(dialog, "保存")
    closed(dialog, "席位由 20 席改为 24 席")
    assert row(served, "select capacity from classes where id = ?", id) == (24,)


def called_off(hand: Page, served: Served, name: str, id: int) -> None:
    dialog = opened(hand, hand.get_by_role("button", name="改一个班"))
    dialog.get_by_label("改哪个班").click()
    hand.get_by_role("option").filter(has_text=f"象棋（{name}").click()
    settled(hand)
    dialog.get_by_text("停开这个班").click()
    settled(hand)
    press(dialog, "停开")
    closed(dialog, "停开了")
    assert row(served, "select called_off_on from classes where id = ?", id) != (None,)


def test_a_term_and_its_class_are_planned(hand: Page, served: Served):
    name = mine(hand, "远期学期")
    starts = TODAY + timedelta(days=200 if name.endswith("一") else 400)
    sign_in_as(hand, "clerk", "/academy")
    term = planned_term(hand, served, name, starts)
    with_a_break(hand, term, starts)
    id = planned_class(hand, served, term, name, starts)
    with_more_seats(hand, served, name, id)
    called_off(hand, served, name, id)


def test_goods_are_put_right_and_what_is_reserved_keeps_its_points(hand: Page, served: Served):
    sign_in_as(hand, "clerk", "/shop")
    hand.get_by_role("radio", name="管货架").click()
    settled(hand)
    id, price = row(served, "select id, price from shop_items where is_offered order by id limit 1")
    hand.locator(f".st-key-row-shelf-{id} button").first.click()
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-change_item-{id} button"))
    press(dialog, "保存")
    refused(dialog, "没有改动")
    fill(dialog, 一件几枚=str(price + 5))
    on(dialog, "供到哪天（不限就空着）", TODAY)
    press(dialog, "保存")
    closed(dialog, f"由 {price} 枚改为 {price + 5} 枚")
    kept = row(served, "select price, last_on from shop_items where id = ?", id)
    assert kept == (price + 5, TODAY.isoformat())


def test_shops_and_their_kinds_are_put_right_and_end(hand: Page, served: Served):
    kind = mine(hand, "修鞋")
    with served.opened() as db:
        db.execute("insert into merchant_groups (name) values (?)", [kind])
    (group,) = row(served, "select id from merchant_groups where name = ?", kind)
    sign_in_as(hand, "clerk", "/vouchers")
    hand.get_by_role("tab", name="商户", exact=True).click()
    settled(hand)
    (shop, name) = row(served, "select id, name from merchants where is_active order by id limit 1")
    dialog = opened(hand, hand.locator(f".st-key-change_merchant-{shop} button"))
    fill(dialog, 店名=mine(hand, "新招牌"))
    on(dialog, "协议到哪天", TODAY)
    press(dialog, "保存")
    closed(dialog, f"店名由“{name}”改为")
    assert row(served, "select agreed_to from merchants where id = ?", shop) == (TODAY.isoformat(),)
    hand.get_by_text("加一家商户").click()
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-group-{group} button"))
    fill(dialog, 类名=mine(hand, "修鞋配锁"))
    press(dialog, "保存")
    closed(dialog, "商户组名称由")
    if not hand.locator(f".st-key-group-{group} button").is_visible():
        hand.get_by_text("加一家商户").click()
        settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-group-{group} button"))
    dialog.get_by_text("停用这一类").click()
    settled(hand)
    press(dialog, "停用")
    closed(dialog, "停用了")
    ended = row(served, "select ended_on from merchant_groups where id = ?", group)
    assert ended == (TODAY.isoformat(),)


def test_a_meeting_is_planned_moved_and_called_off(hand: Page, served: Served):
    name = mine(hand, "远期联席会")
    sign_in_as(hand, "clerk", "/agenda")
    dialog = opened(hand, hand.get_by_role("button", name="排一次会"))
    press(dialog, "排好")
    refused(dialog, "还没填：哪种会、会议名称、哪天开、几点开")
    from_list(dialog.get_by_label("哪种会"), hand.get_by_role("option", name="定期联席会"))
    settled(hand)
    fill(
        dialog,
        会议名称=name,
        在哪里开="一楼会议室",
        谁主持="李书记",
        开多少分钟="90",
        应到几人="12",
    )
    on(dialog, "哪天开", TODAY + timedelta(days=20))
    written(dialog, "几点开", "14:30")
    press(dialog, "排好")
    closed(dialog, "接着加议题")
    (id,) = row(served, "select id from meetings where title = ?", name)
    hand.goto(f"/agenda?meeting={id}")
    settled(hand)
    dialog = opened(hand, hand.locator(f".st-key-change_meeting-{id} button"))
    fill(dialog, 在哪里开="二楼会议室")
    press(dialog, "保存")
    closed(dialog, "地点由“一楼会议室”改为“二楼会议室”")
    dialog = opened(hand, hand.locator(f".st-key-change_meeting-{id} button"))
    dialog.get_by_text("取消这次会").first.click()
    settled(hand)
    fill(dialog, 为什么取消="会议室要选举")
    dialog.get_by_role("button", name="取消这次会").last.click()
    closed(dialog, "取消了")
    assert row(served, "select state from meetings where id = ?", id) == ("cancelled",)


def test_a_rule_of_points_is_added_followed_by_another_version_and_ended(
    hand: Page, served: Served
):
    name = mine(hand, "垃圾分类")
    sign_in_as(hand, "admin", "/settings?topic=rules")
    dialog = opened(hand, hand.get_by_role("button", name="加一条规则"))
    press(dialog, "加这条规则")
    refused(dialog, "还没填：从哪天起可以登记、做了什么、怎么计")
    fill(dialog, 做了什么=name)
    pill(dialog, "按次")
    fill(dialog, 多少枚="5")
    on(dialog, "从哪天起可以登记", TODAY)
    press(dialog, "加这条规则")
    closed(dialog, "起可以登记")
    (id,) = row(served, "select id from award_rules where label = ?", name)
    dialog = opened(hand, hand.locator(f".st-key-change_rule-{id} button"))
    fill(dialog, 多少枚="8")
    on(dialog, "从哪个月一号起", TODAY + timedelta(days=1 if TODAY.day < 27 else 10))
    press(dialog, "保存")
    refused(dialog, "从一个月的 1 号起用")
    on(dialog, "从哪个月一号起", (TODAY.replace(day=1) + timedelta(days=40)).replace(day=1))
    press(dialog, "保存")
    closed(dialog, "枚数由 5 枚改为 8 枚")
    (second,) = row(served, "select max(id) from award_rules where label = ?", name)
    dialog = opened(hand, hand.locator(f".st-key-change_rule-{second} button"))
    dialog.get_by_text("停用这条规则").click()
    settled(hand)
    on(dialog, "用到哪天", (TODAY.replace(day=1) + timedelta(days=80)).replace(day=1))
    press(dialog, "停用")
    closed(dialog, "以后不再登记")
