"""The first page (首页): one thing to do, drawn from a feature, and what to set up first."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (要办的事). `room` is the address where it is done, page and place."""

    room: str
    when: date | None
    urgent: bool
    badge: str
    title: str
    detail: str
    action: str


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
