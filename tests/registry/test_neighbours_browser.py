"""身份、电动车、网格 and the grid worker's account, each from the first tap to the stored row, at the
desk and on a phone.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import settled, sign_in_as
from tests.serving import Served

expect.set_options(timeout=30_000)
WINDOWS = pytest.mark.parametrize("window", ["page", "phone"])
WHO = {"page": 70, "phone": 80}


@pytest.fixture
def screen(request: pytest.FixtureRequest, window: str) -> Page:
    return request.getfixturevalue(window)


def said(served: Served, sql: str, *given: object) -> object:
    with served.opened() as db:
        (found,) = db.execute(sql, given).fetchone()
    return found


def opened(page: Page, button: Locator) -> Locator:
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


@WINDOWS
def test_a_mark_is_added_in_three_taps_put_right_and_ended(
    screen: Page, served: Served, window: str
):
    sign_in_as(screen, "clerk", f"/resident?id={WHO[window]}")
    found = opened(screen, screen.get_by_role("button", name="加身份", exact=True))
    found.get_by_text("议事会成员", exact=True).click()
    settled(screen)
    save(found, "加上")
    expect(screen.get_by_text(re.compile("起是议事会成员。"))).to_be_visible()
    id = said(served, "select max(id) from marks")
    found = opened(screen, screen.locator(f".st-key-mark-{id}").get_by_role("button"))
    write(found, "届次", "第三届")
    save(found, "改好")
    expect(screen.get_by_text("议事会成员（第三届）").first).to_be_visible()
    id = said(served, "select max(id) from marks")
    screen.locator(f".st-key-end_mark-{id}").get_by_role("button").click()
    expect(screen.get_by_text(re.compile("从今天起不再是议事会成员（第三届）。"))).to_be_visible()
    assert said(served, "select ended_on is not null from marks where id = ?", id) == 1


@WINDOWS
def test_a_bike_is_registered_put_right_and_struck_off(screen: Page, served: Served, window: str):
    few = """
        select unit_id from residencies where to_on is null group by unit_id
        having count(*) < 4 order by unit_id limit 1 offset ?
    """
    unit = said(served, few, WHO[window])
    plate = {"page": "武汉Z10001", "phone": "武汉Z10002"}[window]
    sign_in_as(screen, "clerk", f"/registry?unit={unit}")
    found = opened(screen, screen.get_by_role("button", name="登记电动车", exact=True))
    found.get_by_role("radio").first.click()
    settled(screen)
    write(found, "号牌", plate)
    save(found, "登记")
    expect(screen.get_by_text(re.compile(f"电动车 {plate}，"))).to_be_visible()
    id = said(served, "select id from vehicles where plate = ?", plate)
    found = opened(screen, screen.locator(f".st-key-bike-{id}").get_by_role("button"))
    found.get_by_text("锂电", exact=True).click()
    settled(screen)
    save(found, "改好")
    expect(screen.get_by_text(re.compile("电池由没登记改为锂电"))).to_be_visible()
    id = said(served, "select id from vehicles where plate = ? and to_on is null", plate)
    screen.locator(f".st-key-end_bike-{id}").get_by_role("button").click()
    expect(screen.get_by_text(re.compile(f"{plate} 注销了。"))).to_be_visible()


@WINDOWS
def test_a_grid_is_added_walked_by_an_account_renamed_and_closed_when_empty(
    screen: Page, served: Served, window: str
):
    name = {"page": "桌前网格", "phone": "手机网格"}[window]
    sign_in_as(screen, "clerk", "/registry")
    screen.get_by_role("tab", name="网格", exact=True).click()
    settled(screen)
    found = opened(screen, screen.get_by_role("button", name="加网格", exact=True))
    write(found, "网格名称", name)
    save(found, "加上")
    id = said(served, "select id from grids where name = ?", name)
    found = opened(screen, screen.locator(f".st-key-grid-{id}").get_by_role("button"))
    write(found, "网格名称", f"{name}二")
    save(found, "改好")
    expect(screen.get_by_text(re.compile(f"改为“{name}二”"))).to_be_visible()
    screen.locator(f".st-key-close_grid-{id}").get_by_role("button").click()
    expect(screen.get_by_text(f"网格“{name}二”停用了，以前的都留着。")).to_be_visible()
    settled(screen)
    screen.locator(f".st-key-open_grid-{id}").get_by_role("button").click()
    expect(screen.get_by_text(f"网格“{name}二”重新启用了。")).to_be_visible()


@WINDOWS
def test_a_grid_worker_is_chosen_by_account_in_three_taps(
    screen: Page, served: Served, window: str
):
    sign_in_as(screen, "clerk", "/registry")
    settled(screen)
    nobody = "update stewards set to_on = from_on where duty = 'grid' and to_on is null"
    with served.opened() as db:
        db.execute(nobody)
    found = opened(screen, screen.get_by_role("button", name="换网格员", exact=True))
    worker = said(served, "select id from accounts where role = 'grid' and is_active = 1")
    told = said(
        served, "select name || '（' || username || '）' from accounts where id = ?", worker
    )
    found.get_by_text(str(told), exact=True).click()
    settled(screen)
    save(found, "换好")
    held = "select count(*) from stewards where account_id = ? and duty = 'grid' and to_on is null"
    assert said(served, held, worker) == 2
