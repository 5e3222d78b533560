"""表决票: recorded once, corrected with a reason, settled in writing; the tally is always exact."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks.report import _checked
from db.repair_fund import ballot_grid, ballots, papers
from db.repair_fund.checks.ballots import INVARIANTS
from domain.errors import DomainError, Invalid, NotAllowed, SlipTaken, WrongState
from domain.repair_fund.ballots import Ballot
from domain.repair_fund.papers import BallotPaper, Correction, EvoteTotals, FloorPapers, OwnersWord
from domain.repair_fund.votes import Choice
from tests import community, fund_desk
from tests.community import TODAY, visit_of

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
PDF = b"%PDF-1.4 a table of the city's system"
OUTSIDE = 12  # a room of another building


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Building 1: rooms 1 to 10 and the shop 21. Rooms 1, 2 and 3 belong to one owner."""
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        db.execute("update units set owner_group_id = 1 where id in (2, 3)")
        fund_desk.project_at(db)
    return path


def ballot(db: Database, project: int = 1) -> Ballot:
    found = ballots.ballot(visit_of(db, "clerk"), project)
    assert found is not None
    return found


def record(
    db: Database, unit: int, choice: Choice = YES, who: str = "clerk", **more: object
) -> int:
    paper = replace(BallotPaper(f"slip-{unit}-{choice}", 1, unit, choice), **more)
    return papers.record_paper(visit_of(db, who), paper).id


def correct(db: Database, paper: int, choice: Choice, why: str = "") -> int:
    correction = Correction(f"fix-{paper}-{choice}", paper, choice, not why, why, "核对原票")
    return papers.correct_paper(visit_of(db, "clerk"), correction).id


def settle(db: Database, choice: Choice, owner: int = 1) -> int:
    word = OwnersWord(f"word-{choice}-{ballot(db).heads_in}", 1, owner, choice, "业主签字确认")
    return papers.record_owners_word(visit_of(db, "clerk"), word).id


def counted(db: Database) -> tuple[int, int, int, int, int]:
    b = ballot(db)
    return b.heads_in, b.area_in, b.heads_yes, b.area_yes, b.conflicts


def refused(db: Database, act: object, words: str) -> None:
    """A sentence, and nothing stored."""
    before = db.execute("select count(*) from ballot_papers").fetchone()
    with pytest.raises(DomainError, match=words):
        act()  # type: ignore[operator]
    assert db.execute("select count(*) from ballot_papers").fetchone() == before


# One paper -----------------------------------------------------------------------------------


def test_a_paper_counts_its_owner_once_with_the_area_of_all_his_rooms(small: Database):
    record(small, 1)
    assert counted(small) == (1, 27000, 1, 27000, 0)
    record(small, 2)
    assert counted(small) == (1, 27000, 1, 27000, 0), "a second room of the same owner adds no head"


def test_an_abstention_takes_part_and_is_no_yes(small: Database):
    record(small, 4, ABSTAIN)
    assert counted(small) == (1, 9000, 0, 0, 0)


def test_an_invalid_paper_counts_nowhere_and_says_why(small: Database):
    record(small, 4, YES, valid=False, why_invalid="没有签名")
    assert counted(small) == (0, 0, 0, 0, 0)
    with pytest.raises(Invalid, match="无效的原因还没填"):
        record(small, 5, YES, valid=False)


def test_a_proxy_is_kept_by_name(small: Database):
    record(small, 4, YES, proxy=" 李建军 ")
    assert ballot_grid.papers(visit_of(small, "clerk"), 1)[0].proxy == "李建军"
    with pytest.raises(Invalid, match="代办人姓名最多 20 个字"):
        record(small, 5, YES, proxy="李" * 21)


def test_the_same_slip_is_one_paper_and_another_paper_on_it_is_none(small: Database):
    assert record(small, 4) == record(small, 4)
    with pytest.raises(SlipTaken):
        record(small, 5, slip="slip-4-yes")
    assert counted(small)[0] == 1


def test_a_room_votes_once(small: Database):
    record(small, 4)
    refused(small, lambda: record(small, 4, NO), "1-1-202 已经登记过一张票")


def test_a_room_outside_the_scope_does_not_vote(small: Database):
    refused(small, lambda: record(small, OUTSIDE), "不在这次的列支范围里")


@pytest.mark.parametrize("days", [-6, 11])
def test_papers_come_inside_the_window_only(small: Database, days: int):
    late = visit_of(small, "clerk", community.NOW + timedelta(days=days))
    paper = BallotPaper("late", 1, 4, YES)
    refused(small, lambda: papers.record_paper(late, paper), "开始，现在还不收票|已在 .* 截止")


