"""What a brought list would change (预览): each row 新增, 更新, 一样, 看一眼 or 不能收.

An empty cell never erases, 删 does. What is there stays (只补空白) unless its column was told to
follow the file (以表为准). Research A6, A7.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.imports.entries import Entry, Listing
from domain.labels import Labelled
from domain.tables import Problem, Table


class Decision(Labelled):
    """What becomes of a row (去向); `LOOK` waits for a tick and `REFUSED` is left out."""

    NEW = "new", "新增"
    CHANGED = "changed", "更新"
    SAME = "same", "一样"
    LOOK = "look", "看一眼"
    REFUSED = "refused", "不能收"


@dataclass(frozen=True, slots=True)
class There:
    """What the base has already: its number, and its cells as text; an unknown one is empty."""

    id: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom or what a row means: something that is there, or nothing yet.

    `refused` says why the row cannot be taken. `options` are the answers somebody has to choose
    from (搬家 / 又一套 / 不是), each with what it would mean; `why` asks for them.
    """

    there: There | None = None
    refused: str = ""
    why: str = ""
    options: tuple[tuple[str, There | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: what is there and what the file says."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Held:
    """A row held against what is there. `kept` are cells that differ and stay as they are."""

    decision: Decision
    target: int | None = None
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a row that has to be looked at, and what it would do."""

    label: str
    held: Held


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with what it would do; one that waits has `choices`, and `why` it does."""

    entry: Entry
    held: Held
    why: str = ""
    choices: tuple[Choice, ...] = ()
    answer: str = ""  # which of several answers it is, for the write

    @property
    def decision(self) -> Decision:
        return Decision.LOOK if self.choices else self.held.decision

    @property
    def target(self) -> int | None:
        """The number of what is there; None for what is new."""
        return self.held.target

    @property
    def place(self) -> tuple[str, int]:
        """Sheet and row, by which a row is known."""
        return self.entry.sheet, self.entry.row

    @property
    def changed(self) -> frozenset[str]:
        """The columns whose cell changes."""
        return frozenset(change.column for change in self.held.changes)

    def value(self, column: str) -> Any:
        """What a changed column is to hold: what the file means, or None where it said 删."""
        return self.entry.get(column)


TAKE = "收"


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """The preview (预览) of a file: every row of it in one place.

    `facts` is the print of what the base held when it was made; the write refuses when that is no
    longer so.
    """

    table: Table[Planned]
    facts: str
    overruled: frozenset[str] = field(default_factory=frozenset)

    def rows(self, decision: Decision) -> list[Planned]:
        return [row for row in self.table.good if row.decision is decision]

    @property
    def waiting(self) -> list[Planned]:
        """Rows somebody has to look at."""
        return self.rows(Decision.LOOK)

    @property
    def differing(self) -> dict[str, int]:
        """Columns with cells that differ from what is there and stay, and how many they are."""
        found: dict[str, int] = {}
        for row in self.table.good:
            for cell in row.held.kept:
                found[cell.column] = found.get(cell.column, 0) + 1
        return found

    def taken(self, answers: Mapping[tuple[str, int], str]) -> list[Planned]:
        """The rows that would be written: what is new or changes, and what was looked at."""
        found = []
        for row in self.table.good:
            if row.decision is Decision.LOOK:
                said = answers.get(row.place)
                held = next((one.held for one in row.choices if one.label == said), None)
                if held is not None:
                    row = replace(row, held=held, choices=(), answer=said or "")
            if row.decision in (Decision.NEW, Decision.CHANGED):
                found.append(row)
        return found

    def __repr__(self) -> str:
        """Short, and the same for the same preview: what a slip is told apart by."""
        return f"Plan({self.facts}, {self.table.counted})"


def plan(
    table: Table[Entry], matches: Sequence[Match], listing: Listing, overruled: Iterable[str],
    facts: str,
) -> Plan:  # fmt: skip
    """Each readable row with what it would do; `matches` are in the order of the entries."""
    over = frozenset(overruled) - listing.fixed
    good, wrong = [], []
    for entry, match in zip(table.good, matches, strict=True):
        if match.refused:
            wrong.append(Problem(entry.row, entry.named, match.refused, entry.sheet))
        else:
            good.append(_planned(entry, match, listing, over))
    return Plan(table.judged(good, wrong), facts, over)


def refused(made: Plan, reasons: Mapping[tuple[str, int], str]) -> Plan:
    """The plan without the rows that the write itself would not take."""
    good = [row for row in made.table.good if row.place not in reasons]
    wrong = [
        Problem(row.entry.row, row.entry.named, why, row.entry.sheet)
        for row in made.table.good
        if (why := reasons.get(row.place))
    ]
    return replace(made, table=made.table.judged(good, wrong))


def _planned(entry: Entry, match: Match, listing: Listing, over: frozenset[str]) -> Planned:
    looks = [*entry.looks, *([match.why] if match.why else [])]
    options = match.options or ((TAKE, match.there),)
    if not looks:
        return Planned(entry, _held(entry, match.there, listing, over))
    choices = tuple(Choice(label, _held(entry, there, listing, over)) for label, there in options)
    first = choices[0].held
    if not match.options and first.decision is Decision.SAME:
        return Planned(entry, first)  # what is there already was looked at once
    return Planned(entry, first, "；".join(looks), choices)


def _held(entry: Entry, there: There | None, listing: Listing, over: frozenset[str]) -> Held:
    """A row held against what is there, cell by cell."""
    if there is None:
        return Held(Decision.NEW)
    changes, kept = [], []
    for column in listing.columns:
        old = there.texts.get(column.name, "")
        if column.name in entry.erased:
            if old:
                changes.append(Change(column.name, old, ""))
            continue
        new = entry.texts.get(column.name, "")
        if not new or new == old or column.name not in there.texts:
            continue
        if old and column.name not in over | listing.adds:
            kept.append(Change(column.name, old, new))
        elif column.name not in listing.fixed:
            changes.append(Change(column.name, old, new))
    decision = Decision.CHANGED if changes else Decision.SAME
    return Held(decision, there.id, tuple(changes), tuple(kept))


def counted(rows: Sequence[Planned]) -> dict[Decision, int]:
    """How many rows go where."""
    found: dict[Decision, int] = {}
    for row in rows:
        found[row.decision] = found.get(row.decision, 0) + 1
    return found
