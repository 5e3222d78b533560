"""One SQLite file: opening it safely, and saying in words why it cannot be used.

This is the only place that imports the driver. sqlite-utils picks the newest SQLite there is;
two SQLite libraries on one file in one process would drop each other's locks.
"""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from db import chain, heads
from db.file_words import FOREIGN, NEWER, NO_COPY, OLDER, TOO_OLD, WORDS
from db.versions import NEWEST, OLDEST, lay, run_script, steps_from
from domain.errors import Unusable

Error, IntegrityError = sqlite3.Error, sqlite3.IntegrityError
APPLICATION_ID = 0x574A5948  # "WJYH", so that another program's SQLite file is told apart
BUSY_MS = 5000
ROOMY_KB = -200_000  # 200 MB, as `pragma cache_size` says it
PRAGMAS = (
    "pragma foreign_keys = on",
    f"pragma busy_timeout = {BUSY_MS}",
    "pragma synchronous = full",
    "pragma recursive_triggers = on",  # INSERT OR REPLACE must fire the append-only triggers
    "pragma trusted_schema = off",
    "pragma cell_size_check = on",
    "pragma temp_store = memory",
    "pragma mmap_size = 0",
)


def database_path() -> Path:
    """The file this process works on: `COMMUNITY_DB`, or `community.db` in the current folder."""
    return Path(os.environ.get("COMMUNITY_DB") or "community.db")


def risky_version() -> str | None:
    """A sentence when this SQLite can corrupt a WAL file (3.7.0 to 3.51.2, unless backported)."""
    version = tuple(map(int, sqlite3.sqlite_version.split(".")))
    if version >= (3, 51, 3) or version in {(3, 44, 6), (3, 50, 7)}:
        return None
    return (
        f"注意：这台机器的 SQLite {sqlite3.sqlite_version} 有一个罕见的日志损坏缺陷，"
        "请安装 pysqlite3 或升级 Python，并勤做备份。"
    )


def explained(error: sqlite3.Error) -> Unusable | None:
    """The Chinese sentence for a failure of the file or disk; None for a bug of ours."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for code, words in WORDS.items():
        if name.startswith(code):
            return Unusable(words)
    return None


@contextmanager
def explaining() -> Iterator[None]:
    """Around database work: a broken file or full disk becomes a refusal; bugs stay loud."""
    try:
        yield
    except sqlite3.Error as error:
        if words := explained(error):
            raise words from error
        raise


# What the running application never does; a hand-made DROP or ATTACH through it is refused.
_FORBIDDEN = {
    getattr(sqlite3, f"SQLITE_{name}")
    for name in ["ATTACH", "DETACH", "ALTER_TABLE", "DROP_TABLE", "DROP_INDEX", "DROP_TRIGGER",
                 "DROP_VIEW", "CREATE_TABLE", "CREATE_INDEX", "CREATE_TRIGGER", "CREATE_VIEW"]
}  # fmt: skip


def _guard(action: int, *_: Any) -> int:
    return sqlite3.SQLITE_DENY if action in _FORBIDDEN else sqlite3.SQLITE_OK


class Lent(sqlite3.Connection):
    """A connection that knows its cursors, so that nothing half-read stays when a run ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: list[weakref.ref[Any]] = []

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        made = super().cursor(*args, **kwargs)
        self._read.append(weakref.ref(made))
        return made

    def put_down(self) -> None:
        """End every statement and transaction: a half-read query would keep an old snapshot."""
        for still in self._read:
            if (cursor := still()) is not None:
                cursor.close()
        self._read.clear()
        if self.in_transaction:
            self.execute("rollback").close()


def connect(path: Path, *, guarded: bool = True, lent: bool = False) -> Database:
    """A new connection to an existing file; never used by two threads at once.

    A `lent` one may be used by one thread after the other (db/pool.py).
    """
    uri = f"{path.resolve().as_uri()}?mode=rw"
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=not lent,
        factory=Lent if lent else sqlite3.Connection,
    )  # fmt: skip
    for pragma in PRAGMAS:
        conn.execute(pragma)
    if guarded:
        conn.set_authorizer(_guard)
    # Looking for plugins takes time, and two first visits at once met half-way in an import.
    return Database(conn, execute_plugins=False)


@contextmanager
def roomy(db: Database) -> Iterator[None]:
    """More pages in memory while hundreds of thousands of rows are put down; as before afterwards."""
    (usual,) = db.execute("pragma cache_size").fetchone()
    db.execute(f"pragma cache_size = {ROOMY_KB}")
    try:
        yield
    finally:
        db.execute(f"pragma cache_size = {usual}")


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A connection for one script run, closed at its end. Raises Unusable, in words."""
    with explaining():
        db = connect(path)
        try:
            must_be_ours(db, current=True)
            yield db
        finally:
            db.conn.close()


def must_be_ours(db: Database, *, current: bool) -> None:
    """Reads two numbers of the file's header and changes nothing. Raises Unusable, in words."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise Unusable(FOREIGN)
    version = _pragma(db, "user_version")
    if version > NEWEST:
        raise Unusable(NEWER)
    if version < OLDEST:
        raise Unusable(TOO_OLD)
    if current and version < NEWEST:
        raise Unusable(OLDER)


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"pragma {name}").fetchone()[0])


def create(path: Path) -> None:
    """A new file with the whole schema and not one row of anybody. Raises FileExistsError."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except (FileNotFoundError, PermissionError) as error:
        raise Unusable(WORDS["SQLITE_CANTOPEN"]) from error
    heads.begin(path)
    with explaining():
        db = connect(path, guarded=False)
        try:
            with _brought_up(db):
                lay(db)
        finally:
            db.conn.close()


def migrate(path: Path) -> list[str]:
    """Bring an existing file to this version; the names of the steps taken.

    The file as it was stays beside it (`copy_of`). Raises Unusable, in words.
    """
    with explaining():
        db = connect(path, guarded=False)
        try:
            must_be_ours(db, current=False)
            with _brought_up(db):
                version = _pragma(db, "user_version")
                steps = steps_from(version)
                if steps:
                    _keep_copy(path, copy_of(path, version))
                for step in steps:
                    run_script(db, step.read_text(encoding="utf-8"))
            return [step.stem for step in steps]
        finally:
            db.conn.close()


@contextmanager
def _brought_up(db: Database) -> Iterator[None]:
    """All or nothing, in one transaction, so that two processes cannot mix their steps."""
    db.execute("begin immediate")
    try:
        yield
        chain.extend(db)  # what was there before the chain was
        run_script(db, f"pragma application_id = {APPLICATION_ID};")
        run_script(db, f"pragma user_version = {NEWEST};")
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()
    _write_ahead(db)


def _write_ahead(db: Database) -> None:
    """SQLite does not wait for this: whoever else brings up the same file now sets it himself."""
    try:
        db.execute("pragma journal_mode = wal")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
            raise


def copy_of(path: Path, version: int) -> Path:
    """Where the file of that version is kept before its steps are taken: `community.v29.db`."""
    return path.with_name(f"{path.stem}.v{version}{path.suffix}")


def _keep_copy(path: Path, copy: Path) -> None:
    """Read by a connection of its own, since ours holds the write lock and has not written yet."""
    part = copy.with_name(f"{copy.name}.partial")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
    except OSError as error:
        raise Unusable(NO_COPY) from error
    source, target = connect(path).conn, sqlite3.connect(part)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    part.replace(copy)
