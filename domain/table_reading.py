"""Reading a table by what a list declares (读表格): heading rows, columns by name, every row in a place.

Nothing is guessed: what is hidden, merged, a formula without a value or beyond the last column is
a problem of its row, whatever its words say; a hidden sheet and one without headings are named.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Generic

from domain.columns import Column, are_headings, cell_at, find_columns, plain_cell, unused
from domain.errors import Invalid
from domain.pasted import pasted_rows
from domain.sheets import MOST_COLUMNS, MOST_ROWS, SheetRow
from domain.tables import FILE, NOTES, PASTED, E, Problem, Table, Template, twice

HEADING_WITHIN = 20
SUM = re.compile(r"[合小总共]\s*计[::]?|(?:制表|填表|审核|复核)人?\s*[::].*")
_COUNT = "一两三四五六七八九"


@dataclass(slots=True)
class _Part(Generic[E]):
    """One sheet, or one pasted text, as far as it was read: (value of the first column, its row)."""

    good: list[tuple[Any, Problem, E]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unanswered: int = 0
    empty: int = 0
    above: int = 0
    elsewhere: int = 0
    notes: tuple[str, ...] = ()
    heading: tuple[str, int] | None = None


def read_table(rows: Sequence[SheetRow], template: Template[E]) -> Table[E]:
    """Every sheet with headings, and what is below them. Raises Invalid when there are none."""
    sheets = [(name, list(part)) for name, part in groupby(rows, key=lambda row: row.sheet)]
    several = sum(not _are_notes(part, template) for _, part in sheets) > 1
    parts = [_one_sheet(name if several else "", part, template) for name, part in sheets]
    if not any(part.heading for part in parts):
        if any(row.sheet_hidden for row in rows):
            named = "".join(note for part in parts for note in part.notes)
            raise Invalid(f"{named}请取消隐藏，再传一次。")
        needed = template.required
        names = "和".join(f"“{name}”" for name in needed)
        raise Invalid(
            f"没找到表头。第一行要有{names}{_COUNT[len(needed) - 1]}列，可以先下载模板再填。"
        )
    return _together(parts, template, FILE)


def read_pasted(text: str, template: Template[E]) -> Table[E]:
    """A pasted text as the same rows. Headings are optional: without, the declared order holds.

    Raises Invalid for a quote that is never closed, and for a hidden or double heading.
    """
    rows = list(pasted_rows(text))
    lines = [_laid_out(row, template.by_hand) for row in rows]
    heads = [one for one in (*rows[:1], *lines[:1]) if isinstance(one, SheetRow)]
    headings = next((one for one in heads if are_headings(one, template.columns)), None)
    part: _Part[E] = _Part()
    if headings is None:
        _read_rows(part, lines, range(len(template.columns)), template, "")
    else:
        part = _below(headings, rows[1:], template, "", lay=template.by_hand)
        part.above, part.heading = 1, ("", headings.number)
    return _together([part], template, PASTED)


def read_given(given: str | Sequence[SheetRow], template: Template[E]) -> Table[E]:
    """A list as it was given: pasted, or the rows of a file. Raises what either does."""
    return read_pasted(given, template) if isinstance(given, str) else read_table(given, template)


def _laid_out(
    row: SheetRow, by_hand: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> SheetRow | Problem:
    """A pasted line in the columns of the list, or why it cannot be."""
    try:
        return SheetRow(row.number, by_hand(row.cells))
    except Invalid as refusal:
        return Problem(row.number, plain_cell(row.cells[0])[:30], str(refusal))


def _one_sheet(name: str, rows: list[SheetRow], template: Template[E]) -> _Part[E]:
    """One sheet; `name` where there are several to tell apart."""
    filled = [row for row in rows if not row.blank]
    where = f"表“{rows[0].sheet}”"
    if rows[0].sheet_hidden:
        note = f"{where}是隐藏的，里面 {len(filled):,} 行没有读。"
        return _Part(elsewhere=len(filled), notes=(note,))
    if _are_notes(rows, template):
        return _Part(above=len(filled))
    at = _headings_at(filled, template.columns)
    if at is None:
        quoted = "".join(f"“{one}”" for one in template.required)
        note = f"{where}没有{quoted}的表头，里面 {len(filled):,} 行没有读。"
        return _Part(elsewhere=len(filled), notes=(note,) if filled else ())
    part = _below(filled[at], filled[at + 1 :], template, name)
    part.above, part.heading = at + 1, (rows[0].sheet, filled[at].number)
    part.empty = max(0, rows[-1].number - filled[at].number - (len(filled) - at - 1))
    return part


def _are_notes(rows: list[SheetRow], template: Template[Any]) -> bool:
    """Whether a sheet is the template's own second one, as it was written."""
    filled = [tuple(row.cells) for row in rows if not row.blank]
    return rows[0].sheet == NOTES and all(cells in template.explained for cells in filled)


def _headings_at(rows: list[SheetRow], columns: Sequence[Column]) -> int | None:
    found = (at for at, row in enumerate(rows[:HEADING_WITHIN]) if are_headings(row, columns))
    return next(found, None)


