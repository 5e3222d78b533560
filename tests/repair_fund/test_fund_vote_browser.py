"""A vote in a real Chromium: a floor with a thumb, a wrong paper in two taps, a table imported."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.floor_picture import flats
from tests.serving import Served
from tests.vote_desk import open_vote, papers

expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    """The page of the demonstration's running ballot."""
    with served.opened() as db:
        row = db.execute(
            "select b.project_id from ballots b join repair_projects p on p.id = b.project_id"
            " where p.state = 'voting' and b.channel = 'paper'"
        ).fetchone()
    return f"/fund?project={row[0]}"


def test_a_floor_is_tapped_and_saved_on_a_phone(phone: Page, served: Served, address: str):
    open_vote(phone, "grid", address)
    before = papers(served)
    for number in (1, 2):
        flats(phone, "未投").first.tap()
        expect(phone.get_by_role("button", name=f"保存 {number} 户")).to_be_visible()
    phone.get_by_role("button", name="保存 2 户（同意 2）").tap()
    expect(phone.get_by_text("已记 2 户。")).to_be_visible()
    assert papers(served) == before + 2
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out to the side"


def test_a_wrong_paper_takes_two_taps_and_its_reason(page: Page, served: Served, address: str):
    open_vote(page, "clerk", address)
    before = papers(served)
    flats(page, "同意").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("为什么改").fill("核对原票，点错了")
    dialog.get_by_role("button", name="改成 弃权").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("改为“弃权”，原来那张留着备查")).to_be_visible()
    assert papers(served) == before + 1


def test_a_correction_without_a_reason_says_what_is_missing(page: Page, address: str):
    open_vote(page, "clerk", address)
    flats(page, "同意").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="改成 反对").click()
    expect(dialog.get_by_text("改票的原因还没填。")).to_be_visible()


def test_a_table_shows_its_problems_and_imports_the_rest(
    page: Page, served: Served, address: str, tmp_path: Path
):
    with served.opened() as db:
        code = db.execute(
            "select s.code from scope_units s join ballots b on b.plan_id = s.plan_id"
            "  join ballot_owners o on o.ballot_id = b.id and o.owner_group_id = s.owner_group_id"
            "  join repair_projects p on p.id = b.project_id"
            " where p.state = 'voting' and o.answer is null order by s.unit_id limit 1"
        ).fetchone()[0]
    book, file = Workbook(), io.BytesIO()
    for row in (("房号", "意见"), (code, "同意"), ("9-9-9999", "同意")):
        book.worksheets[0].append(row)
    book.save(file)
    path = tmp_path / "票.xlsx"
    path.write_bytes(file.getvalue())
    open_vote(page, "clerk", address)
    page.get_by_role("radio", name="表格导入").click()
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_text("底册里没有这个房号")).to_be_visible()
    page.get_by_role("button", name="导入 1 户").click()
    expect(page.get_by_text("已导入 1 户，另有 1 行没有导入。")).to_be_visible()
