"""Reading a brought list by its mapping (读名单): every row an entry, a problem, or named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.columns import Column, cell_at, plain_cell, unused
from domain.errors import Invalid
from domain.imports.entries import ERASE, SEVERAL, Entry, Listing, Looked, texts_of
from domain.imports.mapping import TAIL, Heads
from domain.imports.private import ID
from domain.sheets import MOST_ROWS, SheetRow, filled_down
from domain.table_reading import SUM, unclear
from domain.tables import NOTES, Problem, Table, twice


@dataclass(slots=True)
class _Found:
    good: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    above: int = 0
    elsewhere: int = 0
    empty: int = 0
    unanswered: int = 0
    notes: list[str] = field(default_factory=list)


def read_entries(
    rows: Sequence[SheetRow], listing: Listing, heads: Sequence[Heads]
) -> Table[Entry]:
    """Every row below the headings. Raises Invalid when there are none, or more than a list has."""
    of_sheet = {sheet: one for one in heads for sheet in one.rows}
    if not of_sheet:
        needed = "和".join(f"“{c.name}”" for c in listing.columns if c.required)
        raise Invalid(f"没找到表头。表头要有{needed}，可以先下载模板，照着填。")
    several = len(of_sheet) > 1
    sheets: defaultdict[str, list[SheetRow]] = defaultdict(list)
    for row in filled_down(rows):
        sheets[row.sheet].append(row)
    found = _Found()
    for sheet, part in sheets.items():
        _one_sheet(found, sheet, part, listing, of_sheet.get(sheet), several)
    if len(found.good) + len(found.problems) > MOST_ROWS:
        raise Invalid(f"超过 {MOST_ROWS:,} 行。请按楼栋分成几个表，一个一个导入。")
    good, doubled = _once(found.good, listing)
    order = {sheet: at for at, sheet in enumerate(sheets)}
    wrong = sorted((*found.problems, *doubled), key=lambda one: (order.get(one.sheet, -1), one.row))
    return Table(
        tuple(good), tuple(wrong), found.unanswered, found.empty, above=found.above, elsewhere=found.elsewhere,
        notes=tuple(found.notes), headings=tuple((s, one.rows[s]) for s, one in of_sheet.items()),
        awaited=next((column.name for column in listing.columns if column.awaited), ""),
    )  # fmt: skip


def _one_sheet(
    found: _Found, sheet: str, rows: list[SheetRow], listing: Listing, heads: Heads | None,
    several: bool,
) -> None:  # fmt: skip
    filled = [row for row in rows if not row.blank]
    where = f"表“{sheet}”" if several or (sheet and heads is None) else ""
    if heads is None:
        if sheet == NOTES:
            found.above += len(filled)
        elif filled:
            why = "是隐藏的" if rows[0].sheet_hidden else "没有认得的表头"
            found.notes.append(f"{where}{why}，里面 {len(filled):,} 行没有读。")
            found.elsewhere += len(filled)
        return
    below = [row for row in filled if row.number > heads.last[sheet]]
    found.above += len(filled) - len(below)
    found.empty += max(0, filled[-1].number - heads.last[sheet] - len(below))
    headings = next(row for row in filled if row.number == heads.rows[sheet])
    _name_columns(found, headings, below, heads, listing)
    if heads.last[sheet] > heads.rows[sheet]:
        found.notes.append(f"{where}第 {heads.last[sheet]} 行是填写说明，没有读。")
    laid = _Laid(listing, heads, sheet, sheet if several else "")
    sums = []
    for row in below:
        first = next((plain_cell(cell) for cell in row.cells if cell.strip()), "")
        if SUM.fullmatch(first):
            sums.append(f"{row.number}（{first[:10]}）")
            continue
        one = laid.read(row)
        if one is None:
            found.unanswered += 1
        elif isinstance(one, Problem):
            found.problems.append(one)
        else:
            found.good.append(one)
    found.elsewhere += len(sums)
    if sums:
        more = f" 等 {len(sums)} 行" if len(sums) > 6 else ""
        found.notes.append(f"{where}合计和签名没有读：第 {'、'.join(sums[:6])} 行{more}。")


def _name_columns(
    found: _Found, headings: SheetRow, below: list[SheetRow], heads: Heads, listing: Listing
) -> None:
    """The columns that were not read, each with the reason; each said once for sheets that agree."""
    kinds = sorted(set(heads.refused.values()))
    notes = [f"按规定不读的列：{'、'.join(kinds)}。"] if kinds else []
    if ID in kinds:
        told = "只取后四位" if any(heads.places.get(TAIL, ())) else "也没有取后四位"
        notes[0] += f"身份证号{told}，别的都没有留下。"
    used = [at for places in heads.places.values() for at in places]
    notes += [
        listing.warned[heads.words[at]]
        for at in used
        if at < len(heads.words) and heads.words[at] in listing.warned
    ]
    notes += unused(headings, below, [*used, *heads.refused])
    found.notes += [note for note in notes if note not in found.notes]


class _Laid:
    """The columns of one sheet, ready to read its rows."""

    def __init__(self, listing: Listing, heads: Heads, tab: str, sheet: str) -> None:
        self.listing, self.heads, self.sheet = listing, heads, sheet
        self.flat = [
            (column, at)
            for column in listing.columns
            for at in heads.places.get(column.name) or (-1,)
        ]
        self.naming = [column.name for column in listing.columns[: listing.naming]]
        self.mapped = {at for _, at in self.flat if at >= 0}
        self.from_sheet = ""
        if listing.sheet and not heads.places.get(listing.sheet):
            self.from_sheet = listing.of_sheet(tab)

    def read(self, row: SheetRow) -> Entry | Problem | None:
        """The row as it means something; None while it only waits for an answer (没填)."""
        columns, places = [c for c, _ in self.flat], [at for _, at in self.flat]
        plain = row if self._torn(row) else _whole(row)
        cells = [cell_at(row, at) for at in places]
        if self.from_sheet:
            cells = [
                cell or self.from_sheet if c.name == self.listing.sheet else cell
                for c, cell in zip(columns, cells)
            ]
        firsts = [cell for c, cell in zip(columns, cells) if c.name in self.naming and cell]
        named = " ".join(firsts)[:40] or next(filter(None, cells), "")[:40]
        hidden = [c.name for c, at in self.flat if at in row.hidden_columns]
        what = (
            f"“{hidden[0]}”一列在表格里是隐藏的。取消隐藏，看清楚再传。"
            if hidden
            else unclear(plain, cells, places, columns, self.listing.one)
        )
        if what:
            return Problem(row.number, named, what, self.sheet)
        joined = _joined(columns, cells)
        empty = [c for c in self.listing.columns if c.required and not joined.get(c.name)]
        if empty and (all(c.awaited for c in empty) or self._only_named(empty)):
            return None
        return self._entry(row, named, joined)

    def _only_named(self, empty: Sequence[Column]) -> bool:
        """Whether a row of the template still says no more than which thing it is of."""
        needed = [c for c in self.listing.columns if c.required and c.name not in self.naming]
        return any(c.awaited for c in empty) and all(column in empty for column in needed)

    def _torn(self, row: SheetRow) -> bool:
        """Whether a merge lies over two columns that are read: whose the value is cannot be told."""
        return any(
            len(self.mapped & set(range(left, right + 1))) > 1 for _, left, right in row.spans
        )

    def _entry(self, row: SheetRow, named: str, cells: Mapping[str, str]) -> Entry | Problem:
        said: dict[str, Any] = {}
        erased, looks, wrong = [], [], []
        for column in self.listing.columns:
            cell = cells.get(column.name, "")
            if not cell:
                if column.required:
                    wrong.append(f"没有{column.name}。")
                continue
            if cell == ERASE and not column.required:
                erased.append(column.name)
                continue
            try:
                value = column.read(cell)
            except Invalid as refusal:
                wrong.append(str(refusal))
                continue
            if isinstance(value, Looked):
                looks.append(value.why)
                value = value.value
            if value is not None and value != "":
                said[column.name] = value
        if wrong:
            return Problem(row.number, named, "".join(wrong), self.sheet)
        return Entry(
            row.number, self.sheet, named, said, texts_of(self.listing.columns, said),
            frozenset(erased), tuple(looks), {name: cell for name, cell in cells.items() if cell},
        )  # fmt: skip


def _whole(row: SheetRow) -> SheetRow:
    """Merged cells were filled down; nothing of the row is unclear for them."""
    return replace(row, merged=False) if row.merged else row


def _joined(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, str]:
    """The cells by column; those of a column that stands several times, each on its line."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells):
        before = found.get(column.name, "")
        found[column.name] = f"{before}{SEVERAL}{cell}" if before and cell else before or cell
    return found


def _once(entries: list[Entry], listing: Listing) -> tuple[list[Entry], list[Problem]]:
    """What stands in several rows is a problem of each of them."""
    rows: defaultdict[Any, list[int]] = defaultdict(list)
    keys = [listing.key(entry) for entry in entries]
    for key, entry in zip(keys, entries):
        rows[key].append(entry.row)
    good = [entry for key, entry in zip(keys, entries) if len(rows[key]) == 1]
    doubled = [
        Problem(entry.row, entry.named, twice(rows[key], listing.one.lstrip("一")), entry.sheet)
        for key, entry in zip(keys, entries)
        if len(rows[key]) > 1
    ]
    return good, doubled
