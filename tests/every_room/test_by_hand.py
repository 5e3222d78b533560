"""Saving with a mouse and with a thumb: once per paper, on a desk and on a phone of 390 px."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from db.rows import value
from tests.browsing import item_choices, problems, settled, sign_in_as
from tests.serving import Served

PERSON = """
    select k.key, r.id, r.name from resident_keys k join residents r on r.id = k.resident_id
     where r.birth_year between 1970 and 1995 and length(r.name) = 3 and k.key glob '[a-z]*'
       and length(k.key) > 8
       and r.id not in (select resident_id from awards)
       and r.id not in (select resident_id from enrollments)
       and (select count(*) from resident_keys other where other.key = k.key) = 1
     order by r.id limit 1 offset :offset
"""
expect.set_options(timeout=30_000)


def count(served: Served, sql: str, **named) -> int:
    with served.opened() as db:
        return int(value(db, sql, **named))


def somebody(served: Served, offset: int = 0) -> tuple[str, int, str]:
    """Full pinyin, number and name of somebody nobody shares the spelling with, of no award or class."""
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
    assert count(served, "select count(*) from enrollments where resident_id = :id", id=id) == 1


def test_an_action_in_a_row_is_pressed_and_does_not_open_it(phone: Page):
    """On a phone the amount stands in the first line, the action in the second, under a thumb."""
    sign_in_as(phone, "clerk", "/points")
    rows = phone.locator("[class*=st-key-row-awards-]")
    heights = rows.evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    assert max(heights) <= 110
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = rows.filter(has=phone.get_by_role("button", name="核准", exact=True)).first
    act = row.get_by_role("button", name="核准", exact=True)
    name, amount = (
        row.locator("[class*=st-key-open] button"),
        row.get_by_text(re.compile(r"^\+\d+")),
    )
    boxes = [part.bounding_box() for part in (name, amount, act)]
    named, much, pressed = ({**(box or {})} for box in boxes)
    assert much["y"] < named["y"] + named["height"] <= pressed["y"] + 1
    assert pressed["height"] >= 44
    act.click()
    expect(phone.get_by_text("已核准，公示到")).to_be_visible()
    expect(phone.get_by_role("tab", name="待办登记")).to_be_visible()
