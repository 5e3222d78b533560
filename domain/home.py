"""The first page (首页): one thing to do, drawn from a feature."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (要办的事). `room` is the address of the page where it is done."""

    room: str
    when: date | None
    urgent: bool
    badge: str
    title: str
    detail: str
    action: str
