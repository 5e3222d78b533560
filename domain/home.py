"""The first page (首页): what features put on it, and what to set up first."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Rank(IntEnum):
    """What comes first of the things that are not urgent (先后)."""

    WAITED_FOR = 1  # somebody else cannot go on
    ON_A_DAY = 2
    ROUND = 3  # to be done every so often
    WATCHED = 4  # goes on by itself, or has stood still


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (要办的事). `room` is the address where it is done, page and place."""

    room: str
    rank: Rank
    badge: str
    title: str
    detail: str
    action: str
    urgent: bool = False


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


@dataclass(frozen=True, slots=True)
class SetUp:
    """One part of the community to be made (要先建的), in the order they are needed.

    `room` is the page where the reader may make it; None when that is another person's work.
    """

    title: str
    detail: str
    done: bool
    needed: bool
    room: str | None
