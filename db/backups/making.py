"""Making a copy (备份): taken at one moment, read back, and only then under its name.

All of it happens before the write lock, so that nobody waits; the write only notes it.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import connection, heads, parameters
from db.backups import files
from db.backups.kept import copies, folder_of, is_named
from db.checks import report
from db.rows import put
from db.visit import Visit
from db.writes import writes
from domain import backups
from domain.backups import size_said, to_remove
from domain.days import BEIJING
from domain.errors import Unusable, WrongState
from domain.people import Permission
from domain.receipts import Receipt

PARTIAL = ".partial"
LOCK = ".busy"
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that stands under its name, and what reading it back found."""

    file: Path
    row_count: int
    wrong: str


_made: ContextVar[Made | None] = ContextVar("made", default=None)


@contextmanager
def copied(db: Database, slip: str) -> Iterator[None]:
    """The copy is there before the lock is taken; one that is not noted afterwards goes again."""
    path = heads.file_of(db)
    if path is None or db.conn.in_transaction:
        raise Unusable(backups.BROKE_OFF)
    folder = _ready(folder_of(path))
    with _alone(folder), _explained():
        made = _copy(path, folder, set(_noted(db)))
        before = _made.set(made)
        try:
            yield
        finally:
            _made.reset(before)
            _make_room(db, folder, made)


@writes(Permission.KEEP_BACKUPS, ahead=copied)
def make_copy(visit: Visit, slip: str) -> Receipt:
    """Note the copy that was made, and which older ones make room for it.

    Raises WrongState while another is being made, Unusable when folder or disk do not serve.
    """
    made = _made.get()
    if made is None:
        raise RuntimeError("a copy is made before the lock")
    id = put(
        visit.db, "backups", name=made.file.name, made_at=visit.now, made_by=visit.user.id,
        bytes=made.file.stat().st_size, row_count=made.row_count, wrong=made.wrong,
    )  # fmt: skip
    most = parameters.value_of(visit.db, "backups_kept")
    for old in to_remove(copies(visit.db), most):
        visit.db.execute("update backups set removed_at = ? where id = ?", [visit.at, old.id])
    size = size_said(made.file.stat().st_size)
    if made.wrong:
        return Receipt(f"存了一份 {made.file.name}，{size}，但核对不对：{made.wrong}。", id)
    return Receipt(f"备份好了：{made.file.name}，{size}，核对过。请抄一份到另一块硬盘。", id)


def _ready(folder: Path) -> Path:
    """The folder is there; our own is made, the operator's is not: its disk may be unplugged."""
    try:
        if not is_named():
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Unusable(backups.no_way_in(folder)) from error
    if not folder.is_dir():
        raise Unusable(backups.no_folder(folder))
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(files.alone(folder / LOCK))
        except (connection.Error, OSError) as error:
            if isinstance(error, connection.Error) and files.is_busy(error):
                raise WrongState(backups.BUSY) from error
            raise Unusable(backups.no_way_in(folder)) from error
        yield


@contextmanager
def _explained() -> Iterator[None]:
    """A disk that fails while the copy is written is said as such."""
    try:
        yield
    except OSError as error:
        raise Unusable(backups.BROKE_OFF) from error
    except connection.Error as error:
        name = files.name_of(error)
        if name.startswith("SQLITE_FULL"):
            raise Unusable(backups.full()) from error
        if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise Unusable(backups.BROKE_OFF) from error
        raise


def _copy(path: Path, folder: Path, known: set[str]) -> Made:
    """Under its name only when all of it is written and was read back."""
    for left in folder.glob(f"{path.stem}-*{PARTIAL}*"):  # of one that was killed
        left.unlink(missing_ok=True)
    needed, free = path.stat().st_size, shutil.disk_usage(folder).free
    if free < needed * 1.1:
        raise Unusable(backups.no_room(needed, free))
    file = _free_name(path, folder, known)
    part = file.with_name(f"{file.name}{PARTIAL}")
    try:
        expected = _snapshot(path, part)
        wrong = _read_back(path, part, expected)
        files.put_in_place(part, file)
    finally:
        part.unlink(missing_ok=True)
    return Made(file, sum(expected.values()), wrong)


def _free_name(path: Path, folder: Path, known: set[str]) -> Path:
    name = f"{path.stem}-{datetime.now(BEIJING):%Y%m%d-%H%M%S}"
    file, more = folder / f"{name}.db", 1
    while file.exists() or file.name in known:
        more += 1
        file = folder / f"{name}-{more}.db"
    return file


def _snapshot(path: Path, part: Path) -> Counts:
    """The file at one moment, and how many rows each of its tables has at that moment."""
    source = connection.connect(path)
    try:
        source.execute("begin")
        expected = _counts(source)
        files.copy_to(source, part)
        source.execute("rollback")
        return expected
    finally:
        source.conn.close()


def _counts(db: Database) -> Counts:
    sql = "select name from sqlite_master where type = 'table'"
    names = [row[0] for row in db.execute(sql).fetchall()]
    return {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in names}


def _read_back(path: Path, part: Path, expected: Counts) -> str:
    """What does not hold in the copy, in words; '' when all of it does."""
    with connection.opened(part) as copy:
        found = report.run(copy)
        found.append(
            report.of_heads(copy, "kept_heads", "库外留下的链头都还在链里", heads.kept(path))
        )
        wrong = [f"{one.words}：{one.detail}" for one in found if not one.ok]
        if _counts(copy) != expected:
            wrong.append("行数和原来的不一样")
    return "；".join(wrong[:3])[:300]


def _make_room(db: Database, folder: Path, made: Made) -> None:
    """The files of copies that were noted as removed go, and one that was not noted at all."""
    noted = _noted(db)
    gone = {name for name, removed in noted.items() if removed}
    for name in gone | ({made.file.name} - noted.keys()):
        (folder / name).unlink(missing_ok=True)


def _noted(db: Database) -> dict[str, str | None]:
    """Every copy there ever was, and when it made room."""
    return dict(db.execute("select name, removed_at from backups").fetchall())
