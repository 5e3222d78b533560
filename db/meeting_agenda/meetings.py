"""Meetings (联席会、议事会): the next one with its agenda, and adding an item to it."""

from datetime import date, datetime

from sqlite_utils import Database

from db import parameters
from db.rows import many, move_to, one, put, value
from db.subjects import subject
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.errors import NotFound, WrongState
from domain.meeting_agenda.meetings import (
    AgendaItem,
    Listed,
    Meeting,
    MeetingState,
    NewAgendaItem,
    check_agenda_item,
    check_closing,
)
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.projects import Talk

MEETINGS = """
    select m.id, m.kind, m.number, m.year, m.title, m.starts_at, m.minutes, m.place, m.chair,
           m.state, e.short_name as estate, m.category, m.invited,
           (select count(*) from agenda_items i where i.meeting_id = m.id) as items,
           (select coalesce(sum(minutes), 0) from agenda_items i where i.meeting_id = m.id)
           as agenda_minutes,
           exists (select 1 from sittings s where s.meeting_id = m.id and s.closed_at is null)
           as opened, m.parent_kind
      from meetings m left join estates e on e.id = m.estate_id
"""


MINE = " and (:only is null or m.estate_id is null or m.estate_id = :only)"
# Over is what was due to end and does not go on (开着的不算).
OVER = """
    (unixepoch(m.starts_at) + m.minutes * 60 < unixepoch(:now) and not exists
     (select 1 from sittings s where s.meeting_id = m.id and s.closed_at is null))
"""
# Each meeting is in exactly one of these at every moment, as `Meeting.listed` says.
LISTS = {
    Listed.COMING: f"m.state = 'planned' and not {OVER}",
    Listed.OVERDUE: f"m.state = 'planned' and {OVER}",
    Listed.PAST: "m.state in ('held', 'confirmed')",
    Listed.CALLED_OFF: "m.state = 'cancelled'",
}
PROJECT = "project"  # the kind of a repair project among what an item may be about
EVERY = -1  # what SQLite takes for “no limit”


def meetings(
    db: Database, which: Listed, now: datetime, most: int = EVERY, only: int | None = None
) -> list[Meeting]:
    """One list of meetings: the nearest first of those to come, the latest first of the others.

    With `only`, special meetings of other estates are left out (物业只看本小区).
    """
    order = "m.starts_at" if which is Listed.COMING else "m.starts_at desc"
    # `:now` is named in every query, also where the state alone decides.
    return many(
        db, Meeting, f"{MEETINGS} where :now is not null and {LISTS[which]}{MINE}"
        f" order by {order}, m.id limit :most",
        now=now, most=most, only=only,
    )  # fmt: skip


def count(db: Database, which: Listed, now: datetime, only: int | None = None) -> int:
    """How many meetings a list has in all."""
    sql = f"select count(*) from meetings m where :now is not null and {LISTS[which]}{MINE}"
    return int(value(db, sql, now=now, only=only))


def upcoming(db: Database, now: datetime, most: int = 5, only: int | None = None) -> list[Meeting]:
    """The meetings still to come, the next one first; today's stays until it is due to end."""
    return meetings(db, Listed.COMING, now, most, only)


def past(db: Database, now: datetime, most: int = 20, only: int | None = None) -> list[Meeting]:
    """The latest meetings held."""
    return meetings(db, Listed.PAST, now, most, only)


def meeting(db: Database, id: int) -> Meeting:
    return one(db, Meeting, "这次会议", f"{MEETINGS} where m.id = :id", id=id)


def estate_of(db: Database, id: int) -> int | None:
    """Whose special meeting it is; None for a meeting of the whole community."""
    found: int | None = value(db, "select estate_id from meetings where id = :id", id=id)
    return found


