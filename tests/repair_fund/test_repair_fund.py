"""Repair fund: registering a proposal, who its scope is, and where money and stages stand."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlite_utils import Database

from db.repair_fund import projects
from domain.errors import Invalid, NotFound
from domain.repair_fund.projects import Category, Proposal, ScopeType, Stage, State
from tests import community, fund_desk
from tests.community import visit_of

LIFT = Proposal(
    "slip-1", community.PINE, Category.LIFT, ScopeType.UNIT_STACK, community.PINE_1, 2,
    "电梯大修", "总是停在三楼不动",
)  # fmt: skip


def registered(db: Database, paper: Proposal = LIFT, **change: object) -> int:
    paper = replace(paper, **change)  # type: ignore[arg-type]
    return projects.register_proposal(visit_of(db, "clerk"), paper).id


def test_a_proposal_stands_at_its_first_stage_with_its_history_begun(small: Database):
    project = projects.project(small, registered(small))
    assert (project.code, project.state, project.stage) == (
        "WX-2026-01", State.PROPOSED, Stage.PROPOSE,
    )  # fmt: skip
    assert (project.place, project.company) == ("1栋2单元", "松涛物业")
    (step,) = projects.steps_of(small, project.id)
    assert (step.to_state, step.happened_on, step.by) == (
        State.PROPOSED, community.TODAY, "社工clerk",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "building", "stairwell", "households", "place"),
    [
        (ScopeType.UNIT_STACK, community.PINE_1, 1, 6, "1栋1单元"),
        (ScopeType.UNIT_STACK, community.PINE_1, 2, 4, "1栋2单元"),
        (ScopeType.BUILDING, community.PINE_1, None, 11, "1栋"),  # ten flats and a shop
        (ScopeType.BUILDING, community.PINE_3, None, 5, "3栋"),  # the parking space is none
        (ScopeType.BUILDING, community.PINE_1, 2, 11, "1栋"),
        (ScopeType.ESTATE, community.PINE_1, 2, 16, "全小区"),
    ],
)
def test_who_votes_and_pays_are_the_units_of_the_scope(
    small: Database, scope: ScopeType, building: int, stairwell: int | None, households: int,
    place: str,
):  # fmt: skip
    id = registered(small, scope_type=scope, building_id=building, stairwell=stairwell)
    project = projects.project(small, id)
    assert (project.households, project.place) == (households, place)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"building_id": community.CLOUD_1}, NotFound),
        ({"building_id": 999}, NotFound),
        ({"stairwell": 3}, NotFound),
        ({"building_id": community.PINE_3, "stairwell": 2}, NotFound),
        ({"building_id": None}, Invalid),
        ({"scope_type": ScopeType.ESTATE, "estate_id": 999}, (Invalid, NotFound)),
        ({"estate_id": 999}, NotFound),
    ],
)
def test_a_scope_that_is_not_there_is_refused(
    small: Database, change: dict[str, object], refusal: type[Exception]
):
    with pytest.raises(refusal):
        registered(small, **change)
    assert small.execute("select count(*) from repair_projects").fetchone() == (0,)


def test_an_estate_not_yet_delivered_has_nobody_to_vote(small: Database):
    small.execute(
        "insert into estates (id, name, short_name, kind, delivered, households, source)"
        " values (3, '新苑小区', '新苑', 'resettlement', 0, 0, 'entered')"
    )
    with pytest.raises(Invalid):
        registered(small, estate_id=3, scope_type=ScopeType.ESTATE)


def test_codes_run_through_a_year_and_start_again_in_the_next(small: Database):
    for number in range(3):
        registered(small, slip=f"slip-{number}")
    next_year = visit_of(small, "clerk", datetime.fromisoformat("2027-01-02T09:00:00+08:00"))
    projects.register_proposal(next_year, replace(LIFT, slip="slip-2027"))
    registered(small, slip="slip-late")
    codes = [row[0] for row in small.execute("select code from repair_projects order by id")]
    assert codes == ["WX-2026-01", "WX-2026-02", "WX-2026-03", "WX-2027-01", "WX-2026-04"]


def test_the_hundredth_code_of_a_year_follows_the_ninety_ninth(small: Database):
    registered(small)
    small.execute(
        "insert into repair_projects (code, title, need, category, estate_id, scope_type,"
        " households, state, proposed_on, source) values ('WX-2026-99', '第九十九个', '说明',"
        " 'other', 1, 'estate', 1, 'proposed', '2026-01-01', 'entered')"
    )
    codes = [
        projects.project(small, registered(small, slip=f"slip-{number}")).code
        for number in (100, 101)
    ]
    assert codes == ["WX-2026-100", "WX-2026-101"]


def test_stages_add_up_and_only_approved_payments_count(small: Database):
    second = fund_desk.project_at(small, "approved", budget=500_000)
    first = registered(small)
    fund_desk.paid(small, second, 280_000)
    other = fund_desk.project_at(
        small, "approved", budget=300_000, building=community.PINE_3, code="WX-2025-01"
    )
    fund_desk.paid(small, other, 20_000, approved=False)
    stages = {money.stage: money for money in projects.stage_money(small)}
    assert list(stages) == list(Stage)
    assert stages[Stage.PROPOSE].projects == 1
    apply = stages[Stage.APPLY]
    assert (apply.projects, apply.budget_fen, apply.paid_fen) == (2, 800_000, 280_000)
    assert projects.project(small, second).paid_fen == 280_000
    assert projects.paid_since(small, community.TODAY) == 280_000
    assert projects.paid_since(small, community.TODAY, community.CLOUD) == 0
    assert projects.paid_since(small, date(2026, 3, 19)) == 0
    assert {found.id for found in projects.running(small)} == {first, second, other}


def test_a_suspended_project_stays_at_the_stage_it_was_stopped_in(small: Database):
    id = fund_desk.project_at(small, "surveyed")
    fund_desk.step(small, id, "surveyed", "suspended")
    project = projects.project(small, id)
    assert (project.state, project.stage, project.running) == (
        State.SUSPENDED, Stage.SURVEY, True,
    )  # fmt: skip
    stages = {money.stage: money.projects for money in projects.stage_money(small)}
    assert stages[Stage.SURVEY] == 1, "what is running is counted at some stage"
    assert sum(stages.values()) == len(projects.running(small))


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_what_is_over_leaves_the_running_ones(small: Database, end: str):
    id = fund_desk.project_at(small, "final_paid" if end == "closed" else "planned")
    fund_desk.step(small, id, "final_paid" if end == "closed" else "planned", end)
    assert projects.running(small) == []
    assert [found.id for found in projects.finished(small)] == [id]
    assert sum(money.projects for money in projects.stage_money(small)) == 0


def test_what_was_repaired_counts_each_lift_building_and_household_once(small: Database):
    def done(code: str, state: str, **where: object) -> None:
        fund_desk.project_at(small, state, code=code, **where)  # type: ignore[arg-type]

    for code, state in (("A", "accepted"), ("B", "accepted"), ("C", "approved")):
        done(code, state, category="lift", stairwell=2)
    done("D", "accepted")
    done("E", "accepted", building=community.PINE_3)
    lifts, buildings, households = projects.repaired(small)
    assert (lifts, buildings) == (1, 2)
    assert households == 11 + 5, "ten flats and a shop, five flats; the parking space is none"


def test_the_longest_waiting_project_comes_first(small: Database):
    early = visit_of(small, "clerk", datetime.fromisoformat("2026-01-05T09:00:00+08:00"))
    recent = registered(small)
    old = projects.register_proposal(early, replace(LIFT, slip="slip-old")).id
    assert [found.id for found in projects.running(small)] == [old, recent]
    assert projects.running(small)[0].state_since == date(2026, 1, 5)
