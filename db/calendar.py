"""Statutory rest days (法定休息日) from the published calendar of the State Council."""

from datetime import date

import chinese_calendar


def is_rest_day(day: date) -> bool:
    """Weekends and holidays, less the make-up working days; beyond the calendar, weekends."""
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:  # the year is not published yet
        return day.weekday() >= 5
