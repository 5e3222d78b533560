"""Dialogs of the repair fund (维修资金的对话框) in a real Chromium: from click to stored row.

One server for the file, whose day is the community's fixed morning. Every walk has a project of
its own, brought to its state by the writes; the person whose step it is opens, fills and saves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlite_utils import Database

from db import connection
from db.repair_fund import counts, moves, notices, papers, plans, projects
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.eligibility import Route, Survey
from domain.repair_fund.notices import PuttingUp
from domain.repair_fund.papers import BallotPaper, FloorPapers
from domain.repair_fund.projects import Category, Proposal, ScopeType
from domain.repair_fund.votes import Choice
from tests import community, fund_desk, fund_money, later
from tests.community import CLOUD, CLOUD_1, PINE, PINE_3, TODAY, visit_of
from tests.fund_money import PINE_1_FLATS, K
from tests.fund_walk import Desk, Town, town
from tests.serving import serving

expect.set_options(timeout=30_000)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """The small community on its server, and the project of every walk."""

    town: Town
    project: dict[str, int]

    def desk(self, who: str, walk: str, tab: str = "") -> Desk:
        """That person at the project of that walk."""
        desk = self.town.desk(who, f"/fund?project={self.project[walk]}")
        if tab:
            desk.tab(tab)
        return desk

    def row(self, sql: str, walk: str = "") -> tuple[object, ...] | None:
        """What is stored; `?` is the number of the walk's project."""
        with self.town.served.opened() as db:
            found: tuple[object, ...] | None = db.execute(
                sql, [self.project[walk]] if walk else []
            ).fetchone()
        return found


def surveyed(db: Database, code: str, scope: ScopeType, route: Route) -> int:
    """A project proposed and looked at by the writes: for rooms chosen one by one, or an emergency."""
    building = None if scope is ScopeType.CUSTOM else CLOUD_1
    estate = PINE if scope is ScopeType.CUSTOM else CLOUD
    made = projects.register_proposal(visit_of(db, "grid"), Proposal(
        code, estate, Category.FACADE_LEAK, scope, building, None, f"外墙渗水{code}", "一下雨就渗水",
    ))  # fmt: skip
    plans.record_survey(visit_of(db, "clerk"), Survey(
        f"{code}:survey", made.id, TODAY, date(2014, 6, 30), 5, "外墙", None, None, "", route, "",
    ))  # fmt: skip
    return made.id


def announced(db: Database, code: str) -> int:
    """A project whose plan hangs at the door from today."""
    project = fund_desk.project_at(db, "deliberated", code=code)
    sheet = PuttingUp(f"{code}:notice", project, "方案公示", "单元门口", TODAY)
    notices.put_up_notice(visit_of(db, "clerk"), sheet)
    return project


def asked(db: Database, code: str) -> int:
    """A ballot the first of two people asks for."""
    project = fund_desk.project_at(db, "plan_notice", code=code)
    moves.ask_ballot(visit_of(db, "clerk"), Opening(
        f"{code}:ballot", project, Matter.USE, Channel.PAPER, TODAY, TODAY + timedelta(days=20),
    ))  # fmt: skip
    return project


def torn(db: Database) -> int:
    """An owner of two flats who said yes with one and no with the other."""
    db.execute("update units set owner_group_id = 12 where id = 13")
    project = fund_desk.project_at(db, building=PINE_3, code="WX-2026-11")
    for unit, choice in ((12, Choice.YES), (13, Choice.NO)):
        sheet = BallotPaper(f"torn{unit}", fund_desk.ballot_of(db, project), unit, choice)
        papers.record_paper(visit_of(db, "clerk"), sheet)
    return project


def voted(db: Database, code: str) -> int:
    """A ballot in which everybody has spoken."""
    project = fund_desk.project_at(db, code=code)
    answers = tuple((unit, Choice.YES) for unit in (*PINE_1_FLATS, 21))
    sheet = FloorPapers(f"{code}:floor", fund_desk.ballot_of(db, project), answers)
    papers.record_floor(visit_of(db, "grid"), sheet)
    return project


def signed(db: Database, code: str) -> int:
    project = voted(db, code)
    counts.sign_count(visit_of(db, "clerk"), fund_desk.ballot_of(db, project))
    return project


