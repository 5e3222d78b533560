"""Before a ballot is opened it is said how many owners nobody knows, and what that does to the heads."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.repair_fund.electorate import electorate
from domain.errors import NotAllowed, NotFound
from domain.repair_fund.electorate import Electorate
from tests import community, fund_desk
from tests.screens import door, press, said


@pytest.fixture
def clerk(small: Database):
    return community.visit_of(small, "clerk")


def entered(db: Database, *groups: int) -> None:
    """Somebody is entered for these owner sets."""
    for group in groups:
        db.execute("insert into owner_members (owner_group_id, name) values (?, '某人')", [group])


@pytest.mark.parametrize(
    ("found", "least"),
    [(Electorate(132, 132, 132), 1), (Electorate(132, 4, 5), 128), (Electorate(1, 1, 3), 1),
     (Electorate(0, 0, 0), 0), (Electorate(10, 0, 0), 10)],
)  # fmt: skip
def test_the_heads_lie_between_those_known_and_all(found: Electorate, least: int):
    assert found.least == least


def test_every_number_is_said_and_nothing_where_all_owners_are_known():
    told = Electorate(132, 4, 5).told
    assert all(words in told for words in ("5 套", "人数是 132", "在 128 到 132 之间"))
    assert Electorate(132, 0, 0).told == ""


def test_an_owner_set_without_anybody_is_unknown_until_somebody_is_entered(small, clerk):
    project = fund_desk.project_at(small, "plan_notice")
    found = electorate(clerk, project, parking=False)
    assert found.heads == found.unknown > 1
    groups = [row[0] for row in small.execute("select id from owner_groups").fetchall()]
    entered(small, *groups)
    assert electorate(clerk, project, parking=False) == Electorate(found.heads, 0, 0)
    small.execute("update owner_members set to_on = '2026-03-18' where owner_group_id = 1")
    assert electorate(clerk, project, parking=False).unknown == 1


def test_the_developer_is_known_by_itself(small, clerk):
    project = fund_desk.project_at(small, "plan_notice")
    before = electorate(clerk, project, parking=False)
    small.execute("update owner_groups set kind = 'developer' where id = 1")
    after = electorate(clerk, project, parking=False)
    assert (after.heads, after.unknown) == (before.heads, before.unknown - 1)


def test_another_companys_estate_and_no_project_are_refused(small):
    project = fund_desk.project_at(small, "plan_notice")
    with pytest.raises(NotAllowed):
        electorate(community.visit_of(small, "property2"), project, parking=False)
    with pytest.raises(NotFound):
        electorate(community.visit_of(small, "clerk"), 999, parking=False)


def test_the_form_of_a_ballot_says_so_before_it_is_asked_for(path: Path, monkeypatch):
    with connection.opened(path) as db:
        project = fund_desk.project_at(db, "plan_notice")
    enter = door(path, monkeypatch)
    screen = press(enter("clerk", "fund", project=str(project)), "定表决办法")
    assert "业主还没登记" in said(screen)
    with connection.opened(path) as db:
        entered(db, *(row[0] for row in db.execute("select id from owner_groups").fetchall()))
    screen = press(enter("clerk", "fund", project=str(project)), "定表决办法")
    assert "业主还没登记" not in said(screen)
