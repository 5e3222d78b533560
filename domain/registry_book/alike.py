"""Two rows of the register that are one human (重复的人): what speaks for it, and what against it.

Never by the name alone: two 王伟 are two people until a number, a birthday, the last four or a home
says otherwise (research of real files). What contradicts is put right first, or they are two.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.errors import WrongState
from domain.labels import Labelled

UNDO_DAYS = 30


class Alike(Labelled):
    """What somebody said who looked at two of one name."""

    DIFFERENT = "different", "不是同一个人"
    OPEN = "open", "还没看过"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One row of the register with what tells people of one name apart; `homes` are rooms (房号)."""

    id: int
    name: str
    sex: str | None
    birth_year: int | None
    birth_date: date | None
    id_tail: str | None
    homes: str
    owns: str
    numbers: str

    @property
    def told(self) -> str:
        """青松园 1-1-101，1970 年生"""
        facts = [self.homes or (f"房在 {self.owns}" if self.owns else "没有登记住处")]
        facts.append(f"{self.birth_year} 年生" if self.birth_year else "")
        return "，".join(fact for fact in facts if fact)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows in the second look, with how much stands under its name."""

    who: Somebody
    under: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Looked:
    """Both rows side by side; an objection says why they cannot be one."""

    kept: Side
    gone: Side
    evidence: str
    objection: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge as it is kept."""

    id: int
    kept_id: int
    gone_id: int
    name: str
    evidence: str
    filled: str
    merged_at: datetime
    by: str
    undone: bool
    goes_on: bool  # into which the kept row was merged itself

    def undo_ends(self) -> date:
        """The last day on which it can be undone (30 天)."""
        return self.merged_at.date() + timedelta(days=UNDO_DAYS)


def evidence(one: Somebody, other: Somebody) -> tuple[str, ...]:
    """What two of one name have in common; nothing is no reason to ask."""
    if one.name != other.name:
        return ()
    shared = {
        "电话一样": _common(one.numbers, other.numbers, " "),
        "生日一样": bool(one.birth_date and one.birth_date == other.birth_date),
        "证件后四位一样": bool(one.id_tail and one.id_tail == other.id_tail),
        "住同一套房": _common(one.homes, other.homes),
        "有同一套房": _common(one.owns, other.owns),
        "一条住的是另一条的房": _common(one.homes, other.owns) or _common(one.owns, other.homes),
    }
    return tuple(words for words, there in shared.items() if there)


def _common(one: str, other: str, between: str = "、") -> bool:
    return bool(set(filter(None, one.split(between))) & set(filter(None, other.split(between))))


def against(one: Somebody, other: Somebody) -> tuple[str, ...]:
    """What the two rows contradict each other in, as sentences."""
    found = []
    if one.name != other.name:
        found.append("两条的姓名不一样。")
    if one.id_tail and other.id_tail and one.id_tail != other.id_tail:
        found.append("两条的证件后四位不一样。")
    if one.sex and other.sex and one.sex != other.sex:
        found.append("两条的性别不一样。")
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        found.append("两条的生日不一样。")
    elif one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        found.append("两条的出生年不一样。")
    return tuple(found)


def check_merge(one: Somebody, other: Somebody, reasons: list[str]) -> str:
    """What speaks for it, as it is kept. Raises WrongState with everything that is against it.

    `reasons` are those the features give: two seats, two accounts, two papers.
    """
    for_it = evidence(one, other)
    wrong = list(against(one, other))
    if wrong:
        wrong.append("哪一条错了，先在这个人的一页上更正；都没错，就是两个人。")
    elif not for_it:
        wrong.append("除了姓名没有别的对得上，不能当成同一个人。")
    wrong += reasons
    if wrong:
        raise WrongState("".join(wrong))
    return "，".join(for_it)


def check_undo(merged: Merged, today: date, reasons: list[str]) -> None:
    """Raises WrongState for one that was undone, is too old, or whose rows went on since."""
    if merged.undone:
        raise WrongState("这次合并已经撤销了。")
    if today > merged.undo_ends():
        raise WrongState(f"合并满 {UNDO_DAYS} 天了，不能再撤销。")
    if merged.goes_on:
        raise WrongState("留下的那一条后来又并进了别的，先撤销那一次。")
    if reasons:
        raise WrongState("".join(reasons))
