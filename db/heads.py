"""Heads kept outside the file (链头的外部留底): a small list beside it, and comparing with one.

`community.db.heads.txt` gets a line at start, once an hour of work, and at every 64th link. It is
only ever added to. Losing a line costs nothing: every line fixes all that came before it.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import chain
from domain.chain import Head, Kept, kept_heads, kept_line
from domain.days import BEIJING, stamp

EVERY_LINK, EVERY_SECOND = 64, 3600
log = logging.getLogger("community")


def list_of(path: Path) -> Path:
    """The list of heads of this database."""
    return path.with_name(f"{path.name}.heads.txt")


def file_of(db: Database) -> Path | None:
    """The file behind a connection; None for one in memory."""
    name = db.conn.execute("pragma database_list").fetchone()[2]
    return Path(name) if name else None


def keep(db: Database, made: Head, *, at_once: bool = False) -> None:
    """Add a head to the list when its time has come. A list that cannot be written stops nobody."""
    path = file_of(db)
    if path is None:
        return
    beside = list_of(path)
    if at_once or made.number % EVERY_LINK == 0 or _old(beside):
        line = kept_line(made, stamp(datetime.now(BEIJING)))
        try:
            beside.touch(mode=0o600)
            with beside.open("ab", buffering=0) as file:
                file.write(line.encode())  # one write: two processes never mix their lines
        except OSError as error:
            log.warning("the list of heads could not be written: %s", error)


def _old(beside: Path) -> bool:
    try:
        return time.time() - beside.stat().st_mtime > EVERY_SECOND
    except OSError:
        return True


def begin(path: Path) -> None:
    """A new file begins a new list; the one of an earlier file of this name is put aside."""
    beside = list_of(path)
    if beside.exists():
        beside.replace(beside.with_suffix(".old.txt"))


def kept(path: Path) -> list[Kept]:
    """The heads of the list beside the file, by number; none when there is no list."""
    try:
        return kept_heads(list_of(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []


def strangers(db: Database, known: list[Kept]) -> Iterator[str]:
    """The first kept head that is no longer part of the chain, said; nothing when all are."""
    good = 0
    for head in known:
        if not _holds(db, head):
            when = f"{head.moment} 留下的" if head.moment else "给的"
            which = f"第 {head.number} 环" if head.number else ""
            between = (
                f"改动在第 {good + 1} 环到第 {head.number} 环之间" if head.number else "链里没有它"
            )
            yield f"{when}{which}链头 {head.digits[:16]}… 和现在的链不一样，{between}"
            return
        good = max(good, head.number)


def _holds(db: Database, head: Kept) -> bool:
    if head.number:
        sql = "select hex(hash) from chain_links where number = ?"
        row = db.execute(sql, [head.number]).fetchone()
        return row is not None and str(row[0]).lower().startswith(head.digits)
    sql = "select exists (select 1 from chain_links where lower(hex(hash)) like ? || '%')"
    return bool(db.execute(sql, [head.digits]).fetchone()[0])


def start(db: Database) -> None:
    """At the start of a server: what stands now is kept outside at once."""
    if (last := chain.head(db)) is not None:
        keep(db, last, at_once=True)