@pytest.mark.parametrize("days", [-5, 10])
def test_both_ends_of_the_window_belong_to_it(small: Database, days: int):
    edge = visit_of(small, "clerk", community.NOW + timedelta(days=days))
    papers.record_paper(edge, BallotPaper("edge", 1, 4, YES))
    assert counted(small)[0] == 1


def test_what_is_over_takes_no_paper(small: Database):
    fund_desk.project_at(small, "vote_passed", building=community.PINE_3, code="WX-2026-02")
    refused(
        small,
        lambda: papers.record_paper(visit_of(small, "clerk"), BallotPaper("x", 2, OUTSIDE, YES)),
        "现在是“表决通过”",
    )


def test_the_steward_records_nothing_and_sees_no_single_answer(small: Database):
    for act in (
        lambda v: papers.record_paper(v, BallotPaper("x", 1, 4, YES)),
        lambda v: ballot_grid.grid(v, 1, 1, 1),
        lambda v: ballot_grid.papers(v, 1),
        lambda v: ballot_grid.closers(v, 1),
    ):
        with pytest.raises(NotAllowed):
            act(visit_of(small, "property"))
    assert ballots.tally(visit_of(small, "property"), 1).measures
    with pytest.raises(NotAllowed, match="别的小区"):
        ballots.tally(visit_of(small, "property2"), 1)


# A floor -------------------------------------------------------------------------------------


def test_a_floor_is_stored_whole_or_not_at_all(small: Database):
    floor = FloorPapers("floor", 1, ((4, YES), (5, NO), (6, ABSTAIN)))
    papers.record_floor(visit_of(small, "grid"), floor)
    assert counted(small) == (3, 27000, 1, 9000, 0)
    half = FloorPapers("half", 1, ((7, YES), (6, YES), (OUTSIDE, YES)))
    refused(
        small, lambda: papers.record_floor(visit_of(small, "grid"), half), "一户也没存。1-1-302"
    )
    assert counted(small)[0] == 3


def test_a_floor_needs_taps_and_no_room_twice(small: Database):
    for answers, words in (((), "还没点房号"), (((4, YES), (4, NO)), "同一户点了两次")):
        floor = FloorPapers("floor", 1, answers)
        refused(small, lambda: papers.record_floor(visit_of(small, "grid"), floor), words)


# Corrections and written words ---------------------------------------------------------------


def test_a_correction_keeps_the_old_paper_with_its_reason(small: Database):
    correct(small, record(small, 4), NO)
    new, old = ballot_grid.papers(visit_of(small, "clerk"), 1, 4)
    assert (old.choice, old.replaced, new.choice, new.reason) == (YES, True, NO, "核对原票")
    assert counted(small) == (1, 9000, 0, 0, 0)


def test_a_paper_becomes_invalid_and_valid_again(small: Database):
    void = correct(small, record(small, 4), YES, "没有签名")
    assert counted(small) == (0, 0, 0, 0, 0)
    correct(small, void, YES)
    assert counted(small) == (1, 9000, 1, 9000, 0)


def test_a_correction_corrects_the_last_paper_changes_something_and_says_why(small: Database):
    first = record(small, 4)
    refused(small, lambda: correct(small, first, YES), "没有改动")
    blank = Correction("x", first, NO, True, "", " ")
    refused(
        small, lambda: papers.correct_paper(visit_of(small, "clerk"), blank), "改票的原因还没填"
    )
    correct(small, first, NO)
    refused(small, lambda: correct(small, first, ABSTAIN), "已经改过了")


def test_a_wrong_paper_is_corrected_after_closing_too(small: Database):
    first = record(small, 4)
    late = visit_of(small, "clerk", community.NOW + timedelta(days=12))
    papers.correct_paper(late, Correction("x", first, NO, True, "", "核对原票"))
    assert counted(small) == (1, 9000, 0, 0, 0)


def test_papers_of_one_owner_that_disagree_count_nothing_until_he_says_so_in_writing(
    small: Database,
):
    record(small, 1, YES)
    told = papers.record_paper(visit_of(small, "clerk"), BallotPaper("b", 1, 2, NO)).told
    assert "意见不一，先都不计" in told
    assert counted(small) == (0, 0, 0, 0, 1)
    assert (
        ballot_grid.conflicts(visit_of(small, "clerk"), 1)[0].papers == "1-1-101 同意、1-1-102 反对"
    )
    settle(small, NO)
    assert counted(small) == (1, 27000, 0, 0, 0)


def test_a_paper_after_the_written_word_opens_the_question_again(small: Database):
    record(small, 1, YES)
    record(small, 2, NO)
    settle(small, YES)
    record(small, 3, NO)
    assert counted(small)[4] == 1


def test_a_written_word_is_corrected_as_a_written_word(small: Database):
    record(small, 1, YES)
    record(small, 2, NO)
    word = settle(small, YES)
    correct(small, word, NO)
    assert counted(small) == (1, 27000, 0, 0, 0)
    last = ballot_grid.papers(visit_of(small, "clerk"), 1)[0]
    refused(small, lambda: correct(small, last.id, NO, "没有签名"), "不能记成无效")


