"""What comes back by itself (自己回来的): what was carried over, and decisions to be looked at again."""

from datetime import date

from sqlite_utils import Database

from db.rows import put, value
from db.visit import Visit
from db.writes import inside_gate
from domain.meeting_agenda.meetings import MAX_ITEMS, Meeting, MeetingState

# Carried over at a meeting that was closed; due to be looked at again; or on its way back already,
# on the agenda of a meeting that was called off. Each item is followed once.
RETURNS = """
    select i.id, i.item_type,
           iif(o.review_on is null, i.title, substr('复议：' || i.title, 1, 60)) as title, i.reporter,
           i.minutes, i.category, i.project_id, i.confidential
      from agenda_items i join meetings m on m.id = i.meeting_id join meetings t on t.id = :to
      left join item_outcomes o on o.id = (select max(id) from item_outcomes where item_id = i.id)
     where m.kind = t.kind and m.estate_id is t.estate_id and m.category is t.category
       and m.id <> t.id and m.starts_at < t.starts_at
       and not exists (select 1 from item_follows f where f.follows_id = i.id)
       and ((m.state in ('held', 'confirmed')
             and (o.way = 'carried' or o.review_on <= substr(t.starts_at, 1, 10)))
            or (m.state = 'cancelled'
                and exists (select 1 from item_follows f where f.item_id = i.id)))
     order by m.starts_at, i.position limit :most
"""
NEXT = """
    select n.id from meetings n join meetings m on m.id = :id
     where n.kind = m.kind and n.estate_id is m.estate_id and n.category is m.category
       and n.state = 'planned' and n.starts_at > :now and n.id <> m.id
       and not exists (select 1 from sittings s where s.meeting_id = n.id)
     order by n.starts_at limit 1
"""


@inside_gate
def bring_back(visit: Visit, to: int) -> int:
    """Put on a planned meeting's agenda whatever comes back; how many that were."""
    db = visit.db
    last = int(value(db, "select count(*) from agenda_items where meeting_id = :id", id=to))
    found = db.execute(RETURNS, {"to": to, "most": MAX_ITEMS - last}).fetchall()
    for position, row in enumerate(found, last + 1):
        old, item_type, title, reporter, minutes, category, project, confidential = row
        id = put(
            db, "agenda_items", meeting_id=to, position=position, item_type=item_type, title=title,
            reporter=reporter, minutes=minutes, category=category, project_id=project,
            added_by=visit.user.id, added_at=visit.now, confidential=confidential,
        )  # fmt: skip
        put(db, "item_follows", item_id=id, follows_id=old)
        db.execute(
            "insert into item_subjects (item_id, kind, subject_id)"
            " select ?, kind, subject_id from item_subjects where item_id = ?",
            [id, old],
        )
    return len(found)


@inside_gate
def bring_to_the_next(visit: Visit, of: Meeting) -> int:
    """When a meeting ends and the next of its kind is planned already: straight onto its agenda."""
    following = value(visit.db, NEXT, id=of.id, now=visit.now)
    return 0 if following is None else bring_back(visit, following)


def followed_by(db: Database, item_id: int) -> tuple[int, str, date] | None:
    """Where an item came back: the meeting's number, title and day; None while it has not."""
    row = db.execute(
        "select m.id, m.title, substr(m.starts_at, 1, 10) from item_follows f"
        " join agenda_items i on i.id = f.item_id join meetings m on m.id = i.meeting_id"
        " where f.follows_id = ?",
        [item_id],
    ).fetchone()
    return None if row is None else (row[0], row[1], date.fromisoformat(row[2]))


def waiting(db: Database) -> int:
    """How many items wait for a next meeting to be planned."""
    return int(
        value(
            db,
            "select count(*) from agenda_items i join meetings m on m.id = i.meeting_id"
            " join item_outcomes o on o.id = (select max(id) from item_outcomes where item_id = i.id)"
            f" where o.way = 'carried' and m.state <> '{MeetingState.CANCELLED}'"
            " and not exists (select 1 from item_follows f where f.follows_id = i.id)",
        )
    )
