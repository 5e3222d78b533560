"""Files of copies on the disk (备份的文件): written whole, one at a time, never beside a server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from db import connection


def copy_to(source: Database, part: Path) -> None:
    """The file as `source` sees it, as one plain private file that is whole on the disk.

    Inside a transaction it is the file at that moment. Raises OSError where none can be made.
    """
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    target = connection.connect(part, guarded=False)
    try:
        source.conn.backup(target.conn)
        target.execute("pragma journal_mode = delete")
    finally:
        target.conn.close()


def put_in_place(part: Path, file: Path) -> None:
    """Under its name at once or not at all, and so that a power cut does not take it back."""
    with part.open("ab") as written:
        os.fsync(written.fileno())
    part.replace(file)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One at a time, in whatever process; the lock falls when its process ends, however it ends.

    Raises Error for the second (`is_busy`), OSError where there can be no lock.
    """
    lock.touch(mode=0o600)
    db = connection.connect(lock, guarded=False)
    try:
        db.execute("pragma busy_timeout = 0")
        db.execute("begin exclusive")
        yield
    finally:
        db.conn.close()


def is_busy(error: Exception) -> bool:
    """Somebody else has the file."""
    return name_of(error).startswith("SQLITE_BUSY")


def name_of(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def take_alone(path: Path) -> None:
    """Fold the log into the file, which works only when nobody else has it open. Raises Error."""
    db = connection.connect(path, guarded=False)
    try:
        db.execute("pragma busy_timeout = 0")
        db.execute("pragma journal_mode = delete")
    finally:
        db.conn.close()