def test_a_corrected_word_keeps_its_place_before_a_later_contrary_paper(small: Database):
    record(small, 1, YES)
    record(small, 2, NO)
    word = settle(small, YES)
    record(small, 3, NO)
    assert counted(small)[4] == 1
    word = correct(small, word, ABSTAIN)
    assert counted(small) == (0, 0, 0, 0, 1), "the paper that came later is not dropped"
    correct(small, word, NO)
    assert counted(small) == (1, 27000, 0, 0, 0), "now both say the same"


def test_a_corrected_older_word_never_outdoes_a_newer_one(small: Database):
    record(small, 1, YES)
    record(small, 2, NO)
    older = settle(small, YES)
    record(small, 3, NO)
    settle(small, NO)
    correct(small, older, ABSTAIN)
    assert counted(small) == (1, 27000, 0, 0, 0)


def test_only_a_contradiction_is_settled(small: Database):
    record(small, 1, YES)
    refused(small, lambda: settle(small, NO), "现在没有不一致")


# The city's e-voting -------------------------------------------------------------------------

TOTALS = EvoteTotals("evote", 2, 36000, 4, 27000, 3, "导出.pdf", PDF)


@pytest.fixture
def evote(small: Database) -> Database:
    fund_desk.project_at(small, building=community.PINE_3, code="WX-2026-02", channel="wuhan_evote")
    return small


def test_totals_of_the_city_are_the_tally_and_keep_their_file(evote: Database):
    papers.record_evote_totals(visit_of(evote, "clerk"), TOTALS)
    found = ballot(evote, 2)
    assert (found.heads_in, found.area_yes, found.totals_on) == (4, 27000, TODAY)
    row = evote.execute("select kind, length(sha256) from project_files").fetchone()
    assert row == ("evote", 64)


def test_a_later_export_counts_instead_of_the_earlier_one(evote: Database):
    papers.record_evote_totals(visit_of(evote, "clerk"), TOTALS)
    later = replace(TOTALS, slip="later", heads_in=5, area_in=45000, content=PDF + b"2")
    papers.record_evote_totals(visit_of(evote, "clerk"), later)
    assert ballot(evote, 2).heads_in == 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"heads_in": 6}, "比列支范围还多"),
        ({"heads_yes": 5}, "同意的比参与的还多"),
        ({"area_yes": -1}, "不能是负数"),
        ({"heads_in": 0, "heads_yes": 0}, "同意的比参与的还多|要么都有"),
        ({"content": b"MZ program"}, "不是能存的文件"),
    ],
)
def test_totals_that_cannot_be_are_refused(evote: Database, change: dict[str, object], words: str):
    with pytest.raises(DomainError, match=words):
        papers.record_evote_totals(visit_of(evote, "clerk"), replace(TOTALS, **change))
    assert evote.execute("select count(*) from project_files").fetchone() == (0,)


def test_each_channel_takes_its_own(evote: Database):
    with pytest.raises(WrongState, match="不登记纸票"):
        papers.record_paper(visit_of(evote, "clerk"), BallotPaper("x", 2, OUTSIDE, YES))
    with pytest.raises(WrongState, match="不登记合计"):
        papers.record_evote_totals(visit_of(evote, "clerk"), replace(TOTALS, ballot_id=1))


# All at once ---------------------------------------------------------------------------------


def test_sixteen_threads_record_every_paper_exactly_once(path: Path):
    """Sixteen people at the same pile: each room is stored once, whoever was first."""
    rooms = [*range(1, 11), 21]

    def one(thread: int) -> int:
        with connection.opened(path) as db:
            visit, stored = visit_of(db, "clerk" if thread % 2 else "grid"), 0
            for unit in rooms[thread % 11 :] + rooms[: thread % 11]:
                try:
                    papers.record_paper(visit, BallotPaper(f"{thread}-{unit}", 1, unit, YES))
                except WrongState:
                    continue
                stored += 1
            return stored

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(16))) == len(rooms)
    with connection.opened(path) as db:
        assert counted(db) == (9, 99000, 9, 99000, 0)
        _holds(db)


def _holds(db: Database) -> None:
    assert [found.code for one in INVARIANTS if not (found := _checked(db, one)).ok] == []


def test_an_owners_answer_asks_for_no_papers_but_its_own(small: Database):
    """Or every paper would cost as much as the whole file has papers."""
    sql = "select answer from owners_say where ballot_id = 1 and owner_group_id = 1"
    plan = [row[3] for row in small.execute(f"explain query plan {sql}")]
    steps = [step for step in plan if step.startswith("SEARCH w ")]
    assert steps
    assert all("papers_of_an_owner" in step for step in steps), steps
