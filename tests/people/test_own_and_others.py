"""Own estate, own class, own award: what a permission alone does not decide."""

import pytest
from sqlite_utils import Database

from db import connection, home
from db.academy_enrollment import classes
from db.meeting_agenda import meetings
from db.points_ledger import awards
from db.repair_fund import projects
from db.shed_capacity import sheds as shed_capacity
from domain.errors import NotAllowed, NotFound, SamePerson
from domain.meeting_agenda.meetings import ItemType, NewAgendaItem
from domain.points_ledger.awards import NewAward
from domain.repair_fund.projects import Category, Proposal, ScopeType
from domain.shed_capacity import Count
from tests import community, fund_desk
from tests.community import account_id, visit_of

PROPOSAL = Proposal(
    "slip-p", community.CLOUD, Category.ROOF, ScopeType.ESTATE, None, None, "屋面防水", "一下雨就漏"
)
AWARD = NewAward("slip-a", community.CHEN, community.PATROL, community.TODAY, minutes=60)


def count(shed: int) -> Count:
    return Count(f"slip-{shed}", shed, 5, 0, 0, 0, community.NOW)


def test_property_counts_its_own_shed_and_no_other(small: Database):
    property_ = visit_of(small, "property")
    shed_capacity.count_shed(property_, count(community.SHED))
    with pytest.raises(NotAllowed):
        shed_capacity.count_shed(property_, count(community.CLOUD_SHED))
    shed_capacity.count_shed(visit_of(small, "property2"), count(community.CLOUD_SHED))
    assert small.execute("select shed_id, counted_by from shed_counts").fetchall() == [
        (community.SHED, account_id("property")),
        (community.CLOUD_SHED, account_id("property2")),
    ]


def test_property_proposes_repairs_in_its_own_estate_only(small: Database):
    with pytest.raises(NotAllowed):
        projects.register_proposal(visit_of(small, "property"), PROPOSAL)
    assert small.execute("select count(*) from repair_projects").fetchone()[0] == 0
    projects.register_proposal(visit_of(small, "property2"), PROPOSAL)


def test_property_is_shown_its_own_estate_only(small: Database):
    projects.register_proposal(visit_of(small, "clerk"), PROPOSAL)
    pine, cloud = (visit_of(small, name).user.only_estate for name in ("property", "property2"))
    assert (pine, cloud) == (community.PINE, community.CLOUD)
    assert [shed.id for shed in shed_capacity.sheds(small, pine)] == [community.SHED]
    assert projects.running(small, pine) == []
    assert projects.finished(small, pine) == []
    assert sum(stage.projects for stage in projects.stage_money(small, pine)) == 0
    assert [found.estate for found in projects.running(small, cloud)] == ["白云里"]
    assert visit_of(small, "clerk").user.only_estate is None


def test_the_first_page_of_property_names_no_other_estate(small: Database):
    dues = home.due_today(visit_of(small, "property"))
    assert any("1号棚" in due.detail for due in dues)
    assert not any("2号棚" in due.detail or "白云里" in due.title for due in dues)


def test_property_brings_no_project_of_another_estate_before_the_meeting(small: Database):
    project = projects.register_proposal(visit_of(small, "clerk"), PROPOSAL).id
    item = NewAgendaItem("slip-i", community.PLANNED, ItemType.CONSULT, "屋面防水怎么办", "物业", 10,
                   project_id=project)  # fmt: skip
    with pytest.raises(NotAllowed):
        meetings.add_agenda_item(visit_of(small, "property"), item)
    meetings.add_agenda_item(visit_of(small, "property2"), item)


def test_no_item_speaks_of_a_project_that_is_not_there(small: Database):
    item = NewAgendaItem("slip-i", community.PLANNED, ItemType.CONSULT, "屋面防水怎么办", "物业", 10,
                   project_id=999)  # fmt: skip
    with pytest.raises(NotFound):
        meetings.add_agenda_item(visit_of(small, "clerk"), item)


def test_a_teacher_reads_the_names_of_the_own_class_only(small: Database):
    teacher = visit_of(small, "teacher")
    assert classes.roster(teacher, community.CALLIGRAPHY) == []
    for other in (community.PHOTOGRAPHY, community.PAINTING, 999):
        with pytest.raises(NotAllowed):
            classes.roster(teacher, other)
    assert classes.roster(visit_of(small, "supervisor"), community.PAINTING) == []
    own = classes.open_classes(small, community.TODAY, teacher.user.id)
    assert [offering.id for offering in own] == [community.CALLIGRAPHY]


