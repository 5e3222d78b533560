"""Saving with a mouse and with a thumb: once per paper, on a desk and on a phone of 390 px."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from db.rows import value
from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests.browsing import item_choices, problems, settled, sign_in_as, visit_page
from tests.serving import Served

PERSON = """
    select k.key, r.id, r.name from resident_keys k join residents r on r.id = k.resident_id
     where r.birth_year between 1970 and 1995 and length(r.name) = 3 and k.key glob '[a-z]*'
       and length(k.key) > 8
       and (select count(*) from resident_keys other where other.key = k.key) = 1
     order by r.id limit 1 offset :offset
"""
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}`)"""
expect.set_options(timeout=30_000)


def count(served: Served, sql: str, **named) -> int:
    with served.opened() as db:
        return int(value(db, sql, **named))


def somebody(served: Served, offset: int = 0) -> tuple[str, int, str]:
    """Full pinyin, number and name of a resident nobody shares the spelling with."""
    with served.opened() as db:
        key, id, name = db.execute(PERSON, {"offset": offset}).fetchone()
        return key, id, name


def choose(page: Page, pinyin: str, name: str) -> None:
    """Type into the search box and tap the name it finds."""
    page.get_by_label("找居民").press_sequentially(pinyin, delay=20)
    page.get_by_role("button", name=name).first.click()
    expect(page.get_by_role("button", name="换人")).to_be_visible()


def test_a_double_click_in_a_dialog_writes_one_agenda_item(page: Page, served: Served):
    sign_in_as(page, "secretary", "/agenda")
    page.get_by_role("button", name="加议题").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("议什么").fill("双击只算一次")
    dialog.get_by_label("谁来讲").fill("陈书记")
    item_choices(page)
    dialog.get_by_role("button", name="加到议程").dblclick(delay=30)
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("双击只算一次").first).to_be_visible()
    settled(page)
    sql = "select count(*) from agenda_items where title = '双击只算一次'"
    assert count(served, sql) == 1


def test_a_double_click_on_quick_entry_registers_one_award(page: Page, served: Served):
    pinyin, id, name = somebody(served)
    sign_in_as(page, "clerk", "/quick")
    choose(page, pinyin, name)
    page.get_by_role("radio").filter(has_text="参加培训").first.click()
    settled(page)
    page.get_by_role("button", name="登记，等人核准").dblclick(delay=30)
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    settled(page)
    sql = "select count(*) from awards where resident_id = :id and created_by = 3"
    assert count(served, sql, id=id) == 1


def test_a_volunteer_awards_somebody_with_a_thumb_and_takes_it_back(phone: Page, served: Served):
    wrong = problems(phone)
    pinyin, id, name = somebody(served, 20)
    sign_in_as(phone, "volunteer")
    choose(phone, pinyin, name)
    phone.get_by_role("radio").filter(has_text="参加培训").first.tap()
    settled(phone)
    phone.get_by_role("button", name="登记，等人核准").tap()
    expect(phone.get_by_test_id("stAlert")).to_contain_text(name)
    waiting = "select count(*) from awards where resident_id = :id and state = 'draft'"
    assert count(served, waiting, id=id) == 1

    phone.get_by_role("button", name="撤销").tap()
    expect(phone.get_by_role("button", name="撤销")).to_have_count(0)
    assert count(served, waiting, id=id) == 0
    assert wrong == []


def test_a_volunteer_counts_a_shed_with_a_thumb(phone: Page, served: Served):
    before = count(served, "select count(*) from shed_counts")
    sign_in_as(phone, "volunteer")
    phone.get_by_role("radio").filter(has_text="车棚").tap()
    phone.get_by_role("radio").filter(has_text="1号").first.tap()
    phone.get_by_label("停在位子上几辆").fill("7")
    settled(phone)
    phone.get_by_role("button", name="保存清点").tap()
    expect(phone.get_by_test_id("stAlert")).to_contain_text("7")
    assert count(served, "select count(*) from shed_counts") == before + 1
    assert count(served, "select in_bays from shed_counts order by id desc limit 1") == 7


def test_a_clerk_enrols_somebody_with_a_thumb(phone: Page, served: Served):
    pinyin, id, name = somebody(served, 40)
    with served.opened() as db:
        course = value(
            db,
            "select c.course from classes c join terms t on t.id = c.term_id"
            " where c.age_min between 16 and 20 and c.age_max is null and c.need_guardian = 0"
            " and c.id > 48 order by c.id desc",
        )
    sign_in_as(phone, "clerk", "/quick")
    phone.get_by_role("radio").filter(has_text="报名").tap()
    settled(phone)
    beside_the_middle: Any = {"x": 40, "y": 20}  # a tap on the very middle is a screen reader's
    phone.get_by_label("哪个班").tap(position=beside_the_middle)
    phone.get_by_role("option").filter(has_text=course).first.tap()
    settled(phone)
    choose(phone, pinyin, name)
    phone.get_by_text("已当面确认本人愿意报名").tap()
    settled(phone)
    phone.get_by_test_id("stBottom").get_by_role("button", name="报名").tap()
    expect(phone.get_by_test_id("stAlert")).to_contain_text(name)
    assert count(served, "select count(*) from enrollments where resident_id = :id", id=id) >= 1


def rooms_of(role: Role) -> list[str]:
    return [f"/{room.address}" for room in ROOMS if room.needs in GRANTS[role]]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_every_page_opens_on_a_desk_without_an_error(page: Page, role):
    wrong = problems(page)
    sign_in_as(page, role)
    for address in rooms_of(role):
        visit_page(page, address)
        expect(page.get_by_text("出了点问题")).to_have_count(0)
        for tab in page.get_by_role("tab").all():
            tab.click()
            settled(page)
    assert wrong == []


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_no_page_scrolls_sideways_on_a_phone(phone: Page, role):
    wide = {}
    phone.goto("/")
    expect(phone.get_by_label("用户名")).to_be_visible()
    settled(phone)
    wide["sign-in"] = phone.evaluate(TOO_WIDE)
    sign_in_as(phone, role)
    for address in rooms_of(role):
        visit_page(phone, address)
        wide[address] = phone.evaluate(TOO_WIDE)
        for tab in phone.get_by_role("tab").all()[1:]:
            tab.click()
            settled(phone)
            wide[f"{address} {tab.inner_text()}"] = phone.evaluate(TOO_WIDE)
    assert {name: found for name, found in wide.items() if found} == {}
