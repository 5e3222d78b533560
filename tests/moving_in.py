"""A community moves in (搬进来): from a file that is not there to its first count and its first ballot.

Each step is done on a screen by the person whose step it is, with files made by openpyxl, as the
office's own program makes them. Taps are counted, typing is not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import expect

from tests import community
from tests.dialog_by_hand import written
from tests.fund_walk import MAIN, Town
from tests.office_files import BUILDING, ESTATE, EXCEL, FLATS, list_of_flats, list_of_owners

NAME, SHED = "桂花园社区", "东门车棚"
LEAK = "3栋外墙渗水"
ADMIN, CLERK, SECRETARY = "chenjie", "wangmin", "liqiang"


def founded(here: Town) -> None:
    """第一次使用, in the browser of the same computer."""
    here.page.goto("/")
    desk = here.sit()
    expect(here.page.get_by_role("heading", name="第一次使用")).to_be_visible()
    for label, words in {
        "社区名称": NAME, "管理员姓名": "陈洁", "管理员的用户名": ADMIN,
        "密码（": community.PASSWORD, "密码再写一遍": community.PASSWORD,
    }.items():  # fmt: skip
        here.page.get_by_label(label).fill(words)
        desk.typed += len(words)
    desk.tap("建好社区")
    desk.said("社区建好了")


def staffed(here: Town) -> None:
    """From the first line of 上线清单: a clerk and a secretary, who answers the clerk's requests."""
    desk = here.desk(ADMIN, "/")
    desk.tap("去办")
    desk.said("账号管理")
    for username, name, role in ((CLERK, "王敏", "社工"), (SECRETARY, "李强", "书记")):
        desk.open("开新账号")
        desk.choose("角色", role)
        desk.write(姓名=name, 用户名=username, 先给一个密码=community.PASSWORD)
        desk.send("开账号", name)


def settled(here: Town) -> None:
    """The estate, by the clerk, from 上线清单."""
    desk = here.desk(CLERK, "/")
    desk.tap("去办")
    desk.open("加小区")
    desk.write(小区全名=f"{ESTATE}小区", 小区简称=ESTATE, 规划多少户=str(FLATS))
    for words in ("商品房", "已经交付", "没有业委会"):
        desk.pill(words)
    desk.send("加上", f"加了小区“{ESTATE}”")


def brought(here: Town, listed: str, name: str, content: bytes) -> tuple[int, int]:
    """A list from its file; the taps to its preview and the taps until it is written."""
    here.at = None  # the page opens anew, as from the menu
    desk = here.desk(CLERK, "/import")
    before = desk.taps
    desk.tap(desk.page.get_by_role("radio", name=listed))
    desk.hand_over(desk.page.locator(MAIN), {"name": name, "mimeType": EXCEL, "buffer": content})
    desk.said(f"新增 {FLATS} 行")
    preview = desk.taps - before
    desk.tap(f"写入 {FLATS} 行")
    desk.said(f"写好了：新增 {FLATS} 行")
    return preview, desk.taps - before


def counted(here: Town) -> None:
    """The first shed, and how many stand in it."""
    desk = here.desk(CLERK, "/sheds")
    desk.open("加一个车棚")
    desk.write(叫什么=SHED, 在哪里="东门内侧", 车位一共几个="30", 其中充电车位="0", 充电口几个="0",
               其中能用的="0")  # fmt: skip
    desk.day("哪天启用的", here.today)
    desk.send("加这个车棚", "现在就能清点")
    desk.open("记一次清点")
    desk.pill(SHED)
    desk.write(停在位子上几辆="12")
    expect(desk.dialog.get_by_label("正在充电几个")).to_have_count(0)  # it has no ports
    desk.send("保存清点", "余 18 位")


def proposed(here: Town) -> None:
    desk = here.desk(CLERK, "/fund")
    desk.open("登记提议")
    desk.pill("外墙渗水")
    desk.pill("整栋")
    desk.choose("楼栋", BUILDING)
    desk.write(修什么=LEAK, 什么情况="西山墙一下雨就渗水")
    desk.send("登记提议", "已登记")


def surveyed(here: Town) -> None:
    desk = here.desk(CLERK)
    desk.open("登记查勘")
    desk.day("竣工验收日期", date(2014, 6, 30))
    desk.write(保修几年="5", 哪个共用部位="外墙", 现场情况="西山墙渗水")
    desk.pill("表决")
    desk.send("登记查勘", "查勘")


