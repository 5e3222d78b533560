"""A year's rest days entered, corrected and taken back (放假安排); running notices are reckoned again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlite_utils import Database

from db.brought import Brought
from db.calendar import Calendar, calendar, is_rest_day, statutory
from db.rows import first, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.days import short_day
from domain.errors import NotFound
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.rest_days import (
    Arrangement,
    Basis,
    NewYear,
    RestYear,
    YearWithdrawal,
    check_arrangement,
    years_reached,
)

YEAR = """
    select y.year, 'entered' as basis,
           (select count(*) from calendar_days where calendar_id = y.id and not works) as off,
           (select count(*) from calendar_days where calendar_id = y.id and works) as work,
           y.text, a.name as entered_by, y.entered_at
      from calendar_years y join accounts a on a.id = y.entered_by
     where y.ended_at is null and y.year = :year
"""
Rests = Callable[[date], bool]
Moved = tuple[str, date]  # what, and the day it was moved to
# Whoever announces last days moves those that now fall on rest days; the number is the calendar's.
MOVES = Brought[Callable[[Visit, Rests, int | None], list[Moved]]]()
NAMED = 5  # of what moved, in the receipt; the rest is counted


@reads(Permission.SEE_PARAMETERS)
def rest_years(visit: Visit) -> list[RestYear]:
    """This year and the next two, and what each rests on."""
    known = calendar(visit.db)
    return [_year(visit.db, known, visit.today.year + more) for more in range(3)]


def _year(db: Database, known: Calendar, year: int) -> RestYear:
    entered = first(db, RestYear, YEAR, year=year)
    if entered:
        return entered
    days = [date(year, 1, 1) + timedelta(days=more) for more in range(365)]
    off = sum(known.rests(day) and day.weekday() < 5 for day in days)
    work = sum(not known.rests(day) and day.weekday() >= 5 for day in days)
    return RestYear(year, known.basis(year), off, work, "", None, None)


@reads(Permission.SEE_PARAMETERS)
def year_not_published(visit: Visit) -> int | None:
    """The year notices will soon reach into, while nobody knows its rest days; or None."""
    return unpublished(visit.db, visit.today)


def unpublished(db: Database, today: date) -> int | None:
    """The same, for `python -m db check`."""
    known = calendar(db)
    return next((y for y in years_reached(today) if known.basis(y) is Basis.COMPUTED), None)


def differing(db: Database) -> list[date]:
    """Days on which an entered year says something else than the published one (核对)."""
    known = calendar(db)
    both = [
        year
        for year in sorted(known.years)
        if Calendar({}, frozenset()).basis(year) is not Basis.COMPUTED
    ]
    days = (date(year, 1, 1) + timedelta(days=more) for year in both for more in range(366))
    return [day for day in days if day.year in both and known.rests(day) is not is_rest_day(day)]


@reads(Permission.SEE_PARAMETERS)
def preview(visit: Visit, paper: NewYear) -> Arrangement:
    """What would be stored. Raises Invalid with all that is wrong."""
    return check_arrangement(paper, statutory(paper.year), visit.today)


@writes(Permission.CHANGE_PARAMETER)
def enter_year(visit: Visit, paper: NewYear) -> Receipt:
    """Store a year's arrangement, in the place of an earlier one, and reckon running notices anew."""
    lines = [plain_text(line, "放假通知", least=0) for line in paper.text.splitlines()]
    paper = replace(paper, text="\n".join(filter(None, lines)))
    found = check_arrangement(paper, statutory(paper.year), visit.today)
    if value(visit.db, "select 1 from calendar_years where year = :y and ended_at is null",
             y=paper.year):  # fmt: skip
        _end(visit, paper.year, "录入了新的")
    id = put(
        visit.db, "calendar_years", year=paper.year, text=paper.text, entered_by=visit.user.id,
        entered_at=visit.now,
    )  # fmt: skip
    visit.db.conn.executemany(
        "insert into calendar_days (calendar_id, day, works) values (?, ?, ?)",
        [(id, day.isoformat(), int(day in found.work)) for day in sorted(found.off | found.work)],
    )
    moved = reckon_again(visit, id)
    return Receipt(
        f"{paper.year} 年的放假安排已存：放假 {len(found.off)} 天，周末上班 {len(found.work)} 天。{moved}",
        id,
    )


@writes(Permission.CHANGE_PARAMETER)
def withdraw_year(visit: Visit, paper: YearWithdrawal) -> Receipt:
    """End an entered arrangement; what was published or computed counts again."""
    why = plain_text(paper.why, "为什么撤回", least=2, most=100)
    if not value(visit.db, "select 1 from calendar_years where year = :y and ended_at is null",
                 y=paper.year):  # fmt: skip
        raise NotFound(f" {paper.year} 年录入的放假安排")
    _end(visit, paper.year, why)
    moved = reckon_again(visit, None)
    return Receipt(f"{paper.year} 年录入的放假安排已撤回。{moved}", paper.year)


def _end(visit: Visit, year: int, why: str) -> None:
    visit.db.execute(
        "update calendar_years set ended_by = ?, ended_at = ?, ended_why = ?"
        " where year = ? and ended_at is null",
        [visit.user.id, visit.at, why, year],
    )


@inside_gate
def reckon_again(visit: Visit, calendar_id: int | None) -> str:
    """Move the last day of every running notice off the rest days it now falls on.

    Never shortened: a day that was announced stays announced (顺延). What was moved, in words.
    """
    rests = calendar(visit.db).rests
    moved = [one for move in MOVES for one in move(visit, rests, calendar_id)]
    if not moved:
        return "正在公示的都不用顺延。"
    last = short_day(max(to for _, to in moved), visit.today)
    named = "，".join(f"{what}到{short_day(to, visit.today)}" for what, to in moved[:NAMED])
    more = f"，还有 {len(moved) - NAMED} 个" if len(moved) > NAMED else ""
    return (
        f"正在公示的有 {len(moved)} 个截止日碰上休息日，已顺延，最晚到{last}：{named}{more}。"
        "墙上的请补贴一张说明。"
    )


def first_working(day: date, rests: Rests) -> date:
    """This day, or the first working day after it."""
    while rests(day):
        day += timedelta(days=1)
    return day
