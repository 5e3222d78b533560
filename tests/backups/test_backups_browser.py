"""A copy is made and found in the list, in a real browser, at the desk and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from db.backups import kept
from tests.browsing import Size, problems, sign_in_as, window
from tests.serving import Served


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_one_button_makes_a_copy_that_stands_in_the_list(
    browser: Browser, served: Served, size: Size
):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        heard = problems(page)
        sign_in_as(page, "admin", "/backups")
        expect(page.get_by_text("抄到另一块硬盘")).to_be_visible()
        page.get_by_role("button", name="现在备份").click()
        expect(page.get_by_text("备份好了")).to_be_visible(timeout=60_000)
        with served.opened() as db:
            newest = kept.copies(db)[0]
        assert newest.verified
        row = page.locator(f".st-key-row-backups-{newest.name.replace('.', '-')}")
        expect(row.get_by_text("核对过")).to_be_visible()
        assert (kept.folder_of(served.path) / newest.name).stat().st_size == newest.bytes
        assert page.get_by_role("link", name="下载").count() == 0
        assert heard == []
