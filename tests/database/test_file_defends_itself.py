"""The file defends itself: what raw SQL tries behind the application's back is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from tests import community, fund_desk
from tests.community import account_id

CLERK, SECOND = account_id("clerk"), account_id("clerk2")
ENTRY = (
    "insert into point_entries (id, debit_id, credit_id, points, kind, earned_on, posted_at,"
    " reason, created_by, approved_by, chain) values ({id}, {debit}, {credit}, {points}, '{kind}',"
    f" '2026-03-18', '2026-03-18T09:40:00+08:00', '巡逻', {CLERK}, {SECOND}, zeroblob(32))"
)
AUDIT = (
    "insert into audit_log (id, at, account_id, action, slip, detail, told)"
    " values (1, '2026-03-18', 1, 'test', 'slip-1', '{}', '好了')"
)
COUNT = (
    "insert into shed_counts (id, shed_id, counted_at, in_bays, outside_bays, charging_now,"
    f" abandoned, counted_by) values (1, 1, '2026-03-18T09:40:00+08:00', 10, 0, 0, 0, {CLERK})"
)
PROJECT = (
    "insert into repair_projects (id, code, title, need, category, estate_id, scope_type,"
    " building_id, stairwell_id, households, state, budget_fen, approved_fen, proposed_on, source)"
    " values ({id}, 'WX-2026-0{id}', '电梯大修', '老停', 'lift', 1, 'unit_stack', {building},"
    " {stairwell}, 6, '{state}', 100000, {approved}, '2026-03-01', 'entered')"
)
STEP = (
    "insert into project_steps (id, project_id, from_state, to_state, happened_on, by_id)"
    f" values ({{id}}, {{project}}, {{from_}}, '{{to}}', '2026-03-01', {CLERK})"
)
PAYMENT = (
    "insert into fund_payments (project_id, kind, amount_fen, paid_on, payee, recorded_by, slip,"
    f" source) values ({{project}}, 'first', {{fen}}, '2026-03-18', '电梯公司', {CLERK},"
    " '{slip}', 'entered')"
)
SEAT = (
    "insert into enrollments (class_id, resident_id, state, place, applied_at, enrolled_by)"
    f" values (1, {{who}}, '{{state}}', {{place}}, '2026-03-18', {CLERK})"
)
PROPOSED, APPROVED = 1, 2  # projects


def open_small(tmp_path: Path) -> Database:
    path = community.settle(tmp_path / "community.db")
    return connection.connect(path, guarded=False)


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[Database]:
    """A connection without the application's guard, and one of everything append-only."""
    db = open_small(tmp_path)
    db.execute("insert into point_accounts (id, kind, resident_id) values (11, 'resident', 1)")
    db.execute(ENTRY.format(id=1, debit=1, credit=11, points=50, kind="earn"))
    db.execute(AUDIT)
    db.execute(COUNT)
    fund_desk.project_at(db, "proposed", code="WX-2026-01")
    fund_desk.project_at(db, "approved", code="WX-2026-02", budget=90_000)
    yield db
    db.conn.close()


def contents(db: Database) -> list[object]:
    return [db.execute(f"select * from {table}").fetchall() for table in db.table_names()]


def refused(db: Database, sql: str) -> None:
    """The statement fails, and not one value of any row is another afterwards."""
    before = contents(db)
    with pytest.raises(connection.IntegrityError):
        db.execute(sql)
    assert contents(db) == before


@pytest.mark.parametrize("table", ["point_entries", "audit_log", "shed_counts", "project_steps"])
def test_what_is_written_down_stays_written_down(raw: Database, table: str):
    columns = [row[1] for row in raw.execute(f"pragma table_info({table})").fetchall()]
    refused(raw, f"delete from {table}")
    refused(raw, f"insert or replace into {table} select * from {table} where id = 1")
    refused(raw, f"replace into {table} select * from {table} where id = 1")
    for column in columns:
        refused(raw, f"update {table} set {column} = {column}")
        refused(raw, f"update or replace {table} set {column} = {column}")


