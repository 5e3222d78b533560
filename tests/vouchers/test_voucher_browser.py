"""Vouchers in a real browser: the dialog of a new batch, the scanned link on a phone, the sheet."""

from playwright.sync_api import Page, expect

from domain.vouchers.codes import grouped
from tests.browsing import problems, settled, sign_in_as, visit_page
from tests.serving import Served


def _a_code(served: Served) -> str:
    sql = "select code from vouchers where state = 'issued' order by id limit 1"
    with served.opened() as db:
        return str(db.execute(sql).fetchone()[0])


def test_a_new_batch_takes_three_taps(page: Page, served: Served):
    heard = problems(page)
    sign_in_as(page, "clerk", "/vouchers")
    page.get_by_role("button", name="新批次").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="建好，等人核准").click()
    expect(dialog.get_by_text("还没填：在哪类商户用、券名、用多久、谁出资。")).to_be_visible()
    dialog.get_by_text("理发", exact=True).click()
    dialog.get_by_text("三个月", exact=True).click()
    dialog.get_by_label("谁出资").fill("社区公益资金")
    dialog.get_by_role("button", name="建好，等人核准").click()
    expect(dialog.get_by_text("面值还没填")).to_be_visible()
    expect(dialog.get_by_text("做几张还没填")).to_be_visible()
    dialog.get_by_label("几枚换").fill("50")
    dialog.get_by_label("做几张").fill("100")
    dialog.get_by_label("面值").fill("5")
    dialog.get_by_label("预算").fill("500")
    dialog.get_by_role("button", name="建好，等人核准").click()
    expect(dialog.get_by_text("还没填：券名。")).to_be_visible()
    dialog.get_by_label("券名").fill("5元早餐券")
    dialog.get_by_role("button", name="建好，等人核准").click()
    expect(dialog.get_by_text("券名里不写钱数")).to_be_visible()
    dialog.get_by_label("券名").fill("重阳理发券")
    dialog.get_by_role("button", name="建好，等人核准").click()
    expect(page.get_by_text("“重阳理发券”100 张建好了，面值共 500.00 元")).to_be_visible()
    assert heard == []


def test_a_scanned_link_leads_through_the_door_and_takes_one_tap(phone: Page, served: Served):
    heard, code = problems(phone), _a_code(served)
    sign_in_as(phone, "merchant", f"/use?c={code}")
    expect(phone.get_by_text("能用")).to_be_visible()
    phone.get_by_test_id("stBottom").get_by_role("button", name="核销").click()
    expect(phone.get_by_text("核销好了")).to_be_visible()
    expect(phone.get_by_label("券码").first).to_have_value("")
    assert "c=" not in phone.url
    visit_page(phone, f"/use?c={code}")
    expect(phone.get_by_text("已经用过：就是刚才那一次")).to_be_visible()
    expect(phone.get_by_text("核销好了")).to_be_hidden()
    assert heard == []


def test_a_typed_code_is_seen_before_it_is_spent_and_can_be_taken_back(phone: Page, served: Served):
    """One long press while the code is being looked up spends nothing; a double tap spends once."""
    code = _a_code(served)
    sign_in_as(phone, "merchant", "/use")
    field = phone.get_by_label("券码").first
    field.fill(f" {grouped(code).lower().replace('-', ' ')} ")
    box = phone.get_by_test_id("stBottom").get_by_role("button", name="核销").bounding_box()
    assert box
    phone.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    phone.mouse.down()
    expect(phone.get_by_text("看清楚了，再点“核销”。")).to_be_visible()
    settled(phone)
    phone.mouse.up()
    settled(phone)
    assert _state(served, code) == "issued", (
        "the press that began before it was seen spends nothing"
    )
    phone.get_by_role("button", name="核销", exact=True).dblclick()
    expect(phone.get_by_text("核销好了")).to_be_visible()
    settled(phone)
    expect(phone.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert _state(served, code) == "used"
    visit_page(phone, "/use")
    phone.get_by_role("button", name="撤销").click()
    expect(phone.get_by_text("没有用掉，还能再用")).to_be_visible()
    expect(phone.get_by_text("核销好了")).to_be_hidden()
    assert _state(served, code) == "issued"


def _state(served: Served, code: str) -> str:
    with served.opened() as db:
        return str(db.execute("select state from vouchers where code = ?", [code]).fetchone()[0])


def test_the_button_is_wide_and_high_enough_for_a_thumb(phone: Page, served: Served):
    sign_in_as(phone, "merchant")
    box = phone.get_by_test_id("stBottom").get_by_role("button", name="核销").bounding_box()
    assert box and box["width"] > 300 and box["height"] >= 44
    assert box["y"] + box["height"] <= 844, "without scrolling"
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_the_sheet_shows_a_picture_for_every_code_and_prints_alone(page: Page, served: Served):
    sign_in_as(page, "clerk", "/vouchers")
    page.get_by_role("tab", name="批次").click()
    address = page.get_by_role("link", name="打印").first.get_attribute("href")
    visit_page(page, f"/vouchers{address}")
    code = page.get_by_text(grouped(_a_code_of_the_campaign(served)))
    expect(code).to_be_visible()
    pictures = page.get_by_role("img", name="的二维码")
    assert pictures.count() > 20
    size = pictures.first.evaluate("image => [image.naturalWidth, image.clientWidth]")
    assert size[0] > 0 and size[1] == 160
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_text("按 Ctrl+P 打印")).to_be_hidden()
    settled(page)


def _a_code_of_the_campaign(served: Served) -> str:
    sql = (
        "select code from vouchers where state = 'issued' and entry_id is null order by id limit 1"
    )
    with served.opened() as db:
        return str(db.execute(sql).fetchone()[0])
