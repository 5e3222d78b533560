"""A run borrows its connection and gives it back as it was: no two at once, nothing left open."""

import threading
from pathlib import Path

import pytest

from db import connection, pool
from domain.errors import Unusable


class Stopped(BaseException):
    """As Streamlit stops a run."""


def test_the_next_run_gets_the_connection_of_the_last(path: Path):
    with pool.borrowed(path) as first:
        pass
    with pool.borrowed(path) as second:
        assert second is first


def test_two_runs_at_once_never_share_a_connection(path: Path):
    many, rounds = 8, 20
    meet = threading.Barrier(many)
    at_once: list[set[int]] = [set() for _ in range(rounds)]

    def run() -> None:
        for number in range(rounds):
            with pool.borrowed(path) as db:
                at_once[number].add(id(db))
                meet.wait()
                assert db.execute("select count(*) from accounts").fetchone()
                meet.wait()

    threads = [threading.Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(ids) for ids in at_once] == [many] * rounds


def test_a_run_that_was_stopped_in_a_transaction_leaves_nothing_of_it(path: Path):
    with pytest.raises(Stopped), pool.borrowed(path) as db:
        db.execute("begin immediate")
        db.execute("update community set name = 'half'")
        raise Stopped
    with pool.borrowed(path) as again:
        assert again is db
        assert not again.conn.in_transaction
        assert again.execute("select name from community").fetchone()[0] != "half"
    with connection.opened(path) as other:
        other.execute("begin immediate")
        other.execute("rollback")


def test_a_query_read_half_way_keeps_no_old_picture(path: Path):
    with pool.borrowed(path) as db:
        half = db.execute("select id from units")
        half.fetchone()
    with connection.opened(path) as other:
        other.execute("update community set name = 'newer'")
    with pool.borrowed(path) as db:
        assert db.execute("select name from community").fetchone()[0] == "newer"
    with pytest.raises(connection.Error):
        half.fetchone()


def test_a_file_that_was_replaced_is_opened_anew(path: Path, tmp_path: Path):
    with pool.borrowed(path) as old:
        assert old.execute("select count(*) from accounts").fetchone()[0]
    connection.create(tmp_path / "other.db")
    (tmp_path / "other.db").replace(path)
    with pool.borrowed(path) as db:
        assert db is not old
        assert db.execute("select count(*) from accounts").fetchone()[0] == 0


def test_a_file_that_moved_to_another_version_is_refused_in_words(path: Path):
    with pool.borrowed(path):
        pass
    with connection.opened(path) as other:
        other.execute("pragma user_version = 9999")
    with pytest.raises(Unusable), pool.borrowed(path):
        pass


def test_a_missing_file_is_refused_in_words(tmp_path: Path):
    with pytest.raises(Unusable), pool.borrowed(tmp_path / "nowhere.db"):
        pass


def test_a_lent_connection_keeps_the_pragmas_and_the_guard(path: Path):
    with pool.borrowed(path):
        pass
    with pool.borrowed(path) as db:
        assert db.execute("pragma foreign_keys").fetchone()[0] == 1
        assert db.execute("pragma synchronous").fetchone()[0] == 2
        with pytest.raises(connection.Error):
            db.execute("drop table awards")


def test_a_thread_that_gave_its_connection_back_has_no_claim_on_it(path: Path):
    with pool.borrowed(path) as db:
        pass
    found: list[int] = []

    def use() -> None:
        with pool.borrowed(path) as mine:
            assert mine is db
            found.append(mine.execute("select count(*) from accounts").fetchone()[0])

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert found and found[0] > 0