@pytest.mark.parametrize(
    "sql",
    [
        "delete from accounts where id = 14",
        "delete from repair_projects",
        "delete from enrollments",
        "delete from parameters",
        "delete from community",
        "insert or replace into accounts select * from accounts where id = 14",
        "insert or replace into repair_projects select * from repair_projects where id = 1",
        "insert or replace into parameters select * from parameters",
    ],
)
def test_people_projects_seats_and_parameters_are_never_removed(raw: Database, sql: str):
    raw.execute(SEAT.format(who=1, state="confirmed", place="null"))
    refused(raw, sql)


def test_an_award_is_withdrawn_never_removed_and_keeps_what_was_asked(raw: Database):
    raw.execute(
        "insert into awards (resident_id, rule_id, asked, points, earned_on, state, created_by,"
        f" created_at) values (1, 1, 10, 10, '2026-03-18', 'draft', {CLERK}, '2026-03-18')"
    )
    refused(raw, "delete from awards")
    for change in ("points = 5", "resident_id = 2", "earned_on = '2026-03-17'", "created_by = 4"):
        refused(raw, f"update awards set {change}")
    refused(raw, "update awards set state = 'posted'")
    raw.execute("update awards set state = 'withdrawn'")
    refused(raw, "update awards set state = 'draft'")


def test_a_balance_never_goes_below_zero(raw: Database):
    refused(raw, ENTRY.format(id=2, debit=11, credit=2, points=51, kind="redeem"))
    raw.execute(ENTRY.format(id=2, debit=11, credit=2, points=50, kind="redeem"))
    refused(raw, ENTRY.format(id=3, debit=11, credit=2, points=1, kind="expire"))


@pytest.mark.parametrize("points", [0, -5])
def test_no_entry_moves_nothing_or_backwards(raw: Database, points: int):
    refused(raw, ENTRY.format(id=2, debit=1, credit=11, points=points, kind="earn"))
    refused(raw, ENTRY.format(id=2, debit=11, credit=11, points=5, kind="transfer"))


def test_a_class_of_two_never_seats_three(raw: Database):
    for who in (1, 4):
        raw.execute(SEAT.format(who=who, state="confirmed", place="null"))
    for state in ("confirmed", "attending", "offered"):
        refused(raw, SEAT.format(who=5, state=state, place="null"))
    raw.execute(SEAT.format(who=5, state="waitlisted", place=1))
    refused(raw, "update enrollments set state = 'confirmed' where resident_id = 5")
    refused(raw, SEAT.format(who=4, state="waitlisted", place=2))


def test_nobody_jumps_the_queue(raw: Database):
    raw.execute(SEAT.format(who=1, state="waitlisted", place=1))
    refused(raw, SEAT.format(who=4, state="confirmed", place="null"))
    refused(raw, SEAT.format(who=4, state="waitlisted", place="null"))
    refused(raw, SEAT.format(who=4, state="waitlisted", place=1))
    refused(raw, SEAT.format(who=4, state="waitlisted", place=0))


def test_money_leaves_only_an_approved_project_and_never_more_than_approved(raw: Database):
    refused(raw, PAYMENT.format(project=PROPOSED, fen=1, slip="a"))
    refused(raw, PAYMENT.format(project=APPROVED, fen=90001, slip="a"))
    refused(raw, PAYMENT.format(project=APPROVED, fen=-1, slip="a"))
    raw.execute(PAYMENT.format(project=APPROVED, fen=60000, slip="a"))
    refused(raw, PAYMENT.format(project=APPROVED, fen=30000, slip="b"))  # one waits already


