"""A meeting is opened, runs item by item, and is closed (开会、散会); its minutes get their number."""

from sqlite_utils import Database

from db.meeting_agenda import members
from db.meeting_agenda.coming_back import bring_to_the_next
from db.meeting_agenda.live import meeting_of, rule_of, sitting
from db.meeting_agenda.meetings import meeting
from db.rows import many, move_to, put, put_many, value
from db.visit import Visit
from db.writes import writes
from domain.meeting_agenda.meetings import Meeting, MeetingState
from domain.meeting_agenda.members import (
    Quorum,
    QuorumOf,
    quorum_of_members,
    quorum_of_parties,
)
from domain.meeting_agenda.sittings import (
    ItemTurn,
    MinutesState,
    Opening,
    check_close,
    check_opening,
    check_running,
    number_words,
)
from domain.people import Permission
from domain.receipts import Receipt

# Each line of the list with its newest mark.
MARKED = """
    from attendances t join attendance_marks m on m.attendance_id = t.id
   where t.meeting_id = :id and not exists
         (select 1 from attendance_marks n where n.attendance_id = t.id and n.id > m.id)
"""
COUNTED = f"""
    select coalesce(sum(t.member_id is not null and m.presence = 'present'), 0),
           coalesce(sum(m.presence = 'observing'), 0) {MARKED}
"""
HERE = f"select t.body_id {MARKED} and m.presence = 'present'"
ORGANISERS = "('party', 'committee')"  # 党委、居委会: one of them calls a joint meeting
# Every table of a meeting's entries; each only grows, so their number moves with every entry.
GROWS = """
    select (select count(*) from attendances where meeting_id = :id)
         + (select count(*) from attendances t join attendance_marks m on m.attendance_id = t.id
             where t.meeting_id = :id)
         + (select count(begun_at) + count(ended_at) from item_turns where meeting_id = :id)
         + (select count(*) from agenda_items where meeting_id = :id)
         + (select count(*) from agenda_items i join opinions o on o.item_id = i.id
             where i.meeting_id = :id)
         + (select count(*) from agenda_items i join item_outcomes o on o.item_id = i.id
             where i.meeting_id = :id)
         + (select count(*) from agenda_items i join recusals r on r.item_id = i.id
             where i.meeting_id = :id)
         + (select count(*) + count(closed_at) from sittings where meeting_id = :id)
         + (select count(*) from actions a join action_steps s on s.action_id = a.id
             where a.meeting_id = :id)
"""
UNDECIDED = """
    select title from agenda_items i where i.meeting_id = :id
       and not exists (select 1 from item_outcomes o where o.item_id = i.id) order by i.position
"""


def newest(db: Database, meeting_id: int) -> int:
    """A number that grows with every entry of a meeting: a screen redraws when it moved."""
    return int(value(db, GROWS, id=meeting_id))


def quorum(db: Database, meeting_id: int) -> Quorum:
    """Whether enough are there at this moment, by the rule and the members of its day."""
    of = meeting(db, meeting_id)
    held, rule = sitting(db, of.id), rule_of(db, of)
    present, observers = map(int, db.execute(COUNTED, {"id": of.id}).fetchone())
    if rule.quorum_of is QuorumOf.ELIGIBLE:
        eligible, counted = (held.eligible or 0, held.counted or 0) if held else (0, 0)
        return quorum_of_members(rule, eligible, counted, observers)
    if held is None:
        seats = len(members.members(db, of.rule_kind, of.starts_at.date()))
    else:
        sql = "select count(*) from attendances where meeting_id = :id and member_id is not null"
        seats = int(value(db, sql, id=of.id))
    if rule.quorum_of is QuorumOf.MEMBERS:
        return quorum_of_members(rule, seats, present, observers)
    organised = f"select 1 from bodies where kind in {ORGANISERS} and id in ({HERE}) limit 1"
    missing = f"""
        select distinct b.name from item_parties p join agenda_items i on i.id = p.item_id
          join bodies b on b.id = p.body_id
         where i.meeting_id = :id and p.body_id not in ({HERE})
    """
    absent = [row[0] for row in db.execute(missing, {"id": of.id})]
    there = bool(value(db, organised, id=of.id))
    return quorum_of_parties(absent, there, seats, present, observers)


