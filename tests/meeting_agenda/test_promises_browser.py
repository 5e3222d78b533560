"""A promise lived by two people (承诺，从开始办到销号), at a desk and on a phone; put off and given up."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from db.meeting_agenda import actions
from domain.days import BEIJING
from tests import meeting_desk
from tests.browsing import choose, settled, sign_in_as, visit_page
from tests.dialog_by_hand import closed, fill, on, opened, press, row
from tests.meeting_desk import ITEM, PROMISE, TITLE, Held
from tests.photographs import picture
from tests.serving import Served

PHOTO: FilePayload = {"name": "门禁.jpg", "mimeType": "image/jpeg", "buffer": picture(120)}


def held(served: Served, slip: str) -> Held:
    with served.opened() as db:
        return meeting_desk.held(db, datetime.now(BEIJING), slip=slip)


def state(served: Served, id: int) -> str:
    return str(row(served, "select state from actions where id = ?", id)[0])


@pytest.mark.parametrize("hand", ["page", "phone"])
def test_a_promise_goes_from_begun_to_struck_off_by_two_people(
    request: pytest.FixtureRequest, served: Served, hand: str
):
    screen: Page = request.getfixturevalue(hand)
    of = held(served, f"walk-{hand}")
    sign_in_as(screen, "property", "/")
    mine = screen.get_by_role("button", name=PROMISE)
    mine.first.click()  # 首页 leads there in one tap
    expect(screen).to_have_url(re.compile("action="))
    visit_page(screen, f"/agenda?tab=promises&action={of.action_id}")
    press(screen.get_by_test_id("stMain"), "开始办")
    expect(screen.get_by_text("记为在办")).to_be_visible()
    with screen.expect_response("**/_stcore/upload_file/**"):
        screen.locator("input[type=file]").set_input_files(PHOTO)
    expect(screen.get_by_text("门禁.jpg")).to_be_visible()
    settled(screen)
    press(screen.get_by_test_id("stMain"), "办好了")
    expect(screen.get_by_text("等书记或监督核实销号")).to_be_visible()
    expect(screen.get_by_role("img", name=f"{PROMISE}，办好的照片")).to_be_visible()
    assert state(served, of.action_id) == "done_claimed"
    sign_in_as(screen, "secretary", f"/agenda?tab=promises&action={of.action_id}")
    fill(screen.get_by_test_id("stMain"), 核实情况="到现场看过")
    press(screen.get_by_test_id("stMain"), "销号")
    expect(screen.get_by_text("销号了")).to_be_visible()
    assert state(served, of.action_id) == "verified"
    overflow = "() => document.documentElement.scrollWidth - window.innerWidth"
    assert screen.evaluate(overflow) <= 0


def test_it_is_put_off_at_a_meeting_and_given_up_by_its_decision(page: Page, served: Served):
    of = held(served, "off")
    sign_in_as(page, "clerk", f"/agenda?tab=promises&action={of.action_id}")
    dialog = opened(page, page.get_by_role("button", name="顺延", exact=True))
    choose(dialog, "哪次会上定的", TITLE)
    later = (datetime.now(BEIJING) + timedelta(days=30)).date()
    on(dialog, "新的完成时限", later)
    fill(dialog, 为什么顺延="配件还没到")
    press(dialog, "顺延")
    closed(dialog, "第 1 次")
    with served.opened() as db:
        known = actions.action(db, of.action_id)
    assert (known.due_on, known.carried) == (later, 1)
    dialog = opened(page, page.get_by_role("button", name="取消", exact=True))
    choose(dialog, "哪次会上决定的", TITLE)
    choose(dialog, "哪一项决定", "换成人脸")
    fill(dialog, 为什么取消="改由物业自己出钱")
    press(dialog, "取消这项承诺")
    closed(dialog, "按会议的决定取消了")
    assert state(served, of.action_id) == "cancelled"
    expect(page.get_by_text(ITEM)).to_be_visible()
