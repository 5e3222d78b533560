"""The rows of a table of papers (表格导入): 房号 | 意见 | 备注, sheet by sheet; none goes missing.

Nothing is guessed: what is not plainly one room and one answer is named, and left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from domain.errors import Invalid
from domain.registry import plain_text, search_key
from domain.repair_fund.votes import Choice
from domain.sheets import MOST_COLUMNS, MOST_ROWS, SheetRow, column_name

HEADINGS = ("房号", "意见", "备注")
MOST_NOTE, HEADING_WITHIN = 100, 20
WORDS = {
    "同意": Choice.YES,
    "赞成": Choice.YES,
    "反对": Choice.NO,
    "不同意": Choice.NO,
    "弃权": Choice.ABSTAIN,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d( 00:00:00)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that names one room and one answer. `sheet` is said where a file has several."""

    row: int
    room: str
    choice: Choice
    note: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out, said so that it can be put right in the file."""

    row: int
    room: str
    what: str
    sheet: str = ""

    @property
    def place(self) -> str:
        """12, or “2单元”12 where the file has several sheets."""
        return f"“{self.sheet}”{self.row}" if self.sheet else str(self.row)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read. Every filled row is one of: above (titles and headings), an entry, a problem,
    unanswered, or elsewhere (in a sheet that was not read, which `notes` name)."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    unanswered: int
    empty: int
    above: int = 0
    elsewhere: int = 0
    notes: tuple[str, ...] = ()


def read_sheet(rows: Sequence[SheetRow], prefix: str = "") -> Sheet:
    """Every sheet with headings, and what is below them. Raises Invalid when there are none.

    `prefix` (3-1) completes a bare room number where the scope is one stairwell. A hidden sheet
    and one without headings are named with their rows; a hidden row is a problem, never a vote.
    """
    sheets = [(name, list(part)) for name, part in groupby(rows, key=lambda row: row.sheet)]
    found = [_one_sheet(name if len(sheets) > 1 else "", part, prefix) for name, part in sheets]
    if not any(part.above for part in found):
        named = "".join(note for part in found for note in part.notes)
        raise Invalid(
            "没找到表头。第一行要有“房号”和“意见”两列，可以先下载模板再填。"
            if not any(row.sheet_hidden for row in rows) else f"{named}请取消隐藏，再传一次。"
        )  # fmt: skip
    entries = tuple(chain.from_iterable(part.entries for part in found))
    problems = tuple(chain.from_iterable(part.problems for part in found))

    def count(name: str) -> int:
        return sum(getattr(part, name) for part in found)

    sheet = Sheet(
        entries, problems, count("unanswered"), count("empty"), count("above"),
        count("elsewhere"), tuple(chain.from_iterable(part.notes for part in found)),
    )  # fmt: skip
    if len(entries) + len(problems) + sheet.unanswered > MOST_ROWS:
        raise Invalid(f"超过 {MOST_ROWS:,} 行。请按楼栋分成几个表，一个一个导入。")
    return sheet


def _one_sheet(name: str, rows: list[SheetRow], prefix: str) -> Sheet:
    """One sheet; `name` where there are several to tell apart."""
    filled = [row for row in rows if not row.blank]
    where = f"表“{rows[0].sheet}”"
    if rows[0].sheet_hidden:
        note = f"{where}是隐藏的，里面 {len(filled):,} 行没有读。"
        return Sheet((), (), 0, 0, elsewhere=len(filled), notes=(note,))
    at = _headings_at(filled)
    if at is None:
        note = f"{where}没有“房号”“意见”的表头，里面 {len(filled):,} 行没有读。"
        return Sheet((), (), 0, 0, elsewhere=len(filled), notes=(note,) if filled else ())
    columns, notes = _columns(filled[at], filled[at + 1 :])
    entries: list[Entry] = []
    problems: list[Problem] = []
    unanswered = 0
    for row in filled[at + 1 :]:
        room, word, note = (_cell(row, column) for column in columns)
        if wrong := _unclear(row, columns, room or word):
            problems.append(Problem(row.number, room, wrong, name))
        elif room and not word:
            unanswered += 1
        else:
            read = _read(row.number, room, word, note, prefix)
            read = replace(read, sheet=name)
            (entries if isinstance(read, Entry) else problems).append(read)  # type: ignore[arg-type]
    below = rows[-1].number - filled[at].number
    empty = max(0, below - (len(filled) - at - 1))
    return Sheet(tuple(entries), tuple(problems), unanswered, empty, at + 1, 0, notes)


def _unclear(row: SheetRow, columns: Sequence[int], says: str) -> str:
    """Why a row cannot be taken as it stands, whatever its words say."""
    if row.hidden:
        return "这一行在表格里是隐藏的。取消隐藏，看清楚再传；不要的就删掉。"
    if row.merged:
        return "有合并单元格。请拆开，一户写一行。"
    lost = [name for name, column in zip(HEADINGS, columns) if column in row.unread]
    if lost:
        return f"“{lost[0]}”是公式，表格里没存下结果。用表格软件打开，保存一次再传。"
    if row.wide:
        return f"第 {MOST_COLUMNS} 列以后还有字。请删掉那些列，或者拆成几个表。"
    if not says:
        return "没有房号，也没有意见。不是一户的就删掉这一行。"
    return ""


def _columns(headings: SheetRow, below: list[SheetRow]) -> tuple[list[int], tuple[str, ...]]:
    """Where the three columns are, and a note of the others. Raises Invalid for hidden or double."""
    cells = [_plain(cell) for cell in headings.cells]
    columns = []
    for name in HEADINGS:
        places = [at for at, cell in enumerate(cells) if cell == name]
        if len(places) > 1:
            named = "、".join(f"{column_name(at)} 列" for at in places)
            raise Invalid(f"表头“{name}”写了 {len(places)} 次（{named}）。只留一列，再传一次。")
        if places and places[0] in headings.hidden_columns:
            raise Invalid(f"“{name}”一列在表格里是隐藏的。请取消隐藏，看清楚再传。")
        columns.append(places[0] if places else -1)
    width = max((len(row.cells) for row in below), default=0)
    others = [
        cells[at] if at < len(cells) and cells[at] else f"{column_name(at)} 列"
        for at in range(max(width, len(cells)))
        if at not in columns and any(_cell(row, at) for row in below)
    ]
    if not others:
        return columns, ()
    more = f" 等 {len(others)} 列" if len(others) > 6 else ""
    return columns, (f"没有用到的列：{'、'.join(others[:6])}{more}。",)


def _headings_at(rows: list[SheetRow]) -> int | None:
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        cells = [_plain(cell) for cell in row.cells]
        if HEADINGS[0] in cells and HEADINGS[1] in cells:
            return at
    return None


def _read(number: int, room: str, word: str, note: str, prefix: str) -> Entry | Problem:
    if not room:
        return Problem(number, "", f"写了“{word[:10]}”，没有房号。")
    if _DAY.fullmatch(room):
        return Problem(number, room, "房号被表格软件变成了日期。把这一列设成文本，重新填。")
    choice = WORDS.get(word)
    if choice is None:
        return Problem(
            number, room, f"看不懂“{word[:10]}”。只写同意、反对或弃权，无效票请单张登记。"
        )
    try:
        note = plain_text(note, "备注", least=0, most=MOST_NOTE)
    except Invalid as refusal:
        return Problem(number, room, str(refusal))
    key = search_key(room)
    if prefix and "-" not in key:
        key = f"{prefix}-{key}"
    return Entry(number, key, choice, note)


def _cell(row: SheetRow, at: int) -> str:
    return _plain(row.cells[at]) if 0 <= at < len(row.cells) else ""


def _plain(cell: str) -> str:
    """Half-width, without the spaces at its ends; a number that became 502.0 is 502 again."""
    text = unicodedata.normalize("NFKC", cell).strip().strip("\ufeff\u200b'")
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text
