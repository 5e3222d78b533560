"""Topics read (待议池): the pool as it stands, one topic with its steps, and what is due."""

from datetime import timedelta

from sqlite_utils import Database

from db.rows import many, one
from db.visit import Visit, reads
from domain.home import Due, Rank, due_for
from domain.meeting_agenda.topic_rules import (
    alike,
)
from domain.meeting_agenda.topics import (
    ON_AN_AGENDA,
    SiyiStep,
    Topic,
    TopicState,
    TopicStep,
)
from domain.people import Permission

TOPICS = """
    select t.id, t.title, t.text, t.channel, t.estate_id, e.short_name as estate, t.proposer,
           t.matter, t.needs_siyi, t.confidential, t.state, t.merged_into, c.name as clerk,
           t.raised_on,
           (select substr(min(at), 1, 10) from topic_steps s where s.topic_id = t.id and s.replied)
           as replied_on,
           (select ends_on from topic_notices n where n.topic_id = t.id and n.state = t.state
             order by n.id desc limit 1) as notice_ends,
           (select count(*) from topic_evaluations v where v.topic_id = t.id) as evaluations,
           (select coalesce(sum(score), 0) from topic_evaluations v where v.topic_id = t.id)
           as score_sum,
           (select max(id) from topic_steps s where s.topic_id = t.id) as seen
      from topics t left join estates e on e.id = t.estate_id
      left join accounts c on c.id = t.clerk_id
"""
OVER = ("archived", "rejected", "merged", "transferred")
MINE = " and (:only is null or t.estate_id = :only)"
NAMED = 3


@reads(Permission.ADD_AGENDA_ITEM)
def topics(visit: Visit, *states: TopicState) -> list[Topic]:
    """The pool, the oldest first; without states all that are not over. Property: its own estate."""
    asked = ", ".join(f"'{state}'" for state in states)
    where = f"t.state in ({asked})" if states else f"t.state not in {OVER}"
    sql = f"{TOPICS} where {where}{MINE} order by t.raised_on, t.id"
    return many(visit.db, Topic, sql, only=visit.user.only_estate)


def topic(db: Database, id: int) -> Topic:
    return one(db, Topic, "这个议题", f"{TOPICS} where t.id = :id", id=id)


def steps(db: Database, topic_id: int) -> list[TopicStep]:
    """Everything that happened to a topic, in its order."""
    return many(
        db,
        TopicStep,
        "select s.id, s.from_state, s.to_state, s.words, s.at, a.name as by from topic_steps s"
        " join accounts a on a.id = s.by_id where s.topic_id = :id order by s.id",
        id=topic_id,
    )


def siyi(db: Database, topic_id: int) -> list[SiyiStep]:
    """What is done of 四议两公开, in its order."""
    sql = "select step, done_on, words from siyi_steps where topic_id = :id order by id"
    return many(db, SiyiStep, sql, id=topic_id)


@reads(Permission.ADD_AGENDA_ITEM)
def similar(visit: Visit, title: str) -> list[Topic]:
    """Topics not over whose title is much like this one (查重)."""
    return [one for one in topics(visit) if alike(one.title, title)]


@reads(Permission.SEE_MEETINGS)
def topic_dues(visit: Visit) -> list[Due]:
    """Who is to be answered within two days or is overdue, for who answers (7 日内答复)."""
    last = (visit.today - timedelta(days=5)).isoformat()
    waiting = many(
        visit.db,
        Topic,
        f"{TOPICS} where t.state in ('raised', 'collected') and t.raised_on <= :last"
        " and not exists (select 1 from topic_steps s where s.topic_id = t.id and s.replied)"
        f"{MINE} order by t.raised_on",
        last=last,
        only=visit.user.only_estate,
    )
    if not waiting:
        return []
    late = any(one.reply_late(visit.today) for one in waiting)
    named = "、".join(one.title for one in waiting[:NAMED])
    told = f"{len(waiting)} 个议题要答复提议人"
    due = Due("agenda", Rank.WAITED_FOR, "7 日内答复", told, named, "去答复", urgent=late)
    return due_for(visit.user, Permission.SCREEN_TOPIC, due)


# As a thing that goes on an agenda (db/subjects.py) ---------------------------------------------


def title(db: Database, id: int) -> str | None:
    row = db.execute("select title from topics where id = ?", [id]).fetchone()
    return None if row is None else str(row[0])


def estate(db: Database, id: int) -> int | None:
    row = db.execute("select estate_id from topics where id = ?", [id]).fetchone()
    return None if row is None else row[0]


def fits(db: Database, id: int) -> bool:
    """Whether it was let in and is still talked about."""
    return topic(db, id).state in ON_AN_AGENDA


@reads(Permission.ADD_AGENDA_ITEM)
def choices(visit: Visit) -> list[tuple[int, str]]:
    """Those that were let in and wait for a meeting."""
    return [(one.id, one.title) for one in topics(visit, *sorted(ON_AN_AGENDA))]
