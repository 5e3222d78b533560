"""Forms that are begun and not saved (草稿): who fills them in where, and what they store in the end."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Size, settled, sign_in_as, window
from tests.demo import demo_copy
from tests.floor_picture import flats
from tests.serving import serving

BACK = "接着上次没存的填"


PERSON = """
    select r.id, r.name, u.code from residents r join units u on u.id = r.unit_id
     where r.guardian_id is null and r.birth_year between 1975 and 1989
       and (select count(*) from residents n where n.name = r.name) = 1
       and r.id not in (select resident_id from enrollments)
       and r.id not in (select resident_id from awards)
     order by r.id limit 200
"""


class House:
    """A server that can be killed and started again, on one database and one port."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.stack, self.log = stack, folder / "server.log"
        self.windows = ExitStack()
        self.served = stack.enter_context(serving(demo_copy(folder), self.log))
        stack.callback(self.windows.close)
        with self.served.opened() as db:
            self.people = db.execute(PERSON).fetchall()
        self.begin()

    def begin(self) -> None:
        """Other people and other flats than the last time, and no window open."""
        self.windows.close()
        del self.people[:5]
        with self.served.opened() as db:
            db.execute("delete from drafts")
        self.papers = self.ask("select count(*) from ballot_papers")[0]

    def killed_and_started_again(self) -> None:
        old = self.served
        old.process.kill()
        old.process.wait()
        self.served = self.stack.enter_context(serving(old.path, self.log, port=old.port))

    def ask(self, sql: str, *given: object) -> tuple[Any, ...]:
        with self.served.opened() as db:
            return tuple(db.execute(sql, given).fetchone())

    @property
    def vote(self) -> int:
        sql = "select b.project_id from ballots b join repair_projects p on p.id = b.project_id"
        return int(self.ask(f"{sql} where p.state = 'voting' and b.channel = 'paper'")[0])

    def person(self, offset: int) -> tuple[int, str, str]:
        id, name, room = self.people[offset]
        return int(id), str(name), str(room)


@dataclass
class Case:
    """A form: who fills it in where, how it is opened, what is filled in, and the row it makes."""

    name: str
    who: str
    size: Size
    address: str
    open: Callable[[Page], None]
    fill: Callable[[Page, House], None]
    shows: Callable[[Page, House], None]  # the screen, after it came back
    save: Callable[[Page], None]
    stored: Callable[[House], None]


def button(page: Page, name: str) -> Locator:
    """In the dialog, when one is open."""
    dialog = page.get_by_role("dialog")
    return (dialog if dialog.count() else page).get_by_role("button", name=name, exact=True).last


def press(page: Page, name: str) -> None:
    button(page, name).click()
    settled(page)


def press_open(page: Page, name: str) -> None:
    press(page, name)
    expect(page.get_by_role("dialog")).to_be_visible()


def pill(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).last.click()
    settled(page)


def choose(page: Page, house: House, offset: int) -> None:
    _, name, room = house.person(offset)
    dialog = page.get_by_role("dialog")
    where = dialog if dialog.count() else page
    where.get_by_label("找居民").fill(name)
    where.get_by_role("button").filter(has_text=name).filter(has_text=room).last.click()
    expect(button(page, "换人")).to_be_visible()
    settled(page)


def chosen(page: Page, house: House, offset: int) -> None:
    expect(page.get_by_text(house.person(offset)[1], exact=True).last).to_be_visible()


def number(page: Page, label: str, typed: str) -> None:
    field = page.get_by_label(label).last
    field.fill(typed)
    field.blur()
    settled(page)


def holds(page: Page, label: str, value: str) -> None:
    expect(page.get_by_label(label).last).to_have_value(value)


def nothing(_: Page) -> None:
    return


def last(house: House, sql: str, *expected: object) -> None:
    assert house.ask(sql) == expected


def fill_award(page: Page, house: House) -> None:
    choose(page, house, 0)
    pill(page, "值班巡逻 +5/半时")
    number(page, "做了多少分钟", "90")


def award_shows(page: Page, house: House) -> None:
    chosen(page, house, 0)
    holds(page, "做了多少分钟", "90")
    expect(page.get_by_role("radio", name="值班巡逻 +5/半时").last).to_be_checked()


AWARD = "select resident_id, points from awards order by id desc limit 1"


def fill_activity(page: Page, house: House) -> None:
    number(page, "什么活动", "周六清扫楼道")
    pill(page, "参加培训 +5")
    names = [" ".join(house.person(offset)[1:]) for offset in (1, 2, 3)]
    number(page, "或者粘贴签到名单", "\n".join(names))
    expect(button(page, "登记 3 人，等人核准")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name=house.person(2)[1]).click()
    settled(page)
    expect(button(page, "登记 2 人，等人核准")).to_be_visible()


