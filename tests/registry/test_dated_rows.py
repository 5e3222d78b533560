"""Who owned, lived and looked after what: ended by a date, never changed, and the present follows."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.registry_book.checks import DEMO, INVARIANTS
from tests import community
from tests.community import CHEN, ELDER, MOTHER
from tests.rude_hands import by_hand

DATED = {
    "ownerships": "to_on", "owner_members": "to_on", "residencies": "to_on", "stewards": "to_on",
    "vehicles": "to_on", "contacts": "ended_on", "marks": "ended_on",
}  # fmt: skip
STEWARD = (
    "insert into stewards (stairwell_id, duty, name, from_on, to_on)"
    " values (1, 'grid', '吴网格', '{}', {})"
)


@pytest.fixture
def raw(small: Database) -> Database:
    """One row in each dated table."""
    small.execute("insert into owner_members (owner_group_id, resident_id) values (1, 1)")
    small.execute("update ownerships set from_on = '2020-01-01'")
    small.execute(STEWARD.format("2026-01-01", "null"))
    small.execute("insert into marks (resident_id, kind) values (1, 'residents_rep')")
    small.execute("insert into vehicles (unit_id, resident_id, plate) values (1, 1, '武汉000001')")
    return small


def one(db: Database, sql: str, *given: object) -> object:
    (found,) = db.execute(sql, given).fetchone()
    return found


def broken(db: Database) -> set[str]:
    return {rule.code for rule in INVARIANTS if db.execute(rule.sql).fetchone()}


@pytest.mark.parametrize("table", DATED)
def test_a_row_ends_once_and_is_neither_changed_nor_removed(raw: Database, table: str):
    id = one(raw, f"select max(id) from {table}")
    columns = [row[1] for row in raw.execute(f"pragma table_info({table})").fetchall()]
    person = next(c for c in ("resident_id", "owner_group_id", "name") if c in columns)
    for sql in (f"delete from {table} where id = {id}",
                f"update {table} set {person} = {person} || '1' where id = {id}"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            raw.execute(sql)
    raw.execute(f"update {table} set {DATED[table]} = '2026-03-18' where id = {id}")
    with pytest.raises(connection.IntegrityError, match=r"end|followed"):
        raw.execute(f"update {table} set {DATED[table]} = '2026-03-19' where id = {id}")
    assert broken(raw) == set() if table != "ownerships" else {"owners_now"}


def test_who_is_registered_with_a_home_and_a_number_has_them_as_rows(small: Database):
    home = "select unit_id, role, from_on from residencies where resident_id = ?"
    assert small.execute(home, [CHEN]).fetchall() == [(1, None, None)]
    number = "select number, kind from contacts where resident_id = ?"
    assert small.execute(number, [CHEN]).fetchall() == [("13800001001", "mobile")]
    assert one(small, "select count(*) from ownerships") == one(small, "select count(*) from units")
    assert broken(small) == set()


def test_the_present_home_follows_who_moves_in_and_out(small: Database):
    home = "select unit_id from residents where id = ?"
    add = "insert into residencies (resident_id, unit_id, role) values (?, ?, 'tenant')"
    small.execute(add, [ELDER, 3])
    assert one(small, home, ELDER) == 11, "a second home is not the main one by itself"
    small.execute("update residencies set main = 1 where resident_id = ? and unit_id = 3", [ELDER])
    assert one(small, home, ELDER) == 3
    small.execute("update residencies set to_on = '2026-03-18' where resident_id = ?", [ELDER])
    assert one(small, home, ELDER) is None
    with pytest.raises(connection.IntegrityError, match="residency"):
        small.execute("update residents set unit_id = 5 where id = ?", [ELDER])
    assert broken(small) == set()


def test_the_present_number_is_the_first_mobile_that_has_not_ended(small: Database):
    add = "insert into contacts (resident_id, number, kind, rank, book) values (?, ?, ?, ?, ?)"
    small.execute(add, [MOTHER, "027-87651234", "landline", 1, "committee"])
    small.execute(add, [MOTHER, "13900001111", "mobile", 2, "committee"])
    small.execute(add, [MOTHER, "13900002222", "mobile", 1, "property"])
    phone = "select phone from residents where id = ?"
    assert one(small, phone, MOTHER) == "13800001002"
    small.execute("update contacts set ended_on = '2026-03-18' where number = '13800001002'")
    assert one(small, phone, MOTHER) == "13900001111"
    with pytest.raises(connection.IntegrityError, match="contact"):
        small.execute("update residents set phone = '' where id = ?", [MOTHER])
    for number, kind in [("990000198005011231", "other"), ("1380000", "mobile")]:
        with pytest.raises(connection.IntegrityError):
            small.execute(add, [MOTHER, number, kind, 3, "committee"])
    assert broken(small) == set()


def test_a_unit_has_one_owner_set_at_a_time(small: Database):
    sell = "insert into ownerships (owner_group_id, unit_id, from_on) values (?, 1, ?)"
    with pytest.raises(connection.IntegrityError, match="one owner at a time"):
        small.execute(sell, [2, "2026-03-18"])
    small.execute("update ownerships set to_on = '2026-03-18' where unit_id = 1")
    assert broken(small) == {"owners_now"}
    with pytest.raises(connection.IntegrityError, match="one owner at a time"):
        small.execute(sell, [2, "2026-03-17"])
    with pytest.raises(connection.IntegrityError, match="one estate"):
        small.execute(sell, [20, "2026-03-18"])
    small.execute(sell, [2, "2026-03-18"])
    assert one(small, "select owner_group_id from units where id = 1") == 2
    small.execute("update units set owner_group_id = 3 where id = 2")
    assert broken(small) == set()
    assert one(small, "select count(*) from ownerships where unit_id = 2 and to_on is null") == 1


def test_a_unit_that_was_never_used_goes_with_the_ownership_it_began_with(small: Database):
    small.execute("delete from units where purpose = 'parking'")
    assert broken(small) == set()
    small.execute("update ownerships set from_on = '2020-01-01' where unit_id = 21")
    with pytest.raises(connection.IntegrityError, match="FOREIGN KEY"):
        small.execute("delete from units where purpose = 'shop'")


def test_a_stairwell_has_one_steward_of_a_duty_on_any_day(raw: Database):
    for wrong in (("2026-02-01", "'2026-03-01'"), ("2025-12-01", "'2026-01-02'")):
        with pytest.raises(connection.IntegrityError):
            raw.execute(STEWARD.format(*wrong))
    raw.execute(STEWARD.format("2025-01-01", "'2026-01-01'"))
    raw.execute(STEWARD.format("2026-01-01", "'2026-01-01'"))
    raw.execute(STEWARD.format("2026-01-01", "null").replace("grid", "property"))
    assert broken(raw) == set()


WRONG = {
    "homes_now": "update residents set unit_id = 3 where id = 1",
    "numbers_now": "update residents set phone = '13900000000' where id = 1",
    "owners_now": "update units set owner_group_id = 2 where id = 1",
    "one_owner_at_a_time": "insert into ownerships (owner_group_id, unit_id, from_on, to_on)"
                           " values (2, 1, '2026-01-01', '2026-02-01')",
    "one_steward_at_a_time": STEWARD.format("2025-01-01", "'2025-03-01'") + ";"
                             + STEWARD.format("2025-02-01", "'2025-03-01'"),
    "merged_hold_nothing": "update residents set merged_into = 2 where id = 4",
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_what_is_broken_behind_the_files_back_is_found(path: Path, code: str):
    community.settle(path)
    with by_hand(path) as conn:
        conn.executescript(WRONG[code])
    with connection.opened(path) as db:
        assert broken(db) == {code}
    assert set(WRONG) == {rule.code for rule in INVARIANTS}


def test_a_number_that_may_ring_is_no_part_of_a_demonstration(demo: Path):
    (rule,) = DEMO
    with connection.opened(demo) as db:
        assert db.execute(rule.sql).fetchall() == []
        db.execute(
            "insert into contacts (resident_id, number, kind, rank)"
            " values (1, '13900000000', 'mobile', 9)"
        )
        assert len(db.execute(rule.sql).fetchall()) == 1
