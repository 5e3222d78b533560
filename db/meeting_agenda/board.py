"""Meetings on the board in the hall (展示大屏): how often people met, and over what."""

from datetime import date, datetime

from sqlite_utils import Database

from db.meeting_agenda import meetings
from db.rows import value
from domain.showcase import Figure, counted, months_ago


def figures(db: Database, now: datetime) -> list[Figure]:
    today = now.date()
    items = value(
        db,
        "select count(*) from agenda_items i join meetings m on m.id = i.meeting_id"
        " where m.state in ('held', 'confirmed') and m.starts_at >= :since",
        since=months_ago(today, 11).isoformat(),
    )
    special = meetings.special_meetings(db, _three_years_before(today), today)
    return [
        counted("近三年专项会议", special, "次", now, "电梯和外墙渗水两类，开过的才算。"),
        *overview(db, now),
        counted("近12个月议过", items, "件", now, "上面这些会议的议程项数，每项算一件。"),
    ]


def overview(db: Database, now: datetime) -> list[Figure]:
    held = meetings.held_since(db, months_ago(now.date(), 11))
    return [counted("近12个月开会", held, "次", now, "各类会议，含本月，开过的才算。")]


def months(db: Database, since: date, until: date) -> list[tuple[str, int]]:
    """(month, meetings held) from a day on; a month without any counts 0."""
    rows = db.execute(
        "select substr(starts_at, 1, 7), count(*) from meetings"
        " where state in ('held', 'confirmed') and starts_at >= ? group by 1",
        [since.isoformat()],
    )
    held = {month: int(count) for month, count in rows}
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, last + 1)]
    return [(month, held.get(month, 0)) for month in months]


def _three_years_before(day: date) -> date:
    """The same day three years ago; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 3)
