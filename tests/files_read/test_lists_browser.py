"""Lists and tables in a real Chromium: from the upload or the paste to the stored rows."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Size, choose, settled, sign_in_as, window
from tests.serving import Served
from tests.vote_desk import open_vote, papers

expect.set_options(timeout=30_000)
UNHEARD = """
    select s.code from scope_units s join ballots b on b.plan_id = s.plan_id
      join ballot_owners o on o.ballot_id = b.id and o.owner_group_id = s.owner_group_id
      join repair_projects p on p.id = b.project_id
     where p.state = 'voting' and b.channel = 'paper' and o.answer is null
       and (select count(*) from scope_units t where t.plan_id = b.plan_id
             and t.owner_group_id = s.owner_group_id) = 1
     order by s.code limit 5
"""
VOTING = """
    select b.project_id from ballots b join repair_projects p on p.id = b.project_id
     where p.state = 'voting' and b.channel = 'paper'
"""


def ask(served: Served, sql: str, *given: object) -> list[tuple[str, ...]]:
    with served.opened() as db:
        return [tuple(row) for row in db.execute(sql, given).fetchall()]


def workbook(rooms: list[str]) -> bytes:
    """Two sheets and a hidden one, a hidden row, a formula nobody computed, a merge, a blank."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = "1单元"
    for row in (("房号", "意见", "备注"), (rooms[0], "同意"), (rooms[1], "反对"), (),
                (rooms[2], '=IF(1,"同意","")')):  # fmt: skip
        first.append(row)
    first.row_dimensions[3].hidden = True
    second = made.create_sheet("2单元")
    for row in (("房号", "意见"), (rooms[3], "弃权"), (rooms[4], "同意")):
        second.append(row)
    second.merge_cells("B3:C3")
    third = made.create_sheet("底稿")
    third.append(["旧的"])
    third.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_row_of_a_table_is_seen_before_it_is_imported(
    browser: Browser, served: Served, tmp_path: Path, size: Size
):
    rooms = [row[0] for row in ask(served, UNHEARD)]
    (tmp_path / "票.xlsx").write_bytes(workbook(rooms))
    (tmp_path / "坏.csv").write_text('房号,意见,备注\n1-1-101,同意,"外地\n', "utf-8")
    with window(browser, served.url, size) as context:
        page = context.new_page()
        open_vote(page, "clerk", f"/fund?project={ask(served, VOTING)[0][0]}")
        before = papers(served)
        page.get_by_text("表格导入", exact=True).click()
        page.locator("input[type=file]").set_input_files(str(tmp_path / "坏.csv"))
        expect(page.get_by_text("第 2 行的引号没有合上")).to_be_visible()
        page.locator("input[type=file]").set_input_files(str(tmp_path / "票.xlsx"))
        expect(page.get_by_text("文件里有字的 8 行：表头和标题 2 行，能导入 2 行，有问题 3 行，没有读 1 行；另有空行 1 行。")
               ).to_be_visible()  # fmt: skip
        expect(page.get_by_text("表“底稿”是隐藏的，里面 1 行没有读。")).to_be_visible()
        for told in ("这一行在表格里是隐藏的", "是公式，表格里没存下结果", "有合并单元格"):
            expect(page.get_by_text(told)).to_be_visible()
        page.get_by_role("button", name="导入 2 户").click()
        expect(page.get_by_text("已导入 2 户，另有 4 行没有导入")).to_be_visible()
        settled(page)
    assert papers(served) == before + 2
    stored = "select u.code from ballot_papers p join units u on u.id = p.unit_id order by p.id"
    assert {row[0] for row in ask(served, stored)[-2:]} == {rooms[0], rooms[3]}


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_pasted_attendance_list_is_written_down_for_exactly_those_it_names(
    browser: Browser, served: Served, size: Size
):
    """One of several with a common name, by the room; who fits nobody stops the list."""
    (who,) = ask(
        served,
        "select r.id, r.name, u.code, e.short_name from residents r join units u on u.id = r.unit_id"
        " join estates e on e.id = u.estate_id where r.birth_year < 1990 and"
        " (select count(*) from residents n where n.name = r.name) > 6"
        " and (select count(*) from residents n join units v on v.id = n.unit_id"
        "       where n.name = r.name and v.code = u.code) = 1"
        " and r.id not in (select resident_id from awards) order by r.id desc limit 1",
    )
    id, name, room, estate = who
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "leader", "/points")
        page.get_by_role("button", name="登记一次活动").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("什么活动").fill("周六清扫楼道")
        dialog.get_by_text("参加培训", exact=False).first.click()
        _pasted(page, f"{name} {room}\n{name} 9-9-9901\n{name}")
        expect(dialog.get_by_text("第 2 行")).to_contain_text("没有登记过居民")
        expect(dialog.get_by_text("第 3 行")).to_contain_text("请加房号")
        dialog.get_by_role("button", name="登记 1 人，等人核准").click()
        expect(dialog.get_by_text("名单里还有 2 行没认出来，一个也没记")).to_be_visible()
        _pasted(page, f"{name} {str(estate)[:2]}{room}\n{room} {name}")
        expect(dialog.get_by_text("和第 1 行是同一个人，只记一次")).to_be_visible()
        dialog.get_by_role("button", name="登记 1 人，等人核准").click()
        expect(dialog).to_have_count(0)
    stored = "select resident_id from awards where batch_id = (select max(id) from award_batches)"
    assert ask(served, stored) == [(id,)]


