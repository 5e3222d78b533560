"""What a write reckons before the lock (先算好): laid down in tables of the connection's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def prepared(db: Database, prepare: Callable[[], None], *tables: str) -> Iterator[None]:
    """`prepare` fills these temporary tables at one moment; they are gone when the write is done.

    Nothing is prepared inside a transaction: there the lock is held already.
    """
    if db.conn.in_transaction:
        yield
        return
    try:
        db.execute("begin")  # one moment: what others save meanwhile is not half seen
        prepare()
        db.execute("commit")  # of the connection's own tables; nothing in the file was touched
        yield
    finally:
        if db.conn.in_transaction:
            db.execute("rollback")
        forget(db, *tables)


def forget(db: Database, *tables: str) -> None:
    """Drop what was prepared."""
    for table in tables:
        db.execute(f"drop table if exists temp.{table}")


def is_prepared(db: Database, table: str) -> bool:
    """Whether this connection has prepared something."""
    found = db.execute("select 1 from sqlite_temp_master where name = ?", [table]).fetchone()
    return found is not None
