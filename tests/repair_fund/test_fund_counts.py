"""计票: computed, signed by three people, taken back with a reason; a recount anybody can redraw."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks.report import _checked
from db.repair_fund import ballots, counts, papers
from db.repair_fund.checks.ballots import INVARIANTS, redrawn
from db.visit import Visit
from domain.errors import DomainError, Invalid, NotAllowed, SamePerson, WrongState
from domain.people import Role
from domain.repair_fund.counts import Finding, drawn, how_many
from domain.repair_fund.papers import BallotPaper, Correction, EvoteTotals, FloorPapers
from domain.repair_fund.projects import State
from domain.repair_fund.votes import Choice, Result
from tests import community, fund_desk
from tests.community import visit_of

ROOMS = [*range(1, 11), 21]
AFTER = community.NOW + timedelta(days=11)  # the day after the last day


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        fund_desk.project_at(db)
        yield db


def vote(db: Database, yes: int, no: int = 0) -> None:
    answers = [(unit, Choice.YES) for unit in ROOMS[:yes]]
    answers += [(unit, Choice.NO) for unit in ROOMS[yes : yes + no]]
    papers.record_floor(visit_of(db, "grid"), FloorPapers("all", 1, tuple(answers)))


def who(db: Database, name: str) -> Visit:
    return visit_of(db, name, AFTER)


def sign(db: Database, first: str = "clerk", second: str = "clerk2") -> None:
    counts.sign_count(who(db, first), 1)
    counts.verify_count(who(db, second), 1)


def state(db: Database) -> str:
    return str(db.execute("select state from repair_projects where id = 1").fetchone()[0])


def holds(db: Database) -> None:
    assert [one.code for one in INVARIANTS if not _checked(db, one).ok] == []
    assert list(redrawn(db)) == []


# Three signatures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "result", "then"),
    [
        (8, 0, "PASS", "vote_passed"),
        (4, 4, "REJECTED", "vote_failed"),
        (7, 0, "NO_QUORUM", "vote_failed"),
    ],
)
def test_the_third_signature_takes_the_step(
    db: Database, yes: int, no: int, result: str, then: str
):
    vote(db, yes, no)
    sign(db)
    assert state(db) == "voting"
    counts.confirm_count(who(db, "supervisor"), 1)
    assert state(db) == then
    found = counts.sheet(who(db, "property"), 1)
    assert found
    assert (found.result, found.heads_in) == (result, yes + no)
    step = db.execute("select by_id, second_id from project_steps order by id desc").fetchone()
    assert step == (community.account_id("clerk"), community.account_id("supervisor"))
    holds(db)


def test_counting_begins_the_day_after_the_last_or_when_everybody_voted(db: Database):
    vote(db, 8)
    last_day = visit_of(db, "clerk", AFTER - timedelta(days=1))
    with pytest.raises(WrongState, match="才截止，还有 3 户没投"):
        counts.sign_count(last_day, 1)
    answers = tuple((unit, Choice.NO) for unit in ROOMS[8:])
    papers.record_floor(visit_of(db, "grid"), FloorPapers("rest", 1, answers))
    counts.sign_count(last_day, 1)


def test_nothing_is_counted_while_an_owner_contradicts_himself(db: Database):
    db.execute("update units set owner_group_id = 12 where id = 13")
    fund_desk.project_at(db, building=community.PINE_3, code="WX-2026-02")
    for unit, choice in ((12, Choice.YES), (13, Choice.NO)):
        papers.record_paper(visit_of(db, "clerk"), BallotPaper(f"p{unit}", 2, unit, choice))
    with pytest.raises(WrongState, match="1 位业主的几张票意见不一"):
        counts.sign_count(who(db, "clerk"), 2)


def test_the_same_person_never_signs_twice(db: Database):
    vote(db, 8)
    counts.sign_count(who(db, "clerk"), 1)
    with pytest.raises(SamePerson):
        counts.verify_count(who(db, "clerk"), 1)
    counts.verify_count(who(db, "clerk2"), 1)
    for name in ("clerk", "clerk2"):
        id = community.account_id(name)
        db.execute("update accounts set role = 'supervisor' where id = ?", [id])
        with pytest.raises(SamePerson):
            counts.confirm_count(who(db, name), 1)
        db.execute("update accounts set role = 'clerk' where id = ?", [id])
    assert state(db) == "voting"


def test_signatures_come_in_their_order(db: Database):
    vote(db, 8)
    with pytest.raises(WrongState, match="第一位计票人还没签字"):
        counts.verify_count(who(db, "clerk2"), 1)
    counts.sign_count(who(db, "clerk"), 1)
    with pytest.raises(WrongState, match="已经有人签字"):
        counts.sign_count(who(db, "clerk2"), 1)
    with pytest.raises(WrongState, match="第二位计票人还没复核签字"):
        counts.confirm_count(who(db, "supervisor"), 1)
    counts.verify_count(who(db, "grid"), 1)
    with pytest.raises(WrongState, match="已经复核签字"):
        counts.verify_count(who(db, "clerk2"), 1)


@pytest.mark.parametrize("role", Role)
def test_counters_count_and_supervisors_supervise(db: Database, role: Role):
    vote(db, 8)
    name = role.value
    may_count = role in (Role.SECRETARY, Role.CLERK, Role.GRID)
    for act, may in (
        (counts.sign_count, may_count),
        (counts.verify_count, may_count),
        (counts.confirm_count, role is Role.SUPERVISOR),
        (counts.draw_recount, role is Role.SUPERVISOR),
    ):
        try:
            act(who(db, name), 1)
        except NotAllowed as refusal:
            assert isinstance(refusal, SamePerson) is may
        except DomainError:
            assert may


def test_a_signed_sheet_holds_its_papers_until_it_is_taken_back(db: Database):
    vote(db, 8)
    sign(db)
    wrong = Correction("fix", 1, Choice.NO, True, "", "核对原票")
    with pytest.raises(WrongState, match="先撤回计票表"):
        papers.correct_paper(who(db, "clerk"), wrong)
    with pytest.raises(Invalid, match="撤回的原因还没填"):
        counts.withdraw_count(who(db, "clerk"), 1, " ")
    counts.withdraw_count(who(db, "clerk"), 1, "复核发现一张记错")
    assert counts.sheet(who(db, "clerk"), 1) is None
    papers.correct_paper(who(db, "clerk"), wrong)
    sign(db)
    counts.confirm_count(who(db, "supervisor"), 1)
    found = counts.sheet(who(db, "clerk"), 1)
    assert found
    assert (found.heads_yes, found.result) == (7, Result.PASS)
    with pytest.raises(WrongState, match="表决已经办完"):
        counts.withdraw_count(who(db, "clerk"), 1, "还想改")
    holds(db)


def test_an_export_made_before_the_end_is_not_counted(db: Database):
    fund_desk.project_at(db, building=community.PINE_3, code="WX-2026-02", channel="wuhan_evote")
    with pytest.raises(WrongState, match="还没登记市电子投票的合计"):
        counts.sign_count(who(db, "clerk"), 2)
    totals = EvoteTotals("early", 2, 36000, 4, 36000, 4, "导出.pdf", b"%PDF-1.4 early")
    papers.record_evote_totals(visit_of(db, "clerk"), totals)
    with pytest.raises(WrongState, match="合计是截止以前导出的"):
        counts.sign_count(who(db, "clerk"), 2)
    late = EvoteTotals("late", 2, 45000, 5, 36000, 4, "导出.pdf", b"%PDF-1.4 late")
    papers.record_evote_totals(who(db, "clerk"), late)
    assert "通过" in counts.sign_count(who(db, "clerk"), 2).told
    holds(db)


@pytest.mark.parametrize(
    "sql",
    [
        "update ballot_counts set result = 'REJECTED'",
        "update ballot_counts set area_yes = 0",
        "update ballot_counts set second_by = counted_by",
        "update ballot_counts set approved_by = second_by",
        "update ballot_counts set withdrawn_by = 3",
        "delete from ballot_counts",
        "insert into ballot_counts select 9, project_id, ballot_id, rule_version, matter, area_centi,"
        " heads, area_in, heads_in, area_yes, heads_yes, result, counted_on, counted_by, null, null,"
        " source, null, '' from ballot_counts",
        "insert into project_steps (project_id, from_state, to_state, happened_on, by_id, second_id)"
        " values (1, 'voting', 'vote_passed', '2026-03-18', 3, 4)",
    ],
)
def test_the_file_refuses_a_sheet_made_up_by_hand(db: Database, sql: str):
    vote(db, 8)
    sign(db)
    before = db.execute("select * from ballot_counts").fetchall()
    with pytest.raises(connection.IntegrityError):
        db.execute(sql)
    assert db.execute("select * from ballot_counts").fetchall() == before
    assert state(db) == State.VOTING


# The recount ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("papers", "drawn"), [(3, 3), (5, 5), (100, 5), (101, 6), (6549, 328)])
def test_five_per_cent_and_at_least_five_papers_are_drawn(papers: int, drawn: int):
    assert how_many(papers) == drawn


def test_anybody_redraws_the_sample_from_the_seed(db: Database):
    vote(db, 11)
    counts.draw_recount(who(db, "supervisor"), 1)
    made = counts.recounts(who(db, "clerk"), 1)[0]
    by_hand = sorted(
        range(1, 12), key=lambda id: hashlib.sha256(f"{made.seed}:{id}".encode()).hexdigest()
    )[:5]
    lines = counts.recount_lines(who(db, "clerk"), 1)
    assert sorted(line.paper_id for line in lines) == sorted(by_hand)
    assert sorted(by_hand) == drawn(made.seed, range(1, 12))
    holds(db)


def test_a_recount_comes_before_the_signature_and_its_errors_are_corrected_first(db: Database):
    vote(db, 11)
    watcher = who(db, "supervisor")
    with pytest.raises(WrongState, match="没核完"):
        counts.draw_recount(watcher, 1)
        counts.sign_count(who(db, "clerk"), 1)
    first, *others = counts.recount_lines(watcher, 1)
    for line in others:
        counts.record_recount(watcher, Finding(f"f{line.paper_id}", 1, line.paper_id, True))
    blank = Finding("blank", 1, first.paper_id, False)
    with pytest.raises(Invalid, match="要写明票上是什么"):
        counts.record_recount(watcher, blank)
    counts.record_recount(watcher, Finding("bad", 1, first.paper_id, False, "票上勾的是反对"))
    with pytest.raises(WrongState, match="不符的还没改"):
        counts.sign_count(who(db, "clerk"), 1)
    correction = Correction("fix", first.paper_id, Choice.NO, True, "", "抽查复核不符")
    papers.correct_paper(who(db, "clerk"), correction)
    sign(db)
    counts.confirm_count(watcher, 1)
    holds(db)


def test_what_was_found_is_found_once(db: Database):
    vote(db, 11)
    watcher = who(db, "supervisor")
    counts.draw_recount(watcher, 1)
    line = counts.recount_lines(watcher, 1)[0]
    counts.record_recount(watcher, Finding("a", 1, line.paper_id, True))
    with pytest.raises(WrongState, match="已经核过了"):
        counts.record_recount(watcher, Finding("b", 1, line.paper_id, False, "不对"))
    for sql in (
        "update recount_papers set agrees = 0, note = 'x' where agrees = 1",
        "delete from recount_papers",
        "update recounts set seed = '1'",
        "delete from recounts",
    ):
        with pytest.raises(connection.IntegrityError):
            db.execute(sql)


def test_there_is_nothing_to_recount_before_the_end_or_without_papers(db: Database):
    with pytest.raises(WrongState, match="没有纸票"):
        counts.draw_recount(who(db, "supervisor"), 1)
    vote(db, 3)
    with pytest.raises(WrongState, match="才截止"):
        counts.draw_recount(visit_of(db, "supervisor"), 1)
    assert ballots.ballot(who(db, "clerk"), 1)
