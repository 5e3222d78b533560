"""What the write of a list reckons before the lock (先算好): the rows to write, and as they are kept."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from sqlite_utils import Database

from db.ahead import prepared
from db.imports.lists import brought
from domain.errors import DomainError
from domain.imports.batches import Import
from domain.imports.plan import Planned

Kept = list[tuple[Planned, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Ready:
    """The rows that are written, and the lines that are kept of all."""

    rows: list[Planned]
    kept: Kept


_READY: ContextVar[Ready | None] = ContextVar("ready", default=None)


@contextmanager
def made_ready(db: Database, paper: Import, **_: object) -> Iterator[None]:
    """Reckon without the lock. What changed meanwhile, the write notices by its facts."""
    rows, brings = paper.plan.taken(paper.answers), brought(paper.code)

    def lay_down() -> None:
        with suppress(DomainError):  # a preview that went stale: the write says so
            brings.lay_down(db, paper.estate_id, rows)

    token = _READY.set(Ready(rows, kept_rows(paper, rows)))
    try:
        with prepared(db, lay_down, *brings.tables):
            yield
    finally:
        _READY.reset(token)


def made_before() -> Ready | None:
    """What was made ready for the write that runs."""
    return _READY.get()


def kept_rows(paper: Import, rows: Sequence[Planned]) -> Kept:
    """Every row that could be read, with what becomes of it."""
    written = {row.place: row for row in rows}
    return [(row, _line(written.get(row.place, row))) for row in paper.plan.table.good]


def _line(row: Planned) -> dict[str, object]:
    cells = {change.column: [change.old, change.new] for change in row.held.changes}
    return {
        "sheet": row.entry.sheet, "number": row.entry.row,
        "raw": json.dumps(row.entry.raw, ensure_ascii=False), "decision": row.decision,
        "before": json.dumps(cells, ensure_ascii=False),
    }  # fmt: skip
