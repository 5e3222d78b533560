"""Strict types, real references, and a running application that never rebuilds its house."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection

Refused = connection.Error


@pytest.fixture
def raw(path: Path) -> Iterator[Database]:
    db = connection.connect(path, guarded=False)
    yield db
    db.conn.close()


def test_every_table_of_ours_is_strict(raw: Database):
    loose = raw.execute(
        "select name from pragma_table_list where schema = 'main' and type = 'table'"
        " and strict = 0 and name not like 'sqlite_%' and name not like '\\_%' escape '\\'"
    ).fetchall()
    assert loose == []


@pytest.mark.parametrize(
    "change",
    [
        "sheds set bays_total = 12.5",
        "sheds set bays_total = '很多'",
        "classes set fee_fen = 99.99",
        "units set area_centi = 90.5",
        "point_accounts set balance = 0.5",
        "parameters set value = 'seventy'",
        "residents set name = null",
        "residents set name = x'00ff'",
        "residents set birth_date = '2016-02-30'",
        "residents set birth_date = '1.5.1970'",
        "residents set birth_year = 1800",
        "residents set birth_year = 1971 where id = 1",
        "residents set phone = '027-1234'",
        "residents set guardian_id = id where id = 1",
        "classes set weekday = 8",
        "classes set ends = begins",
        "classes set begins = '9:30'",
        "meetings set starts_at = 'someday'",
        "meetings set year = 2025",
        "accounts set role = 'boss'",
        "accounts set password_hash = 'plain'",
        "accounts set username = 'Clerk' where id = 3",
        "accounts set estate_id = null where role = 'property'",
        "sheds set ports_ok = ports_total + 1",
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(raw: Database, change: str):
    with pytest.raises(connection.IntegrityError):
        raw.execute(f"update {change}")


@pytest.mark.parametrize(
    "sql",
    [
        "update residents set unit_id = 999 where id = 1",
        "update residents set guardian_id = 999 where id = 3",
        "update accounts set estate_id = 999 where id = 7",
        "delete from residents where id = 2",
        "delete from units where id = 1",
        "delete from estates where id = 1",
        "delete from buildings where id = 1",
        "delete from meetings where id = 1",
    ],
)
def test_nothing_points_at_what_is_not_there(raw: Database, sql: str):
    with pytest.raises(connection.IntegrityError):
        raw.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "drop table residents",
        "drop trigger audit_is_never_changed",
        "drop index open_sessions",
        "alter table audit_log rename to old_log",
        "alter table residents add column id_card text",
        "alter table residents drop column phone",
        "create table notes (text text)",
        "create table copy as select * from residents",
        "create index i on residents (name)",
        "create trigger t after insert on residents begin select 1; end",
        "create view v as select * from residents",
        "create virtual table words using fts5(text)",
        "attach database ':memory:' as other",
        "vacuum into 'copy.db'",
    ],
)
def test_the_running_application_never_rebuilds_its_house(small: Database, sql: str):
    before = small.execute("select count(*) from sqlite_master").fetchone()
    with pytest.raises(Refused, match=r"not authorized|prohibited|denied"):
        small.execute(sql)
    assert small.execute("select count(*) from sqlite_master").fetchone() == before


def test_a_misspelt_table_is_a_loud_mistake_and_not_a_new_table(small: Database):
    with pytest.raises(Refused):
        small.table("agenda_itmes").insert({"title": "写错了表名"})


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("recursive_triggers", 1), ("synchronous", 2), ("trusted_schema", 0),
     ("mmap_size", 0)],
)  # fmt: skip
def test_every_connection_is_careful(small: Database, pragma: str, value: int):
    assert small.execute(f"pragma {pragma}").fetchone()[0] == value


def test_a_new_file_has_a_schema_and_not_one_row_of_anybody(tmp_path: Path):
    path = tmp_path / "new.db"
    connection.create(path)
    with connection.opened(path) as db:
        for table in ("community", "accounts", "residents", "estates", "units", "audit_log",
                      "point_entries", "enrollments", "meetings", "sheds", "facts"):  # fmt: skip
            assert db.execute(f"select count(*) from {table}").fetchone() == (0,), table
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)


def test_an_existing_file_is_never_made_again(path: Path):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        connection.create(path)
    assert path.read_bytes() == before
