"""Taking people out of the books as a file (带走名单): more than fifty only with a reason, on record."""

from dataclasses import dataclass

from domain.errors import Invalid
from domain.registry import plain_text

MOST_UNASKED = 50  # people; a list that is longer says why it leaves


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A list that leaves as a file: which, how many people, and what for (为什么带走)."""

    slip: str
    title: str
    people: int
    why: str


def check_why(people: int, why: str) -> str:
    """The reason as it is kept. Raises Invalid when many people would leave without one."""
    if people <= MOST_UNASKED and not why.strip():
        return ""
    if not why.strip():
        raise Invalid(f"这张表里有 {people:,} 行人的资料，请先写拿去做什么。")
    return plain_text(why, "拿去做什么", least=2, most=60)
