"""分户清册 from the file to the household account and back, in a real Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.brought import xlsx
from tests.browsing import Size, settled, sign_in_as, window
from tests.serving import Served

expect.set_options(timeout=30_000)
HEAD = ("房号", "首期", "期末余额", "截止日期")
ENTRIES = """
    select e.kind, e.amount_fen from household_entries e join units u on u.id = e.unit_id
     where u.code in ('99-1-101', '99-1-102') order by e.id
"""


def building(served: Served) -> str:
    """A building of two flats without accounts in the first estate; the name of that estate."""
    with served.opened() as db:
        db.execute(
            "insert into buildings (estate_id, label) values (1, '99') on conflict do nothing"
        )
        at = db.execute("select id from buildings where estate_id = 1 and label = '99'").fetchone()[
            0
        ]
        db.execute("insert into stairwells (building_id, number) values (?, 1)", [at])
        well = db.execute("select max(id) from stairwells").fetchone()[0]
        for room in ("101", "102"):
            db.execute("insert into owner_groups (estate_id, kind) values (1, 'owner')")
            group = db.execute("select max(id) from owner_groups").fetchone()[0]
            db.execute(
                "insert into units (estate_id, building_id, stairwell_id, floor, room, code, purpose, sale,"
                " area_centi, area_source, owner_group_id, source)"
                " values (1, ?, ?, 1, ?, ?, 'flat', 'sold', 9000, 'contract', ?, 'entered')",
                [at, well, room, f"99-1-{room}", group],
            )
        return str(db.execute("select short_name from estates where id = 1").fetchone()[0])


@pytest.mark.parametrize("size", ["desk"])
def test_a_list_of_accounts_is_written_only_at_the_total_of_the_bank_and_taken_back(
    browser: Browser, served: Served, tmp_path: Path, size: Size
):
    estate = building(served)
    rows = (("99-1-101", 7200, "6,296.50", "2025-12-31"), ("99-1-102", 7200, 7200, "2025-12-31"))
    (tmp_path / "清册.xlsx").write_bytes(xlsx(HEAD, *rows, ("合计", "", "13496.50", "")))
    with window(browser, served.url, size) as context:
        page = context.new_page()
        sign_in_as(page, "accountant", "/import?list=openings")
        page.get_by_role("radio", name=estate).or_(
            page.get_by_role("button", name=estate)
        ).first.click()
        page.locator("input[type=file]").set_input_files(str(tmp_path / "清册.xlsx"))
        expect(page.get_by_text("新增 2 行").first).to_be_visible()
        expect(page.get_by_text("13,496.50").first).to_be_visible()
        total = page.get_by_role("textbox", name="银行单子上的合计")
        total.fill("13,496.51")
        total.press("Enter")
        expect(page.get_by_text("和表里的合计差 0.01 元")).to_be_visible()
        settled(page)
        page.get_by_role("button", name="写入 2 行").click()
        expect(page.get_by_text("差 0.01 元。一笔也没登记")).to_be_visible()
        settled(page)
        total.fill("13496.50")
        total.press("Enter")
        settled(page)
        page.get_by_role("button", name="写入 2 行").click()
        expect(page.get_by_text("写好了：新增 2 行。")).to_be_visible()
        settled(page)
        with served.opened() as db:
            opened = [("opening", 629_650), ("opening", 720_000)]
            assert [tuple(row) for row in db.execute(ENTRIES)] == opened
        page.get_by_role("tab", name="导过的").click()
        page.get_by_test_id("stPopover").get_by_role("button").click()
        page.get_by_role("button", name="整批撤销").click()
        expect(page.get_by_text("撤销了 2 行")).to_be_visible()
        settled(page)
    with served.opened() as db:
        assert sum(row[1] for row in db.execute(ENTRIES)) == 0