def test_whoever_writes_an_award_down_never_approves_it(small: Database):
    id = awards.register_award(visit_of(small, "clerk"), AWARD).id
    with pytest.raises(SamePerson):
        awards.approve_award(visit_of(small, "clerk"), id)
    assert awards.award(small, id).approved_by_name is None
    awards.approve_award(visit_of(small, "clerk2"), id)


@pytest.mark.parametrize("resident", [community.CLERK_AT_HOME, community.CLERKS_WIFE])
def test_nobody_approves_for_the_own_household(small: Database, resident: int):
    paper = NewAward("slip-a", resident, community.PATROL, community.TODAY, minutes=60)
    id = awards.register_award(visit_of(small, "clerk2"), paper).id
    with pytest.raises(NotAllowed):
        awards.approve_award(visit_of(small, "clerk"), id)
    awards.approve_award(visit_of(small, "secretary"), id)


def test_nobody_approves_for_oneself_even_without_a_household_on_file(small: Database):
    small.execute(
        "update accounts set resident_id = ? where username = 'clerk'", [community.HOMELESS]
    )
    paper = NewAward("slip-a", community.HOMELESS, community.PATROL, community.TODAY, minutes=60)
    id = awards.register_award(visit_of(small, "clerk2"), paper).id
    with pytest.raises(NotAllowed):
        awards.approve_award(visit_of(small, "clerk"), id)


def test_the_tables_refuse_one_person_on_both_sides_as_well(small: Database):
    id = awards.register_award(visit_of(small, "clerk"), AWARD).id
    clerk, clerk2 = account_id("clerk"), account_id("clerk2")
    with pytest.raises(connection.IntegrityError):
        small.execute(
            "update awards set state = 'in_notice', notice_end = '2026-03-23', approved_by = ?"
            " where id = ?",
            [clerk, id],
        )
    entry = (
        "insert into point_entries (id, debit_id, credit_id, points, kind, earned_on, posted_at,"
        " reason, created_by, approved_by, chain)"
        " values (1, 1, 2, 5, 'earn', '2026-03-18', 'now', 'x', ?, ?, zeroblob(32))"
    )
    with pytest.raises(connection.IntegrityError):
        small.execute(entry, [clerk, clerk])
    small.execute(entry, [clerk, clerk2])


def test_nobody_approves_the_own_payment_or_the_own_count_of_ballots(small: Database):
    project = fund_desk.project_at(small, "approved")
    payment = fund_desk.paid(small, project, 100, approved=False)
    small.execute("insert into charges values (?, 1, 100, 0, 100)", [payment])
    approve = "update fund_payments set approved_on = '2026-03-18', approved_by = ?"
    with pytest.raises(connection.IntegrityError):
        small.execute(approve, [account_id("accountant")])  # who recorded it
    small.execute(approve, [account_id("secretary")])
    running = fund_desk.ballot_of(small, fund_desk.project_at(small, "voting", code="WX-2026-02"))
    sheet = (
        "insert into ballot_counts (project_id, ballot_id, rule_version, matter, area_centi, heads,"
        " area_in, heads_in, area_yes, heads_yes, result, counted_on, counted_by, second_by, source)"
        " select project_id, id, rule_version, matter, area_centi, heads, area_in, heads_in,"
        "        area_yes, heads_yes, 'NO_QUORUM', '2026-03-18', ?, ?, 'entered' from ballots"
        "  where id = ?"
    )
    clerk, grid = account_id("clerk"), account_id("grid")
    with pytest.raises(connection.IntegrityError):
        small.execute(sheet, [clerk, clerk, running])
    small.execute(sheet, [clerk, grid, running])
    for counter in (clerk, grid):
        with pytest.raises(connection.IntegrityError):
            small.execute(
                "update ballot_counts set approved_by = ? where ballot_id = ?", [counter, running]
            )
    small.execute(
        "update ballot_counts set approved_by = ? where ballot_id = ?",
        [account_id("supervisor"), running],
    )
