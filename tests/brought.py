"""Files for imports (导入用的表), made by a second library, and the way of one from bytes to rows."""

import io
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from openpyxl import Workbook

from db.imports import batches, previews
from db.imports.lists import brought
from db.visit import Visit
from domain.imports.batches import Import
from domain.imports.entries import Entry
from domain.imports.mapping import Heads, find_heads, kept, spared
from domain.imports.plan import Decision, Plan
from domain.imports.reading import read_entries
from domain.receipts import Receipt
from domain.sheets import SheetRow
from domain.tables import Table
from ui.sheets import read_rows

Rows = Iterable[Sequence[object]]


def book(sheets: Mapping[str, Rows]) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx(*rows: Sequence[object], sheet: str = "表") -> bytes:
    """One sheet with these rows."""
    return saved(book({sheet: rows}))


def heads(visit: Visit, code: str, content: bytes) -> tuple[list[SheetRow], list[Heads]]:
    """The rows without what nobody may learn, and where their columns stand."""
    listing, known = brought(code).listing, previews.remembered(visit, code)
    rows = read_rows(content)
    rows = spared(rows, find_heads(rows, listing, known))
    return list(rows), find_heads(rows, listing, known)


def read(visit: Visit, code: str, content: bytes) -> Table[Entry]:
    rows, found = heads(visit, code, content)
    return read_entries(rows, brought(code).listing, found)


def plan(visit: Visit, code: str, content: bytes, *over: str, estate: int | None = None) -> Plan:
    """The preview of a file, every filled row of which is in exactly one place."""
    table = read(visit, code, content)
    assert table.filled == len([row for row in read_rows(content) if not row.blank])
    return previews.preview(visit, code, estate, table, over)


def told(made: Plan) -> dict[str, str]:
    """What becomes of each row, as a person reads it."""
    found = {problem.place: f"不能收：{problem.what}" for problem in made.table.problems}
    for row in made.table.good:
        cells = "，".join(f"{c.column} {c.old or '空'}→{c.new or '空'}" for c in row.held.changes)
        kept_ = "，".join(f"{c.column} 还是{c.old}" for c in row.held.kept)
        words = (
            row.why if row.decision is Decision.LOOK else "；".join(filter(None, (cells, kept_)))
        )
        place = f"“{row.entry.sheet}”{row.entry.row}" if row.entry.sheet else str(row.entry.row)
        found[place] = f"{row.decision.label}：{words}" if words else row.decision.label
    return dict(
        sorted(
            found.items(),
            key=lambda item: (item[0].rpartition("”")[0], int(item[0].rpartition("”")[2])),
        )
    )


def bring(
    visit: Visit, code: str, content: bytes, *over: str, estate: int | None = None,
    slip: str = "", answers: Mapping[tuple[str, int], str] | None = None, made: Plan | None = None,
    total: int | None = None,
) -> Receipt:  # fmt: skip
    """Preview and write; every row that waits is taken by its first answer unless told otherwise."""
    made = made or plan(visit, code, content, *over, estate=estate)
    if answers is None:
        answers = {row.place: row.choices[0].label for row in made.waiting}
    mappings = {one.print: kept(one.places) for one in heads(visit, code, content)[1]}
    digest = sha256(content).hexdigest()
    paper = Import(
        slip or digest[:20], code, "名单.xlsx", digest, estate, made.facts, len(made.taken(answers)),
        made, answers, mappings, total,
    )  # fmt: skip
    return batches.import_list(visit, paper)