def activity_shows(page: Page, house: House) -> None:
    holds(page, "什么活动", "周六清扫楼道")
    expect(button(page, "登记 2 人，等人核准")).to_be_visible()


ACTIVITY = """
    select b.title, (select group_concat(resident_id) from awards a where a.batch_id = b.id)
      from award_batches b order by b.id desc limit 1
"""


def open_floor(page: Page) -> None:
    page.get_by_role("tab", name="表决").click()
    settled(page)


def open_class(page: Page) -> None:
    page.locator(".st-key-enroll-61 button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)


def fill_floor(page: Page, house: House) -> None:
    for left in (1, 2, 3):
        flats(page, "未投").first.click()
        expect(page.get_by_role("button", name=f"保存 {left} 户")).to_be_visible()
    settled(page)


def fill_count(page: Page, house: House) -> None:
    page.get_by_role("radio").nth(1).click()
    settled(page)
    number(page, "停在位子上几辆", "17")


def fill_enrol(page: Page, house: House) -> None:
    choose(page, house, 4)
    page.get_by_text("已当面确认本人愿意报名").last.click()
    settled(page)


def enrol_shows(page: Page, house: House) -> None:
    chosen(page, house, 4)
    expect(page.get_by_label("已当面确认本人愿意报名").last).to_be_checked()


def case(name: str, who: str, address: str, opens: str, save: str, **how: Any) -> Case:
    size: Size = how.pop("size", "desk")
    opening = (lambda page: press_open(page, opens)) if opens else nothing
    return Case(name, who, size, address, how.pop("open", opening), how["fill"], how["shows"],
                lambda page: press(page, save), how["stored"])  # fmt: skip


CASES = [
    case(
        "登记湾郡币", "clerk", "/points", "登记湾郡币", "登记", fill=fill_award, shows=award_shows,
        stored=lambda house: last(house, AWARD, house.person(0)[0], 15),
    ),
    case(
        "登记一次活动", "secretary", "/points", "登记一次活动", "登记 2 人，等人核准",
        fill=fill_activity, shows=activity_shows,
        stored=lambda house: last(
            house, ACTIVITY, "周六清扫楼道", f"{house.person(1)[0]},{house.person(3)[0]}"
        ),
    ),
    case(
        "逐层登记", "grid", "/fund?project={vote}", "", "保存 3 户（同意 3）", open=open_floor,
        fill=fill_floor,
        shows=lambda page, _: expect(button(page, "保存 3 户（同意 3）")).to_be_visible(),
        stored=lambda house: last(
            house, "select count(*) from ballot_papers", house.papers + 3
        ),
    ),
    case(
        "记一次清点", "property", "/sheds", "记一次清点", "保存清点", fill=fill_count,
        shows=lambda page, _: holds(page, "停在位子上几辆", "17"),
        stored=lambda house: last(
            house, "select in_bays from shed_counts order by id desc limit 1", 17
        ),
    ),
    case(
        "报名", "secretary", "/academy", "", "报名", fill=fill_enrol, shows=enrol_shows,
        open=open_class,
        stored=lambda house: last(
            house, "select resident_id, class_id from enrollments order by id desc limit 1",
            house.person(4)[0], 61,
        ),
    ),
    case(
        "快速登记", "volunteer", "/quick", "", "登记，等人核准", fill=fill_award, shows=award_shows,
        size="phone", stored=lambda house: last(house, AWARD, house.person(0)[0], 15),
    ),
]  # fmt: skip


def opened(browser: Browser, house: House, case: Case) -> Page:
    """A window of the person at the address, signed in."""
    context = house.windows.enter_context(window(browser, house.served.url, case.size))
    page = context.new_page()
    sign_in_as(page, case.who, case.address.format(vote=house.vote))
    return page


def last_tap_heard(page: Page) -> None:
    """The last field's run has begun, and has ended."""
    page.wait_for_timeout(1000)
    settled(page)


def on_again(page: Page, case: Case) -> None:
    """A dialog that went with the page is offered; a form of the page lies there by itself."""
    settled(page)
    if case.name == "逐层登记":
        open_floor(page)
        return
    if case.name != "快速登记":
        expect(button(page, "接着填")).to_be_visible()
        press(page, "接着填")
    expect(page.get_by_text(BACK).last).to_be_visible()


def saved_as_shown(page: Page, house: House, case: Case) -> None:
    case.shows(page, house)
    case.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(BACK)).to_have_count(0)
    case.stored(house)
    room = case.address.lstrip("/").format(vote=house.vote)
    mine = "select count(*) from drafts d join accounts a on a.id = d.account_id"
    assert house.ask(f"{mine} where a.username = ? and d.room = ?", case.who, room) == (0,)
