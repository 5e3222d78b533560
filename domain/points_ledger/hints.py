"""Hints (提醒) and spot checks (抽查): what a person should look at again; nothing is refused here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Invalid, NotAllowed, WrongState
from domain.labels import Labelled
from domain.registry import plain_text


class HintKind(Labelled):
    """Why somebody should look again (提醒的缘由)."""

    TWICE = "twice", "同一天同一项登记了不止一次"
    LONG_DAY = "long_day", "一天加起来超过 10 小时"
    SAME_APPROVER = "same_approver", "总由同一个人核准"
    OWN_HOUSEHOLD = "own_household", "给自己家的人登记"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: whom it concerns, who did it, and how many awards or minutes."""

    kind: HintKind
    resident_id: int
    resident: str
    happened_on: date
    done_by: str
    count: int
    awards: str

    @property
    def told(self) -> str:
        """One finished sentence, with the numbers of the slips."""
        slips = f"（单子 {self.awards}）"
        if self.kind is HintKind.TWICE:
            return f"{self.resident}这一天同一项登记了 {self.count} 次{slips}。"
        if self.kind is HintKind.LONG_DAY:
            return f"{self.resident}这一天共 {self.count} 分钟，超过 {DAY_MINUTES} 分钟{slips}。"
        if self.kind is HintKind.SAME_APPROVER:
            return f"{self.done_by}本月核准{self.resident} {self.count} 次{slips}。"
        return f"{self.done_by}给自己家的{self.resident}登记 {self.count} 次{slips}。"


DAY_MINUTES = 600
PERCENT = 5  # of a month's awards are looked at again


class Finding(Labelled):
    """What a spot check found (抽查结果)."""

    TRUE = "true", "属实"
    FALSE = "false", "不属实"
    UNCLEAR = "unclear", "说不清"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One month's sample: the seed and the stretch of the ledger it was drawn from."""

    id: int
    month: str
    seed: str
    percent: int
    first_id: int
    last_id: int
    drawn_at: datetime
    drawn_by: str


@dataclass(frozen=True, slots=True)
class SpotLine:
    """One sampled award and, once somebody asked around, what was found."""

    entry_id: int
    earned_on: date
    resident_id: int
    resident: str
    points: int
    reason: str
    made_by: int
    approved_by: int
    result: Finding | None
    note: str | None
    checked_by: str | None


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding as filled in (抽查记录)."""

    slip: str
    entry_id: int
    result: Finding
    note: str = ""


def sample(seed: str, numbers: Iterable[int], percent: int) -> list[int]:
    """The entries a seed draws: ordered by SHA-256 of "seed:number", the first `percent`, rounded up.

    Anybody can repeat it with the published seed and a tool that computes SHA-256.
    """
    drawn = sorted(numbers, key=lambda number: (_ticket(seed, number), number))
    return sorted(drawn[: -(-len(drawn) * percent // 100)])


def _ticket(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def is_over(month: str, today: date) -> bool:
    return month < f"{today:%Y-%m}"


def check_drawing(month: str, today: date) -> None:
    """Only a month that is over is sampled, or what comes later could not be drawn."""
    if not is_over(month, today):
        raise WrongState("这个月还没过完。下个月 1 日起再抽。")


def check_finding(paper: NewFinding, line: SpotLine, user_id: int) -> str:
    """By a third person; whatever is not plainly true says why. The note, as it may be stored."""
    if user_id in (line.made_by, line.approved_by):
        raise NotAllowed("经手的人", "抽查自己登记或核准的单子")
    if paper.result is not Finding.TRUE and not paper.note.strip():
        raise Invalid(f"“{paper.result.label}”要写明问了谁、怎么说。")
    return plain_text(paper.note, "说明", least=0, most=200)
