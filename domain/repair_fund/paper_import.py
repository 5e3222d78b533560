"""A table of papers (表格导入): 房号 | 意见 | 备注, read row by row; every problem keeps its row.

Nothing is guessed: what is not plainly one room and one answer is named, and left out.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.errors import Invalid
from domain.registry import plain_text, search_key
from domain.repair_fund.ballots import Answer
from domain.repair_fund.votes import Choice

HEADINGS = ("房号", "意见", "备注")
MOST_ROWS, MOST_NOTE, HEADING_WITHIN = 50_000, 100, 20
WORDS = {
    "同意": Choice.YES,
    "赞成": Choice.YES,
    "反对": Choice.NO,
    "不同意": Choice.NO,
    "弃权": Choice.ABSTAIN,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d( 00:00:00)?")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stood in the file, numbered as the spreadsheet numbers it."""

    number: int
    cells: tuple[str, ...]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that names one room and one answer."""

    row: int
    room: str
    choice: Choice
    note: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out, said so that it can be put right in the file."""

    row: int
    room: str
    what: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a room: in the scope or not, voted or not."""

    code: str
    unit_id: int
    owner_group_id: int | None
    said: Choice | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read: entries, what is wrong with single rows, and how many were left blank."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    unanswered: int
    empty: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: the rows to store with their units, and all that is wrong."""

    good: tuple[tuple[Entry, Known], ...]
    problems: tuple[Problem, ...]
    unanswered: int
    empty: int


@dataclass(frozen=True, slots=True)
class PaperImport:
    """A confirmed preview: the rows again, and how many of them were shown as good."""

    slip: str
    ballot_id: int
    file_name: str
    sha256: str
    expected: int
    rows: tuple[SheetRow, ...] = field(repr=False)


def read_sheet(rows: Sequence[SheetRow], prefix: str = "") -> Sheet:
    """Find the headings and read what is below them. Raises Invalid when there are none.

    `prefix` (3-1) completes a bare room number where the scope is one stairwell.
    """
    columns, below = _below_headings(rows)
    if sum(any(row.cells) for row in below) > MOST_ROWS:
        raise Invalid(f"超过 {MOST_ROWS:,} 行。请按楼栋分成几个表，一个一个导入。")
    entries: list[Entry] = []
    problems: list[Problem] = []
    unanswered = empty = 0
    for row in below:
        room, word, note = (_cell(row, at) for at in columns)
        if not room and not word:
            empty += 1
        elif row.merged:
            problems.append(Problem(row.number, room, "有合并单元格。请拆开，一户写一行。"))
        elif room and not word:
            unanswered += 1
        else:
            read = _read(row.number, room, word, note, prefix)
            (entries if isinstance(read, Entry) else problems).append(read)  # type: ignore[arg-type]
    return Sheet(tuple(entries), tuple(problems), unanswered, empty)


def judge(sheet: Sheet, known: Mapping[str, Known]) -> Preview:
    """Hold the entries against the register: the same questions as one paper is asked."""
    problems = list(sheet.problems)
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for entry in sheet.entries:
        rows_of[entry.room].append(entry.row)
    fine: list[tuple[Entry, Known]] = []
    for entry in sheet.entries:
        found = known.get(entry.room)
        wrong = _wrong(found, rows_of[entry.room])
        if wrong or found is None:
            problems.append(Problem(entry.row, entry.room, wrong))
        else:
            fine.append((entry, found))
    good = _agreeing(fine, problems)
    problems.sort(key=lambda problem: problem.row)
    return Preview(tuple(good), tuple(problems), sheet.unanswered, sheet.empty)


def _wrong(found: Known | None, rows: list[int]) -> str:
    if len(rows) > 1:
        named = "、".join(str(row) for row in rows[:5])
        return f"同一个房号写了 {len(rows)} 次（第 {named} 行）。只留一行。"
    if found is None:
        return "底册里没有这个房号。看看楼栋、单元对不对。"
    if found.owner_group_id is None:
        return "这一户不在这次的列支范围里，不参加表决。"
    if found.said is not None:
        return f"已经登记过“{found.said.label}”。登记错了，用“改票”。"
    return ""


def _agreeing(
    fine: Iterable[tuple[Entry, Known]], problems: list[Problem]
) -> list[tuple[Entry, Known]]:
    """Those whose owner says one thing, here and on paper before; the others become problems."""
    by_owner: defaultdict[int | None, list[tuple[Entry, Known]]] = defaultdict(list)
    for pair in fine:
        by_owner[pair[1].owner_group_id].append(pair)
    good = []
    for pairs in by_owner.values():
        said = {str(entry.choice) for entry, _ in pairs}
        before = pairs[0][1].answer
        if len(said) == 1 and before in (None, *said):
            good += pairs
            continue
        told = "、".join(f"{entry.room} {entry.choice.label}" for entry, _ in pairs[:3])
        earlier = f"，已登记的是“{before.label}”" if before else ""
        what = f"同一业主的意见不一样（{told}{earlier}）。先问清业主，再单张登记。"
        problems += [Problem(entry.row, entry.room, what) for entry, _ in pairs]
    return sorted(good, key=lambda pair: pair[0].row)


def _below_headings(rows: Sequence[SheetRow]) -> tuple[list[int], list[SheetRow]]:
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        cells = [_plain(cell) for cell in row.cells]
        if HEADINGS[0] in cells and HEADINGS[1] in cells:
            columns = [cells.index(name) if name in cells else -1 for name in HEADINGS]
            return columns, list(rows[at + 1 :])
    raise Invalid("没找到表头。第一行要有“房号”和“意见”两列，可以先下载模板再填。")


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
