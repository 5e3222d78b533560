"""The checks a change concerns (相关的核对): those that read a table it wrote to.

SQLite itself names the tables of every statement. A check that reads none of those that were changed
answers as it did for the file before, so that it need not be asked sixty times.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from db.checks import report

LISTS = ("INVARIANTS", "COMPUTED", "ARTICLE")
READ = {sqlite3.SQLITE_READ}
WRITTEN = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


@contextmanager
def tables_named(conn: sqlite3.Connection, actions: set[int]) -> Iterator[set[str]]:
    """The tables that the statements of the block read, or write to."""
    found: set[str] = set()

    def heard(action: int, name: str | None, *_: Any) -> int:
        if action in actions and name:
            found.add(name)
        return sqlite3.SQLITE_OK

    conn.set_authorizer(heard)
    yield found
    conn.set_authorizer(None)


def code_of(check: Any) -> str:
    return str(getattr(check, "code", None) or check[0])


def tables_read(db: Database) -> dict[str, set[str]]:
    """Of each check the tables that its answer comes from."""
    found = {}
    for name in LISTS:
        for check in getattr(report, name):
            with tables_named(db.conn, READ) as found[code_of(check)]:
                if name == "COMPUTED":
                    report._computed(db, *check)
                else:
                    report._checked(db, check)
    return found
