"""The first page (首页): what features put on it, and what to set up first."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from domain.people import Permission, User, who_may


class Rank(IntEnum):
    """What comes first of the things that are not urgent (先后)."""

    WAITED_FOR = 1  # somebody else cannot go on
    ON_A_DAY = 2
    ROUND = 3  # to be done every so often
    WATCHED = 4  # goes on by itself, or has stood still


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (要办的事). `room` is the address where it is done, page and place.

    `waits_for` says whom it waits for when that is not the reader: nobody is shown as his own
    task what he cannot do.
    """

    room: str
    rank: Rank
    badge: str
    title: str
    detail: str
    action: str
    urgent: bool = False
    waits_for: str = ""


def whose(needs: Permission) -> str:
    """书记/主任、社工: the roles that may, in words."""
    return "、".join(role.label for role in who_may(needs))


def due_for(user: User, needs: Permission, due: Due) -> list[Due]:
    """That thing, for who may do it; told to everybody else as another's."""
    return [due if user.may(needs) else replace(due, waits_for=whose(needs))]


def second_person(user: User, needs: Permission, due: Due, total: int, own: int) -> list[Due]:
    """What waits for another person (另一个人核准): `own` of the `total` this one had a hand in.

    The title's {} takes the number. What one asked for oneself is others' to answer, so it is
    counted apart (经办与核准分开).
    """
    mine = total - own if user.may(needs) else 0
    parts = [(mine, ""), (total - mine, "另一个人" if user.may(needs) else whose(needs))]
    return [
        replace(due, title=due.title.format(f"{count:,}"), waits_for=whom)
        for count, whom in parts
        if count
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at a glance, with what is said below it."""

    label: str
    words: str
    unit: str
    icon: str
    below: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day and an hour that is still to come, with what is said below it."""

    title: str
    at: datetime
    below: str


# What the administrator can say of the list by hand, as the file keeps it and as it is told.
PUT_AWAY = "list"
MARKS = {
    "parameters": "本地参数核对过了",
    PUT_AWAY: "上线清单收起来了",
}


@dataclass(frozen=True, slots=True)
class SetUp:
    """One part of the community to be made (上线清单), in the order they are needed.

    `room` is the page where the reader may make it; None when that is another person's work.
    `there` says how much of it there is; `mark` is what the reader can say of it by hand; `whose`
    are those who may make it.
    """

    title: str
    detail: str
    done: bool
    needed: bool
    room: str | None
    there: str = ""
    mark: str = ""
    whose: str = ""
