"""Everyone at one activity (活动登记): one slip, many names, approved together."""

from dataclasses import dataclass
from datetime import date

from domain.errors import Invalid, NotAllowed
from domain.people import Role
from domain.registry import Resident


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity as filled in: what was done, when, how long (minutes), and by whom."""

    slip: str
    title: str
    rule_id: int
    earned_on: date
    residents: tuple[int, ...]
    minutes: int = 0
    points: int = 0


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


@dataclass(frozen=True, slots=True)
class Match:
    """One line of a pasted attendance list (签到名单) and whom it may mean."""

    line: int
    typed: str
    found: tuple[Resident, ...]

    @property
    def certain(self) -> Resident | None:
        """The one person it can mean; None when nobody or several."""
        return self.found[0] if len(self.found) == 1 else None


MAX_PEOPLE = 200
MAX_LINES = 500


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


def lines(pasted: str) -> list[tuple[int, str]]:
    """The lines of a pasted list with their numbers, empty ones left out, tabs as spaces."""
    kept = [
        (number, " ".join(text.split()))
        for number, text in enumerate(pasted.splitlines(), start=1)
        if text.strip()
    ]
    if len(kept) > MAX_LINES:
        raise Invalid(f"名单有 {len(kept)} 行，一次最多 {MAX_LINES} 行。请分几次粘贴。")
    return kept
