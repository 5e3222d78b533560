"""Days as people here say them, and how a notice period (公示期) is counted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def day(when: date, today: date) -> str:
    """3月18日 周三; the year is added only when it is another one."""
    year = "" if when.year == today.year else f"{when.year}年"
    return f"{year}{when.month}月{when.day}日 周{WEEKDAYS[when.weekday()]}"


def short_day(when: date, today: date) -> str:
    """3月18日, without the weekday."""
    year = "" if when.year == today.year else f"{when.year}年"
    return f"{year}{when.month}月{when.day}日"


def long_day(when: date) -> str:
    """2026年3月18日, as it stands on paper."""
    return f"{when.year}年{when.month}月{when.day}日"


def clock(when: datetime) -> str:
    """19:00, the 24-hour clock."""
    return f"{when.hour}:{when.minute:02d}"


def moment(when: datetime, today: date) -> str:
    """今天 9:40, or 3月18日 9:40."""
    spoken = "今天" if when.date() == today else short_day(when.date(), today)
    return f"{spoken} {clock(when)}"


def stamp(when: datetime) -> str:
    """A moment as the tables keep it, to the second."""
    return when.isoformat(timespec="seconds")


def notice_end(posted: date, days: int, is_rest_day: Callable[[date], bool]) -> date:
    """The last day of a notice (公示): the first day is not counted.

    A last day on a statutory rest day moves to the next working day (民法典 201、203).
    The next step is allowed on the day after it: `today > notice_end`.
    """
    last = posted + timedelta(days=days)
    while is_rest_day(last):
        last += timedelta(days=1)
    return last


def years_between(born: date, on: date) -> int:
    """Completed years (周岁) on a day. Born on 29 February, one is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
