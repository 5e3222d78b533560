"""Works (施工) and their acceptance (验收): start, defects, what owners' representatives sign."""

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.errors import Invalid
from domain.registry import plain_text

REPRESENTATIVES = 3  # 业主代表至少三人


@dataclass(frozen=True, slots=True)
class Start:
    """Works begin (开工) as filled in."""

    slip: str
    project_id: int
    began_on: date


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the people on site found. With defects the works are put right by `due_on` (整改)."""

    slip: str
    project_id: int
    looked_on: date
    representatives: str
    passed: bool
    defects: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Look:
    """A stored acceptance (验收记录)."""

    id: int
    passed: bool
    looked_on: date
    representatives: str
    defects: str
    due_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Warranty:
    """The last day the contractor repairs for nothing (质保期)."""

    slip: str
    project_id: int
    ends_on: date


def names_in(text: str) -> list[str]:
    """The names of a list typed with any separator, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[、，,；;\s]+", text.strip()) if part))


def check_start(start: Start, today: date, *, rushed: bool, approved_on: date | None) -> None:
    """Works begin after the approval; before it only when life was in danger (抢修先行)."""
    if start.began_on > today:
        raise Invalid("开工日期还没到。开工以后再登记。")
    if not rushed and (approved_on is None or start.began_on < approved_on):
        raise Invalid("开工日期在审核通过之前。只有危及人身安全的紧急项目可以先抢修。")


def check_acceptance(paper: Acceptance, began_on: date, today: date) -> Acceptance:
    """The record as it may be stored: three owners' representatives, and defects with a day."""
    if not began_on <= paper.looked_on <= today:
        raise Invalid("验收日期要在开工以后，也不能在今天以后。")
    names = names_in(paper.representatives)
    if len(names) < REPRESENTATIVES:
        raise Invalid(
            f"到场的业主代表至少 {REPRESENTATIVES} 人，现在写了 {len(names)} 人。姓名用顿号隔开。"
        )
    if paper.passed:
        return replace(paper, representatives="、".join(names), defects="", due_on=None)
    if paper.due_on is None or paper.due_on < paper.looked_on:
        raise Invalid("请写明哪一天之前改好，要在验收那天以后。")
    return replace(
        paper,
        representatives="、".join(names),
        defects=plain_text(paper.defects, "要改的地方", least=4, most=500),
    )


def check_warranty(paper: Warranty, accepted_on: date) -> None:
    """The liability period runs from acceptance, two years at most (缺陷责任期)."""
    longest = accepted_on.replace(year=accepted_on.year + 2, day=min(accepted_on.day, 28))
    if not accepted_on < paper.ends_on <= longest:
        raise Invalid(
            f"质保期从验收那天算起，最长两年，到{longest.year}年{longest.month}月{longest.day}日。"
        )
