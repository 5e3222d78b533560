"""Everyone at one activity (活动登记): one slip, many names, approved together."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.dates import Bound
from domain.errors import Invalid, NotAllowed
from domain.people import Role
from domain.points_ledger.awards import LATE_ENTRY


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity as filled in: what was done, when, how long (minutes), and by whom."""

    slip: str
    title: str
    rule_id: int
    earned_on: Annotated[date, Bound("活动日期", "31 天以内、计分规则生效", back=LATE_ENTRY.days)]
    residents: tuple[int, ...]
    minutes: int | None = 0
    points: int | None = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """An activity waiting for its second person: how many people and points it holds."""

    id: int
    title: str
    rule: str
    earned_on: date
    created_by: int
    created_by_name: str
    people: int
    points: int


MAX_PEOPLE = 200


def check_people(residents: tuple[int, ...]) -> None:
    if not residents:
        raise Invalid("还没选人。点名字，或者粘贴签到名单。")
    if len(set(residents)) != len(residents):
        raise Invalid("有人选了两次。每人一次活动只记一次。")
    if len(residents) > MAX_PEOPLE:
        raise Invalid(f"一次最多登记 {MAX_PEOPLE} 人，现在是 {len(residents)} 人。请分几次。")


def check_batch_approver(points: int, most: int, role: Role) -> None:
    """Large batches need the committee head (一次超过 500 枚由书记核准)."""
    if points > most and role is not Role.SECRETARY:
        raise NotAllowed(role.label, f"核准一次 {points:,} 枚的活动，超过 {most} 枚要书记核准")
