"""Meetings (联席会、议事会): the next one with its agenda, and adding an item to it."""

from datetime import date, datetime, timedelta

from sqlite_utils import Database

from db import parameters, repair_fund
from db.rows import many, one, value
from db.visit import Visit
from db.writes import writes
from domain.days import stamp
from domain.meeting_agenda import AgendaItem, Meeting, NewItem, check_item
from domain.people import Permission
from domain.receipts import Receipt

MEETINGS = """
    select m.id, m.kind, m.number, m.year, m.title, m.starts_at, m.minutes, m.place, m.chair,
           m.state, e.short_name as estate, m.category, m.invited,
           (select count(*) from agenda_items i where i.meeting_id = m.id) as items,
           (select coalesce(sum(minutes), 0) from agenda_items i where i.meeting_id = m.id)
           as agenda_minutes
      from meetings m left join estates e on e.id = m.estate_id
"""


MINE = " and (:only is null or m.estate_id is null or m.estate_id = :only)"


def upcoming(db: Database, now: datetime, most: int = 5, only: int | None = None) -> list[Meeting]:
    """The meetings still to come, the next one first; today's stays until it is due to end.

    With `only`, special meetings of other estates are left out (物业只看本小区).
    """
    return many(
        db,
        Meeting,
        f"{MEETINGS} where m.state = 'planned' and m.starts_at >= :since{MINE}"
        " and datetime(m.starts_at, '+' || m.minutes || ' minutes') >= datetime(:now)"
        " order by m.starts_at limit :most",
        since=stamp(now - timedelta(hours=10)),  # none is longer
        now=stamp(now),
        most=most,
        only=only,
    )


def past(db: Database, now: datetime, most: int = 20, only: int | None = None) -> list[Meeting]:
    """The latest meetings held; `only` as above."""
    return many(
        db,
        Meeting,
        f"{MEETINGS} where m.state in ('held', 'confirmed') and m.starts_at < :now{MINE}"
        " order by m.starts_at desc limit :most",
        now=stamp(now),
        most=most,
        only=only,
    )


def meeting(db: Database, id: int) -> Meeting:
    return one(db, Meeting, "这次会议", f"{MEETINGS} where m.id = :id", id=id)


def agenda(db: Database, meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting in their order."""
    return many(
        db,
        AgendaItem,
        """
        select i.id, i.position, i.item_type, i.title, i.reporter, i.minutes, i.category,
               i.project_id, p.title as project, a.name as added_by
          from agenda_items i
          left join repair_projects p on p.id = i.project_id
          left join accounts a on a.id = i.added_by
         where i.meeting_id = :meeting_id order by i.position
        """,
        meeting_id=meeting_id,
    )


def special_meetings(db: Database, since: date, until: date) -> int:
    """Special meetings (专项会议) on lifts and façade leaks held in a span of days."""
    return int(
        value(
            db,
            """
            select count(*) from meetings
             where kind = 'special' and category in ('lift', 'facade_leak')
               and state in ('held', 'confirmed')
               and substr(starts_at, 1, 10) > :since and substr(starts_at, 1, 10) <= :until
            """,
            since=since.isoformat(),
            until=until.isoformat(),
        )
    )


def held_since(db: Database, since: date) -> int:
    """How many meetings of any kind were held since a day."""
    sql = "select count(*) from meetings where state in ('held', 'confirmed') and starts_at > :day"
    return int(value(db, sql, day=since.isoformat()))


@writes(Permission.ADD_AGENDA_ITEM)
def add_item(visit: Visit, item: NewItem) -> Receipt:
    """Put an item at the end of a planned meeting's agenda (加议题)."""
    of = meeting(visit.db, item.meeting_id)
    estate = value(visit.db, "select estate_id from meetings where id = :id", id=of.id)
    if estate is not None:
        visit.user.must_cover(estate)
    days = parameters.value_of(visit.db, "meeting_notice_days")
    item = check_item(item, of, visit.now, days)
    if item.project_id is not None:
        visit.user.must_cover(repair_fund.project(visit.db, item.project_id).estate_id)
    position = 1 + value(
        visit.db,
        "select coalesce(max(position), 0) from agenda_items where meeting_id = :id",
        id=of.id,
    )
    id = visit.db.table("agenda_items").insert(
        {
            "meeting_id": of.id,
            "position": position,
            "item_type": item.item_type,
            "title": item.title,
            "reporter": item.reporter,
            "minutes": item.minutes,
            "category": item.category,
            "project_id": item.project_id,
            "added_by": visit.user.id,
            "added_at": visit.at,
        }
    ).last_pk  # fmt: skip
    return Receipt(f"已加到“{of.title}”，第 {position} 项：{item.title}。", int(id or 0))
