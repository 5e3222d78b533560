"""The folder of copies (存备份的文件夹) and what stands in it; when the next copy is due."""

import os
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import heads, parameters, registry
from db.rows import first, many
from db.visit import Visit, reads
from domain.backups import Backup, Listed, age_said, days_since
from domain.home import Due, Rank
from domain.people import Permission

ROOM = "backups"  # the address of the page
KEPT = """
    select b.id, b.name, b.made_at, a.name as by, b.bytes, b.row_count, b.wrong
      from backups b join accounts a on a.id = b.made_by
     where b.removed_at is null order by b.id desc
"""
NEWEST = KEPT.replace("order by", "and b.wrong = '' order by") + " limit 1"


def folder_of(path: Path) -> Path:
    """Where copies of this file go: `COMMUNITY_BACKUPS`, or `community-backups` beside it."""
    named = os.environ.get("COMMUNITY_BACKUPS")
    return Path(named) if named else path.resolve().with_name(f"{path.stem}-backups")


def is_named() -> bool:
    """Whether the operator chose the folder: then it is his, and is not made when it is missing."""
    return bool(os.environ.get("COMMUNITY_BACKUPS"))


def copies(db: Database) -> list[Backup]:
    """Every copy that was not removed to make room, newest first."""
    return many(db, Backup, KEPT)


@reads(Permission.KEEP_BACKUPS)
def listed(visit: Visit) -> list[Listed]:
    """What is recorded, newest first, then files of the folder that no row knows."""
    known, there = copies(visit.db), _files(visit.db)
    rows = [Listed(backup.name, backup, backup.name in there) for backup in known]
    strange = sorted(there - {backup.name for backup in known}, reverse=True)
    return rows + [Listed(name, None, True) for name in strange]


@reads(Permission.KEEP_BACKUPS)
def folder(visit: Visit) -> Path | None:
    """The folder, for whoever has to find it on the computer; None for a file in memory."""
    path = heads.file_of(visit.db)
    return folder_of(path) if path else None


@reads(Permission.KEEP_BACKUPS)
def newest(visit: Visit) -> Backup | None:
    """The last copy that was read back and holds."""
    return first(visit.db, Backup, NEWEST)


def _files(db: Database) -> set[str]:
    path = heads.file_of(db)
    if path is None:
        return set()
    try:
        return {file.name for file in folder_of(path).glob(f"{path.stem}-*.db")}
    except OSError:
        return set()


@reads(Permission.KEEP_BACKUPS)
def dues(visit: Visit) -> list[Due]:
    """The administrator's, when the last verified copy is older than the parameter says.

    A demonstration needs no copies.
    """
    community = registry.community(visit.db)
    if community is None or community.is_demo:
        return []
    last = first(visit.db, Backup, NEWEST)
    limit = parameters.value_of(visit.db, "backup_days")
    if days_since(last.made_at if last else None, _founded(visit.db), visit.today) < limit:
        return []
    title = f"上一次备份是 {age_said(last.made_at, visit.today)}" if last else "还没有备份过"
    detail = "备份以后抄一份到另一块硬盘。"
    return [Due(ROOM, Rank.ROUND, "该备份了", title, detail, "去备份")]


def _founded(db: Database) -> datetime:
    (when,) = db.execute("select created_at from community").fetchone()
    return datetime.fromisoformat(when)
