"""Counting (计票): the sheet with its three signatures, and a recount drawn by a recorded seed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.errors import Invalid, WrongState
from domain.people import check_second_person
from domain.registry import plain_text
from domain.repair_fund.ballots import Ballot
from domain.repair_fund.votes import Choice, Result, Tally

LEAST, PERCENT = 5, 5  # papers looked at again: five per cent, and no fewer than five


@dataclass(frozen=True, slots=True)
class CountSheet:
    """The signed sheet (计票统计表). The third signature closes the vote."""

    id: int
    ballot_id: int
    project_id: int
    area_centi: int
    heads: int
    area_in: int
    heads_in: int
    area_yes: int
    heads_yes: int
    result: Result
    counted_on: date
    counted_by: int
    first: str
    second_by: int | None
    second: str | None
    approved_by: int | None
    supervisor: str | None

    @property
    def tally(self) -> Tally:
        return Tally(
            self.area_centi, self.heads, self.area_in, self.heads_in, self.area_yes, self.heads_yes
        )


@dataclass(frozen=True, slots=True)
class Recount:
    """A sample of the papers on record when it was drawn (抽查复核)."""

    id: int
    ballot_id: int
    seed: str
    papers: int
    last_id: int
    drawn_on: date
    drawn_by: str


@dataclass(frozen=True, slots=True)
class RecountLine:
    """A drawn paper as it was recorded, and once somebody looked, whether it says so.

    `number` is the one it was drawn by: within its ballot, or of the file in older recounts.
    """

    recount_id: int
    paper_id: int
    number: int
    code: str
    choice: Choice
    valid: bool
    why_invalid: str
    recorded_by: int
    agrees: bool | None
    note: str
    found_by: str | None
    corrected: bool

    @property
    def says(self) -> str:
        return self.choice.label if self.valid else f"无效（{self.why_invalid}）"

    @property
    def open(self) -> bool:
        """Nobody looked yet, or what was found wrong is not corrected."""
        return self.agrees is None or not (self.agrees or self.corrected)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the paper itself says beside its record, as filled in."""

    slip: str
    recount_id: int
    paper_id: int
    agrees: bool
    note: str = ""


def check_countable(ballot: Ballot, today: date) -> None:
    """The window is closed or everybody voted, and no owner contradicts himself (R07)."""
    if ballot.conflicts:
        raise WrongState(f"还有 {ballot.conflicts} 位业主的几张票意见不一。先请业主书面确认。")
    if ballot.may_be_counted(today):
        return
    if ballot.totals_on is None and today > ballot.closes_on:
        raise WrongState("还没登记市电子投票的合计，不能计票。")
    if ballot.totals_on is not None:
        raise WrongState("合计是截止以前导出的。请登记截止以后导出的合计，再计票。")
    raise WrongState(
        f"表决到 {ballot.closes_on.isoformat()} 才截止，还有 {ballot.outstanding:,} 户没投。"
        "截止第二天起计票。"
    )


def check_second_counter(sheet: CountSheet, user_id: int) -> None:
    if sheet.second_by is not None:
        raise WrongState(f"{sheet.second}已经复核签字，等监票人确认。")
    check_second_person(sheet.counted_by, user_id, "计票")


def check_supervisor(sheet: CountSheet, user_id: int, open_lines: int) -> None:
    """The third person signs last, and only when every recounted paper is in order."""
    if sheet.approved_by is not None:
        raise WrongState("监票人已经确认，表决已经办完。")
    if sheet.second_by is None:
        raise WrongState("第二位计票人还没复核签字。签了再监票。")
    for counter in (sheet.counted_by, sheet.second_by):
        check_second_person(counter, user_id, "监票")
    check_recounted(open_lines)


def check_recounted(open_lines: int) -> None:
    if open_lines:
        raise WrongState(f"抽查复核还有 {open_lines} 张没核完，或不符的还没改。先核完再签。")


def check_withdrawal(sheet: CountSheet, reason: str) -> str:
    """The reason as it may be stored. A confirmed sheet stays."""
    if sheet.approved_by is not None:
        raise WrongState("监票人已经确认，计票表不能撤回。")
    return plain_text(reason, "撤回的原因", least=2, most=100)


def check_finding(paper: Finding, line: RecountLine, user_id: int) -> str:
    """By somebody else than who recorded it, once; the note as it may be stored."""
    if line.agrees is not None:
        raise WrongState(f"{line.code} 这张已经核过了。")
    check_second_person(line.recorded_by, user_id, "抽查复核")
    if not paper.agrees and not paper.note.strip():
        raise Invalid("不符的要写明票上是什么。")
    return plain_text(paper.note, "说明", least=0, most=100)


def how_many(papers: int) -> int:
    """Five per cent rounded up, at least five, never more than there are."""
    return min(papers, max(LEAST, -(-papers * PERCENT // 100)))


def drawn(seed: str, papers: Iterable[int]) -> list[int]:
    """The papers a seed draws: smallest SHA-256 of "seed:number" first.

    Anybody can repeat it with the recorded seed: `printf '%s' "<seed>:<number>" | sha256sum`.
    """
    by_ticket = sorted(
        papers, key=lambda id: (hashlib.sha256(f"{seed}:{id}".encode()).hexdigest(), id)
    )
    return sorted(by_ticket[: how_many(len(by_ticket))])
