"""Builds a demonstration community (示例社区) beside its place, then moves it there whole."""

import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from db import accounts, connection, features, heads  # noqa: F401  # a write asks what features tell
from db.visit import Visit
from domain.days import BEIJING
from seed.parts import PARTS
from seed.plan import Plan
from seed.telling import Telling

Tell = Callable[[str], None]
STEPS = tuple(step for part in PARTS for step in part.steps)
# The file is thrown away when anything fails, so the bulk needs no journal and no waiting.
FAST = (
    "pragma foreign_keys = off",  # `python -m db check` looks at every reference
    "pragma journal_mode = off",
    "pragma synchronous = off",
    "pragma cache_size = -200000",
)
_turn = threading.Lock()


def build(path: Path, *, scale: int = 1, as_of: date | None = None, tell: Tell = print) -> None:
    """A whole demonstration at `path`, or nothing at all. Raises FileExistsError, Unusable.

    The same scale and day give the same rows, but for the hash of a thrown-away password.
    """
    day = as_of or datetime.now(BEIJING).date()
    with _turn:
        if path.exists():
            raise FileExistsError(path)
        clear_stale_partials(path)
        partial = path.with_name(f"{path.name}.partial-{os.getpid()}")
        try:
            _fill(partial, scale, day, tell)
            put_in_place(partial, path)
            heads.begin(path)
        finally:
            for left in path.parent.glob(f"{partial.name}*"):
                left.unlink(missing_ok=True)


def _fill(partial: Path, scale: int, day: date, tell: Tell) -> None:
    connection.create(partial)
    with connection.explaining():
        db = connection.connect(partial, guarded=False)
        try:
            for pragma in FAST:
                db.execute(pragma).fetchone()
            plan = Plan(db, day, scale)
            for name, step in STEPS:
                tell(f"{name}……")
                db.execute("begin")
                step(plan)
                db.execute("commit")
        finally:
            db.conn.close()
    with connection.explaining():
        db = connection.connect(partial)
        try:
            db.execute("pragma journal_mode = wal").fetchone()
            db.execute("pragma synchronous = off")  # put_in_place waits for the disk, once
            tell("最近几天的事……")
            story(Plan(db, day, scale))
            db.execute("pragma wal_checkpoint(truncate)").fetchone()
        finally:
            db.conn.close()


def story(plan: Plan) -> None:
    """Some dozens of deeds of the last days, by the real writes: the audit log is real (操作日志)."""
    telling = Telling(plan)
    for part in PARTS:
        if part.tell:
            part.tell(telling)
    for event in telling.events():
        event.deed(Visit(plan.db, accounts.user(plan.db, event.who), event.at))


def put_in_place(partial: Path, path: Path) -> None:
    """Give the finished file its name, in one step, never over another (FileExistsError)."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError as error:  # this file system has no hard links
        if path.exists():
            raise FileExistsError(path) from error
        partial.rename(path)
    else:
        partial.unlink()


def clear_stale_partials(path: Path) -> None:
    """Remove what builds of this file left behind when they were killed."""
    for left in path.parent.glob(f"{path.name}.partial-*"):
        owner = re.search(r"\.partial-(\d+)", left.name)
        if owner and not _alive(int(owner[1])):
            with suppress(PermissionError):  # Windows: still open, so still alive
                left.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    """Whether another process with this number lives; our own earlier file is left over."""
    if pid == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