def turns(db: Database, meeting_id: int) -> list[ItemTurn]:
    """When each item was talked about, in the order it was."""
    sql = "select item_id, begun_at, ended_at from item_turns where meeting_id = :id order by id"
    return many(db, ItemTurn, sql, id=meeting_id)


def running_item(db: Database, meeting_id: int) -> int | None:
    """The item that is talked about at this moment."""
    sql = "select item_id from item_turns where meeting_id = :id and ended_at is null"
    found: int | None = value(db, sql, id=meeting_id)
    return found


@writes(Permission.RECORD_MEETING)
def open_meeting(visit: Visit, paper: Opening) -> Receipt:
    """Begin the sign-in (开会): the members of the day are on its list from now on."""
    of = meeting(visit.db, paper.meeting_id)
    check_opening(of, paper, sitting(visit.db, of.id) is not None, visit.now)
    put(
        visit.db, "sittings", meeting_id=of.id, opened_at=visit.now, opened_by=visit.user.id,
        eligible=paper.eligible, counted=paper.counted,
    )  # fmt: skip
    seats = members.members(visit.db, of.rule_kind, of.starts_at.date())
    put_many(
        visit.db,
        "attendances",
        (
            {"meeting_id": of.id, "member_id": one.id, "name": one.name, "body_id": one.body_id,
             "added_at": visit.at, "added_by": visit.user.id}
            for one in seats
        ),
    )  # fmt: skip
    return Receipt(f"“{of.title}”开始签到，名单上 {len(seats)} 人。", of.id)


@writes(Permission.RECORD_MEETING)
def begin_item(visit: Visit, item_id: int, *, slip: str | None = None) -> Receipt:
    """This item is talked about from now on (议这一项); the one before it ends."""
    of = meeting_of(visit.db, item_id)
    check_running(of, sitting(visit.db, of.id))
    title = value(visit.db, "select title from agenda_items where id = :id", id=item_id)
    if running_item(visit.db, of.id) == item_id:
        return Receipt(f"正在议：{title}。", item_id)
    _end_turn(visit, of)
    put(
        visit.db, "item_turns", meeting_id=of.id, item_id=item_id, begun_at=visit.now,
        by_id=visit.user.id,
    )  # fmt: skip
    return Receipt(f"正在议：{title}。", item_id)


def _end_turn(visit: Visit, of: Meeting) -> None:
    sql = "update item_turns set ended_at = ? where meeting_id = ? and ended_at is null"
    visit.db.execute(sql, [visit.at, of.id])


@writes(Permission.RECORD_MEETING)
def close_meeting(visit: Visit, meeting_id: int, *, slip: str | None = None) -> Receipt:
    """The meeting is over (散会), each item with its outcome; the minutes get the next number.

    The number is given here, under the write lock, and never at planning: what was called off
    never had one, so that the numbers of a kind and year have no gap.
    """
    of = meeting(visit.db, meeting_id)
    left = [row[0] for row in visit.db.execute(UNDECIDED, {"id": of.id})]
    check_close(of, sitting(visit.db, of.id), left)
    now = quorum(visit.db, of.id)
    _end_turn(visit, of)
    visit.db.execute(
        "update sittings set closed_at = ?, closed_by = ?, members = ?, present = ?, quorum_met = ?"
        " where meeting_id = ?",
        [visit.at, visit.user.id, now.members, now.present, int(now.met), of.id],
    )
    move_to(visit.db, "meetings", of, MeetingState.HELD)
    number = 1 + value(
        visit.db,
        "select coalesce(max(number), 0) from minutes where kind = :kind and year = :year",
        kind=of.kind,
        year=of.year,
    )
    put(
        visit.db, "minutes", meeting_id=of.id, kind=of.kind, year=of.year, number=number,
        state=MinutesState.DRAFT, begun_at=visit.now,
    )  # fmt: skip
    back = bring_to_the_next(visit, of)
    again = f"顺延的 {back} 项已经排进下一次会。" if back else ""
    return Receipt(f"“{of.title}”散会，纪要是{number_words(of.year, number)}。{again}", of.id)
