"""Writing a brought list (写入), and taking a batch back while nothing of it was used (撤销)."""

import json
from collections.abc import Mapping, Sequence

from db import connection
from db.imports import ready
from db.imports.lists import Brings, Sheet, Written, brought
from db.imports.previews import lists, print_of
from db.rows import many, one, put, put_many
from db.visit import Visit, reads
from db.writes import Undo, writes
from domain.days import stamp
from domain.errors import DomainError, Invalid, WrongState
from domain.imports.batches import RAW_KEPT, Batch, Import, check_undo
from domain.imports.plan import Decision, Planned
from domain.imports.sums import check_total
from domain.people import Permission
from domain.receipts import Receipt
from domain.tables import Problem

BATCHES = """
    select b.id, b.list as code, b.name, b.sha256, b.made, b.changed, b.by_id, a.name as by, b.at,
           b.estate_id,
           (select count(*) from import_rows r where r.batch_id = b.id) as rows,
           u.name as undone_by, b.undone_at, b.stays
      from import_batches b join accounts a on a.id = b.by_id
      left join accounts u on u.id = b.undone_by
"""
STALE = "预览以后这里有人改过，什么也没写。请再看一遍预览，再写入。"
SHOWN = 5


@reads(Permission.IMPORT_LIST)
def batches(visit: Visit, most: int) -> list[Batch]:
    """The lists that were written and that this person could bring, newest first."""
    mine = json.dumps([one.code for one in lists(visit)])
    sql = f"{BATCHES} where b.list in (select value from json_each(:mine)) order by b.id desc limit :most"
    return many(visit.db, Batch, sql, mine=mine, most=most)


@reads(Permission.IMPORT_LIST)
def brought_before(visit: Visit, code: str, sha256: str) -> Batch | None:
    """The last time this very file was written."""
    sql = f"{BATCHES} where b.sha256 = :sha and b.list = :code order by b.id desc limit 1"
    return next(iter(many(visit.db, Batch, sql, sha=sha256, code=code)), None)


