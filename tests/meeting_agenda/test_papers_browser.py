"""From the meeting's page (打印): the notice and the sign-in sheet, each one tap, as real Word files."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browsing import settled, sign_in_as
from tests.live_meeting import NAMES, TALK, VOTE, planned_today
from tests.serving import Served
from tests.word_files import words


def saved(page: Page, button: str) -> tuple[str, str]:
    """What a button of 打印 saves: the name of the file, and every word of it."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=button, exact=True).click()
    name = coming.value.suggested_filename
    return name, words(Path(coming.value.path()).read_bytes())


def test_the_notice_and_the_sign_in_sheet_are_one_tap_each(page: Page, served: Served):
    of = planned_today(served.path)
    sign_in_as(page, "clerk", f"/agenda?meeting={of.meeting_id}")
    settled(page)
    page.get_by_role("button", name="打印").first.click()
    name, notice = saved(page, "会议通知")
    assert name == "会议通知 今天的金花议事会.docx"
    assert "地点：议事厅" in notice and VOTE in notice and TALK in notice
    assert not any(member in notice for member in NAMES)
    name, sheet = saved(page, "签到表")
    assert name == "签到表 今天的金花议事会.docx"
    assert all(f"|{member}|" in sheet for member in NAMES)
    assert sum(line.endswith("||||") for line in sheet.splitlines()) >= 20
