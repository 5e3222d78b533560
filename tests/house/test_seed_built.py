"""The demonstration is built whole, or not at all (要么建好，要么没有)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from db import connection
from db.points_ledger import awards
from seed import build as building
from seed.build import build, clear_stale_partials, put_in_place
from tests import ROOT
from tests.demo import TODAY, demo_copy
from tests.demo import demo as shared


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the hash of the thrown-away password."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        names = [
            row[0] for row in conn.execute("select name from sqlite_master where type = 'table'")
        ]
        found = {}
        for name in names:
            columns = [row[1] for row in conn.execute(f"pragma table_info({name})")]
            wanted = ", ".join(c for c in columns if c != "password_hash")
            if not name.startswith(("sqlite_", "_sqlite_")):
                found[name] = sorted(
                    conn.execute(f"select {wanted} from {name}").fetchall(), key=repr
                )
        return found


@pytest.mark.slow
def test_the_same_day_gives_the_same_rows(tmp_path: Path):
    again = tmp_path / "again.db"
    build(again, as_of=TODAY, tell=lambda _: None)
    first, second = rows(demo_copy(tmp_path)), rows(again)
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 10, 6)], ids=str)
def test_any_day_will_do(tmp_path: Path, day: date):
    """A leap day, and the middle of the longest holidays."""
    from db.checks import report

    path = tmp_path / "other.db"
    build(path, as_of=day, tell=lambda _: None)
    with connection.opened(path) as db:
        assert [one for one in report.run(db) if not one.ok] == []
        waiting, ready = awards.awards_waiting(db, day)
    assert waiting and ready


def test_progress_is_told_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    monkeypatch.setattr(building, "STEPS", building.STEPS[:2])
    monkeypatch.setattr(building, "story", lambda plan: None)
    build(tmp_path / "small.db", as_of=TODAY, tell=told.append)
    assert told == ["社区……", "小区和参会单位……", "最近几天的事……"]
    assert [file.name for file in tmp_path.iterdir()] == ["small.db"]


def test_an_existing_file_is_never_touched(tmp_path: Path):
    path = tmp_path / "community.db"
    path.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        build(path, tell=lambda _: None)
    assert path.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appeared_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "community.db"
    monkeypatch.setattr(building, "STEPS", ())
    monkeypatch.setattr(building, "story", lambda plan: path.write_text("quicker", "utf-8"))
    with pytest.raises(FileExistsError):
        build(path, tell=lambda _: None)
    assert path.read_text("utf-8") == "quicker"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("exists", [False, True])
def test_a_disk_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
):
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    partial, path = tmp_path / "c.db.partial-1", tmp_path / "c.db"
    partial.write_text("new", "utf-8")
    if exists:
        path.write_text("old", "utf-8")
        with pytest.raises(FileExistsError):
            put_in_place(partial, path)
        assert path.read_text("utf-8") == "old"
    else:
        put_in_place(partial, path)
        assert path.read_text("utf-8") == "new" and not partial.exists()


def test_a_failed_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(plan: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(building, "STEPS", (*building.STEPS[:2], ("x", fail)))
    with pytest.raises(RuntimeError, match="halfway"):
        build(tmp_path / "community.db", tell=lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_killed_in_the_middle_there_is_no_community(tmp_path: Path):
    path = tmp_path / "community.db"
    command = [sys.executable, "-m", "seed", "--db", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as building_it:
        partial = tmp_path / f"community.db.partial-{building_it.pid}"
        end = time.monotonic() + 60
        while not (partial.exists() and partial.stat().st_size > 500_000):
            assert time.monotonic() < end and building_it.poll() is None
            time.sleep(0.01)
        building_it.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    assert not path.exists()
    assert partial.exists(), "nobody could clean up"
    clear_stale_partials(path)
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_living_build_is_left_alone(tmp_path: Path):
    path = tmp_path / "community.db"
    theirs = tmp_path / f"community.db.partial-{os.getppid()}"
    theirs.touch()
    clear_stale_partials(path)
    assert theirs.exists() or os.name == "nt"


def test_a_finished_file_stands_alone(tmp_path: Path):
    """No log and no shared memory beside it, so that one file is the whole community."""
    demo_copy(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["community.db"]
    beside = [
        file.name for file in shared().parent.iterdir() if file.name.startswith(shared().name)
    ]
    assert beside == [shared().name]


def test_the_command_line_refuses_an_existing_file_in_one_sentence(tmp_path: Path):
    path = tmp_path / "community.db"
    shutil.copyfile(shared(), path)
    before = path.read_bytes()
    command = [sys.executable, "-m", "seed", "--db", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "已经存在" in done.stderr
    assert path.read_bytes() == before


def test_the_command_line_helps():
    command = [sys.executable, "-m", "seed", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0 and "--scale" in done.stdout and "--as-of" in done.stdout


@pytest.mark.parametrize(
    "deed",
    [
        "update community set is_demo = 0",
        "delete from community",
        "insert or replace into community (id, name, address, is_demo, created_at)"
        " values (1, '真社区', '', 0, '')",
        "update accounts set is_demo = 0 where username = 'clerk'",
    ],
)
def test_a_demonstration_never_turns_real(db: Database, deed: str):
    with pytest.raises(connection.IntegrityError):
        db.execute(deed)
