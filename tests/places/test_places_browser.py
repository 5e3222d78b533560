"""An empty community at the desk: from nothing to its facts, its estates and their companies."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import empty
from tests.browsing import problems, settled, visit_page, window
from tests.serving import Served, serving

expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("places")
    with serving(empty.settle_empty(folder / "community.db"), folder / "server.log") as served:
        yield served


@pytest.fixture(scope="module")
def desk(browser: Browser, served: Served) -> Iterator[Page]:
    """The administrator at the desk, for the whole file: each test goes on where one stopped."""
    with window(browser, served.url) as context:
        page = context.new_page()
        empty.sign_in(page, "admin")
        wrong = problems(page)
        yield page
        assert wrong == []


def opened(page: Page, button: str, at: int = 0) -> Locator:
    page.get_by_role("button", name=button, exact=True).nth(at).click()
    settled(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def write(dialog: Locator, **fields: str) -> None:
    for label, words in fields.items():
        field = dialog.get_by_label(label).first
        field.fill(words)
        field.blur()
        settled(dialog.page)


def choose(dialog: Locator, *words: str) -> None:
    for word in words:
        dialog.get_by_role("radio", name=word, exact=True).or_(
            dialog.get_by_role("button", name=word, exact=True)
        ).click()
        settled(dialog.page)


def saved(dialog: Locator, button: str, told: str) -> None:
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)
    expect(dialog.page.get_by_text(told).first).to_be_visible()
    settled(dialog.page)


def test_a_company_and_an_estate_are_added(desk: Page, served: Served):
    visit_page(desk, "/community?tab=bodies")
    dialog = opened(desk, "加单位")
    write(dialog, 单位名称="梧桐物业")
    choose(dialog, "物业公司")
    saved(dialog, "加上", "加了单位“梧桐物业”")

    visit_page(desk, "/community")
    expect(desk.get_by_text("还没有小区")).to_be_visible()
    dialog = opened(desk, "加小区")
    dialog.get_by_role("button", name="加上", exact=True).click()
    expect(dialog.get_by_text("还没填：小区全名、小区简称、哪种房")).to_be_visible()
    write(dialog, 小区全名="梧桐苑小区", 小区简称="梧桐苑", 规划多少户="132")
    choose(dialog, "商品房", "已经交付", "没有业委会")
    choose(dialog, "梧桐物业")
    saved(dialog, "加上", "加了小区“梧桐苑”，物业：梧桐物业")
    with served.opened() as db:
        kept = db.execute("select name, short_name, households, delivered from estates").fetchall()
    assert kept == [("梧桐苑小区", "梧桐苑", 132, 1)]


def test_what_is_changed_stays_to_be_read(desk: Page):
    visit_page(desk, "/community")
    dialog = opened(desk, "改")
    write(dialog, 规划多少户="133", 为什么改="物业多报了一户")
    saved(dialog, "保存", "户数由“132 户”改为“133 户”")
    visit_page(desk, "/community?tab=bodies")
    dialog = opened(desk, "改")
    write(dialog, 单位名称="梧桐物业服务公司")
    saved(dialog, "保存", "名称由“梧桐物业”改为“梧桐物业服务公司”")
    visit_page(desk, "/community?tab=changes")
    for words in ("132 户", "物业多报了一户", "加了小区“梧桐苑”"):
        expect(desk.get_by_text(words).first).to_be_visible()


def test_the_facts_of_the_community_are_filled_in(desk: Page, served: Served):
    visit_page(desk, "/community?tab=facts")
    dialog = opened(desk, "改社区资料")
    write(dialog, 社区地址="梧桐路 1 号", 成立年份="2021", 人数怎么说="1.6 万余人")
    saved(dialog, "保存", "地址由“空着”改为“梧桐路 1 号”")
    with served.opened() as db:
        row = db.execute("select address, founded_year, residents_words from community").fetchone()
    assert tuple(row) == ("梧桐路 1 号", 2021, "1.6 万余人")


def test_what_was_entered_by_mistake_is_taken_away_while_it_is_unused(desk: Page, served: Served):
    visit_page(desk, "/community?tab=bodies")
    dialog = opened(desk, "加单位")
    write(dialog, 单位名称="打错的单位")
    choose(dialog, "共建单位")
    saved(dialog, "加上", "加了单位“打错的单位”")
    dialog = opened(desk, "改", at=1)
    dialog.get_by_text("去掉这个单位").click()
    saved(dialog, "去掉 打错的单位", "去掉了单位“打错的单位”")
    with served.opened() as db:
        assert db.execute("select count(*) from bodies").fetchone()[0] == 1
