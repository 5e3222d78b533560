"""How many taps each deed of the ledger takes, in a real browser; opening the page and typing are free."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import choose, problems, settled, sign_in_as, visit_page
from tests.serving import Served

expect.set_options(timeout=30_000)
ADULT = """
    select r.name, u.code, a.balance from residents r
      join point_accounts a on a.resident_id = r.id join units u on u.id = r.unit_id
     where a.balance between 150 and 1500 and r.guardian_id is null and r.birth_year < 1990
       and (select count(*) from residents n where n.name = r.name) = 1
       and (select count(*) from residents n where n.unit_id = r.unit_id) > 1
       and not exists (select 1 from accounts m join residents x on x.id = m.resident_id
                        where x.unit_id = r.unit_id)
     order by a.id limit 1 offset ?
"""


@dataclass
class Taps:
    """A window that counts: `taps(button)` is one tap and waits for the answer."""

    page: Page
    taken: list[str] = field(default_factory=list)

    def __call__(self, thing: Locator) -> None:
        self.taken.append(thing.inner_text())
        thing.click()
        settled(self.page)

    def button(self, name: str) -> None:
        self(self.page.get_by_role("button", name=name, exact=True).last)

    def count(self) -> int:
        """Taps since the last time it was asked."""
        taken, self.taken = len(self.taken), []
        return taken


@pytest.fixture
def desk(page: Page) -> Iterator[Taps]:
    heard = problems(page)
    yield Taps(page)
    assert heard == []


@pytest.fixture
def hand(phone: Page) -> Taps:
    return Taps(phone)


def somebody(served: Served, offset: int) -> tuple[str, str, int]:
    """A grown-up of some points with a name nobody else has: name, room, balance."""
    with served.opened() as db:
        name, room, balance = db.execute(ADULT, [offset]).fetchone()
    return str(name), str(room), int(balance)


def ask(served: Served, sql: str) -> object:
    with served.opened() as db:
        return db.execute(sql).fetchone()[0]


def look_for(taps: Taps, typed: str) -> Locator:
    """Types into the search box; what is found, as buttons."""
    taps.page.get_by_label("找居民").last.fill(typed)
    return taps.page.get_by_role("button").filter(has_text=typed)


def box(found: Locator) -> dict[str, float]:
    return {**(found.bounding_box() or {})}


def told(taps: Taps, words: str) -> None:
    expect(taps.page.get_by_text(words).first).to_be_visible()


def test_a_balance_by_name_room_or_pinyin_takes_one_tap(desk: Taps, served: Served):
    name, room, balance = somebody(served, 0)
    for typed in (name, room):
        sign_in_as(desk.page, "clerk", "/points") if typed == name else visit_page(
            desk.page, "/points"
        )
        desk.page.get_by_label("找居民").fill(typed)
        desk(desk.page.get_by_role("button").filter(has_text=name).first)
        told(desk, f"现有 {balance:,} 枚")
        expect(desk.page.get_by_role("button", name="打印对账单")).to_be_visible()
        assert desk.count() == 1
    visit_page(desk.page, "/points")
    desk.page.get_by_label("找居民").fill("zxl")
    desk(desk.page.locator("[class*=st-key-pick-statement] button").first)
    assert desk.count() == 1


def test_awarding_one_person_takes_three_taps_and_undoing_it_one(desk: Taps, served: Served):
    name, _, _ = somebody(served, 1)
    sign_in_as(desk.page, "clerk", "/points")
    desk(look_for(desk, name).first)
    desk(desk.page.get_by_text("参加培训 +5", exact=True))
    told(desk, "记 5 枚")
    desk.button("登记，等人核准")
    assert desk.count() == 3
    told(desk, f"{name} +5 枚，等人核准。")
    desk.button("撤销")
    told(desk, f"{name} +5 枚已撤回，没有入账。")
    assert desk.count() == 1


def test_on_a_phone_it_takes_three_taps_and_is_only_a_proposal(hand: Taps, served: Served):
    name, _, balance = somebody(served, 2)
    sign_in_as(hand.page, "volunteer")
    hand(look_for(hand, name).first)
    hand(hand.page.get_by_text("参加培训 +5", exact=True))
    worth, save = hand.page.get_by_text("记 5 枚"), hand.page.get_by_role("button", name="登记，等")
    expect(worth).to_be_in_viewport(ratio=1)
    (_, at), (low, high) = [(b["y"], b["y"] + b["height"]) for b in map(box, (worth, save))]
    assert at <= low and high <= 844, "what will be written down stands above the thumb"
    hand.button("登记，等人核准")
    told(hand, f"{name} +5 枚，等人核准。")
    assert hand.count() == 3
    last = "select state from awards order by id desc limit 1"
    assert ask(served, last) == "draft"
    assert somebody(served, 2)[2] == balance, "nothing is in the books before a second person"
    expect(hand.page.get_by_role("button", name="核准", exact=True)).to_have_count(0)


def test_a_cap_that_bites_is_shown_before_and_after(desk: Taps, served: Served):
    name, _, _ = somebody(served, 3)
    sign_in_as(desk.page, "clerk", "/points")
    desk(look_for(desk, name).first)
    desk(desk.page.get_by_text("值班巡逻 +5/半时", exact=True))
    minutes = desk.page.get_by_label("做了多少分钟")
    for typed, words, receipt in (
        ("180", "记 30 枚", f"{name} +30 枚，等人核准。"),
        ("120", "应记 20，限额后 10 枚", f"{name} +10 枚（应记 20，限额后 10），等人核准。现有"),
    ):
        expect(minutes).to_have_value("")  # the form after the last one is a fresh one
        minutes.fill(typed)
        minutes.press("Enter")
        told(desk, words)
        desk.button("登记，等人核准")
        told(desk, receipt)


def test_an_activity_takes_three_taps_and_one_a_name(desk: Taps, served: Served):
    sign_in_as(desk.page, "clerk2", "/points")
    desk.button("登记一次活动")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("什么活动").fill("周六清扫楼道")
    desk(dialog.get_by_text("环境清扫 +5/半时", exact=True))
    expect(dialog.get_by_label("每人多少分钟")).to_have_value("")
    dialog.get_by_label("每人多少分钟").fill("60")
    for offset in (4, 5, 6):
        name, _, _ = somebody(served, offset)
        dialog.get_by_label("点名字").fill(name)
        desk(dialog.get_by_role("button").filter(has_text=name).first)
    desk(dialog.get_by_role("button", name="登记 3 人，等人核准"))
    told(desk, "“周六清扫楼道”记了 3 人，共 30 枚，等人核准。")
    assert desk.count() == 3 + 3


def test_from_an_attendance_list_it_takes_three_taps_and_no_line_is_lost(
    desk: Taps, served: Served
):
    """No deed is chosen beforehand; who is on the list need not be tapped."""
    people = [somebody(served, offset) for offset in (7, 8, 9)]
    sign_in_as(desk.page, "clerk2", "/points")
    desk.button("登记一次活动")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("什么活动").fill("周日清扫楼道")
    pasted = dialog.get_by_label("或者粘贴签到名单")
    pasted.fill("\n".join([*(f"{name} {room}" for name, room, _ in people), "查无此人"]))
    pasted.blur()
    settled(desk.page)
    told(desk, "第 4 行“查无此人”：没有叫“查无此人”的居民")
    dialog.get_by_role("button", name="登记 3 人，等人核准").click()
    told(desk, "还没选做了什么。点一项。")
    desk(dialog.get_by_text("环境清扫 +5/半时", exact=True))
    dialog.get_by_label("每人多少分钟").fill("60")
    dialog.get_by_role("button", name="登记 3 人，等人核准").click()
    told(desk, "名单里还有 1 行没认出来，一个也没记。")
    pasted.fill("\n".join(f"{name} {room}" for name, room, _ in people))
    desk(dialog.get_by_role("button", name="登记 3 人，等人核准"))
    told(desk, "“周日清扫楼道”记了 3 人")
    assert desk.count() == 3


def test_reversing_takes_two_taps_and_a_reason(desk: Taps, served: Served):
    name, _, _ = somebody(served, 10)
    sign_in_as(desk.page, "secretary", "/points")
    look_for(desk, name).first.click()
    settled(desk.page)
    desk(desk.page.get_by_role("button", name="冲正", exact=True).first)
    desk.page.get_by_label("为什么冲正").fill("记错人了")
    desk(desk.page.get_by_role("dialog").get_by_role("button", name="冲正", exact=True))
    told(desk, "冲正：记错人了。")
    assert desk.count() == 2


def family(dialog: Locator) -> None:
    """Somebody of the household: the only one is chosen already."""
    choose(dialog, "转给谁")


def test_a_gift_in_the_family_is_undone_with_one_tap(desk: Taps, served: Served):
    name, _, balance = somebody(served, 11)
    sign_in_as(desk.page, "clerk", "/points")
    look_for(desk, name).first.click()
    settled(desk.page)
    desk.button("转给家人")
    dialog = desk.page.get_by_role("dialog")
    family(dialog)
    dialog.get_by_label("转几枚").fill("201")
    dialog.get_by_label("说明").fill("买菜")
    dialog.get_by_role("button", name="转给家人").click()
    told(desk, "每人每年最多转出 200 枚")
    dialog.get_by_label("转几枚").fill("10")
    dialog.get_by_role("button", name="转给家人").click()
    told(desk, f"现有 {balance - 10:,} 枚")
    desk.count()
    desk.button("撤销")
    told(desk, "笔已撤销。")
    assert desk.count() == 1
    told(desk, f"现有 {balance:,} 枚")


def test_goods_are_reserved_with_two_taps_and_handed_over_with_two(desk: Taps, served: Served):
    name, _, _ = somebody(served, 12)
    sign_in_as(desk.page, "clerk", "/shop")
    desk(look_for(desk, name).first)
    desk(desk.page.get_by_role("button", name="预约 1 件，扣").first)
    assert desk.count() == 2
    told(desk, f"{name}约了")
    desk(desk.page.get_by_role("radio", name="待取"))
    row = desk.page.get_by_test_id("stLayoutWrapper").filter(has_text=name)
    desk(row.get_by_role("button", name="取走", exact=True).last)
    told(desk, f"{name}取走了")
    assert desk.count() == 2
    desk.button("撤销")
    told(desk, "还在待取。")
    assert desk.count() == 1


def test_what_was_handed_over_is_taken_back_with_two_taps_and_a_reason(desk: Taps, served: Served):
    name, _, _ = somebody(served, 13)
    sign_in_as(desk.page, "clerk", "/shop")
    desk(look_for(desk, name).first)
    desk(desk.page.get_by_role("button", name="预约 1 件，扣").first)
    desk.button("当场取走")
    told(desk, f"{name}取走了")
    desk(desk.page.get_by_role("radio", name="待取"))
    desk.count()
    desk(desk.page.get_by_role("button", name="退回", exact=True).first)
    desk.page.get_by_label("为什么退回").fill("点错了人")
    desk(desk.page.get_by_role("dialog").get_by_role("button", name="退回", exact=True))
    told(desk, "退回了：点错了人。")
    assert desk.count() == 2


def test_a_voucher_is_given_with_two_taps_for_points_or_in_a_campaign(desk: Taps, served: Served):
    sign_in_as(desk.page, "clerk", "/vouchers")
    for offset, words, receipt in ((14, "换 1 张", "换了 1 张"), (15, "发 1 张", "发给")):
        name, _, _ = somebody(served, offset)
        desk(look_for(desk, name).first)
        desk(desk.page.get_by_role("button", name=words).first)
        told(desk, receipt)
        assert desk.count() == 2
        desk.button("撤销")
        told(desk, "已撤销，那张券不能再用。")
        assert desk.count() == 1


def test_a_scanned_voucher_is_used_with_one_tap_after_the_camera(hand: Taps, served: Served):
    code = ask(served, "select code from vouchers where state = 'issued' order by id limit 1")
    sign_in_as(hand.page, "merchant")
    visit_page(hand.page, f"/use?c={code}")
    told(hand, "能用")
    hand.button("核销")
    told(hand, "核销好了")
    assert hand.count() == 1


def test_a_settlement_takes_two_taps_of_each_hand(desk: Taps, served: Served):
    sign_in_as(desk.page, "accountant", "/vouchers")
    desk(desk.page.get_by_role("tab", name="商户结算"))
    desk.button("批准付款")
    told(desk, "已批准，可以付款。")
    assert desk.count() == 2
    told(desk, "付款（等着）")


def test_the_books_and_what_expires_are_shown_without_a_tap_and_with_one(desk: Taps):
    sign_in_as(desk.page, "supervisor", "/points")
    told(desk, "账平")
    assert desk.count() == 0
    desk(desk.page.get_by_role("tab", name="月度"))
    told(desk, "今年 12 月 31 日要到期")
    told(desk, "要到期（枚）")
    told(desk, "公示上的意见电话")
    assert desk.count() == 1


def test_the_phone_on_the_notice_takes_three_taps(desk: Taps):
    sign_in_as(desk.page, "admin", "/settings")
    desk(desk.page.get_by_role("radio", name="公示"))
    desk(desk.page.locator(".st-key-change-objection_phone button"))
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("改为").fill("找王主任")
    dialog.get_by_label("为什么改").fill("换了办公室")
    dialog.get_by_role("button", name="保存").click()
    told(desk, "电话要写成 027-87654321")
    dialog.get_by_label("改为").fill("027-12345")
    desk(dialog.get_by_role("button", name="保存"))
    told(desk, "“意见电话”由 027-00000000 改为 027-12345。")
    assert desk.count() == 3


def test_whoever_was_chosen_is_forgotten_in_another_room(desk: Taps, served: Served):
    """An approver who comes back finds the list that waits, not the last person's desk."""
    name, _, _ = somebody(served, 16)
    sign_in_as(desk.page, "clerk", "/points")
    desk(look_for(desk, name).first)
    expect(desk.page.get_by_role("button", name="打印对账单")).to_be_visible()
    rooms = desk.page.get_by_test_id("stSidebarNav")
    for room, shown in (("积分超市", "货架"), ("湾郡币积分", "待办登记")):
        rooms.get_by_role("link", name=room).click()
        told(desk, shown)
        expect(desk.page.get_by_role("button", name="换人")).to_have_count(0)


def test_a_month_that_is_over_is_sampled_with_two_taps_and_its_seed_recorded(
    desk: Taps, served: Served
):
    month = ask(served, "select max(substr(posted_at, 1, 7)) from point_entries where kind = 'earn'"
                " and posted_at < strftime('%Y-%m-01', 'now', '+8 hours')")  # fmt: skip
    sign_in_as(desk.page, "secretary", "/points")
    desk(desk.page.get_by_role("tab", name="月度"))
    told(desk, "这个月还没过完，下个月再抽。")
    expect(desk.page.get_by_role("button", name="抽这个月的")).to_have_count(0)
    desk.page.get_by_role("combobox").first.click()
    desk.page.get_by_role("option", name=str(month)).click()
    settled(desk.page)
    desk.button("抽这个月的")
    told(desk, "随机种子")
    assert desk.count() == 2
    drawn = ask(served, "select month || ' ' || percent || ' ' || length(seed) from spot_checks")
    assert drawn == f"{month} 5 16"
