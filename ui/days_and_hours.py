"""A day, a weekday and an hour that are filled in (哪天、星期几、几点): one field of each for all forms."""

from datetime import date, time
from typing import Any, overload

import streamlit as st

from domain.days import WEEKDAYS

FIRST_HOUR, LAST_HOUR = 6, 22
QUARTERS = tuple(
    f"{hour:02d}:{minute:02d}"
    for hour in range(FIRST_HOUR, LAST_HOUR)
    for minute in (0, 15, 30, 45)
)


@overload
def day_field(
    label: str, key: str, at: date, *, least: date | None = None, most: date | None = None,
    place: Any = st,
) -> date: ...  # fmt: skip


@overload
def day_field(
    label: str, key: str, at: date | None = None, *, least: date | None = None,
    most: date | None = None, place: Any = st,
) -> date | None: ...  # fmt: skip


def day_field(
    label: str, key: str, at: date | None = None, *, least: date | None = None,
    most: date | None = None, place: Any = st,
) -> date | None:  # fmt: skip
    """A day between `least` and `most`; it starts empty unless the form says `at` which."""
    day: date | None = place.date_input(
        label, value=at, min_value=least, max_value=most, format="YYYY-MM-DD", key=key
    )
    return day


def weekday_field(label: str, key: str, at: int | None) -> int | None:
    """Monday is 1."""
    return st.pills(
        label, list(range(1, 8)), default=at, wrap=True, key=key,
        format_func=lambda day: WEEKDAYS[day - 1],
    )  # fmt: skip


def hour_field(label: str, key: str, at: time | None) -> time | None:
    """A quarter of an hour of the day, and what is on file if it is no quarter."""
    now = [f"{at:%H:%M}"] if at else []
    options = sorted({*QUARTERS, *now})
    chosen: str | None = st.selectbox(
        label, options, index=options.index(now[0]) if now else None, placeholder="选时间", key=key
    )
    return time.fromisoformat(chosen) if chosen else None
