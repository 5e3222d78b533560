"""Connections that are lent (借用的连接): a run borrows one and gives it back as it was.

Opening one parses the whole schema, which costs several milliseconds and grows with every table.
Never two runs on one connection; none comes back with a transaction or a half-read query; all are
dropped when the file was replaced.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlite_utils import Database

from db import connection
from domain.errors import Unusable

MOST_IDLE = 16  # what a busy evening needs at once; more are opened, and closed when they return
Place = tuple[int, int, int]  # this process, and the file as the disk knows it

_lock = threading.Lock()
_place: Place | None = None
_idle: list[Database] = []
_inherited: list[list[Database]] = []  # of the process that was forked: closing drops its locks


@contextmanager
def borrowed(path: Path) -> Iterator[Database]:
    """A connection for one script run, given back at its end. Raises Unusable, in words."""
    with connection.explaining():
        place = _where(path)
        db = _take(place) or connection.connect(path, lent=True)
        try:
            connection.must_be_ours(db, current=True)
            yield db
        except (connection.Error, Unusable):  # the file may be broken: nobody gets this one again
            db.conn.close()
            raise
        except BaseException:  # Streamlit stops a run with a BaseException
            _give_back(place, db)
            raise
        _give_back(place, db)


def _where(path: Path) -> Place | None:
    """None when there is no file: `connect` then says so in words."""
    try:
        found = path.stat()
    except OSError:
        return None
    return os.getpid(), found.st_dev, found.st_ino


def _take(place: Place | None) -> Database | None:
    global _place
    with _lock:
        if place != _place:
            if _place is not None and place is not None and _place[0] != place[0]:
                _inherited.append(_idle[:])
            else:
                for db in _idle:
                    db.conn.close()
            _idle.clear()
            _place = place
        return _idle.pop() if _idle else None


def _give_back(place: Place | None, db: Database) -> None:
    lent = cast(connection.Lent, db.conn)
    try:
        lent.put_down()
    except connection.Error:
        lent.close()
        return
    with _lock:
        if place == _place and len(_idle) < MOST_IDLE:
            _idle.append(db)
            return
    lent.close()
