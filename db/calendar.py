"""Statutory rest days (法定休息日): entered by the administrator, published, or computed from the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar
import holidays
from sqlite_utils import Database

from domain.rest_days import PROVISIONAL, Basis

LAST_PUBLISHED = max(chinese_calendar.holidays).year  # of the years the library knows
# Whether a last day may still move: nobody knows the rest days of its year yet.
MAY_MOVE = f"""
    (cast(substr(n.ends_on, 1, 4) as integer) > {LAST_PUBLISHED}
     and not exists (select 1 from calendar_years y where y.ended_at is null
                      and y.year = cast(substr(n.ends_on, 1, 4) as integer)))
"""
DAYS = """
    select d.day, d.works from calendar_days d join calendar_years y on y.id = d.calendar_id
     where y.ended_at is null
"""


def is_rest_day(day: date) -> bool:
    """A day off by the published calendar, or where there is none by the law and the week."""
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:  # the year is not published yet
        return day.weekday() >= 5 or day in statutory(day.year)


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The 13 days of 全国年节及纪念日放假办法 (2024) with their names, without what is moved."""
    law = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: name for day, name in sorted(law.items()) if "调休" not in name}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are rest days, as this community knows it at this moment."""

    entered: dict[date, bool]  # whether it is worked
    years: frozenset[int]

    def rests(self, day: date) -> bool:
        """Week-ends and holidays, less the week-end days worked."""
        if day.year in self.years:
            return not self.entered.get(day, day.weekday() < 5)
        return is_rest_day(day)

    def basis(self, year: int) -> Basis:
        if year in self.years:
            return Basis.ENTERED
        return Basis.PUBLISHED if year <= LAST_PUBLISHED else Basis.COMPUTED

    def note(self, day: date) -> str:
        """Said behind a last day that may still move; empty when it stands."""
        return PROVISIONAL if self.basis(day.year) is Basis.COMPUTED else ""


def calendar(db: Database) -> Calendar:
    """The calendar of this file: an entered year wins over the library's."""
    days = {date.fromisoformat(day): bool(works) for day, works in db.execute(DAYS)}
    years = db.execute("select year from calendar_years where ended_at is null")
    return Calendar(days, frozenset(year for (year,) in years))
