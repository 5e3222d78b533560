"""The sign-in list of a meeting (签到): its lines, the marks that follow one another, and 回避."""

from sqlite_utils import Database

from db.meeting_agenda.live import meeting_of, must_be_live, must_have_seen, rule_of
from db.meeting_agenda.meetings import meeting
from db.registry import bodies
from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.errors import Invalid, NotFound, WrongState
from domain.meeting_agenda.attendance import (
    Attendance,
    Guest,
    Mark,
    Marks,
    Presence,
    Recusal,
    Recused,
    check_note,
    check_presence,
    check_recusal,
)
from domain.meeting_agenda.meetings import Meeting
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text

LAST = "(select max(id) from attendance_marks where attendance_id = t.id)"
ATTENDANCES = f"""
    select t.id, t.meeting_id, t.member_id, t.name, t.body_id, b.name as body, m.presence,
           m.at as signed_at, coalesce(m.note, '') as note, coalesce(m.id, 0) as seen,
           a.name as marked_by
      from attendances t join bodies b on b.id = t.body_id
      left join attendance_marks m on m.id = {LAST}
      left join accounts a on a.id = m.by_id
"""
NEWEST_MARK = """
    select m.id, {} as said, a.name as by, m.at
      from attendance_marks m join accounts a on a.id = m.by_id
     where m.attendance_id = :of order by m.id desc limit 1
""".format("case m.presence " + " ".join(f"when '{p}' then '{p.label}'" for p in Presence) + " end")
NEWEST_RECUSAL = """
    select r.id, case when r.recused then '回避：' || r.reason else '不回避' end as said,
           a.name as by, r.at
      from recusals r join accounts a on a.id = r.by_id
     where r.item_id = :item and r.attendance_id = :of order by r.id desc limit 1
"""


def attendances(db: Database, meeting_id: int) -> list[Attendance]:
    """The sign-in list: members first, then who else came, each with the newest mark."""
    return many(
        db, Attendance,
        f"{ATTENDANCES} where t.meeting_id = :id order by t.member_id is null, t.id",
        id=meeting_id,
    )  # fmt: skip


def recusals(db: Database, meeting_id: int) -> list[Recused]:
    """Of each item and person what was last said of standing back."""
    return many(
        db,
        Recused,
        """
        select r.item_id, r.attendance_id, r.recused, r.reason, r.id as seen
          from recusals r join agenda_items i on i.id = r.item_id
         where i.meeting_id = :id and not exists
               (select 1 from recusals n where n.item_id = r.item_id
                   and n.attendance_id = r.attendance_id and n.id > r.id)
         order by r.item_id, r.attendance_id
        """,
        id=meeting_id,
    )


@writes(Permission.RECORD_MEETING)
def add_guest(visit: Visit, guest: Guest) -> Receipt:
    """Somebody who is not on the list (添一位), with how he is there."""
    of = meeting(visit.db, guest.meeting_id)
    must_be_live(visit, of)
    if guest.body_id not in {body.id for body in bodies(visit.db)}:
        raise NotFound("这个单位")
    name = plain_text(guest.name, "姓名", most=20)
    sql = "select 1 from attendances where meeting_id = :m and name = :name and body_id = :body"
    if value(visit.db, sql, m=of.id, name=name, body=guest.body_id):
        raise WrongState(f"{name}已经在签到表上了，直接记就行。")
    id = put(
        visit.db, "attendances", meeting_id=of.id, name=name, body_id=guest.body_id,
        added_at=visit.now, added_by=visit.user.id,
    )  # fmt: skip
    _mark(visit, of, Mark(id, guest.presence, 0))
    return Receipt(f"{name}记为{guest.presence.label}。", id)


@writes(Permission.RECORD_MEETING)
def mark_presence(visit: Visit, paper: Marks) -> Receipt:
    """One person or several as present, excused, absent (签到); all of them or none."""
    of = meeting(visit.db, paper.meeting_id)
    must_be_live(visit, of)
    if not paper.marks:
        raise Invalid("还没选人。")
    names = [_mark(visit, of, mark) for mark in paper.marks]
    kinds = {mark.presence.label for mark in paper.marks}
    said = f"记为{kinds.pop()}" if len(kinds) == 1 else "记好了"
    whom = "、".join(names[:3]) + (f"等 {len(names)} 人" if len(names) > 3 else "")
    return Receipt(f"{whom}{said}。", of.id)


@writes(Permission.RECORD_MEETING)
def mark_all_present(visit: Visit, meeting_id: int, *, slip: str | None = None) -> Receipt:
    """Every member who has no mark yet is there (没记的都到了)."""
    of = meeting(visit.db, meeting_id)
    must_be_live(visit, of)
    left = [a for a in attendances(visit.db, of.id) if a.member_id and a.presence is None]
    if not left:
        raise WrongState("名单上的人都记过了。有变动的，点那个人改。")
    for line in left:
        _mark(visit, of, Mark(line.id, Presence.PRESENT, 0))
    return Receipt(f"{len(left)} 人记为出席。没来的，点那个人改。", of.id)


@inside_gate
def _mark(visit: Visit, of: Meeting, mark: Mark) -> str:
    """One mark after the one that was seen; the name it is about."""
    sql = f"{ATTENDANCES} where t.id = :id and t.meeting_id = :of"
    line = one(visit.db, Attendance, "签到表上的这一位", sql, id=mark.attendance_id, of=of.id)
    quorum_of = rule_of(visit.db, of).quorum_of
    check_presence(line.name, line.member_id is not None, mark.presence, quorum_of)
    must_have_seen(visit.db, line.name, mark.seen, NEWEST_MARK, of=line.id)
    put(
        visit.db, "attendance_marks", attendance_id=line.id, presence=mark.presence,
        note=check_note(mark.note), at=visit.now, by_id=visit.user.id, seen=mark.seen,
    )  # fmt: skip
    return line.name


@writes(Permission.RECORD_MEETING)
def recuse(visit: Visit, paper: Recusal) -> Receipt:
    """Somebody stands back from an item (回避), or does no more: he is not counted in its vote."""
    of = meeting_of(visit.db, paper.item_id)
    must_be_live(visit, of)
    sql = f"{ATTENDANCES} where t.id = :id and t.meeting_id = :of"
    line = one(visit.db, Attendance, "签到表上的这一位", sql, id=paper.attendance_id, of=of.id)
    reason = check_recusal(paper)
    must_have_seen(
        visit.db, f"{line.name}的回避", paper.seen, NEWEST_RECUSAL, item=paper.item_id, of=line.id
    )
    id = put(
        visit.db, "recusals", item_id=paper.item_id, attendance_id=line.id, recused=paper.recused,
        reason=reason, at=visit.now, by_id=visit.user.id, seen=paper.seen,
    )  # fmt: skip
    return Receipt(f"{line.name}{'这一项回避' if paper.recused else '这一项不回避'}。", id)
