"""存底: a paper that went out prints the same for ever; one whose facts are missing is refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from db import connection, kept_papers
from db.points_ledger import month_papers
from db.repair_fund import booking, moves, notices, papers_offered, papers_out
from domain.errors import WrongState
from domain.kept_papers import PaperKind, as_text, digest, from_text
from domain.repair_fund.accounts import Share, half_of
from domain.repair_fund.booking import Interest
from domain.repair_fund.moves import Move
from domain.repair_fund.notices import NoticeKind, PuttingUp
from domain.repair_fund.printed import Application, Heading, PlanTerms, SharesPaper
from domain.repair_fund.projects import State
from domain.repair_fund.votes import EmptyScope
from tests import community, fund_desk, fund_money
from tests.community import TODAY, visit_of
from tests.fund_money import PINE_1_FLATS, settle
from tests.word_files import words
from ui import fund_documents

PLAN, SETTLE = NoticeKind.PLAN, NoticeKind.SETTLE


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *PINE_1_FLATS)
        yield db


def post(db: Database, project: int, slip: str = "post") -> None:
    paper = PuttingUp(slip, project, "公示内容", "单元门口", TODAY, "", b"")
    notices.put_up_notice(visit_of(db, "clerk"), paper)


def interest(db: Database, slip: str = "later", day: date = TODAY) -> None:
    sheet = Interest(slip, community.PINE, 777_777, day, "增值收益")
    booking.record_interest(visit_of(db, "accountant"), sheet)


def shares(db: Database, project: int, kind: NoticeKind) -> SharesPaper:
    return papers_out.shares_paper(visit_of(db, "clerk"), project, kind)


def everything(db: Database, project: int) -> list[str]:
    """Every paper of the project that is offered now, in words."""
    clerk = visit_of(db, "clerk", community.NOW + timedelta(days=40))
    made = []
    for paper in papers_offered.printable(clerk, project):
        if paper.kind is PaperKind.APPLICATION:
            form = papers_out.application(clerk, project)
            made.append(words(fund_documents.application_docx(*form)))
        elif paper.kind is PaperKind.RESULT:
            made.append(words(fund_documents.vote_docx(papers_out.vote_paper(clerk, project))))
        elif paper.kind is PaperKind.LIST:
            made.append(words(fund_documents.shares_docx(papers_out.list_paper(clerk, project))))
        else:
            kind = NoticeKind(paper.kind)
            draw = fund_documents.plan_docx if kind is PLAN else fund_documents.settle_docx
            made.append(words(draw(papers_out.shares_paper(clerk, project, kind))))
    return made


def kinds(db: Database, project: int) -> dict[str, bool]:
    """The papers offered, and whether each prints from what was kept."""
    found = papers_offered.printable(visit_of(db, "clerk"), project)
    return {paper.kind.label: paper.kept_on is not None for paper in found}


def settled(db: Database) -> int:
    project = fund_money.accepted(db)
    settle(db, project, 4_731_268)
    return project


def change_the_name(db: Database) -> None:
    db.execute("update community set name = '改了名的社区'")


# What went out stays -------------------------------------------------------------------------


def test_a_posted_settlement_keeps_its_balances_whatever_is_booked_later(db: Database):
    project = settled(db)
    post(db, project)
    before = shares(db, project, SETTLE)
    interest(db)
    change_the_name(db)
    assert shares(db, project, SETTLE) == before
    assert "1-1-101|90.00 m²|9.09%|4,301.16|8,500.00|4,198.84|" in words(
        fund_documents.settle_docx(shares(db, project, SETTLE))
    )


def test_what_is_booked_after_the_posting_changes_no_paper_at_all(db: Database):
    project = settled(db)
    post(db, project)
    before = everything(db, project)
    assert len(before) == 5
    interest(db)
    change_the_name(db)
    after = everything(db, project)
    assert after[2] == before[2], "the settlement went out"
    assert after[4] == before[4], "so did its list"


def test_an_older_notice_without_figures_is_reckoned_as_of_its_day_and_says_so(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)  # posted by hand, nothing was kept
    before = shares(db, project, SETTLE)
    assert "没有存底" in before.heading.note
    interest(db)
    assert shares(db, project, SETTLE) == before


def test_a_plan_notice_stays_and_another_version_is_another_paper(db: Database):
    project = fund_desk.project_at(db, "deliberated")
    draft = shares(db, project, PLAN)
    assert draft.heading.posted_on is None
    post(db, project)
    before = shares(db, project, PLAN)
    assert before.heading.posted_on == TODAY
    interest(db)
    assert shares(db, project, PLAN) == before
    fund_desk._insert(db, "plans", project_id=project, version=2, extent="改小范围",
                      budget_fen=3_000_000, chosen_how="三家比选", accepted_how="淋水试验",
                      made_on=TODAY.isoformat(), made_by=1, source="entered")  # fmt: skip
    assert shares(db, project, PLAN).terms.extent == "改小范围"
    (kept,) = kept_papers.kept_of(db, f"project/{project}")
    old = kept_papers.kept(db, SharesPaper, kept.kind, kept.subject, kept.version)
    assert old == before


def test_an_application_keeps_its_sums_and_is_another_one_after_corrections(db: Database):
    project = fund_desk.project_at(db, "result_notice")
    clerk = visit_of(db, "clerk", community.NOW + timedelta(days=30))
    for kind in ("application", "contract", "authority"):
        fund_money.a_file(db, project, kind)
    moves.take_step(clerk, Move("r10", project, State.APPLIED))
    first = papers_out.application(clerk, project)
    assert kinds(db, project)["使用申请表"] is True
    assert kinds(db, project)["分摊清册"] is True
    moves.take_step(clerk, Move("back", project, State.RETURNED, "缺公示照片，请补齐"))
    assert kinds(db, project)["使用申请表"] is False, "what was sent back is drawn up again"
    db.execute("update repair_projects set title = '外墙渗水维修（补正）' where id = ?", [project])
    moves.take_step(clerk, Move("again", project, State.APPLIED, "补齐了公示照片"))
    second = papers_out.application(clerk, project)
    assert (first.heading.title, second.heading.title) == (
        "外墙渗水维修", "外墙渗水维修（补正）",
    )  # fmt: skip
    versions = [k.version for k in kept_papers.kept_of(db, f"project/{project}")
                if k.kind is PaperKind.APPLICATION]  # fmt: skip
    assert len(versions) == 2
    subject = f"project/{project}"
    kept = kept_papers.kept(db, Application, PaperKind.APPLICATION, subject, versions[-1])
    assert kept == first
    (older, *_) = [one for one in papers_offered.earlier(clerk, project)
                   if one.kind is PaperKind.APPLICATION]  # fmt: skip
    assert older.version == versions[-1]
    assert papers_offered.as_it_went_out(clerk, project, older.kind, older.version) == first


def test_grants_of_the_settlement_do_not_change_what_was_applied_for(db: Database):
    project = fund_money.accepted(db)
    before = words(
        fund_documents.application_docx(*papers_out.application(visit_of(db, "clerk"), project))
    )
    settle(db, project, 4_731_268, subsidy=500_000)
    after = words(
        fund_documents.application_docx(*papers_out.application(visit_of(db, "clerk"), project))
    )
    assert after == before


# What is missing is refused ------------------------------------------------------------------


@pytest.mark.parametrize("state", ["proposed", "surveyed"])
def test_without_a_plan_there_is_no_plan_paper_and_no_application(db: Database, state: str):
    project, clerk = fund_desk.project_at(db, state), visit_of(db, "clerk")
    assert kinds(db, project) == {}
    for make in (
        lambda: papers_out.shares_paper(clerk, project, PLAN),
        lambda: papers_out.list_paper(clerk, project),
        lambda: papers_out.application(clerk, project),
    ):
        with pytest.raises(WrongState, match="还没有定方案"):
            make()


def test_a_suspended_proposal_applies_for_nothing(db: Database):
    project, head = fund_desk.project_at(db, "proposed"), visit_of(db, "secretary")
    moves.stop_project(head, Move("stop", project, State.SUSPENDED, "业主有争议，先放一放"))
    assert kinds(db, project) == {}
    with pytest.raises(WrongState, match="印不出使用申请表"):
        papers_out.application(head, project)


@pytest.mark.parametrize("state", ["planned", "plan_notice", "voting"])
def test_nobody_applies_before_the_vote_has_passed(db: Database, state: str):
    project = fund_desk.project_at(db, state)
    assert "使用申请表" not in kinds(db, project)
    with pytest.raises(WrongState, match="还没有表决通过，也没有紧急认定"):
        papers_out.application(visit_of(db, "clerk"), project)


def test_a_vote_to_raise_the_fund_is_no_application_to_use_it(db: Database):
    project = fund_desk.project_at(db, "vote_passed", matter="raise_fund")
    assert "使用申请表" not in kinds(db, project)
    with pytest.raises(WrongState, match="没有通过使用维修资金"):
        papers_out.application(visit_of(db, "clerk"), project)


def test_the_application_says_who_confirmed_the_emergency_and_when_it_was_surveyed(db: Database):
    project = fund_desk.project_at(db, "planned")
    clerk = community.account_id("clerk")
    fund_desk._insert(db, "emergencies", project_id=project, kind="leak", life_safety=0,
                      confirming_body="关东街道办事处", confirmed_on="2026-03-02", by_id=clerk)  # fmt: skip
    text = words(
        fund_documents.application_docx(*papers_out.application(visit_of(db, "clerk"), project))
    )
    assert "紧急使用，未经表决。关东街道办事处 2026年3月2日认定" in text
    assert "查勘，2014年6月30日竣工，保修 5 年" in text


def test_a_scope_of_nobody_is_refused(db: Database):
    project = fund_desk.project_at(db, "deliberated")
    db.execute("update units set purpose = 'parking' where building_id = ?", [community.PINE_1])
    with pytest.raises(EmptyScope):
        shares(db, project, PLAN)


# Half-years and months -----------------------------------------------------------------------


def test_a_posted_statement_stays_and_a_corrected_one_is_another_paper(db: Database):
    money, building, half = visit_of(db, "accountant"), community.PINE_1, half_of(TODAY)
    earlier = f"{TODAY.year - 1}-2"
    with pytest.raises(WrongState, match="这半年还没过完"):
        papers_out.put_up_statement(money, building, half, slip="now")
    papers_out.put_up_statement(money, building, earlier, slip="post")
    before = papers_out.statement(money, building, earlier)
    with pytest.raises(WrongState, match="和上次张贴的一样"):
        papers_out.put_up_statement(money, building, earlier, slip="again")
    interest(db, day=date(TODAY.year - 1, 11, 1))
    assert papers_out.statement(money, building, earlier) == before
    papers_out.put_up_statement(money, building, earlier, slip="corrected")
    after = papers_out.statement(money, building, earlier)
    assert after.rows != before.rows
    versions = [kept.version for kept in kept_papers.kept_of(db, f"building/{building}/{earlier}")]
    assert versions == [2, 1]


def test_a_posted_month_stays_whoever_changes_the_name_or_the_phone(db: Database):
    month = f"{TODAY.replace(day=1) - timedelta(days=1):%Y-%m}"
    clerk, later = visit_of(db, "clerk"), visit_of(db, "clerk", community.NOW + timedelta(days=9))
    with pytest.raises(WrongState, match="这个月还没过完"):
        month_papers.put_up_month(clerk, f"{TODAY:%Y-%m}", slip="early")
    assert month_papers.posted_on(clerk, month) is None
    month_papers.put_up_month(clerk, month, slip="post")
    before = month_papers.month_paper(clerk, month)
    change_the_name(db)
    assert month_papers.month_paper(later, month) == before
    assert before.posted_on == month_papers.posted_on(later, month) == TODAY
    with pytest.raises(WrongState, match="已经登记过张贴"):
        month_papers.put_up_month(later, month, slip="again")


# The file keeps it ---------------------------------------------------------------------------


def test_kept_papers_are_neither_changed_nor_removed_and_the_check_sees_it(db: Database):
    project = settled(db)
    post(db, project)
    for sql in (
        "update kept_papers set figures = '{}'",
        "delete from kept_papers",
        "insert or replace into kept_papers select * from kept_papers",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            db.execute(sql)
    assert list(kept_papers.altered(db)) == []
    db.conn.set_authorizer(None)  # as somebody with the file in hand
    db.execute("drop trigger kept_papers_are_never_changed")
    db.execute("update kept_papers set figures = replace(figures, '4731268', '4731269')")
    assert list(kept_papers.altered(db)) == ["存底 1"]


def test_every_paper_comes_back_as_it_was(db: Database):
    project = settled(db)
    sheet, form = (
        shares(db, project, SETTLE),
        papers_out.application(visit_of(db, "clerk"), project),
    )
    assert from_text(SharesPaper, as_text(sheet)) == sheet
    assert from_text(Application, as_text(form)) == form


@given(st.text(), st.integers(), st.dates() | st.none())
def test_any_words_and_sums_come_back(said: str, fen: int, day: date | None):
    heading = Heading("", "", said, "", "", "", TODAY, day, day, "")
    terms = PlanTerms(1, said, "", "", "", "", "", fen, 0, 0, 0, 0)
    paper = SharesPaper(heading, terms, (Share(1, said, 1, fen, 2, 3, 4),), estimated=True)
    assert from_text(SharesPaper, as_text(paper)) == paper
    assert digest(as_text(paper)) == digest(as_text(from_text(SharesPaper, as_text(paper))))
