"""A file of an older version is brought over whole, or not at all; a new one is made of chapters."""

import os
import re
import signal
import stat
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import chain, connection, file_words, heads
from db.checks import report, schema
from db.checks.chain import unlinked
from db.repair_fund import booking, raised
from db.versions import CHAPTERS, HERE, NEWEST, OLDEST, STEPS
from domain.errors import Invalid, Unusable
from domain.repair_fund.booking import BookingCorrection, TopUp
from tests import community, fund_desk
from tests.version_29 import LINKS, as_version_29, columns, known_then, said_by, tables
from tests.writer import started

ALL = [file.stem for file in STEPS.values()]
TODAY = community.TODAY


@pytest.fixture
def topped_up(tmp_path: Path) -> Iterator[Path]:
    """A small real community of version 29: two rooms have topped up, a third one in error."""
    today = community.settle(tmp_path / "today.db")
    with connection.opened(today) as db:
        accountant = community.visit_of(db, "accountant")
        vote = fund_desk.project_at(db, "vote_passed", matter="raise_fund", budget=1_100_003)
        booking.record_topup(accountant, TopUp("t1", vote, ("1-1-101", "1-2-202"), TODAY))
        booking.record_topup(accountant, TopUp("t2", vote, ("1-1-102",), TODAY))
        booking.correct_booking(accountant, BookingCorrection("t3", "t2", "登记错了房号"))
        db.execute("update parameters set changed_by = 3, changed_at = '2026-03-01T09:00:00+08:00'"
                   " where code in ('first_pct', 'points_day_cap')")  # fmt: skip
    yield as_version_29(today, tmp_path / "community.db")