def drawn(db: Database, code: str) -> int:
    project = voted(db, code)
    counts.draw_recount(visit_of(db, "supervisor"), fund_desk.ballot_of(db, project))
    return project


def recorded(db: Database, code: str) -> int:
    """A first payment that waits for approval."""
    project = fund_money.approved(db, code=code)
    fund_desk.paid(db, project, 3_430_000, approved=False)
    return project


def charged(db: Database, code: str) -> int:
    """A first payment approved, which the account of the shop could not bear: it has none."""
    project = fund_money.approved(db, code=code)
    fund_money.pay(db, project, K.FIRST, 3_430_000)
    return project


def with_papers(db: Database, code: str) -> int:
    project = fund_money.approved(db, code=code)
    fund_money.a_file(db, project, "contract")
    return project


def in_danger(db: Database, code: str) -> int:
    project = surveyed(db, code, ScopeType.BUILDING, Route.EMERGENCY)
    fund_money.a_file(db, project, "proof")
    return project


PROJECTS: dict[str, Callable[[Database], int]] = {
    "rooms": lambda db: surveyed(db, "rooms", ScopeType.CUSTOM, Route.BALLOT),
    "danger": lambda db: in_danger(db, "danger"),
    "notice": lambda db: announced(db, "WX-2026-31"),
    "asked": lambda db: asked(db, "WX-2026-32"),
    "own": lambda db: asked(db, "WX-2026-33"),
    "stopped": lambda db: fund_desk.project_at(db, "planned", code="WX-2026-34"),
    "torn": torn,
    "signed": lambda db: signed(db, "WX-2026-35"),
    "drawn": lambda db: drawn(db, "WX-2026-36"),
    "payment": lambda db: recorded(db, "WX-2026-37"),
    "share": lambda db: charged(db, "WX-2026-38"),
    "papers": lambda db: with_papers(db, "WX-2026-39"),
    "raised": lambda db: fund_desk.project_at(
        db, "vote_passed", code="WX-2026-40", matter="raise_fund", budget=1_100_003
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("dialogs")
    path, clock = community.settle(folder / "community.db"), folder / "clock"
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *PINE_1_FLATS)
        project = {name: make(db) for name, make in PROJECTS.items()}
    clock.write_text(community.NOW.isoformat(), encoding="utf-8")
    told = {later.VARIABLE: str(clock)}
    with (
        serving(path, folder / "log", module="tests.later", more=told) as served,
        town(browser, served, clock) as here,
    ):
        here.known.update(community.CAST)  # the door has tests of its own
        yield Scene(here, project)


# Plan and notices ------------------------------------------------------------------------------


def test_a_wrong_paper_is_taken_back_and_stays_on_record(scene: Scene):
    clerk = scene.desk("clerk", "papers", "资料")
    clerk.open("撤回")
    clerk.write(为什么撤回="传错了，是别的楼的")
    clerk.send("撤回", "已撤回施工合同：contract.pdf。记录还留着。")
    expect(clerk.page.get_by_text("撤回：传错了，是别的楼的")).to_be_visible()
    sql = (
        "select w.reason from withdrawn_files w join project_files f on f.id = w.file_id"
        " where f.project_id = ?"
    )
    assert scene.row(sql, "papers") == ("传错了，是别的楼的",)


def test_the_rooms_of_a_scope_are_chosen_one_by_one(scene: Scene):
    office = scene.desk("property", "rooms", "方案")
    office.open("定范围")
    for code in ("1-1-101", "3-1-502"):
        office.dialog.get_by_role("combobox").fill(code)
        office.tap(office.page.get_by_role("option", name=code))
    office.page.keyboard.press("Tab")  # the list closes when one goes on
    office.send("定下来", "范围定为 2 户，180.00 m²。")
    sql = (
        "select group_concat(u.code), p.households from listed_units l"
        "  join units u on u.id = l.unit_id join repair_projects p on p.id = l.project_id"
        " where l.project_id = ?"
    )
    assert scene.row(sql, "rooms") == ("1-1-101,3-1-502", 2)
    office.open("定范围")
    expect(office.dialog.get_by_text("3-1-502")).to_be_visible()


def test_an_emergency_is_confirmed_and_skips_the_vote_only(scene: Scene):
    clerk = scene.desk("clerk", "danger")
    clerk.open("登记紧急认定")
    clerk.choose("哪种紧急情形", "外立面脱落")
    expect(clerk.dialog.get_by_text("有关部门的通知加现场照片")).to_be_visible()
    clerk.write(谁认定的="春和街道办事处", 应急预算="20,000", 情况说明="东山墙瓷砖往下掉")
    clerk.tap(clerk.dialog.get_by_text("危及人身安全，先抢修"))
    clerk.send("登记认定", "紧急情况已认定，不用表决；预算、公示、审核和决算照常。")
    sql = (
        "select e.kind, e.confirming_body, e.confirmed_on, e.life_safety, p.state, p.budget_fen"
        "  from emergencies e join repair_projects p on p.id = e.project_id where p.id = ?"
    )
    stored = ("facade_fall", "春和街道办事处", str(TODAY), 1, "emergency_confirmed", 2_000_000)
    assert scene.row(sql, "danger") == stored


def test_an_objection_is_written_down_and_answered(scene: Scene):
    clerk = scene.desk("clerk", "notice", "办理记录")
    clerk.open("记异议")
    clerk.write(谁提的="1-1-102", 提了什么="报价比隔壁小区高很多")
    clerk.send("记下", "异议已记下。答复以前，下一步办不了。")
    sql = (
        "select o.raised_by, o.words, o.raised_on, o.reply from objections o"
        "  join project_notices n on n.id = o.notice_id where n.project_id = ?"
    )
    raised = ("1-1-102", "报价比隔壁小区高很多", str(TODAY))
    assert scene.row(sql, "notice") == (*raised, None)
    both = clerk.page.get_by_role("button", name="答复异议")
    expect(both).to_have_count(2)  # beside what lacks an answer and beside it, not beside the wait
    clerk.open("答复异议")
    expect(clerk.dialog.get_by_text("报价比隔壁小区高很多")).to_be_visible()
    clerk.write(怎么答复的="含脚手架，三家比选取最低价")
    clerk.send("存答复", "已答复。")
    assert scene.row(sql, "notice") == (*raised, "含脚手架，三家比选取最低价")


# Two people, and stopping ----------------------------------------------------------------------


def requests(scene: Scene, walk: str) -> object:
    row = scene.row("select count(*) from step_requests where project_id = ?", walk)
    return row and row[0]


def test_the_second_person_sends_back_what_the_first_asked_for(scene: Scene):
    second = scene.desk("clerk2", "asked")
    assert requests(scene, "asked") == 1
    second.open("退回")
    second.write(为什么退回="截止日期正好在节日里")
    second.send("退回", "已退给社工clerk：截止日期正好在节日里")
    assert requests(scene, "asked") == 0


def test_the_first_takes_back_what_he_asked_for(scene: Scene):
    first = scene.desk("clerk", "own")
    first.open("撤回")
    first.tap("撤回", first.dialog)
    expect(first.dialog.get_by_text("为什么撤回还没填")).to_be_visible()
    first.write(为什么撤回="还要改表决办法")
    first.send("撤回", "已撤回：还要改表决办法")
    assert requests(scene, "own") == 0


def test_the_head_suspends_a_project_and_takes_it_up_again(scene: Scene):
    head = scene.desk("secretary", "stopped")
    head.tap(head.page.get_by_role("button", name="中止、终止"))
    head.tap(head.page.get_by_role("button", name="中止（以后还办）"))
    expect(head.dialog).to_be_visible()
    choices = head.page.get_by_role("button", name="终止（不办了）")
    expect(choices).to_have_count(0)  # they would lie over the dialog
    head.write(原因="住户要再商量")
    head.send("中止", "项目已中止。")
    sql = "select to_state, note from project_steps where project_id = ? order by id desc limit 1"
    assert scene.row(sql, "stopped") == ("suspended", "住户要再商量")
    head.open("恢复办理")
    head.write(原因="商量好了")
    head.send("恢复办理", "项目恢复办理，回到“")
    assert scene.row(sql, "stopped") == ("planned", "商量好了")


def test_the_head_ends_a_project(scene: Scene):
    head = scene.desk("secretary", "rooms")
    head.tap(head.page.get_by_role("button", name="中止、终止"))
    head.tap(head.page.get_by_role("button", name="终止（不办了）"))
    head.write(原因="物业自己修好了")
    head.send("终止", "项目已终止。")
    assert scene.row("select state from repair_projects where id = ?", "rooms") == ("cancelled",)


# The vote --------------------------------------------------------------------------------------


def test_an_owners_written_word_settles_papers_that_disagree(scene: Scene):
    clerk = scene.desk("clerk", "torn", "表决")
    clerk.open("书面确认")
    clerk.write(确认的说明="业主3月18日签字，以同意为准")
    clerk.send("确认为 同意", "的业主书面确认：同意。")
    sql = (
        "select p.choice, p.settles, p.reason, o.answer from ballot_papers p"
        "  join ballots b on b.id = p.ballot_id join ballot_owners o on o.ballot_id = b.id"
        "   and o.owner_group_id = p.owner_group_id"
        " where b.project_id = ? order by p.id desc limit 1"
    )
    assert scene.row(sql, "torn") == ("yes", 1, "业主3月18日签字，以同意为准", "yes")


def test_a_signed_sheet_is_taken_back_with_its_reason(scene: Scene):
    clerk = scene.desk("clerk", "signed", "表决")
    clerk.tap(clerk.page.get_by_role("radio", name="计票"))
    clerk.open("撤回计票表")
    clerk.write(为什么撤回="复核发现一张记错")
    clerk.send("撤回", "计票表已撤回，可以改票了。改好后重新签字。")
    sql = "select withdrawn_by, why_withdrawn from ballot_counts where project_id = ?"
    assert scene.row(sql, "signed") == (community.account_id("clerk"), "复核发现一张记错")
    expect(clerk.page.get_by_role("button", name="签字：我计的票")).to_be_visible()


def test_a_drawn_paper_that_differs_is_written_down(scene: Scene):
    watcher = scene.desk("supervisor", "drawn", "表决")
    watcher.tap(watcher.page.get_by_role("radio", name="计票"))
    watcher.open("不符")
    watcher.write(原票上是什么="票上勾的是反对")
    watcher.send("记下不符", "不符，请计票人改票。还有 5 张要办。")
    sql = (
        "select l.agrees, l.note, l.found_by from recount_papers l"
        "  join recounts d on d.id = l.recount_id join ballots b on b.id = d.ballot_id"
        " where b.project_id = ? and l.agrees is not null"
    )
    found = (0, "票上勾的是反对", community.account_id("supervisor"))
    assert scene.row(sql, "drawn") == found


# The money -------------------------------------------------------------------------------------


def test_the_head_sends_a_payment_back(scene: Scene):
    head = scene.desk("secretary", "payment", "资金")
    head.open("退回")
    head.write(为什么退回="发票抬头写错")
    head.send("退回", "已退回首期款 34,300.00 元：发票抬头写错。")
    sql = "select refused_by, refused_why, approved_by from fund_payments where project_id = ?"
    stored = (community.account_id("secretary"), "发票抬头写错", None)
    assert scene.row(sql, "payment") == stored


def test_an_owner_pays_what_the_account_could_not_bear(scene: Scene):
    accountant = scene.desk("accountant", "share", "资金")
    accountant.open("登记交款")
    expect(accountant.dialog.get_by_text("1-0-1 还差 3,118.19 元。")).to_be_visible()
    accountant.write(交了多少="3,000")
    accountant.send("登记交款", "已登记自付 3,000.00 元，还差 118.19 元。")
    sql = "select unit_id, amount_fen, paid_on from self_payments where project_id = ?"
    assert scene.row(sql, "share") == (21, 300_000, str(TODAY))
    expect(accountant.page.locator("[class*=st-key-row-owed-]")).to_contain_text("118.19")


def test_topups_are_booked_for_the_rooms_that_paid(scene: Scene):
    accountant = scene.town.desk("accountant", "/fund?tab=accounts")
    accountant.tap(accountant.page.get_by_text("入账", exact=True))
    accountant.open("登记续交")
    told = "表决通过 11,000.03 元，按面积分。已交 0 户，共 11 户。"
    expect(accountant.dialog.get_by_text(told)).to_be_visible()
    accountant.write(交了的房号="1-1-101\n１栋２单元202")
    accountant.send("登记续交", "已登记续交：2 户，共 2,000.01 元。")
    sql = (
        "select group_concat(e.amount_fen), count(distinct e.slip) from household_entries e"
        " where e.kind = 'topup' and e.note = '续交 WX-2026-40'"
    )
    assert scene.row(sql) == ("100001,100000", 1)
