"""Going back to a copy: refused while the file is in use, and nothing that was there is lost."""

import sqlite3
from pathlib import Path

import pytest

from db import accounts, connection, heads
from db.__main__ import main
from db.backups import kept, making
from db.checks import report
from db.rows import put
from db.shed_capacity import sheds
from db.versions import NEWEST
from domain import backups
from domain.accounts import NewAccount
from domain.people import Role
from tests.community import NOW, visit_of
from tests.screens import signed_in
from tests.version_29 import as_version_29
from tests.writer import a_count


@pytest.fixture
def copy(path: Path) -> Path:
    """A copy of the small community; afterwards a shed was counted in it."""
    with connection.opened(path) as db:
        making.make_copy(visit_of(db, "admin"), "b1")
        made = kept.folder_of(path) / kept.copies(db)[0].name
        sheds.count_shed(visit_of(db, "clerk"), a_count("after the copy", 10))
    return made


def counted(path: Path) -> int:
    with connection.opened(path) as db:
        return int(db.execute("select count(*) from shed_counts").fetchone()[0])


def back(path: Path, copy: Path) -> int:
    return main(["--db", str(path), "restore", str(copy)])


def aside(path: Path) -> Path:
    (found,) = path.parent.glob("community.before-*.db")
    return found


def test_the_file_is_as_the_copy_has_it_and_what_was_there_stays_beside_it(path: Path, copy: Path):
    assert counted(path) == 1
    assert back(path, copy) == 0
    assert counted(path) == 0
    assert counted(aside(path)) == 1
    assert not list(path.parent.glob("*.restoring*"))
    with connection.opened(path) as db:
        assert [one for one in report.run(db) if not one.ok] == []
        told = [row[0] for row in db.execute("select told from audit_log order by id desc limit 1")]
    assert copy.name in told[0]
    assert copy.exists(), "a copy may be gone back to twice"


def test_the_list_of_heads_is_put_aside_so_that_check_is_right_again(path: Path, copy: Path):
    assert heads.kept(path)
    back(path, copy)
    assert main(["--db", str(path), "check"]) == 0


def test_it_is_refused_while_the_file_is_in_use(path: Path, copy: Path, capsys):
    keeper = connection.connect(path)  # as the running server holds one (app.kept_open)
    try:
        assert back(path, copy) == 1
    finally:
        keeper.conn.close()
    assert backups.IN_USE in capsys.readouterr().err
    assert counted(path) == 1
    assert not list(path.parent.glob("community.before-*"))


def test_who_was_signed_in_then_is_so_no_more(path: Path, copy: Path):
    signed_in(path, "clerk")
    with connection.opened(path) as db:
        making.make_copy(visit_of(db, "admin"), "b2")
        second = kept.folder_of(path) / kept.copies(db)[0].name
    back(path, second)
    with connection.opened(path) as db:
        open_now = "select count(*) from sessions where ended_at is null"
        assert db.execute(open_now).fetchone() == (0,)


def test_a_file_that_is_broken_or_gone_is_replaced_all_the_same(path: Path, copy: Path):
    path.write_bytes(b"nothing of ours" * 100)
    assert back(path, copy) == 0
    assert counted(path) == 0
    assert aside(path).read_bytes().startswith(b"nothing of ours")
    path.unlink()
    assert back(path, copy) == 0
    assert counted(path) == 0


@pytest.mark.parametrize("what", ["newer", "foreign", "torn", "missing"])
def test_a_copy_that_does_not_serve_changes_nothing(path: Path, copy: Path, what: str, capsys):
    if what == "newer":
        db = sqlite3.connect(copy)
        db.execute(f"pragma user_version = {NEWEST + 1}")
        db.close()
    elif what == "foreign":
        copy.unlink()
        sqlite3.connect(copy).execute("create table notes (text text)")
    elif what == "torn":
        whole = copy.read_bytes()
        copy.write_bytes(whole[:8192] + b"\x55" * (len(whole) - 8192))
    else:
        copy.unlink()
    assert back(path, copy) == 1
    words = capsys.readouterr().err.strip()
    assert words.endswith("。") and "sqlite" not in words.lower()
    assert counted(path) == 1
    assert not list(path.parent.glob("*.restoring*")) and not list(path.parent.glob("*.before-*"))


def test_an_older_copy_is_brought_to_this_version(path: Path, copy: Path, tmp_path: Path):
    new = tmp_path / "new.db"
    connection.create(new)
    with connection.opened(new) as db:
        put(db, "community", id=1, name="桂花园", address="", is_demo=0, created_at=NOW)
        accounts.add_account(
            db, NewAccount("", "admin", "某人", Role.ADMIN, "vellum-Otter-19"), "x"
        )
    as_version_29(new, tmp_path / "v29.db")
    assert back(path, tmp_path / "v29.db") == 0
    with connection.opened(path) as db:
        assert db.execute("pragma user_version").fetchone() == (NEWEST,)
        assert report.run(db)[0].ok
    assert not list(tmp_path.glob("*.v29.db"))
