"""表决: opening on a frozen scope, reading how far it is, and a file that defends its tally."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks.report import _checked
from db.repair_fund import ballot_grid, ballots, papers
from db.repair_fund.checks.ballots import INVARIANTS
from db.repair_fund.steps import step_to
from db.writes import transaction
from domain.errors import DomainError, Invalid
from domain.repair_fund.ballots import Ballot, Channel, Matter, Opening, verdict
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.projects import State
from domain.repair_fund.votes import Choice, EmptyScope, Result
from tests import community, fund_desk
from tests.community import CLOUD, PINE_1, PINE_3, TODAY, visit_of

SHOP, PARKING = 21, 22
TERMS = Opening(
    "open", 1, Matter.USE, Channel.PAPER, TODAY, TODAY + timedelta(days=19)
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        yield db


def opened(db: Database, terms: Opening = TERMS) -> Ballot:
    """Open the ballot as the step of two people does."""
    visit = visit_of(db, "clerk2")
    clerk = community.account_id("clerk")
    with transaction(db):
        ballots.open_ballot(visit, terms, clerk)
        step_to(visit, terms.project_id, State.VOTING, asked_by=clerk)
    found = ballots.ballot(visit, terms.project_id)
    assert found is not None
    return found


def scope(db: Database) -> list[int]:
    return [row[0] for row in db.execute("select unit_id from scope_units order by 1")]


# Opening -------------------------------------------------------------------------------------


def test_a_building_votes_with_its_shop_and_without_its_parking(db: Database):
    fund_desk.project_at(db, "plan_notice")
    found = opened(db)
    assert scope(db) == [*range(1, 11), SHOP]
    assert (found.heads, found.area_centi, found.heads_in) == (11, 99000, 0)
    assert found.rule_version == "civil_code_2021"


def test_a_stairwell_votes_alone(db: Database):
    fund_desk.project_at(db, "plan_notice", stairwell=2)
    opened(db)
    assert scope(db) == [7, 8, 9, 10]


def test_an_estate_votes_whole(db: Database):
    fund_desk.project_at(db, "plan_notice")
    _rescope(db, "scope_type = 'estate', building_id = null")
    opened(db)
    assert scope(db) == [*range(1, 16), SHOP]


def test_listed_rooms_vote_as_listed(db: Database):
    fund_desk.project_at(db, "plan_notice")
    _rescope(db, "scope_type = 'custom', building_id = null")
    db.conn.executemany("insert into listed_units values (1, ?)", [(1,), (12,), (PARKING,)])
    opened(db)
    assert scope(db) == [1, 12]


def test_parking_counts_only_with_its_written_basis(db: Database):
    fund_desk.project_at(db, "plan_notice", building=PINE_3)
    with pytest.raises(Invalid, match="车位计入表决的书面依据还没填"):
        opened(db, replace(TERMS, include_parking=True))
    found = opened(db, replace(TERMS, include_parking=True, basis_text="业主大会议事规则第8条"))
    assert PARKING in scope(db)
    assert found.basis_text == "业主大会议事规则第8条"


def test_several_rooms_of_one_owner_are_one_head_with_the_area_of_all(db: Database):
    db.execute("update units set owner_group_id = 1 where id in (2, 3)")
    fund_desk.project_at(db, "plan_notice")
    found = opened(db)
    assert (found.heads, found.area_centi) == (9, 99000)


def test_later_sales_change_nothing(db: Database):
    fund_desk.project_at(db, "plan_notice")
    opened(db)
    db.execute("update units set owner_group_id = 1, area_centi = 1 where estate_id <> ?", [CLOUD])
    found = ballots.ballot(visit_of(db, "clerk"), 1)
    assert found
    assert (found.heads, found.area_centi) == (11, 99000)


@pytest.mark.parametrize(("days", "fine"), [(4, False), (5, True), (60, True), (61, False)])
def test_the_window_keeps_its_bounds(db: Database, days: int, fine: bool):
    fund_desk.project_at(db, "plan_notice")
    terms = replace(TERMS, closes_on=TODAY + timedelta(days=days))
    if fine:
        assert opened(db, terms).closes_on == terms.closes_on
    else:
        with pytest.raises(Invalid, match="表决要开 5 到 60 天"):
            opened(db, terms)


def test_terms_confirmed_a_day_late_open_that_day(db: Database):
    fund_desk.project_at(db, "plan_notice")
    found = opened(db, replace(TERMS, opens_on=TODAY - timedelta(days=1)))
    assert found.opens_on == TODAY


def test_a_scope_of_nobody_opens_nothing(db: Database):
    fund_desk.project_at(db, "plan_notice")
    _rescope(db, "scope_type = 'custom', building_id = null")
    with pytest.raises(EmptyScope):
        opened(db)
    assert db.execute("select count(*) from ballots").fetchone() == (0,)


def test_a_ballot_never_reaches_into_another_estate(db: Database):
    fund_desk.project_at(db, "plan_notice")
    _rescope(db, "scope_type = 'custom', building_id = null")
    db.execute("insert into listed_units values (1, 1), (1, 16)")
    with pytest.raises(Invalid, match="1-1-101 或它的业主登记在别的小区"):
        opened(db)
    db.execute("delete from listed_units where unit_id = 16")
    db.execute("update owner_groups set estate_id = ? where id = 1", [CLOUD])
    with pytest.raises(Invalid, match="不能跨小区"):
        opened(db)


def _rescope(db: Database, change: str) -> None:
    """What a project may not do later: the desk makes only buildings and stairwells."""
    raw = connection.connect(Path(db.execute("pragma database_list").fetchone()[2]), guarded=False)
    raw.execute("drop trigger projects_stay_where_they_are")
    raw.execute(f"update repair_projects set {change} where id = 1")
    raw.conn.close()


# Reading -------------------------------------------------------------------------------------


def test_the_verdict_names_what_is_missing_and_then_says_that_it_passes(db: Database):
    fund_desk.project_at(db)
    visit, told = visit_of(db, "clerk"), []
    for unit, choice in [
        (1, "no"),
        (2, "no"),
        (3, "no"),
        (4, "no"),
        *((u, "yes") for u in range(5, 11)),
    ]:
        papers.record_paper(visit, BallotPaper(f"p{unit}", 1, unit, Choice(choice)))
        told.append(verdict(ballots.tally(visit, 1)))
    assert told[0] == "参与还不够，还差 7 人、570.00 m²。"
    assert told[7] == "同意还不够，还差 1 人、0.01 m²。"
    assert told[-1] == "按现在收到的票，能通过。"
    assert ballots.tally(visit, 1).result is Result.PASS


def test_the_fewest_who_could_close_it_would(db: Database):
    fund_desk.project_at(db)
    visit = visit_of(db, "clerk")
    for unit in range(1, 5):
        papers.record_paper(visit, BallotPaper(f"p{unit}", 1, unit, Choice.NO))
    found = ballot_grid.closers(visit, 1)
    assert found is not None
    for one in found[:-1]:
        papers.record_paper(visit, BallotPaper(one.rooms, 1, _unit(db, one.rooms), Choice.YES))
    assert ballots.tally(visit, 1).result is not Result.PASS
    last = found[-1].rooms
    papers.record_paper(visit, BallotPaper(last, 1, _unit(db, last), Choice.YES))
    assert ballots.tally(visit, 1).result is Result.PASS
    assert ballot_grid.closers(visit, 1) == []


def _unit(db: Database, code: str) -> int:
    row = db.execute("select unit_id from scope_units where code = ?", [code]).fetchone()
    return int(row[0])


def test_the_grid_shows_each_room_with_its_owners_other_rooms(db: Database):
    db.execute("update units set owner_group_id = 1 where id in (2, 9)")
    fund_desk.project_at(db)
    visit = visit_of(db, "supervisor")
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("p", 1, 9, Choice.NO))
    cells = {cell.code: cell for cell in ballot_grid.grid(visit, 1, PINE_1, 1)}
    assert list(cells)[:2] == ["1-1-301", "1-1-302"], "the top floor stands on top"
    first = cells["1-1-101"]
    assert (first.paper_id, first.answer, first.units) == (None, "no", 3)
    assert first.others == "1-1-101、1-1-102、1-2-201"
    assert [place.missing for place in ballot_grid.places(visit, 1)] == [4, 3, 1]
    shop = ballot_grid.grid(visit, 1, PINE_1)
    assert [cell.unit_id for cell in shop] == [SHOP]


def test_a_room_is_found_however_it_is_typed(db: Database):
    fund_desk.project_at(db)
    visit = visit_of(db, "grid")
    for typed, codes in (
        ("１－１－３０２", ["1-1-302"]),
        ("1栋1单元302室", ["1-1-302"]),
        ("2-201", ["1-2-201"]),
        ("301", ["1-1-301"]),
        ("201", ["1-1-201", "1-2-201"]),
        ("3-1-101", []),
        ("%", []),
        ("", []),
    ):
        assert [c.code for c in ballot_grid.find_units(visit, 1, typed)] == codes, typed


def test_a_ballot_of_nobody_or_of_no_project_is_no_ballot(db: Database):
    fund_desk.project_at(db, "plan_notice")
    assert ballots.ballot(visit_of(db, "clerk"), 1) is None
    with pytest.raises(DomainError, match="找不到这次表决"):
        ballots.tally(visit_of(db, "clerk"), 7)


# By hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "update ballot_owners set answer = 'yes' where owner_group_id = 2",
        "update ballot_owners set area_centi = 1 where owner_group_id = 1",
        "delete from ballot_owners",
        "insert into ballot_owners values (1, 12, 9000, null)",
        "insert or replace into ballot_owners values (1, 1, 1, null)",
        "update ballots set closes_on = '2027-01-01'",
        "update ballots set matter = 'raise_fund'",
        "delete from ballots",
        "update ballot_papers set choice = 'no'",
        "update ballot_papers set valid = 0, why_invalid = '没有签名'",
        "delete from ballot_papers",
        "delete from scope_units",
        "update scope_units set area_centi = area_centi + 1",
        "insert into scope_units values (1, 12, '3-1-201', 9000, 12)",
        "insert into ballot_papers (ballot_id, owner_group_id, unit_id, choice, valid, recorded_at,"
        " recorded_by, came_by, source) values (1, 2, 1, 'yes', 1, '2026-03-18T09:00:00+08:00', 3,"
        " 'hand', 'entered')",
        "insert into ballot_papers (ballot_id, owner_group_id, unit_id, choice, valid, recorded_at,"
        " recorded_by, came_by, source) values (1, 2, 2, 'yes', 1, '2026-03-30T09:00:00+08:00', 3,"
        " 'hand', 'entered')",
        "insert into ballot_papers (ballot_id, owner_group_id, unit_id, choice, valid, recorded_at,"
        " recorded_by, came_by, source) values (1, 1, 1, 'no', 1, '2026-03-18T09:00:00+08:00', 3,"
        " 'hand', 'entered')",
    ],
)
def test_the_file_refuses_what_is_tried_by_hand(db: Database, sql: str):
    fund_desk.project_at(db)
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("p", 1, 1, Choice.YES))
    before = _rows(db)
    with pytest.raises(connection.IntegrityError):
        db.execute(sql)
    assert _rows(db) == before


def _rows(db: Database) -> list[object]:
    tables = ("ballots", "ballot_owners", "ballot_papers", "scope_units")
    return [db.execute(f"select * from {table} order by 1, 2").fetchall() for table in tables]


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("update ballots set heads_yes = 0", {"ballot_totals"}),
        ("update ballot_owners set answer = 'no' where owner_group_id = 1",
         {"ballot_answers", "ballot_totals"}),
        ("update ballot_papers set choice = 'abstain'", {"ballot_answers"}),
        ("update ballot_papers set unit_id = 12", {"papers_in_place"}),
        ("update ballot_papers set recorded_at = '2027-01-01T00:00:00+08:00'", {"papers_in_time"}),
        ("update scope_units set area_centi = 1 where unit_id = 2", {"ballot_scopes"}),
        ("update ballot_papers set id = 9", {"ballot_papers_unbroken"}),
    ],
)  # fmt: skip
def test_the_checks_notice_what_no_table_can(db: Database, sql: str, broken: set[str]):
    fund_desk.project_at(db)
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("p", 1, 1, Choice.YES))
    raw = connection.connect(Path(db.execute("pragma database_list").fetchone()[2]), guarded=False)
    for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        raw.execute(f"drop trigger {name}")
    raw.execute("pragma foreign_keys = off")
    raw.execute(sql)
    raw.conn.close()
    assert {one.code for one in INVARIANTS if not _checked(db, one).ok} == broken


def test_an_estate_of_very_many_lists_its_stairwells_without_counting_them(
    db: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ballot_grid, "COUNTED_UP_TO", 3)
    fund_desk.project_at(db, "plan_notice")
    _rescope(db, "scope_type = 'estate', building_id = null")
    opened(db)
    found = ballot_grid.places(visit_of(db, "clerk"), 1)
    names = ["1栋1单元", "1栋2单元", "1栋其他", "3栋1单元"]
    assert [(place.name, place.missing) for place in found] == [(name, None) for name in names]
