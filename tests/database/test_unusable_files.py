"""A file that cannot be used is refused in one Chinese sentence, and not a byte of it changes."""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from db import connection, file_words
from db.shed_capacity import sheds as shed_capacity
from db.versions import NEWEST, STEPS
from domain.errors import Unusable
from tests import community
from tests.version_29 import as_version_29
from tests.writer import a_count, started

NOBODY = 65534


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def newer(path: Path) -> None:
    community.settle(path)
    db = connection.connect(path)
    db.execute(f"pragma user_version = {NEWEST + 1}")
    db.conn.close()


def foreign(path: Path) -> None:
    db = connection.Database(str(path))
    db.execute("create table notes (text text)")
    db.execute("insert into notes values ('别的程序的文件')")
    db.conn.commit()
    db.conn.close()


def text(path: Path) -> None:
    path.write_text("这是一张采购清单，不是数据库。\n" * 500, encoding="utf-8")


def empty(path: Path) -> None:
    path.touch()


def cut_off(path: Path) -> None:
    path.write_bytes(community.settle(path).read_bytes()[:50])


def sentence(refusal: BaseException) -> str:
    """The words of a refusal, after making sure that people can read them."""
    words = str(refusal)
    assert re.search("[\u4e00-\u9fff]{4}", words), words
    assert words.endswith("。")
    assert "sqlite" not in words.lower()
    return words


@pytest.mark.parametrize("make", [newer, foreign, text, empty, cut_off])
@pytest.mark.parametrize("use", ["open", "migrate"])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], use: str
):
    path = tmp_path / "community.db"
    make(path)
    before = sha(path)
    with pytest.raises(Unusable) as refusal:
        if use == "migrate":
            connection.migrate(path)
        else:
            with connection.opened(path):
                pytest.fail("it was opened")
    sentence(refusal.value)
    assert sha(path) == before


@pytest.mark.parametrize(
    ("make", "words"),
    [(newer, file_words.NEWER), (foreign, file_words.FOREIGN), (empty, file_words.FOREIGN),
     (text, file_words.WORDS["SQLITE_NOTADB"])],
)  # fmt: skip
def test_the_sentence_says_which_of_them_it_is(
    tmp_path: Path, make: Callable[[Path], None], words: str
):
    make(tmp_path / "community.db")
    with pytest.raises(Unusable) as refusal, connection.opened(tmp_path / "community.db"):
        pass
    assert str(refusal.value) == words


def test_a_missing_file_or_a_folder_is_refused_and_nothing_is_made(tmp_path: Path):
    for path in (tmp_path / "missing.db", tmp_path, tmp_path / "no" / "such" / "folder.db"):
        with pytest.raises(Unusable) as refusal, connection.opened(path):
            pass
        sentence(refusal.value)
        with pytest.raises(Unusable):
            connection.migrate(path)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_asks_to_be_migrated_first(tmp_path: Path):
    path = older(tmp_path / "community.db")
    before = sha(path)
    with pytest.raises(Unusable) as refusal, connection.opened(path):
        pass
    assert str(refusal.value) == file_words.OLDER
    assert sha(path) == before


def test_a_damaged_page_is_told_as_damage(tmp_path: Path):
    path = community.settle(tmp_path / "community.db")
    broken = bytearray(path.read_bytes())
    broken[4096:] = b"\xff" * (len(broken) - 4096)
    path.write_bytes(broken)
    before = sha(path)
    with pytest.raises(Unusable) as refusal, connection.opened(path) as db:
        db.execute("select * from accounts").fetchall()
    assert str(refusal.value) == file_words.WORDS["SQLITE_CORRUPT"]
    assert sha(path) == before


# A file nobody may write ----------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may walk into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def _count_as_nobody(path: Path, _: str, tell: Connection) -> None:
    """In a process of its own, since rights once given up do not come back."""
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        with connection.opened(path) as db:
            shed_capacity.count_shed(community.visit_of(db, "clerk"), a_count("slip-1", 10))
    except Unusable as refusal:
        tell.send(sentence(refusal))
    else:
        tell.send("written")


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights are given up by uid")
@pytest.mark.parametrize("folder_writable", [True, False])
def test_a_read_only_file_is_refused_by_the_first_write(open_folder: Path, folder_writable: bool):
    path = community.settle(open_folder / "community.db")
    path.chmod(0o444)
    open_folder.chmod(0o777 if folder_writable else 0o555)
    before = sha(path)
    process, pipe = started(_count_as_nobody, path, "nobody")
    words = pipe.recv()
    process.join()
    assert words in file_words.WORDS.values()
    assert sha(path) == before


# A full disk ----------------------------------------------------------------------------------


def test_a_full_disk_stops_the_write_and_room_lets_it_resume(tmp_path: Path):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        clerk = community.visit_of(db, "clerk")
        pages = db.execute("pragma page_count").fetchone()[0]
        db.execute(f"pragma max_page_count = {pages}")
        done = 0
        with pytest.raises(Unusable) as refusal:
            while done < 10_000:
                shed_capacity.count_shed(clerk, a_count(f"slip-{done}", 10))
                done += 1
        assert str(refusal.value) == file_words.WORDS["SQLITE_FULL"]
        assert not db.conn.in_transaction
        assert counted(db) == (done, done), "what was acknowledged is there, and nothing more"

        db.execute("pragma max_page_count = 100000")
        receipt = shed_capacity.count_shed(clerk, a_count(f"slip-{done}", 10))
        assert counted(db) == (done + 1, done + 1)
        assert receipt.id == done + 1
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]


def counted(db: connection.Database) -> tuple[int, int]:
    sql = "select (select count(*) from shed_counts), (select count(*) from audit_log)"
    rows, lines = db.execute(sql).fetchone()
    return rows, lines


# An older file --------------------------------------------------------------------------------


def older(path: Path, journal: str = "wal") -> Path:
    """A file as version 29 left it, and nobody in it."""
    new = path.with_name("new.db")
    connection.create(new)
    as_version_29(new, path)
    db = connection.connect(path)
    db.execute(f"pragma journal_mode = {journal}")
    db.conn.close()
    return path


def _migrate(path: Path, _: str, tell: Connection) -> None:
    tell.send("ready")
    while not path.with_suffix(".go").exists():
        time.sleep(0.001)
    try:
        tell.send(connection.migrate(path))
    except BaseException as failure:
        tell.send([repr(failure)])
        raise


def test_whoever_cannot_set_the_journal_now_leaves_it_to_the_other(tmp_path: Path):
    path = older(tmp_path / "community.db", "delete")
    ours, other = (connection.connect(path, guarded=False) for _ in range(2))
    other.execute("begin immediate")
    connection._write_ahead(ours)
    assert ours.execute("pragma journal_mode").fetchone() == ("delete",)
    other.conn.close()
    ours.conn.close()
    connection.migrate(path)
    with connection.opened(path) as db:
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_two_processes_bring_the_same_older_file_up_at_once(tmp_path: Path, journal: str):
    path = older(tmp_path / "community.db", journal)
    pipes = [started(_migrate, path, name)[1] for name in ("left", "right")]
    assert [pipe.recv() for pipe in pipes] == ["ready", "ready"]
    path.with_suffix(".go").touch()
    told = [pipe.recv() for pipe in pipes]
    assert sorted(told) == [[], [file.stem for file in STEPS.values()]]
    with connection.opened(path) as db:
        assert db.execute("pragma user_version").fetchone() == (NEWEST,)
        assert db.execute("select count(*) from facts").fetchone() == (0,)
    assert connection.migrate(path) == []
