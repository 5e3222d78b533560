"""Minutes from draft to published by two people (纪要，从草稿到公开), and both Word files read back."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from domain.days import BEIJING
from tests import meeting_desk
from tests.browsing import settled, sign_in_as
from tests.dialog_by_hand import closed, fill, opened, pill, press, row
from tests.meeting_desk import PROMISE, TITLE
from tests.serving import Served
from tests.word_files import words

ADDED = "另请物业在各门栋贴出通知。"


def saved(page: Page, button: str) -> str:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    return words(Path(coming.value.path()).read_bytes())


def test_a_draft_is_edited_reviewed_signed_and_goes_out(page: Page, served: Served):
    with served.opened() as db:
        of = meeting_desk.held(db, datetime.now(BEIJING), slip="paper")
    main = page.get_by_test_id("stMain")
    sign_in_as(page, "clerk", "/agenda?tab=minutes")
    page.get_by_role("button", name=TITLE).first.click()
    settled(page)
    line = page.locator(f".st-key-line-more-{of.item_id}")
    dialog = opened(page, line.get_by_role("button", name="改"))
    fill(dialog, 写什么=ADDED)
    press(dialog, "存这一段")
    closed(dialog, "改好了")
    expect(page.get_by_text(ADDED)).to_be_visible()
    press(main, "审核通过，送去签发")
    expect(page.get_by_text("等书记签发")).to_be_visible()
    dialog = opened(page, page.get_by_role("button", name="退回草稿"))
    fill(dialog, 为什么退回="时限要再核一遍")
    press(dialog, "退回草稿")
    closed(dialog, "退回草稿")
    press(main, "审核通过，送去签发")
    expect(page.get_by_role("button", name="签发", exact=True)).to_have_count(0)
    address = f"/agenda?tab=minutes&minutes={of.meeting_id}"
    sign_in_as(page, "secretary", address)
    press(main, "签发")
    expect(page.get_by_text("要改只能发更正")).to_be_visible()
    expect(page.get_by_role("button", name="改", exact=True)).to_have_count(0)
    page.get_by_role("button", name="发布公开版").click()
    expect(page.get_by_text("可以张贴了")).to_be_visible()
    dialog = opened(page, page.get_by_role("button", name="更正", exact=True))
    fill(dialog, 原来写的="刷卡两用", 应该是="刷卡和扫码两用")
    pill(dialog, "发到公开版")
    press(dialog, "记下更正")
    closed(dialog, "更正之1记下了")
    assert row(served, "select state from minutes where meeting_id = ?", of.meeting_id) == (
        "published",
    )
    inside = saved(page, "下载内部版（Word）")
    assert ADDED in inside and "责任人：周经理" in inside and "签发：" in inside
    outside = saved(page, "下载公开版（Word）")
    assert PROMISE in outside and "周经理" not in outside and "更正之1" in outside
    sign_in_as(page, "grid", address)
    expect(page.get_by_text(PROMISE).first).to_be_visible()
    expect(page.get_by_role("button", name="下载内部版（Word）")).to_have_count(0)
