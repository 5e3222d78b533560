"""A copy of the file: whole and read back or not there at all, bounded, and told of when too old."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection, home, set_up
from db.backups import files, kept, making
from db.checks import report
from domain import backups
from domain.backups import Backup, size_said, to_remove
from domain.errors import NotAllowed, Unusable, WrongState
from tests import ROOT
from tests.community import NOW, visit_of
from tests.screens import door, labels, press, said


@pytest.fixture
def folder(path: Path) -> Path:
    return path.with_name("community-backups")


def copy_files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*") if file.name != making.LOCK)


def rows(file: Path) -> int:
    with connection.opened(file) as db:
        tables = [row[0] for row in db.execute("select name from sqlite_master where type='table'")]
        return sum(db.execute(f"select count(*) from {name}").fetchone()[0] for name in tables)


def test_a_copy_is_whole_private_and_read_back(small: Database, folder: Path):
    before = rows(folder.with_name("community.db"))
    receipt = making.make_copy(visit_of(small, "admin"), "b1")
    assert "核对过" in receipt.told
    (one,) = kept.copies(small)
    assert (one.verified, one.by, one.made_at, one.row_count) == (True, "管理员admin", NOW, before)
    assert copy_files(folder) == [one.name]
    file = folder / one.name
    assert file.stat().st_size == one.bytes
    assert rows(file) == before
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_others_write_meanwhile_waits_for_nobody(small: Database, path: Path, monkeypatch):
    """The lock is free while a copy is made and read back; what is written then is not half in it."""
    read_back = making._read_back

    def with_a_write(*args) -> str:
        with connection.opened(path) as other:
            other.execute("pragma busy_timeout = 0")
            other.execute("update community set address = '新址'")
        return read_back(*args)

    monkeypatch.setattr(making, "_read_back", with_a_write)
    making.make_copy(visit_of(small, "admin"), "b1")
    assert kept.copies(small)[0].verified
    assert small.execute("select address from community").fetchone() == ("新址",)


def test_the_same_slip_is_one_copy(small: Database, folder: Path):
    first = making.make_copy(visit_of(small, "admin"), "b1")
    again = making.make_copy(visit_of(small, "admin"), "b1")
    assert again.id == first.id
    assert copy_files(folder) == [kept.copies(small)[0].name]


def test_nobody_but_the_administrator_makes_or_sees_copies(small: Database, folder: Path):
    with pytest.raises(NotAllowed):
        making.make_copy(visit_of(small, "secretary"), "b1")
    with pytest.raises(NotAllowed):
        kept.listed(visit_of(small, "secretary"))
    assert not folder.exists()


def test_what_does_not_hold_is_said_and_never_takes_the_place_of_what_does(
    small: Database, folder: Path, monkeypatch
):
    admin = visit_of(small, "admin")
    making.make_copy(admin, "good")
    broken = report.Finding("one_community", "只有一个社区", False, "2 个")
    monkeypatch.setattr(report, "run", lambda db: [broken])
    small.execute("update parameters set value = 2 where code = 'backups_kept'")
    for number in range(4):
        told = making.make_copy(admin, f"bad{number}").told
    assert "核对不对：只有一个社区：2 个" in told
    assert [one.verified for one in kept.copies(small)] == [False, False, True]
    assert len(copy_files(folder)) == 3
    newest = kept.newest(admin)
    assert newest and newest.verified


def test_rows_that_are_missing_in_the_copy_are_noticed(small: Database, monkeypatch):
    counts = making._counts
    monkeypatch.setattr(making, "_counts", lambda db: counts(db) | {"residents": id(db)})
    assert "行数和原来的不一样" in making.make_copy(visit_of(small, "admin"), "b1").told


def test_no_more_are_kept_than_the_parameter_says(small: Database, folder: Path):
    admin = visit_of(small, "admin")
    small.execute("update parameters set value = 2 where code = 'backups_kept'")
    for number in range(4):
        making.make_copy(admin, f"b{number}")
    assert [one.id for one in kept.copies(small)] == [4, 3]
    assert copy_files(folder) == sorted(one.name for one in kept.copies(small))


def test_the_newest_verified_stay_and_as_many_of_the_others():
    made = [Backup(n, f"{n}", NOW, "某人", 1, 1, "" if n % 2 else "坏了") for n in range(10, 0, -1)]
    assert [one.id for one in to_remove(made, 2)] == [5, 3, 1, 6, 4, 2]


def test_a_file_no_row_knows_and_a_row_whose_file_is_gone_are_said(small: Database, folder: Path):
    admin = visit_of(small, "admin")
    making.make_copy(admin, "b1")
    (folder / kept.copies(small)[0].name).rename(folder / "community-20200101-000000.db")
    known, strange = kept.listed(admin)
    assert known.backup and not known.there
    assert strange.backup is None and strange.name == "community-20200101-000000.db"
    making.make_copy(admin, "b2")
    assert "community-20200101-000000.db" in copy_files(folder), "what is not ours is left alone"


# Trouble ---------------------------------------------------------------------------------------


def refused(small: Database, kind: type[Exception]) -> str:
    with pytest.raises(kind) as refusal:
        making.make_copy(visit_of(small, "admin"), "b1")
    assert kept.copies(small) == []
    return str(refusal.value)


def test_a_folder_the_operator_named_and_that_is_missing_is_not_made(small: Database, monkeypatch):
    away = Path(connection.database_path().parent / "usb" / "copies").resolve()
    monkeypatch.setenv("COMMUNITY_BACKUPS", str(away))
    assert refused(small, Unusable) == backups.no_folder(away)
    assert not away.exists()


def test_a_folder_the_operator_named_is_used(small: Database, tmp_path: Path, monkeypatch):
    (tmp_path / "usb").mkdir()
    monkeypatch.setenv("COMMUNITY_BACKUPS", str(tmp_path / "usb"))
    making.make_copy(visit_of(small, "admin"), "b1")
    assert copy_files(tmp_path / "usb") == [kept.copies(small)[0].name]


def test_a_full_disk_is_said_before_anything_is_written(small: Database, folder: Path, monkeypatch):
    monkeypatch.setattr(making.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 3000})())
    assert "只剩 0.0 MB" in refused(small, Unusable)
    assert copy_files(folder) == []


@pytest.mark.parametrize(
    ("code", "words"), [("SQLITE_FULL", backups.full()), ("SQLITE_IOERR_WRITE", backups.BROKE_OFF)]
)
def test_a_disk_that_fails_on_the_way_leaves_no_half_copy(
    small: Database, folder: Path, monkeypatch, code: str, words: str
):
    def fails(source: Database, part: Path) -> None:
        part.write_bytes(b"half")
        error = connection.Error("disk")
        error.sqlite_errorname = code
        raise error

    monkeypatch.setattr(files, "copy_to", fails)
    assert refused(small, Unusable) == words
    assert copy_files(folder) == []


def test_two_at_once_are_one_and_a_sentence(small: Database, folder: Path):
    folder.mkdir()
    with files.alone(folder / making.LOCK):
        assert refused(small, WrongState) == backups.BUSY
    making.make_copy(visit_of(small, "admin"), "b2")


KILLED = """
import os, sys
from pathlib import Path
from db import connection
from db.backups import files, making
from tests.community import visit_of
files.put_in_place = lambda part, file: (print("copied", flush=True), sys.stdin.read())
with connection.opened(Path(sys.argv[1])) as db:
    making.make_copy(visit_of(db, "admin"), "killed")
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by a signal")
def test_a_process_killed_in_the_middle_leaves_no_copy_and_stops_nobody(path: Path, folder: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout and child.stdout.readline() == b"copied\n"
    with connection.opened(path) as db:
        assert refused(db, WrongState) == backups.BUSY
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert [name for name in copy_files(folder) if name.endswith(".db")] == []
        assert kept.listed(visit_of(db, "admin")) == []
        making.make_copy(visit_of(db, "admin"), "after")
        assert copy_files(folder) == [kept.copies(db)[0].name]


# When the next one is due ----------------------------------------------------------------------


@pytest.fixture
def old(small: Database) -> Iterator[Database]:
    small.execute("update community set created_at = ?", [(NOW - timedelta(days=8)).isoformat()])
    yield small


def due(db: Database, who: str, now: datetime = NOW) -> list[str]:
    return [one.title for one in home.due_today(visit_of(db, who, now)) if one.room == "backups"]


def test_a_community_that_never_made_one_is_told_after_a_week(old: Database):
    assert due(old, "admin") == ["还没有备份过"]
    assert due(old, "admin", NOW - timedelta(days=3)) == []
    assert due(old, "secretary") == []


def test_a_copy_that_is_too_old_is_due_again_and_one_that_does_not_hold_counts_for_nothing(
    old: Database, monkeypatch
):
    making.make_copy(visit_of(old, "admin"), "b1")
    assert due(old, "admin") == []
    later = NOW + timedelta(days=7)
    monkeypatch.setattr(report, "run", lambda db: [report.Finding("", "坏了", False, "")])
    making.make_copy(visit_of(old, "admin", NOW + timedelta(days=6)), "b2")
    assert due(old, "admin", later) == ["上一次备份是 7 天前"]


def test_the_list_of_a_new_community_says_how_old_the_newest_is(small: Database):
    admin = visit_of(small, "admin")
    (line,) = [part for part in set_up.set_up(admin) if part.title == "第一次备份"]
    assert (line.done, line.there, line.room) == (False, "", "backups")
    making.make_copy(admin, "b1")
    (line,) = [part for part in set_up.set_up(admin) if part.title == "第一次备份"]
    assert (line.done, line.there) == (True, f"最近一份 {NOW.date()}")


def test_the_table_keeps_what_was_said_of_a_copy(small: Database):
    making.make_copy(visit_of(small, "admin"), "b1")
    for wrong in ("update backups set wrong = 'x', removed_at = 'now'", "delete from backups"):
        with pytest.raises(connection.IntegrityError):
            small.execute(wrong)


@pytest.mark.parametrize(
    ("bytes", "words"), [(400_000, "0.4 MB"), (40_345_600, "40 MB"), (1_240_000_000, "1.2 GB")]
)
def test_a_size_is_said_in_short(bytes: int, words: str):
    assert size_said(bytes) == words


# The screen ------------------------------------------------------------------------------------


def test_the_screen_says_where_makes_one_and_lists_it(path: Path, folder: Path, monkeypatch):
    enter = door(path, monkeypatch)
    screen = enter("admin", "backups")
    assert "还没有一份核对过的备份" in screen.warning[0].value
    assert str(folder) in screen.code[0].value
    screen = press(screen, "现在备份")
    assert "备份好了" in said(screen) and "核对过" in said(screen)
    assert "存着的备份 1 份" in said(screen)
    assert not screen.get("download_button")


def test_the_screen_says_why_none_was_made(path: Path, monkeypatch):
    enter = door(path, monkeypatch)
    monkeypatch.setenv("COMMUNITY_BACKUPS", str(path.with_name("away")))
    assert "文件夹不在" in said(press(enter("admin", "backups"), "现在备份"))


def test_nobody_else_comes_in(path: Path, monkeypatch):
    assert "现在备份" not in labels(door(path, monkeypatch)("secretary", "backups"))
