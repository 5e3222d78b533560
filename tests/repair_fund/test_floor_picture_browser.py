"""The picture of a building (楼层图) in a real Chromium: all floors at once, each tap counted once."""

import re
from datetime import datetime
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from db import accounts
from db.repair_fund.papers import record_paper
from db.visit import Visit
from domain.days import BEIJING
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.votes import Choice
from tests.browsing import settled
from tests.floor_picture import flat, flats, floor, says
from tests.serving import Served
from tests.vote_desk import open_vote, papers

FREE = """
    select s.unit_id, s.code, u.floor from scope_units s join ballots b on b.plan_id = s.plan_id
      join repair_projects p on p.id = b.project_id join units u on u.id = s.unit_id
     where p.state = 'voting' and b.channel = 'paper'
       and s.owner_group_id not in (select owner_group_id from ballot_papers where ballot_id = b.id)
     order by u.floor desc, s.code
"""
SAVE, BAR = "[class*=st-key-send-vote_grid] button", "[data-testid=stBottomBlockContainer]"
expect.set_options(timeout=30_000)


@pytest.fixture
def address(served: Served) -> str:
    """The page of the demonstration's running ballot, a building of 33 floors; nothing begun."""
    with served.opened() as db:
        db.execute("delete from drafts")
        row = db.execute(
            "select b.project_id from ballots b join repair_projects p on p.id = b.project_id"
            " where p.state = 'voting' and b.channel = 'paper'"
        ).fetchone()
    return f"/fund?project={row[0]}"


def free(served: Served) -> list[tuple[int, str, int]]:
    """(unit, room, floor) of every flat whose owner gave no paper yet, the top floor first."""
    with served.opened() as db:
        return [tuple(row) for row in db.execute(FREE)]


def answers(served: Served, units: list[int]) -> list[str]:
    with served.opened() as db:
        said = "select choice from ballot_papers where unit_id = ? order by id desc limit 1"
        return [db.execute(said, [unit]).fetchone()[0] for unit in units]


def high(page: Page, what: str) -> float:
    box = page.locator(what).first.bounding_box()
    assert box is not None
    return box["height"]