def agenda(db: Database, meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting in their order."""
    return many(
        db,
        AgendaItem,
        """
        select i.id, i.position, i.item_type, i.title, i.reporter, i.minutes, i.category,
               i.project_id, p.title as project, a.name as added_by, i.confidential
          from agenda_items i
          left join repair_projects p on p.id = i.project_id
          left join accounts a on a.id = i.added_by
         where i.meeting_id = :meeting_id order by i.position
        """,
        meeting_id=meeting_id,
    )


def talks(db: Database, project_id: int) -> list[Talk]:
    """The meetings a repair project is on the agenda of, but for those called off."""
    return many(
        db,
        Talk,
        """
        select m.starts_at as at, m.state = 'confirmed' as confirmed
          from agenda_items i join meetings m on m.id = i.meeting_id
         where i.project_id = :id and m.state in ('held', 'confirmed', 'planned')
        """,
        id=project_id,
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
            since=since,
            until=until,
        )
    )


def held_since(db: Database, since: date) -> int:
    """How many meetings of any kind were held since a day."""
    sql = "select count(*) from meetings where state in ('held', 'confirmed') and starts_at > :day"
    return int(value(db, sql, day=since))


@writes(Permission.ADD_AGENDA_ITEM)
def add_agenda_item(visit: Visit, item: NewAgendaItem) -> Receipt:
    """Put an item at the end of a planned meeting's agenda (加议题)."""
    of = meeting(visit.db, item.meeting_id)
    estate = value(visit.db, "select estate_id from meetings where id = :id", id=of.id)
    if estate is not None:
        visit.user.must_cover(estate)
    days = parameters.value_of(visit.db, "meeting_notice_days")
    item = check_agenda_item(item, of, visit.now, days)
    about = subject_of(visit, item)
    position = 1 + value(
        visit.db,
        "select coalesce(max(position), 0) from agenda_items where meeting_id = :id",
        id=of.id,
    )
    id = put(
        visit.db, "agenda_items", meeting_id=of.id, position=position, item_type=item.item_type,
        title=item.title, reporter=item.reporter, minutes=item.minutes, category=item.category,
        project_id=item.project_id, added_by=visit.user.id, added_at=visit.now,
        confidential=item.confidential,
    )  # fmt: skip
    if about is not None:
        put(visit.db, "item_subjects", item_id=id, kind=about[0], subject_id=about[1])
    return Receipt(f"已加到“{of.title}”，第 {position} 项：{item.title}。", id)


@inside_gate
def subject_of(visit: Visit, item: NewAgendaItem) -> tuple[str, int] | None:
    """What an item is about, as (kind, number); a repair project has a field of its own.

    Raises NotFound for a thing that is not there, NotAllowed outside the person's estate.
    """
    kind, id = (PROJECT, item.project_id) if item.project_id else (item.about, item.about_id)
    if kind is None or id is None:
        return None
    known = subject(kind)
    if known.title(visit.db, id) is None:
        raise NotFound(known.label)
    if known.fits is not None and not known.fits(visit.db, id):
        raise WrongState(f"{known.label}现在不能上会，先看看它办到了哪一步。")
    if (estate := known.estate(visit.db, id)) is not None:
        visit.user.must_cover(estate)
    return kind, id


@writes(Permission.RECORD_MEETING)
def record_held(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Say that a meeting was held (记为已召开); its minutes follow."""
    of = _close(visit, id, MeetingState.HELD)
    return Receipt(f"“{of.title}”记为已召开，在往次会议里。", id)


@writes(Permission.RECORD_MEETING)
def record_not_held(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Say that a meeting did not take place (没开成); it stays on file with its items."""
    of = _close(visit, id, MeetingState.CANCELLED)
    return Receipt(f"“{of.title}”记为没开成，议题都还在，可以加到下一次会议。", id)


def _close(visit: Visit, id: int, state: MeetingState) -> Meeting:
    of = meeting(visit.db, id)
    check_closing(of, state, visit.now)
    move_to(visit.db, "meetings", of, state)
    return of
