"""A figure and an honour of the board: added, changed and taken off by hand, at desk and phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Size, problems, settled, sign_in_as, window
from tests.demo import TODAY
from tests.dialog_by_hand import closed, fill, mine, on, opened, pill, press, refused, row
from tests.serving import Served


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_figure_is_added_changed_and_taken_off(browser: Browser, served: Served, size: Size):
    with window(browser, served.url, size) as context:
        page = context.new_page()
        heard = problems(page)
        name = mine(page, "新增充电口")
        sign_in_as(page, "clerk", "/community?tab=board")
        dialog = opened(page, page.get_by_role("button", name="加展示数字"))
        press(dialog, "加上")
        refused(dialog, "还没填：哪一屏、叫什么、多少、从哪里来、截至哪天")
        pill(dialog, "车棚")
        fill(dialog, 叫什么=name, 多少="40余", 从哪里来="街道年报")
        fill(dialog, 单位="个")
        on(dialog, "截至哪天", TODAY)
        press(dialog, "加上")
        closed(dialog, f"加了展示数字“{name}”：40余个")
        (code,) = row(served, "select code from facts where label = ?", name)
        change = page.locator(f".st-key-fact-{code} button")
        dialog = opened(page, change)
        fill(dialog, 多少="60余", 为什么改="出了年报")
        press(dialog, "保存")
        closed(dialog, "由“40余”改为“60余”")
        dialog = opened(page, change)
        dialog.get_by_text("不再上大屏").click()
        settled(page)
        press(dialog, f"拿下 {name}")
        expect(page.get_by_text(f"“{name}”不再上大屏")).to_be_visible()
        assert row(served, "select ended_on from facts where code = ?", code) == (
            TODAY.isoformat(),
        )  # fmt: skip

        title = mine(page, "武汉市绿色社区")
        dialog = opened(page, page.get_by_role("button", name="加荣誉"))
        fill(dialog, 荣誉叫什么=title, 谁发的="武汉市")
        pill(dialog, "市")
        on(dialog, "哪天发的", TODAY)
        press(dialog, "加上")
        closed(dialog, f"加了荣誉“{title}”")
        assert heard == []