def _pasted(page: Page, text: str) -> None:
    field = page.get_by_role("dialog").get_by_label("或者粘贴签到名单")
    field.fill(text)
    field.press("Control+Enter")
    settled(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_list_of_deposits_comes_as_a_file_and_goes_back_with_its_problems(
    browser: Browser, served: Served, tmp_path: Path, size: Size
):
    """From the template of the estate; nothing is booked while one row is not understood."""
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "accountant", "/fund?tab=accounts")
        page.get_by_role("tab", name="资金台账").click()
        if page.get_by_text("入账", exact=True).is_visible():
            page.get_by_text("入账", exact=True).click()
        page.get_by_role("button", name="登记交存").first.click()
        dialog = page.get_by_role("dialog")
        choose(dialog, "哪个小区")
        dialog.get_by_text("按名单").click()
        dialog.get_by_text("有表格文件的，从这里传").click()
        with page.expect_download() as template:
            dialog.get_by_role("button", name="下载模板").click()
        template.value.save_as(tmp_path / "模板.xlsx")
        book = load_workbook(tmp_path / "模板.xlsx")
        sheet = book.worksheets[0]
        first = {"desk": 8500, "phone": 8400}[size]
        sheet["B2"], sheet["B3"] = first, "9600,00"
        book.save(tmp_path / "交存.xlsx")
        _chosen(page, tmp_path / "交存.xlsx")
        expect(dialog.get_by_text("能导入 1 行，有问题 1 行")).to_be_visible()
        dialog.get_by_role("button", name="登记交存").click()
        expect(dialog.get_by_role("alert")).to_contain_text("第 3 行：金额“9600,00”的逗号")
        with page.expect_download() as back:
            dialog.get_by_role("button", name="下载标出问题的表").click()
        back.value.save_as(tmp_path / "问题.xlsx")
        book = load_workbook(tmp_path / "问题.xlsx")
        sheet = book.worksheets[0]
        assert (sheet["C1"].value, sheet["C2"].value) == ("问题", None)
        assert "逗号" in str(sheet["C3"].value)
        sheet["B3"] = "9600.00"
        book.save(tmp_path / "改好.xlsx")
        _chosen(page, tmp_path / "改好.xlsx")
        expect(dialog.get_by_text("能导入 2 行")).to_be_visible()
        dialog.get_by_role("button", name="登记交存").click()
        total = f"{first + 9600:,}.00"
        expect(page.get_by_text(f"已登记交存：2 户，共 {total} 元")).to_be_visible()


def _chosen(page: Page, file: Path) -> None:
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(str(file))
    settled(page)
