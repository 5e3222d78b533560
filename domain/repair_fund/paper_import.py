"""Importing a table of papers (表格导入): 房号 | 意见 | 备注, its rows held against the register.

Nothing is guessed: what is not plainly one room and one answer is named, and left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from domain.columns import ROOM, Column, no_day
from domain.errors import Invalid
from domain.registry import plain_text, search_key
from domain.repair_fund.ballots import Answer
from domain.repair_fund.votes import Choice
from domain.sheets import SheetRow
from domain.tables import Problem, Table, Template

MOST_NOTE = 100
WORDS = {
    "同意": Choice.YES,
    "赞成": Choice.YES,
    "反对": Choice.NO,
    "不同意": Choice.NO,
    "弃权": Choice.ABSTAIN,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that names one room and one answer. `sheet` is said where a file has several."""

    row: int
    sheet: str
    room: str
    choice: Choice
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a room: in the scope or not, voted or not."""

    code: str
    unit_id: int
    owner_group_id: int | None
    said: Choice | None
    answer: Answer | None


# What an import would do: the rows to store with their units, and all that is wrong.
Preview = Table[tuple[Entry, Known]]


@dataclass(frozen=True, slots=True)
class PaperImport:
    """A confirmed preview: the rows again, and how many of them were shown as good."""

    slip: str
    ballot_id: int
    file_name: str
    sha256: str
    expected: int
    rows: tuple[SheetRow, ...] = field(repr=False)


def papers(prefix: str = "") -> Template[Entry]:
    """The table of papers (表决票登记表). Where the scope is one stairwell, `prefix` (3-1) completes
    a bare room number.
    """
    columns = (
        Column("房号", partial(_room, prefix), ROOM, required=True, text=True),
        Column(
            "意见", _choice, ("表决意见",), required=True, awaited=True, width=12,
            choices=("同意", "反对", "弃权"),
        ),
        Column("备注", partial(plain_text, what="备注", least=0, most=MOST_NOTE), width=40),
    )  # fmt: skip
    return Template("表决票", "一户", columns, Entry, once=True)


def _room(prefix: str, typed: str) -> str:
    key = search_key(no_day(typed))
    return f"{prefix}-{key}" if prefix and "-" not in key else key


def _choice(word: str) -> Choice:
    choice = WORDS.get(word)
    if choice is None:
        raise Invalid(f"看不懂“{word[:10]}”。只写同意、反对或弃权，无效票请单张登记。")
    return choice


def judge(table: Table[Entry], known: Mapping[str, Known]) -> Preview:
    """Hold the entries against the register: the same questions as one paper is asked."""
    fine: list[tuple[Entry, Known]] = []
    wrong: list[Problem] = []
    for entry in table.good:
        found = known.get(entry.room)
        what = _wrong(found)
        if what or found is None:
            wrong.append(Problem(entry.row, entry.room, what, entry.sheet))
        else:
            fine.append((entry, found))
    unlike = _unlike(fine)
    good = [pair for pair in fine if pair[0].room not in unlike]
    wrong += [
        Problem(entry.row, entry.room, unlike[entry.room], entry.sheet)
        for entry, _ in fine
        if entry.room in unlike
    ]
    return table.judged(good, wrong)


def _wrong(found: Known | None) -> str:
    if found is None:
        return "底册里没有这个房号。看看楼栋、单元对不对。"
    if found.owner_group_id is None:
        return "这一户不在这次的列支范围里，不参加表决。"
    if found.said is not None:
        return f"已经登记过“{found.said.label}”。登记错了，用“改票”。"
    return ""


def _unlike(fine: Iterable[tuple[Entry, Known]]) -> dict[str, str]:
    """Rooms whose owner says more than one thing, here or on paper before, and what is said."""
    by_owner: defaultdict[int | None, list[tuple[Entry, Known]]] = defaultdict(list)
    for pair in fine:
        by_owner[pair[1].owner_group_id].append(pair)
    unlike: dict[str, str] = {}
    for pairs in by_owner.values():
        said = {str(entry.choice) for entry, _ in pairs}
        before = pairs[0][1].answer
        if len(said) == 1 and before in (None, *said):
            continue
        told = "、".join(f"{entry.room} {entry.choice.label}" for entry, _ in pairs[:3])
        earlier = f"，已登记的是“{before.label}”" if before else ""
        what = f"同一业主的意见不一样（{told}{earlier}）。先问清业主，再单张登记。"
        unlike |= dict.fromkeys((entry.room for entry, _ in pairs), what)
    return unlike
