"""The one gate every write passes: permitted, whole or not at all, remembered, once per slip."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import accounts, connection, file_words
from db.academy_enrollment import seats
from db.points_ledger import awards
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from db.writes import writes
from domain.accounts import NewAccount
from domain.errors import Invalid, NotAllowed, SlipTaken, Unusable
from domain.people import Permission, Role
from domain.points_ledger.awards import NewAward
from domain.receipts import Receipt
from domain.shed_capacity import Count
from tests import community
from tests.writer import a_count, a_seat

AWARD = NewAward("slip-a", community.CHEN, community.PATROL, community.TODAY, minutes=60)


class Stopped(BaseException):
    """As Streamlit stops a run: not an Exception."""


@pytest.fixture
def clerk(small: Database) -> Visit:
    return community.visit_of(small, "clerk")


def rows(db: Database, *tables: str) -> tuple[int, ...]:
    return tuple(db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)


def traces(db: Database) -> tuple[int, ...]:
    return rows(db, "shed_counts", "awards", "enrollments", "audit_log")


def test_without_permission_nothing_is_stored_and_nothing_is_remembered(small: Database):
    supervisor = community.visit_of(small, "supervisor")
    with pytest.raises(NotAllowed):
        shed_capacity.count_shed(supervisor, a_count("slip-1", 10))
    assert traces(small) == (0, 0, 0, 0)
    assert not small.conn.in_transaction


def test_a_rule_that_says_no_leaves_no_trace_either(small: Database, clerk: Visit):
    with pytest.raises(Invalid):
        shed_capacity.count_shed(clerk, replace(a_count("slip-1", 10), in_bays=61))
    assert traces(small) == (0, 0, 0, 0)


@writes(Permission.COUNT_SHED)
def stopped_half_way(visit: Visit, first: Count, stop: BaseException) -> Receipt:
    """A write with a write inside it, stopped after the inner one was done."""
    shed_capacity.count_shed(visit, replace(first, slip="inner"))
    assert rows(visit.db, "shed_counts", "audit_log") == (1, 1)
    raise stop


@pytest.mark.parametrize("stop", [Stopped(), KeyboardInterrupt(), SystemExit(1), ValueError()])
def test_what_is_stopped_half_way_never_was(small: Database, clerk: Visit, stop: BaseException):
    with pytest.raises(type(stop)):
        stopped_half_way(clerk, a_count("slip-1", 10), stop)
    assert traces(small) == (0, 0, 0, 0)
    shed_capacity.count_shed(clerk, a_count("slip-2", 10))
    assert traces(small) == (1, 0, 0, 1), "and the next write is not hindered"


def test_the_same_slip_twice_gives_the_same_receipt_and_one_row(small: Database, clerk: Visit):
    first = awards.register_award(clerk, AWARD)
    later = replace(clerk, now=clerk.now + timedelta(seconds=3))
    assert awards.register_award(later, AWARD) == first
    assert rows(small, "awards", "audit_log") == (1, 1)


def test_a_second_click_a_little_later_is_still_the_same_count(small: Database, clerk: Visit):
    first = shed_capacity.count_shed(clerk, a_count("slip-1", 10))
    again = replace(a_count("slip-1", 10), counted_at=community.NOW)
    assert shed_capacity.count_shed(clerk, again) == first
    assert rows(small, "shed_counts") == (1,)


def test_a_receipt_is_given_again_even_when_the_rule_would_now_refuse(
    small: Database, clerk: Visit
):
    first = seats.enroll(clerk, a_seat("slip-1", community.CHEN))
    assert seats.enroll(clerk, a_seat("slip-1", community.CHEN)) == first
    assert rows(small, "enrollments") == (1,)


def test_the_same_slip_with_another_paper_is_refused(small: Database, clerk: Visit):
    awards.register_award(clerk, AWARD)
    before = list(small.query("select * from awards"))
    with pytest.raises(SlipTaken) as refusal:
        awards.register_award(clerk, replace(AWARD, minutes=120))
    assert refusal.value.slip == "slip-a"
    assert list(small.query("select * from awards")) == before
    assert rows(small, "audit_log") == (1,)


def test_the_same_slip_at_another_desk_is_refused(small: Database, clerk: Visit):
    awards.register_award(clerk, AWARD)
    with pytest.raises(SlipTaken):
        shed_capacity.count_shed(clerk, a_count("slip-a", 10))
    with pytest.raises(SlipTaken):
        awards.withdraw_award(clerk, 1, slip="slip-a")
    assert traces(small) == (0, 1, 0, 1)


def test_the_slip_of_another_account_is_refused(small: Database, clerk: Visit):
    awards.register_award(clerk, AWARD)
    with pytest.raises(SlipTaken):
        awards.register_award(community.visit_of(small, "clerk2"), AWARD)
    assert rows(small, "awards", "audit_log") == (1, 1)


@pytest.mark.parametrize(
    "change",
    ["role = 'supervisor'", "role = 'secretary'", "is_active = 0", "estate_id = 2"],
)
def test_who_was_changed_a_second_ago_is_refused_whatever_the_visit_still_says(
    path: Path, small: Database, change: str
):
    visit = community.visit_of(small, "property")
    with connection.opened(path) as office:
        office.execute(f"update accounts set {change} where username = 'property'")
    with pytest.raises(NotAllowed):
        shed_capacity.count_shed(visit, a_count("slip-1", 10))
    assert traces(small) == (0, 0, 0, 0)


def test_an_account_that_is_not_there_writes_nothing(small: Database, clerk: Visit):
    ghost = replace(clerk, user=replace(clerk.user, id=999))
    with pytest.raises(NotAllowed):
        shed_capacity.count_shed(ghost, a_count("slip-1", 10))
    assert traces(small) == (0, 0, 0, 0)


def test_the_audit_line_says_who_what_when_and_what_was_told(small: Database, clerk: Visit):
    receipt = awards.register_award(clerk, replace(AWARD, note="巡逻东门"))
    line = next(small.query("select * from audit_log"))
    assert line["at"] == community.NOW.isoformat(timespec="seconds")
    assert line["account_id"] == clerk.user.id
    assert line["action"].endswith("register_award")
    assert line["slip"] == "slip-a"
    assert (line["told"], line["made_id"]) == (receipt.told, receipt.id)
    assert '"minutes": 60' in line["detail"]
    assert "巡逻东门" in line["detail"]


def test_no_password_and_no_emergency_phone_is_ever_in_the_audit(small: Database, clerk: Visit):
    seats.enroll(clerk, a_seat("slip-1", community.ELDER))
    admin = community.visit_of(small, "admin")
    secrets = ["first-secret-2026", "second-secret-2026", "third-secret-2026"]
    paper = NewAccount("slip-2", "newcomer", "新来的", Role.CLERK, secrets[0])
    made = accounts.create_account(admin, paper)
    accounts.reset_password(admin, made.id, secrets[1].encode(), slip="slip-3")
    own = community.visit_of(small, "newcomer")
    accounts.change_own_password(own, secrets[1].encode(), secrets[2].encode(), slip="slip-4")
    log = str(list(small.query("select * from audit_log")))
    assert rows(small, "audit_log") == (4,)
    for hidden in [*secrets, "13899990000", "陈小", "$2b$"]:
        assert hidden not in log
    assert "newcomer" in log


def test_whoever_waits_too_long_is_told_so_in_a_sentence(path: Path, small: Database):
    clerk = community.visit_of(small, "clerk")
    small.conn.execute("pragma busy_timeout = 50")
    with connection.opened(path) as other:
        other.conn.execute("begin immediate")
        with pytest.raises(Unusable) as refusal:
            shed_capacity.count_shed(clerk, a_count("slip-1", 10))
        other.conn.execute("rollback")
    assert str(refusal.value) == file_words.WORDS["SQLITE_BUSY"]
    shed_capacity.count_shed(clerk, a_count("slip-1", 10))
    assert traces(small) == (1, 0, 0, 1)


def test_a_changed_password_on_an_old_slip_is_not_taken_for_the_first(small: Database):
    visit = community.visit_of(small, "admin")
    target = community.account_id("grid")
    first = accounts.reset_password(visit, target, b"river-2026-autumn", slip="slip-r")
    assert accounts.reset_password(visit, target, b"river-2026-autumn", slip="slip-r") == first
    with pytest.raises(SlipTaken):
        accounts.reset_password(visit, target, b"another-2026-autumn", slip="slip-r")
