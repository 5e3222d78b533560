"""Importing a table of papers (表格导入): its rows held against the register; each keeps its place.

Nothing is guessed: what is not plainly one room and one answer is named, and left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.repair_fund.ballots import Answer
from domain.repair_fund.paper_rows import HEADINGS, Entry, Problem, Sheet, read_sheet
from domain.repair_fund.votes import Choice
from domain.sheets import MOST_ROWS, SheetRow

__all__ = [
    "HEADINGS", "MOST_ROWS", "Entry", "Known", "PaperImport", "Preview", "Problem", "Sheet",
    "SheetRow", "judge", "read_sheet",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a room: in the scope or not, voted or not."""

    code: str
    unit_id: int
    owner_group_id: int | None
    said: Choice | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: the rows to store with their units, and all that is wrong."""

    good: tuple[tuple[Entry, Known], ...]
    problems: tuple[Problem, ...]
    unanswered: int
    empty: int
    above: int = 0
    elsewhere: int = 0
    notes: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """Rows of the file with anything in them; each is counted in exactly one place."""
        named = len(self.good) + len(self.problems) + self.unanswered
        return self.above + named + self.elsewhere

    @property
    def counted(self) -> str:
        """What became of every row of the file, as a sentence."""
        parts = [
            (self.above, "表头和标题"), (len(self.good), "能导入"), (len(self.problems), "有问题"),
            (self.unanswered, "没填意见"), (self.elsewhere, "没有读"),
        ]  # fmt: skip
        told = "，".join(f"{what} {count:,} 行" for count, what in parts if count)
        blank = f"；另有空行 {self.empty:,} 行" if self.empty else ""
        return f"文件里有字的 {self.filled:,} 行：{told}{blank}。"


@dataclass(frozen=True, slots=True)
class PaperImport:
    """A confirmed preview: the rows again, and how many of them were shown as good."""

    slip: str
    ballot_id: int
    file_name: str
    sha256: str
    expected: int
    rows: tuple[SheetRow, ...] = field(repr=False)


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
            problems.append(Problem(entry.row, entry.room, wrong, entry.sheet))
        else:
            fine.append((entry, found))
    good = _agreeing(fine, problems)
    order = {entry.sheet: at for at, entry in enumerate(reversed(sheet.entries))}
    problems.sort(key=lambda problem: (-order.get(problem.sheet, 0), problem.row))
    return Preview(
        tuple(good), tuple(problems), sheet.unanswered, sheet.empty, sheet.above,
        sheet.elsewhere, sheet.notes,
    )  # fmt: skip


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
        problems += [Problem(entry.row, entry.room, what, entry.sheet) for entry, _ in pairs]
    return sorted(good, key=lambda pair: pair[0].row)
