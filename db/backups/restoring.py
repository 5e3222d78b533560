"""Going back to a copy (回到一份备份): from the command line, while nobody has the file open.

What was there stays beside it. Signed in is nobody afterwards, and the audit log says what was done.
"""

import shutil
from datetime import datetime
from pathlib import Path

from db import connection, heads, private
from db.backups import files
from db.rows import put, value
from db.writes import transaction
from domain import backups
from domain.days import stamp
from domain.errors import DomainError, NotFound, Unusable


def restore(path: Path, copy: Path, now: datetime) -> Path | None:
    """Put the copy in the place of the file; where the file that was there is kept, if there was.

    Raises NotFound for a copy that is not there, Unusable for one that is not whole or of a newer
    version, and while the file is in use; nothing was changed then.
    """
    if not copy.is_file():
        raise NotFound(f"备份 {copy}")
    part = path.with_name(f"{path.name}.restoring")
    aside = path.with_name(f"{path.stem}.before-{now:%Y%m%d-%H%M%S}{path.suffix}")
    try:
        with connection.explaining():
            _prepare(copy, part)
            _note(part, f"数据回到了备份 {copy.name}。", now)
            there = _take(path, aside)
            files.put_in_place(part, path)
        heads.begin(path)
    except OSError as error:
        raise Unusable(backups.BROKE_OFF) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal", ".heads.txt"):
            part.with_name(part.name + end).unlink(missing_ok=True)
    private.make_private(path)
    return aside if there else None


def _prepare(copy: Path, part: Path) -> None:
    """The copy beside the file, whole and of this version. Raises Unusable."""
    source = connection.connect(copy)
    try:
        connection.must_be_ours(source, current=False)
        found = source.execute("pragma integrity_check").fetchall()
        if found != [("ok",)]:
            raise Unusable(backups.NOT_WHOLE)
        version = int(value(source, "pragma user_version"))
        files.copy_to(source, part)
    except DomainError as refusal:
        raise Unusable(f"没有恢复，原来的没有动。备份 {copy.name}：{refusal}") from refusal
    finally:
        source.conn.close()
    connection.migrate(part)
    connection.copy_of(part, version).unlink(missing_ok=True)


def _note(part: Path, told: str, now: datetime) -> None:
    """Whoever was signed in then is so no more; one line says who went back, at the file itself."""
    with connection.opened(part) as db:
        administrator = value(db, "select min(id) from accounts where role = 'admin'")
        with transaction(db):
            db.execute(
                "update sessions set ended_at = ?, ended_why = 'closed' where ended_at is null",
                [stamp(now)],
            )
            put(
                db, "audit_log", at=now, account_id=administrator, action="command_line.restore",
                detail="{}", told=told,
            )  # fmt: skip
    files.take_alone(part)


def _take(path: Path, aside: Path) -> bool:
    """Keep the present file under another name, byte by byte; whether there was one.

    Raises Unusable while a server has it open. A file too broken to be opened is kept all the same.
    """
    if not path.exists():
        return False
    try:
        files.take_alone(path)
    except connection.Error as error:
        if files.is_busy(error):
            raise Unusable(backups.IN_USE) from error
    for end in ("", "-wal", "-journal"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            kept = aside.with_name(aside.name + end)
            shutil.copy2(beside, kept)
            if end:
                beside.unlink()
    return True
