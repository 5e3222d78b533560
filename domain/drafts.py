"""A draft (没存的填写): what one person has typed or tapped at one place and not saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=7)  # 最多留一个星期
LONGEST = 100_000  # characters; a pasted list of a thousand names is a third of it


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is filled in: a room's address, and in it perhaps a dialog with its matter."""

    room: str
    dialog: str = ""  # empty: on the page itself
    given: str = "[]"  # what the dialog is about, as JSON


@dataclass(frozen=True, slots=True)
class Draft:
    """One form of a place. `slip` is the number it will be sent with; `fields` is JSON."""

    room: str
    dialog: str
    given: str
    form: str
    slip: str
    fields: str
    updated_at: datetime