def planned(here: Town) -> None:
    """Three offers, the plan, and the step that holds it."""
    desk = here.desk(CLERK)
    for at, company in enumerate(("武汉防水工程公司", "汉口建筑修缮公司", "光谷防水公司")):
        desk.open("加报价")
        desk.write(施工单位=company, 报价=str(50_000 + 1_000 * at), 工期="30", 质保="12")
        desk.send("加上", company)
    desk.open("写方案")
    desk.write(
        修什么="西山墙铲除重做防水", 怎么选的施工单位="三家比选，取最低价", 怎么验收="淋水试验不渗漏",
        预算="50000",
    )  # fmt: skip
    desk.choose("用哪家报价", "50,000.00")
    desk.send("存为新的一版", "方案第 1 版")
    stepped(here, "定下方案", "方案已定")


def stepped(here: Town, verb: str, told: str) -> None:
    desk = here.desk(CLERK)
    desk.open(verb)
    desk.send(verb, told)


def met(here: Town) -> None:
    """A joint meeting is called and has the leak on its agenda; the day after it, its minutes."""
    desk = here.desk(CLERK)
    desk.tap("去排议程")
    desk.open("排一次会")
    desk.choose("哪种会", "联席会")
    desk.write(
        会议名称="3月联席会", 在哪里开="党群服务中心", 谁主持="李强", 开多少分钟="60", 应到几人="9"
    )
    desk.day("哪天开", here.today + timedelta(days=2))
    written(desk.dialog, "几点开", "19:00")
    desk.tap("排好", desk.dialog)
    expect(desk.dialog.get_by_text("给维修项目“3栋外墙渗水”排议程")).to_be_visible()  # by itself
    desk.write(议什么="3栋外墙怎么修", 谁来讲="王敏", 讲多久="15")
    desk.pill("协商")
    desk.send("加到议程", "3栋外墙怎么修")
    another_day(here, here.today + timedelta(days=3))
    here.desk(CLERK).attach("会议纪要", 1)
    stepped(here, "记下会议议过", "已议")


def another_day(here: Town, day: date) -> None:
    """Everybody signs in by password again."""
    here.later(day)
    here.known.clear()


def posted(here: Town) -> None:
    """The plan hangs for its days and is taken down."""
    desk = here.desk(CLERK)
    desk.open("登记公示")
    desk.write(贴在哪里="单元门口、小区公告栏")
    desk.give(50)
    desk.send("登记公示", "方案公示已登记")
    with here.served.opened() as db:
        ends = db.execute("select max(ends_on) from project_notices").fetchone()[0]
    another_day(here, date.fromisoformat(ends) + timedelta(days=1))
    desk = here.desk(CLERK)
    desk.tab("办理记录")
    desk.open("登记撤下")
    desk.give(90, "撤下.png")
    desk.send("登记撤下", "方案公示已撤下")


def opened(here: Town) -> None:
    """The clerk proposes the terms of the ballot, the secretary opens it."""
    desk = here.desk(CLERK)
    desk.open("定表决办法")
    desk.pill("使用维修资金")
    desk.pill("纸质表决票")
    desk.day("哪天截止", here.today + timedelta(days=15))
    desk.send("提请开始表决", "表决办法已定好")
    second = here.desk(SECRETARY)
    second.tap("确认")
    second.said("已确认，到“表决中”")


@dataclass
class Moved:
    """A community that has moved in: where it is served, and what that cost a person."""

    here: Town
    taps: dict[str, int] = field(default_factory=dict)  # of each chapter
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)  # taps to preview, to written

    @property
    def minutes(self) -> float:
        """Of a slow hand: three seconds a tap, one a character, both of passwords too."""
        typed = sum(desk.typed for desk in self.here.sat)
        passwords = self.here.sign_ins * (len(community.PASSWORD) + len(CLERK))
        return (3 * (sum(self.taps.values()) + self.here.sign_ins) + typed + passwords) / 60

    def chapter(self, name: str, tell: Callable[[Town], None]) -> None:
        before = sum(desk.taps for desk in self.here.sat)
        tell(self.here)
        self.taps[name] = sum(desk.taps for desk in self.here.sat) - before

    def list(self, name: str, content: bytes) -> None:
        def tell(here: Town) -> None:
            self.lists[name] = brought(here, name, f"{name}.xlsx", content)

        self.chapter(f"导入{name}", tell)


CHAPTERS: dict[str, Callable[[Town], None]] = {
    "加车棚、清点": counted, "提议": proposed, "查勘": surveyed, "报价、方案": planned,
    "会议": met, "公示": posted, "开始表决": opened,
}  # fmt: skip


def moved(here: Town) -> Moved:
    """The whole story."""
    made = Moved(here)
    for name, tell in (("第一次使用", founded), ("开账号", staffed), ("加小区", settled)):
        made.chapter(name, tell)
    made.list("房屋", list_of_flats())
    made.list("业主", list_of_owners())
    for name, tell in CHAPTERS.items():
        made.chapter(name, tell)
    return made
