"""Series of meetings (系列): set up, put right, ended; the next occurrence in one write."""

from sqlite_utils import Database

from db.calendar import calendar
from db.meeting_agenda.planning import planned
from db.rows import many, one, put, put_many
from db.visit import Visit
from db.writes import writes
from domain.changes import changes
from domain.days import moment, short_day
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting
from domain.meeting_agenda.series import (
    NewSeries,
    Series,
    SeriesChange,
    SeriesEnd,
    StandingItem,
    check_facts,
    check_running,
    check_series,
    next_beginning,
    words,
)
from domain.people import Permission
from domain.receipts import Receipt

# A meeting that was called off leaves its month free again only when nothing later is planned.
SERIES = """
    select s.id, s.kind, s.name, s.week, s.weekday, s.begins, s.minutes, s.place, s.chair, s.invited,
           s.last_on,
           (select max(substr(m.starts_at, 1, 10)) from series_meetings x
              join meetings m on m.id = x.meeting_id where x.series_id = s.id) as planned_until
      from meeting_series s
"""


def every_series(db: Database) -> list[Series]:
    """Those that go on first."""
    return many(db, Series, f"{SERIES} order by s.last_on is not null, s.id")


def series(db: Database, id: int) -> Series:
    return one(db, Series, "这个系列", f"{SERIES} where s.id = :id", id=id)


def standing_items(db: Database, series_id: int) -> list[StandingItem]:
    sql = """
        select title, item_type, reporter, minutes from series_items
         where series_id = :id order by position
    """
    return many(db, StandingItem, sql, id=series_id)


@writes(Permission.PLAN_MEETING)
def start_series(visit: Visit, new: NewSeries) -> Receipt:
    """Set up a series with what stands on each agenda (设系列)."""
    new = check_series(new)
    facts = new.facts
    id = put(
        visit.db, "meeting_series", kind=new.kind, name=facts.name, week=facts.week,
        weekday=facts.weekday, begins=facts.begins, minutes=facts.minutes, place=facts.place,
        chair=facts.chair, invited=facts.invited, started_at=visit.now, started_by=visit.user.id,
    )  # fmt: skip
    put_many(
        visit.db,
        "series_items",
        (
            {"series_id": id, "position": position, "item_type": item.item_type,
             "title": item.title, "reporter": item.reporter, "minutes": item.minutes}
            for position, item in enumerate(new.items, 1)
        ),
    )  # fmt: skip
    return Receipt(f"“{facts.name}”设好了，{series(visit.db, id).rule}。点一下就排下一次。", id)


@writes(Permission.PLAN_MEETING)
def change_series(visit: Visit, change: SeriesChange) -> Receipt:
    """Another day, place or chair (改系列) for the meetings not planned yet."""
    known = series(visit.db, change.series_id)
    check_running(known)
    now = check_facts(change.now)
    told = changes(f"“{known.name}”", change.was, now, known.facts, words())
    visit.db.execute(
        "update meeting_series set name = ?, week = ?, weekday = ?, begins = ?, minutes = ?,"
        " place = ?, chair = ?, invited = ? where id = ?",
        [now.name, now.week, now.weekday, now.begins, now.minutes, now.place, now.chair,
         now.invited, known.id],
    )  # fmt: skip
    return Receipt(f"“{known.name}”改好了：{told}。已经排好的会不变。", known.id)


@writes(Permission.PLAN_MEETING)
def end_series(visit: Visit, end: SeriesEnd) -> Receipt:
    """No more meetings after a day (停系列); those planned stay."""
    known = series(visit.db, end.series_id)
    check_running(known)
    visit.db.execute(
        "update meeting_series set last_on = ? where id = ?", [end.last_on.isoformat(), known.id]
    )
    return Receipt(f"“{known.name}”到{short_day(end.last_on, visit.today)}为止。", known.id)


@writes(Permission.PLAN_MEETING)
def plan_next(visit: Visit, series_id: int, *, slip: str | None = None) -> Receipt:
    """The next meeting of a series (排下一次): its standing items and all that comes back, at once."""
    known = series(visit.db, series_id)
    starts = next_beginning(known, visit.now)
    facts = MeetingFacts(
        f"{starts.year}年{starts.month}月{known.name}", starts, known.minutes, known.place,
        known.chair, known.invited,
    )  # fmt: skip
    new = NewMeeting(slip or f"series-{known.id}-{starts.date()}", known.kind, facts)
    id, back = planned(visit, new, tuple(standing_items(visit.db, known.id)))
    put(visit.db, "series_meetings", meeting_id=id, series_id=known.id)
    rest = calendar(visit.db).rests(starts.date()) and starts.weekday() < 5
    note = "那天放假，要换一天请点改会议。" if rest else ""
    return Receipt(
        f"排好了“{facts.title}”，{moment(starts, visit.today)}，带回来 {back} 项。{note}", id
    )
