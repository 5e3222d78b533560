"""个人信息查询单 and a list of many people leave the browser as a person does it, desk and phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Size, problems, settled, sign_in_as, visit_page, window
from tests.dialog_by_hand import row
from tests.serving import Served

PRINTED = "select count(*) from audit_log where action = 'own_sheet.record_print'"
TAKEN = "select count(*) from audit_log where action = 'imports.taking_out.record_taken_out'"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_paper_of_a_resident_and_a_list_leave_on_record(
    browser: Browser, served: Served, size: Size
):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        heard = problems(page)
        (id,) = row(
            served, "select id from residents where unit_id is not null order by id limit 1"
        )
        (printed,), (taken,) = row(served, PRINTED), row(served, TAKEN)
        sign_in_as(page, "clerk", f"/resident?id={id}")
        with page.expect_download() as paper:  # one tap from the resident's page
            page.get_by_role("button", name="打印个人信息查询单").click()
        assert paper.value.suggested_filename == f"个人信息查询单-{id}.docx"
        assert row(served, PRINTED) == (printed + 1,)

        (estate,) = row(served, "select estate_id from units where purpose = 'flat' limit 1")
        visit_page(page, f"/import?list=residents&estate={estate}")
        expect(page.get_by_role("button", name="下载空模板")).to_be_visible()
        page.get_by_text("连同已经登记的").click()
        settled(page)
        page.get_by_label("拿去做什么").fill("发给楼栋长核对")
        page.get_by_label("拿去做什么").blur()
        settled(page)
        with page.expect_download():
            page.get_by_role("button", name="下载这").click()
        assert row(served, TAKEN) == (taken + 1,)
        assert heard == []
