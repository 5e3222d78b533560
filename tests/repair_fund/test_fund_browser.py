"""One leak in a real browser (从漏水到结案): every step by the person whose step it is."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from db import connection
from db.checks import report
from db.repair_fund import payments, projects
from db.rows import value
from domain.repair_fund.projects import State
from tests import community, fund_desk, later
from tests.browsing import problems
from tests.floor_picture import flat
from tests.fund_walk import Town, town
from tests.serving import serving

STAIRWELL = (7, 8, 9, 10)  # the four flats of 1栋2单元
TITLE = "1栋2单元外墙渗水"
CONTRACTOR = "武汉防水工程公司"
DEPOSIT, SETTLED = 850_000, 1_892_637  # fen
expect.set_options(timeout=30_000)


@pytest.fixture
def here(tmp_path: Path, browser: Browser) -> Iterator[Town]:
    path, clock = community.settle(tmp_path / "community.db"), tmp_path / "clock"
    with connection.opened(path) as db:
        fund_desk.deposits(db, DEPOSIT, *STAIRWELL)
    clock.write_text(community.NOW.isoformat(), encoding="utf-8")
    told = {later.VARIABLE: str(clock)}
    with (
        serving(path, tmp_path / "log", module="tests.later", more=told) as served,
        town(browser, served, clock) as here,
    ):
        yield here


def proposed(here: Town) -> None:
    grid = here.desk("grid", "/fund")
    grid.open("登记提议")
    grid.pill("外墙渗水")
    grid.choose("哪个小区", "青松园")
    taps = grid.taps
    grid.pill("单元")
    grid.choose("楼栋", "1栋")
    grid.pill("2单元")
    assert grid.taps - taps <= 4, "the kind of scope takes one tap, the place three"
    grid.write(修什么=TITLE, 什么情况="一下雨墙面就渗水，四户都发霉")
    grid.send("登记提议", "已登记")


def planned(here: Town) -> None:
    clerk = here.desk("clerk")
    clerk.open("登记查勘")
    clerk.day("竣工验收日期", date(2014, 6, 30))
    clerk.write(保修几年="5", 哪个共用部位="外墙", 现场情况="西山墙渗水")
    clerk.pill("表决")
    clerk.send("登记查勘", "查勘")
    office = here.desk("property")
    for number, company in enumerate((CONTRACTOR, "汉口建筑修缮公司", "光谷防水公司")):
        office.open("加报价")
        office.write(施工单位=company, 报价=str(20_000 + 500 * number), 工期="30", 质保="12")
        office.send("加上", company)
    office.open("写方案")
    office.write(
        修什么="西山墙铲除重做防水", 怎么选的施工单位="三家比选，取最低价，业主代表在场",
        怎么验收="淋水试验不渗漏", 预算="20000",
    )  # fmt: skip
    office.choose("用哪家报价", "20,000.00")
    office.send("存为新的一版", "方案第 1 版")
    step(here, "定下方案", State.PLANNED)


def step(here: Town, verb: str, to: State, who: str = "clerk", note: str = "") -> None:
    """A step that needs nothing but its papers: two taps."""
    desk = here.desk(who)
    desk.open(verb)
    if note:
        desk.write(说明=note)
    desk.send(verb, f"已到“{to.label}”")


def deliberated(here: Town) -> None:
    """On the agenda of the joint meeting of 20 March; the day after, its minutes."""
    office = here.desk("property")
    office.tap("去排议程")  # the form opens by itself and knows the project
    office.write(议什么="2单元外墙怎么修", 谁来讲="松涛物业", 讲多久="15")
    office.pill("协商")
    office.send("加到议程", "2单元外墙怎么修")
    here.later(date(2026, 3, 21))
    here.desk("clerk").attach("会议纪要", 1)
    step(here, "记下会议议过", State.DELIBERATED)


def posted(here: Town, name: str) -> None:
    """A notice from today through its last day; then it is the day after."""
    clerk = here.desk("clerk")
    clerk.open("登记公示")
    clerk.write(贴在哪里="单元门口、小区公告栏")
    clerk.give(50 + here.today.day)
    clerk.send("登记公示", f"{name}已登记")
    with here.served.opened() as db:
        sql = "select ends_on from project_notices order by id desc limit 1"
        ends = date.fromisoformat(db.execute(sql).fetchone()[0])
    here.later(ends + timedelta(days=1))


def taken_down(here: Town, name: str) -> None:
    clerk = here.desk("clerk")
    clerk.tab("办理记录")
    clerk.open("登记撤下")
    clerk.give(90 + here.today.day, "撤下.png")
    clerk.send("登记撤下", f"{name}已撤下")


def voted(here: Town) -> None:
    clerk = here.desk("clerk")
    clerk.open("定表决办法")
    clerk.pill("使用维修资金")
    clerk.pill("纸质表决票")
    clerk.day("哪天截止", here.today + timedelta(days=15))
    clerk.send("提请开始表决", "表决办法已定好")
    second = here.desk("clerk2")
    second.tap("确认")
    second.said("已确认，到“表决中”")
    recorded(here)
    counted(here)


def recorded(here: Town) -> None:
    """One paper in two taps, a floor in one more than its flats."""
    grid = here.desk("grid")
    grid.tab("表决")
    save = grid.page.locator("[class*=st-key-send-vote_grid] button")
    for flats in (STAIRWELL[:1], STAIRWELL[1:]):
        grid.taps = 0
        for unit in flats:
            grid.tap(flat(grid.page, unit))
        grid.tap(save)
        grid.said(f"已记 {len(flats)} 户")
        assert grid.taps == len(flats) + 1


def counted(here: Town) -> None:
    """Everybody has voted, so the count need not wait for the last day."""
    for who, words, told in (
        ("clerk", "签字：我计的票", "第二位计票人：轮到签字"),
        ("grid", "签字：我复核了", "监票人：轮到签字"),
        ("supervisor", "监票确认，公布结果", "监票人：监督supervisor"),
    ):
        desk = here.desk(who)
        desk.tab("表决")
        desk.tap(desk.page.get_by_role("radio", name="计票"))
        desk.tap(words)
        desk.said(told)


def applied(here: Town) -> None:
    clerk = here.desk("clerk")
    for shade, kind in enumerate(("使用申请表", "施工合同", "街道证明或业主委托书"), 10):
        clerk.attach(kind, shade)
    step(here, "交申请", State.APPLIED)
    clerk = here.desk("clerk")
    clerk.open("登记审核意见")
    clerk.write(备案号="武房维备〔2026〕18号", 审核通过多少="19800")
    clerk.send("登记审核意见", "审核通过 19,800.00 元")
    clerk.attach("发票", 13)


def paid(here: Town, what: str, told: str) -> None:
    """At most three taps record a payment; one more approves it, and until then nothing moves."""
    money = here.desk("accountant")
    if what == "质保金":
        money.tab("资金")
        money.open("登记质保金")
    else:
        money.open("登记拨付")
    field = money.dialog.get_by_label(what)
    expect(field).to_have_value("")  # the most is a hint, never its value
    money.write(**{what: told})
    money.send(f"登记{what}", f"已登记{what}")
    assert money.taps <= 3
    head = here.desk("secretary", "/fund")
    head.tap(head.page.locator("[class*=st-key-open-fund] button").first)
    expect(head.page.get_by_role("button", name="去核准")).to_be_visible()
    expect(head.page.get_by_role("button", name="登记开工")).to_have_count(0)
    head.taps = 0
    head.said(f"核准以后：分摊到 4 户，一共 {told} 元")
    head.tap(f"核准 {told} 元")
    head.said(f"已核准{what} {told} 元，分摊到 4 户")
    assert head.taps == 1


def built(here: Town) -> None:
    office = here.desk("property")
    office.open("登记开工")
    office.send("登记开工", "开工，已登记")
    clerk = here.desk("clerk")
    clerk.attach("竣工验收单", 20)
    clerk.attach("维修后照片", 21)
    clerk.open("登记验收")
    clerk.tap("登记验收", clerk.dialog)
    clerk.said("还没填：验收结果、到场的业主代表。")
    clerk.pill("合格")
    clerk.write(到场的业主代表="陈明、单志强、解敏")
    clerk.send("登记验收", "验收合格")
    money = here.desk("accountant")
    money.open("登记决算")
    money.write(决算="18926.37")
    money.send("登记决算", "决算 18,926.37 元")


def closed(here: Town) -> None:
    clerk = here.desk("clerk")
    clerk.attach("质保书", 30)
    clerk.open("登记质保期")
    clerk.day("质保到哪一天", here.today + timedelta(days=365))
    clerk.dialog.get_by_role("heading").first.click(force=True)  # the calendar lies over the button
    clerk.send("登记质保期", "质保期到")
    here.later(here.today + timedelta(days=366))
    paid(here, "质保金", "567.79")
    clerk = here.desk("clerk")
    clerk.open("结案")
    clerk.send("结案", "已提请“结案”")
    head = here.desk("secretary")
    head.tap("确认")
    head.said("已确认，到“已结案”")
    head.tap("全部项目")
    expect(head.page.get_by_text("已确认")).to_have_count(0)
    head.tab("已结项目")
    head.said(TITLE)


def test_one_leak_from_its_proposal_to_its_closing(here: Town):
    wrong = problems(here.page)
    proposed(here)
    planned(here)
    deliberated(here)
    posted(here, "方案公示")
    taken_down(here, "方案公示")
    voted(here)
    posted(here, "结果公示")
    applied(here)
    paid(here, "首期款", "13,860.00")
    built(here)
    posted(here, "决算分摊公示")
    paid(here, "尾款", "4,498.58")
    closed(here)
    assert wrong == []
    with here.served.opened() as db:
        assert projects.project(db, 1).state is State.CLOSED
        made = payments.payments(db, 1)
        assert [one.amount_fen for one in made] == [1_386_000, 449_858, 56_779]
        assert all(one.approved_by for one in made)
        assert value(db, "select sum(share_fen) from charges") == SETTLED
        left = value(db, "select sum(balance_fen) from household_accounts")
        assert left == len(STAIRWELL) * DEPOSIT - SETTLED
        assert not [invariant for invariant in report.run(db) if not invariant.ok]
