"""A list from the file to the stored rows, in a real Chromium, at a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.brought import xlsx
from tests.browsing import Size, settled, sign_in_as, window
from tests.serving import Served

expect.set_options(timeout=30_000)
SHOP = "select g.name, m.payee from merchants m join merchant_groups g on g.id = m.group_id where m.name = ?"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_list_is_seen_row_by_row_written_in_three_taps_and_taken_back_in_two(
    browser: Browser, served: Served, tmp_path: Path, size: Size
):
    """Taps of research A12: the list 1, its file 2 (the preview), 写入 3; 撤销 2."""
    name = f"{size}热干面"
    content = xlsx(
        ("商户登记表",), ("店铺名称", "类别", "收款人", "银行卡号"), (name, "早点", "王建国", "6222020200112233445"),
        ("缺户名的店", "早点", None, None), ("合计", None, None, None),
    )  # fmt: skip
    (tmp_path / "商户.xlsx").write_bytes(content)
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "clerk", "/import")
        page.get_by_role("radio", name="商户").or_(
            page.get_by_role("button", name="商户")
        ).first.click()
        page.locator("input[type=file]").set_input_files(str(tmp_path / "商户.xlsx"))
        expect(page.get_by_text("没有收款户名。")).to_be_visible()
        expect(page.get_by_text("按规定不读的列：银行卡号")).to_be_visible()
        expect(page.get_by_text("新增 1 行").first).to_be_visible()
        page.get_by_role("button", name="写入 1 行").click()
        expect(page.get_by_text("写好了：新增 1 行，1 行不能收。")).to_be_visible()
        settled(page)
        with served.opened() as db:
            assert [tuple(row) for row in db.execute(SHOP, [name])] == [("早点", "王建国")]
            raw = db.execute("select group_concat(raw) from import_rows").fetchone()[0]
            assert "6222" not in raw
        page.get_by_role("tab", name="导过的").click()
        page.get_by_test_id("stPopover").get_by_role("button").click()
        page.get_by_role("button", name="整批撤销").click()
        expect(page.get_by_text("撤销了 1 行")).to_be_visible()
        settled(page)
    with served.opened() as db:
        assert not db.execute(SHOP, [name]).fetchall()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_heading_written_twice_is_asked_and_a_row_that_waits_is_answered_by_a_tap(
    browser: Browser, served: Served, tmp_path: Path, size: Size
):
    """业主 of the demonstration, with another owner on file; at the desk two columns of names."""
    with served.opened() as db:
        estate, code, owner = db.execute(
            "select e.short_name, u.code, coalesce(m.name, r.name) from units u"
            " join estates e on e.id = u.estate_id join owner_members m on m.owner_group_id = u.owner_group_id"
            " left join residents r on r.id = m.resident_id where u.estate_id = 1 and u.purpose = 'flat'"
            " and m.to_on is null order by u.id limit 1 offset ?", [5 if size == "desk" else 9]
        ).fetchone()  # fmt: skip
    head = ("房号", "产权人", "产权人" if size == "desk" else "以前的", "取得日期")
    new = f"{size[0]}赵新"
    names = ("错的", new) if size == "desk" else (new, "错的")
    content = xlsx(head, (code, *names, "2026-02-01"))
    (tmp_path / "业主.xlsx").write_bytes(content)
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "clerk", "/import?list=owners")
        page.get_by_role("radio", name=estate).or_(
            page.get_by_role("button", name=estate)
        ).first.click()
        page.locator("input[type=file]").set_input_files(str(tmp_path / "业主.xlsx"))
        if size == "desk":
            expect(page.get_by_text("“业主姓名”在表里有几列都像")).to_be_visible()
            settled(page)
            page.get_by_role("combobox", name="业主姓名").click()
            page.get_by_role("option", name="产权人（C 列）").first.click()
        expect(page.get_by_text(f"现在的业主是{owner}", exact=False).first).to_be_visible()
        expect(page.get_by_role("button", name="写入")).to_have_count(0)
        page.get_by_role("radio", name="过户").or_(
            page.get_by_role("button", name="过户")
        ).first.click()
        page.get_by_role("button", name="写入 1 行").click()
        expect(page.get_by_text("写好了：新增 1 行。")).to_be_visible()
        settled(page)
    with served.opened() as db:
        owners = db.execute(
            "select coalesce(m.name, r.name) from units u join owner_members m on m.owner_group_id = u.owner_group_id"
            " left join residents r on r.id = m.resident_id where u.estate_id = 1 and u.code = ?", [code]
        ).fetchall()  # fmt: skip
        assert [tuple(row) for row in owners] == [(new,)]
        assert db.execute("select 1 from column_mappings where list = 'owners'").fetchone()