def test_thirty_three_floors_of_two_stairwells_are_on_one_screen(
    page: Page, served: Served, address: str
):
    open_vote(page, "clerk", address)
    picture = page.locator(".picture").bounding_box()
    assert picture and picture["y"] < 900, "it begins in the first screen, the count above it"
    stairwells = page.locator(".picture .grid")
    expect(stairwells).to_have_count(2)
    for stairwell in stairwells.all():
        expect(stairwell).to_be_visible()
        expect(stairwell.get_by_role("rowheader")).to_have_count(33)
    left, right = (one.bounding_box() for one in stairwells.all())
    assert left and right and left["y"] == right["y"], "they stand side by side"
    assert high(page, ".picture") <= 900
    flat(page, free(served)[0][0]).click()
    expect(page.locator(SAVE)).to_be_visible()
    assert high(page, ".picture .grid") + high(page, BAR) <= 900, "and over the save button"
    tile = flats(page, "未投").first
    assert float(tile.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 14
    assert high(page, ".picture .cell") >= 24, "what a mouse can hit"


def test_the_keyboard_alone_walks_taps_and_saves(page: Page, served: Served, address: str):
    open_vote(page, "clerk", address)
    (unit, code, _), before = free(served)[0], papers(served)
    page.get_by_role("radio", name="逐层登记").focus()
    picture = page.locator(".picture .grid")
    for _ in range(20):
        page.keyboard.press("Tab")
        if picture.locator(":focus").count():
            break
    for _ in range(40):  # one stop for Tab, then arrows: the first floor's name, and on
        if flat(page, unit).evaluate("node => node.matches(':focus')"):
            break
        page.keyboard.press("ArrowRight")
    expect(flat(page, unit)).to_be_focused()
    assert flat(page, unit).evaluate("node => getComputedStyle(node).outlineWidth") == "3px"
    page.keyboard.press("Space")
    says(page, unit, f"{code}，同意，还没保存")
    page.keyboard.press("Enter")
    says(page, unit, f"{code}，反对，还没保存")
    settled(page)
    expect(flat(page, unit)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(flat(page, unit)).not_to_be_focused()
    page.locator(SAVE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已记 1 户。")).to_be_visible()
    assert (papers(served), answers(served, [unit])) == (before + 1, [Choice.NO])


def test_two_quick_taps_on_one_flat_count_as_two(page: Page, served: Served, address: str):
    open_vote(page, "clerk", address)
    unit = free(served)[0][0]
    flat(page, unit).evaluate("node => { node.click(); node.click(); }")
    expect(page.get_by_role("button", name="保存 1 户（反对 1）")).to_be_visible()
    flat(page, unit).dblclick()
    expect(page.locator(SAVE)).to_have_count(0)
    says(page, unit, f"{free(served)[0][1]}，未投")


def test_a_whole_floor_is_one_tap_and_exceptions_one_each(page: Page, served: Served, address: str):
    open_vote(page, "clerk", address)
    here = free(served)
    pair = next(
        (one, other)
        for (one, code, _), (other, second, _) in pairwise(here)
        if code[:-2] == second[:-2]
    )
    before = papers(served)
    flat(page, pair[1]).click()
    flat(page, pair[1]).click()
    floor(page, pair[0]).click()
    expect(page.get_by_role("button", name="保存 2 户（同意 1、反对 1）")).to_be_visible()
    page.locator(SAVE).click()
    expect(page.get_by_text("已记 2 户。")).to_be_visible()
    assert (papers(served), answers(served, list(pair))) == (before + 2, [Choice.YES, Choice.NO])


def test_taps_of_both_stairwells_are_saved_together_and_a_tap_after_save_is_kept(
    page: Page, served: Served, address: str
):
    """The tap may come before the save was begun, while it runs, or after: each flat is stored or
    waits in the button, none is lost and none is stored twice.
    """
    open_vote(page, "clerk", address)
    before, here = papers(served), free(served)
    first = next(unit for unit, code, _ in here if "-1-" in code)
    second, third = [unit for unit, code, _ in here if "-2-" in code][:2]
    flat(page, first).click()
    flat(page, second).click()
    expect(page.get_by_role("button", name="保存 2 户（同意 2）")).to_be_visible()
    page.locator(SAVE).click()
    flat(page, third).click()
    says(page, third, re.compile("同意，(已登记|还没保存)"))
    page.wait_for_timeout(1_500)  # both runs, one after the other
    settled(page)
    waiting = before + 3 - papers(served)
    assert waiting in (0, 1, 3)
    if waiting:
        page.get_by_role("button", name=f"保存 {waiting} 户（同意 {waiting}）").click()
        expect(page.get_by_text(f"已记 {waiting} 户。")).to_be_visible()
    assert papers(served) == before + 3
    expect(page.locator(SAVE)).to_have_count(0)


def test_a_flat_that_another_person_recorded_meanwhile_is_taken_back_by_a_tap(
    page: Page, served: Served, address: str
):
    open_vote(page, "clerk", address)
    (unit, code, _), (other, _, _) = free(served)[:2]
    flat(page, unit).click()
    expect(page.get_by_role("button", name="保存 1 户（同意 1）")).to_be_visible()
    with served.opened() as db:
        ballot = db.execute(
            "select b.id from ballots b join repair_projects p on p.id = b.project_id"
            " where p.state = 'voting' and b.channel = 'paper'"
        ).fetchone()[0]
        visit = Visit(db, accounts.user(db, "grid"), datetime.now(BEIJING))
        record_paper(visit, BallotPaper("meanwhile", ballot, unit, Choice.NO))
    flat(page, other).click()
    says(page, unit, f"{code}，已有票，别人登记了反对，点一下不再登记")
    flat(page, unit).click()
    says(page, unit, f"{code}，反对，已登记")
    expect(page.get_by_role("button", name="保存 1 户（同意 1）")).to_be_visible()


def test_a_line_of_the_legend_lights_its_kind_alone(page: Page, address: str):
    open_vote(page, "clerk", address)
    line = page.locator(".picture .legend").get_by_role("button", name="反对")
    line.click()
    expect(line).to_have_attribute("aria-pressed", "true")
    many = int(line.inner_text().split()[-1])
    expect(page.locator(".picture .tile.red")).to_have_count(many)
    expect(page.locator(".picture .tile:not(.red, .off)")).to_have_count(0)
    line.click()
    expect(page.locator(".picture .tile.off")).to_have_count(0)


def test_who_only_looks_sees_the_same_picture_and_taps_nothing(
    page: Page, served: Served, address: str
):
    open_vote(page, "supervisor", address)
    page.get_by_role("radio", name="逐层看").click()
    settled(page)
    code = free(served)[0][1]
    expect(page.get_by_role("gridcell", name=f"{code}，未投", exact=True)).to_be_visible()
    expect(page.locator(".picture .grid button")).to_have_count(0)


def test_whom_to_ring_at_is_lit_and_listed(page: Page, served: Served, address: str):
    open_vote(page, "clerk", address)
    page.get_by_role("radio", name="还没投").click()
    settled(page)
    lit = page.locator(".picture .legend button[aria-pressed=true]")
    expect(lit).to_contain_text("未投")
    many = lit.inner_text().split()[-1]
    expect(page.get_by_text(f"还有 {many} 户没投").first).to_be_visible()


def test_on_a_phone_one_stairwell_at_a_time_with_tiles_for_a_thumb(phone: Page, address: str):
    open_vote(phone, "clerk", address)
    expect(phone.locator(".picture .grid:visible")).to_have_count(1)
    box = flats(phone, "未投").first.bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 44
    before = phone.locator(".picture .grid:visible .tile").first.inner_text()
    phone.locator(".picture .places").get_by_role("button", name="2单元").tap()
    expect(phone.get_by_role("grid", name="2单元")).to_be_visible()
    expect(phone.locator(".picture .grid:visible")).to_have_count(1)
    assert before
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
