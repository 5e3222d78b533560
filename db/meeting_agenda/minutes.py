"""Minutes read (看纪要): the internal text for who may, the public one by a query of its own."""

from sqlite_utils import Database

from db.meeting_agenda import actions, attendance, deciding
from db.meeting_agenda.actions import ActionFilter
from db.meeting_agenda.live import sitting
from db.meeting_agenda.meetings import agenda, meeting
from db.rows import many, one
from db.visit import Visit, reads
from domain.meeting_agenda.composing import Recorded, compose
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.minutes import (
    RESIDENTS,
    Correction,
    Line,
    Minutes,
    edited,
)
from domain.meeting_agenda.sittings import MinutesState
from domain.people import Permission

KINDS = "case n.kind " + " ".join(f"when '{kind}' then '{kind.label}'" for kind in Kind) + " end"
LAST = "select {what} from minutes_steps s join accounts p on p.id = s.by_id"
OF = "where s.meeting_id = n.meeting_id and s.to_state = '{state}' order by s.id desc limit 1"
MINUTES = f"""
    select n.meeting_id as id, n.meeting_id, m.title as meeting, {KINDS} as kind_words, n.year,
           n.number, n.state,
           (select coalesce(max(version), 0) from minutes_lines l where l.meeting_id = n.meeting_id)
           as version, a.name as recorded_by,
           ({LAST.format(what="p.name")} {OF.format(state="reviewed")}) as reviewed_by,
           ({LAST.format(what="s.by_id")} {OF.format(state="reviewed")}) as reviewer_id,
           ({LAST.format(what="p.name")} {OF.format(state="signed")}) as signed_by,
           ({LAST.format(what="s.at")} {OF.format(state="signed")}) as signed_at,
           ({LAST.format(what="s.at")} {OF.format(state="published")}) as published_at
      from minutes n join meetings m on m.id = n.meeting_id
      join sittings t on t.meeting_id = n.meeting_id join accounts a on a.id = t.closed_by
"""
LINES = """
    select l.key, l.level, l.text, l.audience, l.confidential, 0 as seen from minutes_lines l
      join minutes n on n.meeting_id = l.meeting_id
     where l.meeting_id = :id
       and l.version = (select max(version) from minutes_lines where meeting_id = :id)
"""
# What may go out. A confidential item has no line here, and internal lines have none.
PUBLIC = f"{LINES} and l.audience in ('both', 'public') and l.confidential = 0 order by l.position"
INTERNAL = f"{LINES} and l.audience in ('both', 'internal') order by l.position"


def minutes_of(db: Database, meeting_id: int) -> Minutes:
    """The minutes of a meeting that was closed. Raises NotFound before."""
    return one(db, Minutes, "这次会议的纪要", f"{MINUTES} where n.meeting_id = :id", id=meeting_id)


def minutes_list(db: Database, *states: MinutesState) -> list[Minutes]:
    """Minutes that stand in one of the states, the latest meeting first."""
    asked = ", ".join(f"'{state}'" for state in states)
    sql = f"{MINUTES} where n.state in ({asked}) order by m.starts_at desc, n.meeting_id"
    return many(db, Minutes, sql)


@reads(Permission.READ_MINUTES)
def paragraphs(visit: Visit, meeting_id: int) -> list[Line]:
    """The internal text. Of a draft it is composed anew from the records, empty paragraphs too."""
    known = minutes_of(visit.db, meeting_id)
    if known.state is MinutesState.DRAFT:
        return draft(visit.db, meeting_id)
    return many(visit.db, Line, INTERNAL, id=meeting_id)


def public_paragraphs(db: Database, meeting_id: int) -> list[Line]:
    """The public text of published minutes; nothing of those that are not. By query, never by hand."""
    if minutes_of(db, meeting_id).state is not MinutesState.PUBLISHED:
        return []
    return many(db, Line, PUBLIC, id=meeting_id)


@reads(Permission.READ_MINUTES)
def public_preview(visit: Visit, meeting_id: int) -> list[Line]:
    """What would go out of minutes that were reviewed (公开版预览)."""
    return many(visit.db, Line, PUBLIC, id=meeting_id)


def corrections(db: Database, meeting_id: int, *, public_only: bool) -> list[Correction]:
    """What was corrected after they were signed (更正)."""
    return many(
        db,
        Correction,
        "select c.id, c.seq, c.wrong, c.right, c.public, c.at, a.name as by"
        "  from minutes_corrections c join accounts a on a.id = c.by_id"
        " where c.meeting_id = :id and (c.public or not :public_only) order by c.seq",
        id=meeting_id,
        public_only=public_only,
    )


def draft(db: Database, meeting_id: int) -> list[Line]:
    """Every line of both versions as it is composed at this moment, with what was typed over it."""
    of, held = meeting(db, meeting_id), sitting(db, meeting_id)
    assert held is not None  # there are minutes only of what was closed
    found = Recorded(
        of, held, attendance.attendances(db, of.id), agenda(db, of.id),
        deciding.outcomes(db, of.id), deciding.opinions(db, of.id),
        sorted(actions.actions(db, ActionFilter(meeting_id=of.id)), key=lambda one: one.seq),
        actions.to_report(db, of.id),
    )  # fmt: skip
    edits = db.execute(
        "select key, text, id from minutes_edits e where meeting_id = ? and not exists"
        " (select 1 from minutes_edits n where n.meeting_id = e.meeting_id and n.key = e.key"
        " and n.id > e.id)",
        [of.id],
    )
    return edited(compose(found), {key: (text, id) for key, text, id in edits})


def names_of_residents(db: Database, meeting_id: int) -> list[str]:
    """Whose names may not go out: residents at the meeting, and who raised what was talked about."""
    sql = """
        select distinct t.name from attendances t join bodies b on b.id = t.body_id
          left join forum_members f on f.id = t.member_id
         where t.meeting_id = :of and (b.kind = :kind or f.resident_id is not null)
        union
        select t.proposer from topics t join item_subjects s on s.subject_id = t.id
          join agenda_items i on i.id = s.item_id
         where i.meeting_id = :of and s.kind = 'topic' and t.proposer not like '%居民%'
           and t.proposer not in (select name from bodies)
    """
    return [row[0] for row in db.execute(sql, {"of": meeting_id, "kind": RESIDENTS})]
