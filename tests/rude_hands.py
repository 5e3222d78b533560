"""A file in rude hands: changed by a tool that asks none of its rules."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils.utils import sqlite3

Connection = sqlite3.Connection


@contextmanager
def by_hand(path: Path, *, keep_triggers: bool = False) -> Iterator[Connection]:
    """The file in rude hands: no triggers, no foreign keys, no checks. Triggers come back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("pragma ignore_check_constraints = on")
        conn.execute("pragma synchronous = off")  # each of 400 statements would wait for the disk
        triggers = conn.execute(
            "select name, tbl_name, sql from sqlite_master where type = 'trigger' order by rowid"
        ).fetchall()
        if not keep_triggers:
            for name, _, _ in triggers:
                conn.execute(f"drop trigger {name}")
        yield conn
        if not keep_triggers:
            there = {row[0] for row in conn.execute("select name from sqlite_master")}
            for sql in (sql for _, table, sql in triggers if table in there):
                conn.execute(sql)