@writes(Permission.IMPORT_LIST)
def undo_import(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take back what a batch brought: row by row, the last first; what was used stays, named."""
    batch = _batch(visit, id)
    check_undo(batch, visit.user, visit.now)
    brings = brought(batch.code)
    visit.user.must(brings.needs)
    rows = visit.db.execute(
        "select id, sheet, number, target, decision, before, raw from import_rows"
        " where batch_id = ? and decision in ('new', 'changed') order by id desc", [id],
    ).fetchall()  # fmt: skip
    stays: list[tuple[str, int]] = []
    told: list[str] = []
    written = [_written(batch, *row[3:]) for row in rows]
    brings.whole(visit, written)
    for (row_id, sheet, number, *_), one_row in zip(rows, written):
        if why := _back(visit, brings, one_row):
            stays.append((why, row_id))
            told.append(f"{Problem(number, '', '', sheet).where}{why}")
    visit.db.conn.executemany("update import_rows set stays = ? where id = ?", stays)
    visit.db.execute(
        "update import_batches set undone_by = ?, undone_at = ?, stays = ? where id = ?",
        [visit.user.id, stamp(visit.now), len(stays), id],
    )
    done = f"“{batch.name}”撤销了 {len(rows) - len(stays):,} 行。"
    if told:
        more = "等" if len(told) > SHOWN else ""
        done += f"{len(told):,} 行留着：{'；'.join(told[:SHOWN])}{more}。"
    return Receipt(done, id)


@reads(Permission.IMPORT_LIST)
def may_undo(visit: Visit, id: int) -> bool:
    """Whether this person may still take this batch back."""
    try:
        check_undo(_batch(visit, id), visit.user, visit.now)
    except DomainError:
        return False
    return True


@writes(Permission.IMPORT_LIST, undo=Undo(undo_import, while_open=may_undo), ahead=ready.made_ready)
def import_list(visit: Visit, paper: Import) -> Receipt:
    """Write what a preview showed, in one transaction. Refused as a whole when it is stale."""
    if print_of(visit, paper.code, paper.estate_id) != paper.facts:
        raise WrongState(STALE)
    before = ready.made_before()
    rows = paper.plan.taken(paper.answers) if before is None else before.rows
    if not rows:
        raise Invalid("没有要写的：都和已有的一样，或者还没选。")
    brings = brought(paper.code)
    check_total(brings.listing, paper.plan, paper.answers, paper.total_fen)
    numbers = brings.write(visit, Sheet(paper.estate_id, paper.name, paper.slip), rows)
    _forget_old_rows(visit)
    made = sum(row.decision is Decision.NEW for row in rows)
    id = put(
        visit.db, "import_batches", list=paper.code, estate_id=paper.estate_id, name=paper.name,
        sha256=paper.sha256, mapping=json.dumps(dict(paper.mappings), ensure_ascii=False),
        made=made, changed=len(rows) - made, by_id=visit.user.id, at=visit.now,
    )  # fmt: skip
    kept = ready.kept_rows(paper, rows) if before is None else before.kept
    _keep_rows(visit, id, paper, kept, dict(zip((row.place for row in rows), numbers)))
    for headings, places in paper.mappings.items():
        visit.db.execute(
            "insert or replace into column_mappings (list, headings, places, by_id, at)"
            " values (?, ?, ?, ?, ?)",
            [paper.code, headings, places, visit.user.id, stamp(visit.now)],
        )
    return Receipt(_told(paper, made, len(rows) - made), id)


def _told(paper: Import, made: int, changed: int) -> str:
    parts = [f"新增 {made:,} 行" if made else "", f"更新 {changed:,} 行" if changed else ""]
    problems = len(paper.plan.table.problems)
    left = sum(row.place not in paper.answers for row in paper.plan.waiting)
    parts += [
        f"{problems:,} 行不能收" if problems else "",
        f"{left:,} 行没选，没写" if left else "",
    ]
    return f"“{paper.name}”写好了：{'，'.join(part for part in parts if part)}。"


def _keep_rows(
    visit: Visit, batch_id: int, paper: Import, kept: Sequence[tuple[Planned, dict[str, object]]],
    numbers: Mapping[tuple[str, int], int],
) -> None:  # fmt: skip
    """What became of each row, as it stood in the columns that were read."""
    put_many(visit.db, "import_rows", (
        {"batch_id": batch_id, **cells, "target": numbers.get(row.place, row.target)}
        for row, cells in kept
    ))  # fmt: skip
    put_many(
        visit.db, "import_rows", (_left_out(batch_id, one) for one in paper.plan.table.problems)
    )


def _left_out(batch_id: int, problem: Problem) -> dict[str, object]:
    return {
        "batch_id": batch_id, "sheet": problem.sheet, "number": problem.row, "raw": "{}",
        "decision": Decision.REFUSED, "target": None,
        "before": json.dumps({"问题": problem.what}, ensure_ascii=False),
    }  # fmt: skip


def _forget_old_rows(visit: Visit) -> None:
    """Rows as they came are kept for ninety days; the line of the batch stays."""
    visit.db.execute(
        "delete from import_rows where batch_id in (select id from import_batches where at < ?)",
        [stamp(visit.now - RAW_KEPT)],
    )


def _batch(visit: Visit, id: int) -> Batch:
    return one(visit.db, Batch, "这一批", f"{BATCHES} where b.id = :id", id=id)


def _written(batch: Batch, target: int, decision: str, before: str, raw: str) -> Written:
    cells = {name: (old, new) for name, (old, new) in json.loads(before).items()}
    return Written(
        target, decision == Decision.NEW, cells, stamp(batch.at), batch.estate_id,
        frozenset(json.loads(raw)),
    )  # fmt: skip


def _back(visit: Visit, brings: Brings, written: Written) -> str:
    """Why a row stays; empty when it was taken back."""
    try:
        with visit.db.atomic():
            return brings.take_back(visit, written)
    except connection.IntegrityError:
        return "已经用过"
