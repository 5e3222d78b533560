"""What was said of an item and how it ended (意见、议定): each entry follows the one that was seen."""

from datetime import date

from sqlite_utils import Database

from db.meeting_agenda.about import LATEST, OUTCOMES, tell
from db.meeting_agenda.live import (
    meeting_of,
    must_be_live,
    must_have_seen,
    notice_days,
    rule_of,
    sitting,
)
from db.meeting_agenda.sittings import MARKED, quorum
from db.registry import bodies
from db.rows import first, many, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.days import short_day
from domain.errors import NotFound, WrongState
from domain.meeting_agenda.deciding import (
    NewOpinion,
    NewOutcome,
    NewParty,
    Opinion,
    Outcome,
    Standing,
    Way,
    base_of,
    check_opinion,
    check_outcome,
    vote_result,
)
from domain.meeting_agenda.meetings import ItemType, Meeting
from domain.meeting_agenda.members import QuorumOf
from domain.people import Permission
from domain.receipts import Receipt

OPINIONS = """
    select o.id, o.item_id, o.attendance_id, t.name, b.name as body, o.stance, o.words, o.at,
           a.name as by
      from opinions o join attendances t on t.id = o.attendance_id join bodies b on b.id = t.body_id
      join accounts a on a.id = o.by_id join agenda_items i on i.id = o.item_id
     where not exists (select 1 from opinions n where n.replaces = o.id)
"""
NEWEST_OUTCOME = """
    select o.id, o.text as said, a.name as by, o.at
      from item_outcomes o join accounts a on a.id = o.by_id
     where o.item_id = :item order by o.id desc limit 1
"""
STOOD_BACK = f"""
    select count(*) {MARKED} and t.member_id is not null and m.presence = 'present'
       and (select recused from recusals r where r.item_id = :item and r.attendance_id = t.id
             order by r.id desc limit 1) = 1
"""


def opinions(db: Database, meeting_id: int) -> list[Opinion]:
    """What was said of the items of a meeting, in its order, each as it was last put right."""
    return many(
        db, Opinion, f"{OPINIONS} and i.meeting_id = :id order by i.position, o.id", id=meeting_id
    )


def outcomes(db: Database, meeting_id: int) -> dict[int, Outcome]:
    """How each item of a meeting ended, as it was last put right; none of those still open."""
    sql = f"{OUTCOMES} where i.meeting_id = :id and {LATEST} order by i.position"
    return {outcome.item_id: outcome for outcome in many(db, Outcome, sql, id=meeting_id)}


def outcome_log(db: Database, item_id: int) -> list[Outcome]:
    """Every outcome an item ever had written down, the newest first."""
    return many(db, Outcome, f"{OUTCOMES} where o.item_id = :id order by o.id desc", id=item_id)


def outcome(db: Database, item_id: int) -> Outcome | None:
    """How an item ended; None while it is open."""
    return first(db, Outcome, f"{OUTCOMES} where o.item_id = :id and {LATEST}", id=item_id)


@writes(Permission.RECORD_MEETING)
def record_opinion(visit: Visit, new: NewOpinion) -> Receipt:
    """What somebody said of an item (记意见), or an earlier one put right."""
    of = meeting_of(visit.db, new.item_id)
    must_be_live(visit, of)
    new = check_opinion(new)
    sql = "select name from attendances where id = :id and meeting_id = :of"
    name = value(visit.db, sql, id=new.attendance_id, of=of.id)
    if name is None:
        raise NotFound("签到表上的这一位")
    if new.replaces is not None:
        _may_replace(visit, new)
    id = put(
        visit.db, "opinions", item_id=new.item_id, attendance_id=new.attendance_id,
        stance=new.stance, words=new.words, replaces=new.replaces, at=visit.now,
        by_id=visit.user.id,
    )  # fmt: skip
    return Receipt(f"记下了{name}的意见。", id)


def _may_replace(visit: Visit, new: NewOpinion) -> None:
    sql = "select 1 from opinions where id = :id and item_id = :item"
    if not value(visit.db, sql, id=new.replaces, item=new.item_id):
        raise NotFound("这条意见")
    by = value(
        visit.db,
        "select a.name || '：' || o.words from opinions o join accounts a on a.id = o.by_id"
        " where o.replaces = :id",
        id=new.replaces,
    )
    if by is not None:
        raise WrongState(f"这条意见刚被改过，现在是{by}。您填的还在，还没存。")


@writes(Permission.RECORD_MEETING)
def name_party(visit: Visit, paper: NewParty) -> Receipt:
    """An organisation the item cannot be settled without (点名的单位), before it is decided."""
    of = meeting_of(visit.db, paper.item_id)
    if sitting(visit.db, of.id) is not None:
        must_be_live(visit, of)
    known = {body.id: body.name for body in bodies(visit.db)}
    if paper.body_id not in known:
        raise NotFound("这个单位")
    sql = "select 1 from item_parties where item_id = :item and body_id = :body"
    if value(visit.db, sql, item=paper.item_id, body=paper.body_id):
        raise WrongState(f"{known[paper.body_id]}已经点过名了。")
    put(
        visit.db, "item_parties", item_id=paper.item_id, body_id=paper.body_id,
        named_by=visit.user.id, named_at=visit.now,
    )  # fmt: skip
    return Receipt(f"这一项要{known[paper.body_id]}到场才能定。", paper.item_id)


@writes(Permission.RECORD_MEETING)
def record_outcome(visit: Visit, new: NewOutcome) -> Receipt:
    """How an item ends (记结果): agreed, voted, heard, or carried over; the newest counts."""
    of = meeting_of(visit.db, new.item_id)
    must_be_live(visit, of)
    stands = standing(visit, of, new.item_id)
    new = check_outcome(new, stands)
    title = value(visit.db, "select title from agenda_items where id = :id", id=new.item_id)
    must_have_seen(visit.db, f"“{title}”", new.seen, NEWEST_OUTCOME, item=new.item_id)
    vote, passing = new.way is Way.VOTE, stands.rule.passing
    id = put(
        visit.db, "item_outcomes", item_id=new.item_id, way=new.way, text=new.text,
        dissent=new.dissent, yes=new.yes, no=new.no, abstain=new.abstain, voters=stands.voters,
        base=max(base_of(stands), stands.voters), pass_top=passing.top if vote else None,
        pass_bottom=passing.bottom if vote else None,
        pass_at_least=passing.at_least if vote else None, passed=vote_result(new, stands),
        review_on=new.review_on, at=visit.now, by_id=visit.user.id, seen=new.seen,
    )  # fmt: skip
    tell(visit, new.item_id)
    again = f"{short_day(new.review_on, visit.today)}再看。" if new.review_on else ""
    made = outcome(visit.db, new.item_id)
    assert made is not None
    return Receipt(f"“{title}”{made.words.split('：')[0]}。{again}", id)


@inside_gate
def standing(visit: Visit, of: Meeting, item_id: int) -> Standing:
    """What the rule asks about an item at this moment."""
    db, rule = visit.db, rule_of(visit.db, of)
    item_type, added = db.execute(
        "select item_type, substr(added_at, 1, 10) from agenda_items where id = ?", [item_id]
    ).fetchone()
    now = quorum(db, of.id)
    back = int(value(db, STOOD_BACK, id=of.id, item=item_id))
    voters = now.present - (0 if rule.quorum_of is QuorumOf.ELIGIBLE else back)
    announced = (of.starts_at.date() - date.fromisoformat(added)).days
    return Standing(ItemType(item_type), announced, notice_days(db, rule), rule, now, voters)
