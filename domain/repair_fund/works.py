"""Works (施工) and their acceptance (验收): start, defects, what owners' representatives sign."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound, Event, after, until
from domain.errors import Invalid
from domain.registry import plain_text
from domain.repair_fund.eligibility import warranty_end

REPRESENTATIVES = 3  # 业主代表至少三人

YEAR = 366  # days


@dataclass(frozen=True, slots=True)
class Start:
    """Works begin (开工) as filled in."""

    slip: str
    project_id: int
    began_on: Annotated[date, Bound("开工日期", "审核通过；抢修先行的，提议")]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the people on site found. With defects the works are put right by `due_on` (整改)."""

    slip: str
    project_id: int
    looked_on: Annotated[date, Bound("验收日期", "开工、上一次验收")]
    representatives: str
    passed: bool
    defects: str
    due_on: Annotated[date | None, Bound("改好的日期", "验收", "一年以内", back=YEAR, ahead=YEAR)]


@dataclass(frozen=True, slots=True)
class Inspection:
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
    ends_on: Annotated[
        date, Bound("质保到期日", "验收合格的第二天", "验收合格两年", back=2 * YEAR, ahead=2 * YEAR)
    ]


def names_in(text: str) -> list[str]:
    """The names of a list typed with any separator, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[、，,；;\s]+", text.strip()) if part))


def check_start(
    start: Start, today: date, *, rushed: bool, proposed: Event | None, approved: Event | None
) -> None:
    """Works begin after the approval; before it only when life was in danger (抢修先行)."""
    after(start, "began_on", today, proposed if rushed else approved)
    if not rushed and approved is None:
        raise Invalid("审核还没通过，不能开工。只有危及人身安全的紧急项目可以先抢修。")


def check_acceptance(paper: Acceptance, began: list[Event | None], today: date) -> Acceptance:
    """The record as it may be stored: three owners' representatives, and defects with a day."""
    asking, names = Asking(), names_in(paper.representatives)
    asking.ask(after, paper, "looked_on", today, *began)
    asking.must(
        len(names) >= REPRESENTATIVES,
        f"到场的业主代表至少 {REPRESENTATIVES} 人，现在写了 {len(names)} 人。姓名用顿号隔开。",
    )
    defects, due_on = "", None
    if not paper.passed:
        due_on = paper.due_on
        if due_on is None:
            asking.must(False, "请写明哪一天之前改好，要在验收那天以后。")
        else:
            asking.ask(after, paper, "due_on", today, Event("验收", paper.looked_on))
        defects = asking.ask(plain_text, paper.defects, "要改的地方", least=4, most=500)
    asking.done()
    return replace(paper, representatives="、".join(names), defects=defects, due_on=due_on)


def check_warranty(paper: Warranty, accepted: Event, today: date) -> None:
    """The liability period runs from acceptance, two years at most (缺陷责任期)."""
    after(paper, "ends_on", today, accepted, on_the_day=False)
    until(paper, "ends_on", today, Event("质保期最长两年", warranty_end(accepted.on, 2)))