def rows(path: Path, of: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Every row of these tables in these columns, in one order."""
    db = connection.connect(path)
    found = {
        table: sorted(
            db.execute(f"select {', '.join(said)} from {table}{known_then(table)}").fetchall(),
            key=repr,
        )
        for table, named in of.items()
        if (said := [said_by(db, table, column) for column in named])
    }
    db.conn.close()
    return found


def shape(path: Path) -> dict[str, list[str]]:
    db = connection.connect(path)
    found = {table: columns(db, table) for table in tables(db) - LINKS}
    db.conn.close()
    return found


def version(path: Path) -> int:
    db = connection.connect(path)
    found = int(db.execute("pragma user_version").fetchone()[0])
    db.conn.close()
    return found


def linked(path: Path) -> list[Any]:
    db = connection.connect(path)
    found = [(head, covers) for head, covers in chain.links(db)]
    db.conn.close()
    return found


def red(path: Path) -> dict[str, str]:
    with connection.opened(path) as db:
        return {one.code: one.detail for one in report.run(db) if not one.ok}


def test_the_demonstration_of_version_29_is_brought_over_whole(demo: Path, tmp_path: Path):
    path = as_version_29(demo, tmp_path / "older.db")
    db = connection.connect(path)
    heads.start(db)
    db.conn.close()
    before, of, links = rows(path, shape(path)), shape(path), linked(path)
    assert len(links) > 10
    assert sum(map(len, before.values())) > 100_000

    assert connection.migrate(path) == ALL
    assert rows(path, of) == before
    assert linked(path)[: len(links)] == links
    assert red(path) == {}
    with connection.opened(path) as db:
        assert version(path) == NEWEST
        assert list(unlinked(db)) == []
        assert list(heads.strangers(db, heads.kept(path))) == []
        assert db.execute("pragma foreign_key_check").fetchall() == []
        for table in ("household_entries", "audit_log", "point_entries"):
            with pytest.raises(connection.IntegrityError, match="append-only"):
                db.execute(f"update {table} set id = id + 1000000 where id = 1")
            with pytest.raises(connection.IntegrityError, match="append-only"):
                db.execute(f"delete from {table} where id = 1")
    assert connection.migrate(path) == []


def test_a_file_brought_over_says_the_same_as_a_new_one(topped_up: Path, tmp_path: Path):
    connection.migrate(topped_up)
    connection.create(tmp_path / "new.db")
    with connection.opened(topped_up) as db, connection.opened(tmp_path / "new.db") as new:
        assert schema.parts(db) == schema.parts(new)
        assert schema.fingerprint(db) == schema.fingerprint(new)
        for table in ("parameters", "text_parameters", "award_rules", "fund_transitions"):
            named = [c for c in columns(db, table) if c not in {"changed_by", "changed_at"}]
            assert named == [c for c in columns(new, table) if not c.startswith("changed_")]
            sql = f"select {', '.join(named)} from {table} order by 1, 2, 3"
            assert db.execute(sql).fetchall() == new.execute(sql).fetchall(), table


def test_who_topped_up_is_known_by_a_key(topped_up: Path):
    connection.migrate(topped_up)
    with connection.opened(topped_up) as db:
        accountant = community.visit_of(db, "accountant")
        (vote,) = raised.passed_votes(accountant, community.PINE)
        assert (vote.paid, vote.units) == (2, 11)
        assert db.execute(
            "select distinct kind, project_id from household_entries order by 1"
        ).fetchall() == [("correct", None), ("topup", vote.project_id)]
        with pytest.raises(Invalid, match="已经登记过"):
            booking.record_topup(accountant, TopUp("t9", vote.project_id, ("1-1-101",), TODAY))
        booking.record_topup(accountant, TopUp("t10", vote.project_id, ("1-1-102",), TODAY))
        assert raised.passed_votes(accountant, community.PINE)[0].paid == 3
        who = "select code, changed_by from parameters where changed_by is not null order by 1"
        assert db.execute(who).fetchall() == [("first_pct", 3), ("points_day_cap", 3)]
    assert red(topped_up).keys() <= {"demo_accounts", "audit_log_unbroken"}


def test_a_topup_names_its_vote_and_nothing_else_does(topped_up: Path):
    connection.migrate(topped_up)
    row = ("insert into household_entries (unit_id, kind, amount_fen, booked_on, by_id, project_id,"
           " source) values (1, ?, 100, '2026-03-01', 3, ?, 'entered')")  # fmt: skip
    with connection.opened(topped_up) as db:
        for kind, project in (("topup", None), ("interest", 1), ("topup", 99)):
            with pytest.raises(connection.IntegrityError):
                db.execute(row, [kind, project])


# The copy beside it -----------------------------------------------------------------------------


def test_the_file_as_it_was_stays_beside_it(topped_up: Path):
    before, of = rows(topped_up, shape(topped_up)), shape(topped_up)
    connection.migrate(topped_up)
    copy = topped_up.with_name("community.v29.db")
    assert copy == connection.copy_of(topped_up, 29)
    assert (version(copy), rows(copy, of)) == (29, before)
    assert stat.S_IMODE(copy.stat().st_mode) & 0o077 == 0
    copy.unlink()
    assert connection.migrate(topped_up) == []
    assert not copy.exists(), "what needs no step needs no copy"


def test_a_file_that_cannot_be_copied_is_not_brought_over(topped_up: Path):
    before, of = rows(topped_up, shape(topped_up)), shape(topped_up)
    topped_up.with_name("community.v29.db.partial").mkdir()  # stands in the way
    with pytest.raises(Unusable) as refusal:
        connection.migrate(topped_up)
    assert str(refusal.value) == file_words.NO_COPY
    assert (version(topped_up), rows(topped_up, of)) == (29, before)


# All or nothing ---------------------------------------------------------------------------------


def _killed_at(path: Path, words: str, tell: Connection) -> None:
    """Brings the file over in a process that is killed when it comes to a statement."""
    connect, began = connection.connect, re.compile(f"(?m)^{words}")

    def watched(*args: Any, **kwargs: Any) -> Database:
        db = connect(*args, **kwargs)
        db.conn.set_trace_callback(
            lambda sql: os.kill(os.getpid(), signal.SIGKILL) if began.search(sql) else None
        )
        return db

    connection.connect = watched
    tell.send(connection.migrate(path))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no SIGKILL")
@pytest.mark.parametrize(
    "words",
    ["drop table parameters", "create table text_parameters", "update household_entries",
     "drop table if exists _sqlite_migrations", f"pragma user_version = {NEWEST}", "COMMIT"],
)  # fmt: skip
def test_whoever_is_killed_in_the_middle_leaves_the_older_file(topped_up: Path, words: str):
    before, of, links = rows(topped_up, shape(topped_up)), shape(topped_up), linked(topped_up)
    process, pipe = started(_killed_at, topped_up, words)
    with pytest.raises(EOFError):
        pipe.recv()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (version(topped_up), rows(topped_up, of)) == (29, before)
    assert shape(topped_up) == of
    with pytest.raises(Unusable, match="还没有升级"), connection.opened(topped_up):
        pass
    assert connection.migrate(topped_up) == ALL
    assert rows(topped_up, of) == before
    assert linked(topped_up)[: len(links)] == links


@pytest.mark.parametrize("use", ["open", "migrate"])
def test_a_file_older_than_any_step_is_refused_and_left_alone(tmp_path: Path, use: str):
    today = community.settle(tmp_path / "today.db")
    path = as_version_29(today, tmp_path / "community.db", version=OLDEST - 1)
    before = path.read_bytes()
    with pytest.raises(Unusable) as refusal:
        if use == "migrate":
            connection.migrate(path)
        else:
            with connection.opened(path):
                pytest.fail("it was opened")
    assert str(refusal.value) == file_words.TOO_OLD
    assert path.read_bytes() == before


# The chapters -----------------------------------------------------------------------------------


def test_every_chapter_is_read_and_none_is_long():
    found = {file.relative_to(HERE / "schema").with_suffix("").as_posix(): file
             for file in (HERE / "schema").rglob("*") if file.is_file()}  # fmt: skip
    assert sorted(CHAPTERS) == sorted(found)
    for chapter, file in found.items():
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 250, chapter
        assert not re.search(r"(?im)^(alter|drop|update|delete)\b", text), chapter


def test_steps_are_numbered_one_after_the_other():
    files = sorted((HERE / "migrations").iterdir())
    assert [int(file.name[:4]) for file in files] == list(range(OLDEST + 1, NEWEST + 1))
    assert {file.suffix for file in files} == {".sql"}


# What names a row of another table, and cannot say of which: the act or the kind beside it does.
NAMED_BESIDE = {("audit_log", "made_id"), ("chain_finals", "row_id"), ("chain_reach", "last_id"),
                ("merge_moves", "thing_id"), ("registry_changes", "thing_id"),
                ("item_subjects", "subject_id")}  # fmt: skip
WORDS = {("objections", "raised_by"), ("ballot_papers", "came_by")}


def test_every_number_of_another_row_is_a_reference(tmp_path: Path):
    connection.create(tmp_path / "new.db")
    with connection.opened(tmp_path / "new.db") as db:
        for table in tables(db):
            kept = {row[3] for row in db.execute(f"pragma foreign_key_list({table})").fetchall()}
            for column in columns(db, table):
                if column.endswith(("_id", "_by")) and column not in kept:
                    assert (table, column) in NAMED_BESIDE | WORDS