def _below(
    headings: SheetRow,
    rows: list[SheetRow],
    template: Template[E],
    name: str,
    lay: Callable[[tuple[str, ...]], tuple[str, ...]] | None = None,
) -> _Part[E]:
    """What stands below the headings; a pasted line of one cell only was written by hand."""
    at = find_columns(headings, template.columns)
    part: _Part[E] = _Part(notes=unused(headings, rows, at))
    lines = (_laid_out(row, lay) if lay and len(row.cells) == 1 else row for row in rows)
    _read_rows(part, lines, at, template, name)
    return part


def _read_rows(
    part: _Part[E],
    lines: Iterable[SheetRow | Problem],
    at: Sequence[int],
    template: Template[E],
    name: str,
) -> None:
    """Put each row in its place."""
    sums: list[str] = []
    for row in lines:
        if isinstance(row, Problem):
            part.problems.append(row)
            continue
        cells = [cell_at(row, place) for place in at]
        this = Problem(
            row.number, cells[0], unclear(row, cells, at, template.columns, template.one), name
        )
        if SUM.fullmatch(cells[0]):
            sums.append(f"{this.place}（{cells[0][:10]}）")
        elif this.what:
            part.problems.append(this)
        elif _waits(cells, template.columns):
            part.unanswered += 1
        else:
            values, wrong = _values(cells, template.columns)
            if wrong:
                part.problems.append(Problem(row.number, cells[0], "".join(wrong), name))
            else:
                part.good.append((values[0], this, template.make(row.number, name, *values)))
    part.elsewhere += len(sums)
    if sums:
        more = f" 等 {len(sums)} 行" if len(sums) > 6 else ""
        part.notes += (f"合计和签名没有读：第 {'、'.join(sums[:6])} 行{more}。",)


def unclear(
    row: SheetRow, cells: list[str], at: Sequence[int], columns: Sequence[Column], one: str
) -> str:
    """Why a row cannot be taken as it stands, whatever its words say."""
    if row.hidden:
        return "这一行在表格里是隐藏的。取消隐藏，看清楚再传；不要的就删掉。"
    if row.merged:
        return f"有合并单元格。请拆开，{one}写一行。"
    lost = [column.name for column, place in zip(columns, at) if place in row.unread]
    if lost:
        return f"“{lost[0]}”是公式，表格里没存下结果。用表格软件打开，保存一次再传。"
    if row.wide:
        return f"第 {MOST_COLUMNS} 列以后还有字。请删掉那些列，或者拆成几个表。"
    if not any(cell for column, cell in zip(columns, cells) if column.required):
        names = "，也没有".join(column.name for column in columns if column.required)
        return f"没有{names}。不是{one}的就删掉这一行。"
    return ""


def _waits(cells: list[str], columns: Sequence[Column]) -> bool:
    """Whether all is there but the answer (没填)."""
    empty = [column for column, cell in zip(columns, cells) if column.required and not cell]
    return bool(empty) and all(column.awaited for column in empty)


def _values(cells: list[str], columns: Sequence[Column]) -> tuple[list[Any], list[str]]:
    """What the cells mean, and a sentence for each that means nothing."""
    said = next(cell for column, cell in zip(columns, cells) if column.required and cell)
    values: list[Any] = []
    wrong: list[str] = []
    for column, cell in zip(columns, cells):
        if not cell and column.required:
            wrong.append(f"写了“{said[:10]}”，没有{column.name}。")
            continue
        try:
            values.append(column.read(cell) if cell else column.blank)
        except Invalid as refusal:
            wrong.append(str(refusal))
    return values, wrong


def _together(parts: Sequence[_Part[E]], template: Template[E], source: str) -> Table[E]:
    """All parts as one table. Raises Invalid for more rows than a list can have."""
    read = [one for part in parts for one in part.good]
    refused: dict[int, Problem] = {}
    if template.once:
        rows_of: defaultdict[Any, list[int]] = defaultdict(list)
        for value, at, _ in read:
            rows_of[value].append(at.row)
        for number, (value, at, _) in enumerate(read):
            if len(rows_of[value]) > 1:
                what = twice(rows_of[value], template.columns[0].name)
                refused[number] = Problem(at.row, at.named, what, at.sheet)
    table = Table(
        tuple(one for *_, one in read), tuple(one for part in parts for one in part.problems),
        sum(part.unanswered for part in parts), sum(part.empty for part in parts),
        sum(part.above for part in parts), sum(part.elsewhere for part in parts),
        tuple(note for part in parts for note in part.notes),
        tuple(part.heading for part in parts if part.heading),
        next((column.name for column in template.columns if column.awaited), ""), source,
    )  # fmt: skip
    if len(table.good) + len(table.problems) + table.unanswered > MOST_ROWS:
        raise Invalid(f"超过 {MOST_ROWS:,} 行。请按楼栋分成几个表，一个一个导入。")
    kept = (one for number, one in enumerate(table.good) if number not in refused)
    return table.judged(kept, refused.values())