def test_a_payment_changes_only_by_its_one_approval(raw: Database):
    raw.execute(PAYMENT.format(project=APPROVED, fen=60000, slip="a"))
    for change in ("amount_fen = 1", "payee = '别人'", "paid_on = '2026-03-01'", "slip = 'z'"):
        refused(raw, f"update fund_payments set approved_by = {SECOND}, {change}")
    refused(raw, "update fund_payments set payee = payee")
    refused(raw, "delete from fund_payments")
    approve = "update fund_payments set approved_on = '2026-03-18', approved_by = "
    refused(raw, f"{approve}{CLERK}")
    refused(raw, f"{approve}{SECOND}")  # nobody was charged yet
    raw.execute("insert into charges values (1, 1, 60000, 0, 60000)")
    raw.execute(f"{approve}{SECOND}")
    refused(raw, f"{approve}{account_id('accountant')}")


def test_a_project_moves_by_steps_only_and_each_from_where_it_stands(raw: Database):
    refused(raw, "update repair_projects set state = 'surveyed' where id = 1")
    refused(raw, STEP.format(id=99, project=PROPOSED, from_="'planned'", to="plan_notice"))
    refused(raw, STEP.format(id=99, project=PROPOSED, from_="null", to="surveyed"))
    refused(raw, STEP.format(id=99, project=PROPOSED, from_="'proposed'", to="surveyed"))  # unseen
    raw.execute(STEP.format(id=99, project=PROPOSED, from_="'proposed'", to="cancelled"))
    state = raw.execute("select state from repair_projects where id = 1").fetchone()[0]
    assert state == "cancelled"


def test_a_scope_lies_in_the_estate_of_its_project(raw: Database):
    values = {"id": 3, "state": "proposed", "approved": "null"}
    refused(raw, PROJECT.format(**values, building=community.CLOUD_1, stairwell=4))
    refused(raw, PROJECT.format(**values, building=community.PINE_3, stairwell=1))
    refused(raw, PROJECT.format(**values, building="null", stairwell=1))


def test_no_unit_lies_in_two_estates(raw: Database):
    unit = (
        "insert into units (estate_id, building_id, stairwell_id, floor, room, code, purpose,"
        " area_centi, area_source, owner_group_id, source) values (1, {building}, {stairwell}, 9,"
        " '901', '{code}', 'flat', 9000, 'register', {owner}, 'entered')"
    )
    refused(raw, unit.format(building=community.CLOUD_1, stairwell=4, owner=1, code="9-9-9"))
    refused(raw, unit.format(building=community.PINE_1, stairwell=3, owner=1, code="9-9-9"))
    refused(raw, unit.format(building=community.PINE_1, stairwell=1, owner=16, code="9-9-9"))
    refused(raw, unit.format(building=community.PINE_1, stairwell=1, owner=1, code="1-1-101"))


@pytest.mark.parametrize(
    "sql",
    [
        "update community set is_demo = 1",
        "insert or replace into community select 1, name, address, null, null, null, null, null,"
        " 1, null, created_at from community",
        "insert into community (id, name, address, is_demo, created_at) values (2, 'x', 'x', 1, '')",
        "update accounts set is_demo = 1",
        "insert into accounts (username, name, role, password_hash, is_demo, created_at)"
        " values ('demo', '演示', 'clerk', '$2b$x', 1, '2026-03-18')",
    ],
)
def test_a_real_community_never_turns_into_a_demonstration(raw: Database, sql: str):
    refused(raw, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "update parameters set value = 101 where code = 'shed_full_pct'",
        "update parameters set value = 0 where code = 'shed_full_pct'",
        "update parameters set value = 1 where code = 'silence_rule'",
        "update parameters set value = 14 where code = 'affairs_notice_days'",
        "update parameters set least = 0 where code = 'affairs_notice_days'",
        "update parameters set most = 10000 where code = 'shed_full_pct'",
        "update parameters set standard = 80 where code = 'shed_full_pct'",
        "update parameters set code = 'x' where code = 'shed_full_pct'",
    ],
)
def test_no_parameter_leaves_its_bounds(raw: Database, sql: str):
    refused(raw, sql)
