"""过户, 搬走, 换管家 and the rest of the book, from the first click to the stored row, at the desk
and on a phone.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import settled, sign_in_as
from tests.floor_picture import flat
from tests.serving import Served

expect.set_options(timeout=30_000)
FLATS = {"page": 12, "phone": 14}  # two flats of the first building, one for each window
WINDOWS = pytest.mark.parametrize("window", FLATS)


@pytest.fixture
def screen(request: pytest.FixtureRequest, window: str) -> Page:
    return request.getfixturevalue(window)


def said(served: Served, sql: str, *given: object) -> object:
    with served.opened() as db:
        (found,) = db.execute(sql, given).fetchone()
    return found


def last(served: Served) -> str:
    return str(said(served, "select action from audit_log order by id desc limit 1"))


def dialog(page: Page, button: Locator) -> Locator:
    button.click()
    found = page.get_by_role("dialog")
    expect(found).to_be_visible()
    settled(page)
    return found


def write(found: Locator, label: str, words: str) -> None:
    found.get_by_label(label).fill(words)
    found.get_by_label(label).blur()
    settled(found.page)


def save(found: Locator, label: str) -> None:
    found.get_by_role("button", name=label, exact=True).click()
    expect(found).to_have_count(0)
    settled(found.page)


def unit_page(page: Page, unit: int) -> None:
    sign_in_as(page, "clerk", f"/registry?unit={unit}")
    expect(page.get_by_role("heading", name="产权人", exact=True)).to_be_visible()


@WINDOWS
def test_a_flat_is_sold_in_three_taps(screen: Page, served: Served, window: str):
    """The flat in the picture, 过户, 登记过户; names are typed."""
    unit = FLATS[window]
    sign_in_as(screen, "clerk", "/registry")
    flat(screen, unit).click()
    expect(screen.get_by_role("heading", name="产权人", exact=True)).to_be_visible()
    settled(screen)
    found = dialog(screen, screen.get_by_role("button", name="过户", exact=True))
    write(found, "新业主姓名", "李买房、王同买")
    save(found, "登记过户")
    expect(screen.get_by_text(re.compile("过户：.+ → 李买房、王同买"))).to_be_visible()
    expect(screen.get_by_text("产权人：").first).to_be_visible()
    assert last(served) == "registry_book.units.sell"
    members = """
        select group_concat(m.name, '、') from units u
          join owner_members m on m.owner_group_id = u.owner_group_id where u.id = ?
    """
    assert said(served, members, unit) == "李买房、王同买"
    ended = "select count(*) from ownerships where unit_id = ? and why = '过户'"
    assert said(served, ended, unit) == 1


@WINDOWS
def test_a_person_moves_out_in_two_taps(screen: Page, served: Served, window: str):
    unit = FLATS[window]
    unit_page(screen, unit)
    living = "select count(*) from residencies where unit_id = ? and to_on is null"
    before = said(served, living, unit)
    assert isinstance(before, int) and before > 0
    found = dialog(screen, screen.get_by_role("button", name="搬走", exact=True).first)
    save(found, "登记搬走")
    expect(screen.get_by_text(re.compile("从 1-1-.+ 搬走。"))).to_be_visible()
    expect(screen.get_by_text("住过：")).to_be_visible()
    assert said(served, living, unit) == before - 1
    assert last(served) == "registry_book.homes.move_out"


@WINDOWS
def test_a_building_has_another_steward_in_two_taps(screen: Page, served: Served, window: str):
    sign_in_as(screen, "clerk", "/registry")
    name = {"page": "方管家", "phone": "夏管家"}[window]
    found = dialog(screen, screen.get_by_role("button", name="换管家", exact=True))
    write(found, "新管家的姓名", name)
    save(found, "换好")
    expect(screen.get_by_text(f"{name}（1、2单元）")).to_be_visible()
    held = "select count(*) from stewards where name = ? and to_on is null"
    assert said(served, held, name) == 2
    assert last(served) == "registry_book.care.change_steward"


def test_somebody_new_moves_in_and_gets_a_number(page: Page, served: Served):
    unit_page(page, 16)
    found = dialog(page, page.get_by_role("button", name="搬进来", exact=True))
    found.get_by_role("radio", name="新来的人").click()
    settled(page)
    write(found, "姓名", "何新来")
    found.get_by_role("radio", name="租客").click()
    settled(page)
    save(found, "登记搬来")
    expect(page.get_by_role("link", name="何新来")).to_be_visible()
    found = dialog(page, page.get_by_role("button", name="加电话", exact=True).last)
    write(found, "号码", "10001234567")
    save(found, "加上")
    expect(page.get_by_text("100****4567")).to_be_visible()
    phone = "select phone from residents where name = '何新来'"
    assert said(served, phone) == "10001234567"


def test_an_area_is_corrected_and_the_old_one_stays_in_sight(page: Page, served: Served):
    unit_page(page, 18)
    found = dialog(page, page.get_by_role("button", name="更正面积", exact=True))
    write(found, "面积（平方米）", "123.45")
    found.get_by_role("radio", name="测绘报告").click()
    write(found, "为什么改", "原来抄错了一位")
    save(found, "改好")
    expect(page.get_by_text("123.45 m²（测绘报告）").first).to_be_visible()
    expect(page.get_by_text(re.compile("面积由“.+”改为“123.45"))).to_be_visible()
    assert said(served, "select area_centi from units where id = 18") == 12345


def test_a_room_number_finds_its_flat(page: Page, served: Served):
    sign_in_as(page, "clerk", "/registry")
    field = page.get_by_label("找一套房")
    field.fill("1栋1单元302")
    field.press("Enter")
    settled(page)
    page.get_by_role("link", name="安普顿小镇 1-1-302").click()
    expect(page.get_by_role("heading", name="1-1-302")).to_be_visible()


def test_a_stairwell_is_walked_with_one_tap_a_flat(phone: Page, served: Served):
    """The grid worker on the stairs: each tap is stored, and the next flat comes by itself."""
    sign_in_as(phone, "grid", "/registry")
    phone.get_by_role("button", name="挨户核对1单元").click()
    settled(phone)
    for code, found in (("1-1-101", "一样"), ("1-1-102", "没人"), ("1-1-201", "一样")):
        expect(phone.get_by_role("heading", name=code, exact=True)).to_be_visible()
        phone.get_by_role("button", name=found, exact=True).click()
        settled(phone)
    expect(phone.get_by_role("heading", name="1-1-202", exact=True)).to_be_visible()
    results = "select group_concat(result) from unit_checks"
    assert said(served, results) == "same,nobody,same"
    phone.get_by_role("button", name="有不同", exact=True).click()
    settled(phone)
    expect(phone.get_by_role("heading", name="1-1-202", exact=True)).to_be_visible()
    phone.goto("/registry")  # the phone slept; the round goes on where it was left
    settled(phone)
    phone.get_by_role("button", name="挨户核对1单元").click()
    expect(phone.get_by_role("heading", name="1-1-301", exact=True)).to_be_visible()


def test_what_the_registry_lacks_is_one_tap_from_its_flat(page: Page, served: Served):
    sign_in_as(page, "clerk", "/registry?tab=gaps")
    expect(page.get_by_text("产权人没有电话")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"安普顿小镇 \d+-\d-\d+")).first.click()
    expect(page.get_by_role("heading", name="产权人", exact=True)).to_be_visible()


def test_two_owners_of_one_name_are_told_apart_by_one_tap(page: Page, served: Served):
    with served.opened() as db:
        (estate,) = db.execute("select short_name from estates where id = 1").fetchone()
    sign_in_as(page, "clerk", "/registry?tab=heads")
    expect(page.get_by_text("姓名一样不一定是同一位业主")).to_be_visible()
    expect(page.get_by_role("radio", name=estate)).to_be_checked()
    page.get_by_role("button", name="不是同一业主", exact=True).first.click()
    settled(page)
    expect(page.get_by_text(re.compile("和 .+ 不是同一业主。"))).to_be_visible()
    assert said(served, "select count(*) from owner_answers where answer = 'different'") == 1
    assert last(served) == "registry_book.heads.answer_same_owner"
