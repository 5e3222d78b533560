"""Which column of a file is which of the list (对列): by heading, shown, corrected, remembered.

A heading that could mean two columns is never chosen for anybody: the column is asked.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from domain.columns import MARK, cell_at, heading_words, places_of, plain_cell
from domain.imports.entries import Listing
from domain.imports.private import ID, what_is_refused, without_secrets
from domain.sheets import SheetRow, column_name
from domain.table_reading import HEADING_WITHIN, SUM
from domain.tables import NOTES

TAIL = "身份证后四位"
Places = Mapping[str, tuple[int, ...]]  # declared column → where it stands in the file
EXPLAINS = re.compile(r"必填|选填|填写|格式|例如|如[:：]|说明|请[填选按写]|下拉")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heading row of one or more sheets that look alike, and where each column stands.

    `asked` are the columns that several headings could be; `refused` the places nobody reads, with
    the reason; `above` the rows that are titles, headings and explanations, by sheet.
    """

    words: tuple[str, ...]
    places: Places
    asked: tuple[str, ...]
    refused: Mapping[int, str]
    rows: Mapping[str, int]
    last: Mapping[str, int]

    @property
    def print(self) -> str:
        """What a confirmed mapping is remembered by."""
        return sha256("\x1f".join(self.words).encode()).hexdigest()

    def called(self, at: int) -> str:
        """The column of the file as people find it: 房间号（A 列）."""
        word = self.words[at] if at < len(self.words) else ""
        return f"{word or '没有表头'}（{column_name(at)} 列）"


def find_heads(
    rows: Sequence[SheetRow], listing: Listing, remembered: Mapping[str, Places]
) -> list[Heads]:
    """The heading rows of a file, sheets that look alike together; hidden sheets have none."""
    found: dict[tuple[str, ...], Heads] = {}
    for sheet, part in groupby(rows, key=lambda row: row.sheet):
        filled = [row for row in part if not row.blank]
        if not filled or filled[0].sheet_hidden or sheet == NOTES:
            continue
        at = _heading_row(filled, listing, remembered)
        if at is None:
            continue
        heads = _heads_of(filled[at], listing)
        last = filled[at].number
        if at + 1 < len(filled) and _explains(filled[at + 1], listing, heads.places):
            last = filled[at + 1].number
        before = found.get(heads.words, heads)
        found[heads.words] = _with(
            before, {**before.rows, sheet: filled[at].number}, {**before.last, sheet: last}
        )
    return [_remembering(heads, remembered.get(heads.print)) for heads in found.values()]


def spared(rows: Sequence[SheetRow], heads: Sequence[Heads]) -> list[SheetRow]:
    """The rows without what nobody may learn from them (domain/imports/private.py)."""
    of_sheet = {sheet: one for one in heads for sheet in one.rows}

    def refused(row: SheetRow) -> tuple[Mapping[int, str], int]:
        one = of_sheet.get(row.sheet)
        return (one.refused, one.rows[row.sheet]) if one else ({}, 0)

    return without_secrets(rows, refused)


def chosen(heads: Heads, places: Places) -> Heads:
    """The same headings as somebody says they are; what he chose is asked no more."""
    left = tuple(name for name in heads.asked if not places.get(name))
    return Heads(heads.words, places, left, heads.refused, heads.rows, heads.last)


def kept(places: Places) -> str:
    """A mapping as it is remembered."""
    return json.dumps({name: list(at) for name, at in places.items() if at}, ensure_ascii=False)


def recalled(text: str) -> Places:
    """A mapping as it was remembered."""
    return {str(name): tuple(map(int, at)) for name, at in json.loads(text).items()}


def _remembering(heads: Heads, places: Places | None) -> Heads:
    return heads if places is None else chosen(heads, places)


def _with(heads: Heads, rows: Mapping[str, int], last: Mapping[str, int]) -> Heads:
    return Heads(heads.words, heads.places, heads.asked, heads.refused, rows, last)


def _heading_row(
    rows: Sequence[SheetRow], listing: Listing, remembered: Mapping[str, Places]
) -> int | None:
    """The row near the top that knows most columns of the list: two of them, or all it must have."""
    best, most = None, 0
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        heads = _heads_of(row, listing)
        if heads.print in remembered:
            return at
        known = [name for name, places in heads.places.items() if places] + list(heads.asked)
        needed = [column.name for column in listing.columns if column.required]
        enough = len(known) >= 2 or (bool(needed) and set(needed) <= set(known))
        if enough and len(known) > most:
            best, most = at, len(known)
    return best


def _heads_of(row: SheetRow, listing: Listing) -> Heads:
    words = tuple("" if word == MARK else word for word in heading_words(row))
    places: dict[str, tuple[int, ...]] = {}
    asked: list[str] = []
    for column in listing.columns:
        at = places_of(words, column)
        if column.name in listing.several:
            loose = [
                n
                for n, word in enumerate(words)
                if _numbered(word) in (column.name, *column.spellings)
            ]
            at = sorted({*at, *loose})
        elif len(at) > 1:
            asked.append(column.name)
            at = []
        places[column.name] = tuple(at)
    used = {at for found in places.values() for at in found}
    refused = {
        at: why
        for at, word in enumerate(words)
        if at not in used and (why := what_is_refused(word))
    }
    _ids(listing, places, refused)
    return Heads(words, places, tuple(asked), refused, {}, {})


def _ids(listing: Listing, places: dict[str, tuple[int, ...]], refused: Mapping[int, str]) -> None:
    """A list that compares the last four places takes them from the full number."""
    tails = [column.name for column in listing.columns if column.name == TAIL]
    if tails and not places[TAIL]:
        places[TAIL] = tuple(at for at, why in refused.items() if why == ID)[:1]


def _numbered(word: str) -> str:
    """电话1、联系电话（2） → the same without its number."""
    return re.sub(r"[(（]?[0-9一二三四五][)）]?$", "", word)


def _explains(row: SheetRow, listing: Listing, places: Places) -> bool:
    """Whether the row below the headings only says how to fill them in (填写说明).

    It does when most of its cells speak of filling in, and none of the required ones can be read
    otherwise than as words.
    """
    cells = [plain_cell(cell) for cell in row.cells if cell.strip()]
    told = sum(bool(EXPLAINS.search(cell)) for cell in cells)
    first = cell_at(row, next((at[0] for at in places.values() if at), 0))
    return told * 2 >= len(cells) > 0 and not SUM.fullmatch(first)
