"""When meetings were and will be held (会期): three years of them, and the two that come next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from db.calendar import is_rest_day

MONTHS = 35  # monthly meetings already held
LIFT, LEAK = 7, 8  # 近三年专项会议 15 次
SPECIALS_EVERY = 72  # days between special meetings, 15 of them within three years
MONTHLY = ("joint", "council")


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting to be written: its kind and day, and for special ones the subject."""

    kind: str
    day: date
    category: str | None = None


def evenings(as_of: date) -> list[Held]:
    """All meetings, in the order of their days."""
    coming = next_joint(as_of)
    council = coming + timedelta(days=7)
    monthly = [
        Held(kind, _working(_months_before(day, back)) if back else day)
        for kind, day in zip(MONTHLY, (coming, council), strict=True)
        for back in range(MONTHS + 1)
    ]
    special = [
        Held("special", _working(as_of - timedelta(days=20 + place * SPECIALS_EVERY)), category)
        for place, category in enumerate(["facade_leak", "lift"] * LIFT + ["facade_leak"])
    ]
    return sorted(monthly + special, key=lambda one: (one.day, one.kind))


def next_joint(as_of: date) -> date:
    """The next joint meeting (定期联席会): an evening in two to four days, a working day if one."""
    days = [as_of + timedelta(days=ahead) for ahead in (3, 2, 4)]
    return next((day for day in days if not is_rest_day(day)), days[0])


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1], 28))


def _working(day: date) -> date:
    """The last working day up to this one, so that no past meeting slips into the future."""
    while is_rest_day(day):
        day -= timedelta(days=1)
    return day
