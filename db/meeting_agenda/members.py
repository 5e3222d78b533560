"""Who sits in the meetings of a kind (成员) and by what rule they decide (议事规则), on a given day."""

from datetime import date

from sqlite_utils import Database

from db.registry import bodies
from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.days import short_day
from domain.errors import NotFound
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.members import (
    MeetingRule,
    MeetingRuleChange,
    Member,
    MemberEnd,
    NewMember,
    check_member,
    check_member_end,
    check_rule,
)
from domain.people import Permission
from domain.receipts import Receipt

MEMBERS = """
    select f.id, f.kind, f.name, f.role, f.body_id, b.name as body, f.account_id, f.resident_id,
           f.from_on, f.to_on
      from forum_members f join bodies b on b.id = f.body_id
"""
RULES = """
    select id, kind, from_on, quorum_of, quorum_top, quorum_bottom, quorum_at_least, manner,
           pass_of, pass_top, pass_bottom, pass_at_least, notice_days, basis
      from meeting_rules
"""


def members(db: Database, kind: Kind, on: date) -> list[Member]:
    """Who sits there on a day, the convener first."""
    return many(
        db, Member, f"{MEMBERS} where f.kind = :kind and f.from_on <= :on"
        " and (f.to_on is null or f.to_on > :on) order by f.role, f.body_id, f.id",
        kind=kind, on=on,
    )  # fmt: skip


def joining(db: Database, kind: Kind, on: date) -> list[Member]:
    """Who will sit there from a later day, the nearest first."""
    sql = f"{MEMBERS} where f.kind = :kind and f.from_on > :on order by f.from_on, f.id"
    return many(db, Member, sql, kind=kind, on=on)


def past_members(db: Database, kind: Kind) -> list[Member]:
    """Who sat there and does no more, the last to leave first."""
    sql = f"{MEMBERS} where f.kind = :kind and f.to_on is not null order by f.to_on desc, f.id"
    return many(db, Member, sql, kind=kind)


def member(db: Database, id: int) -> Member:
    return one(db, Member, "这位成员", f"{MEMBERS} where f.id = :id", id=id)


def rule(db: Database, kind: Kind, on: date) -> MeetingRule:
    """The rule of a day; of one day the last that was entered."""
    return one(
        db, MeetingRule, "这类会议的规则",
        f"{RULES} where kind = :kind and from_on <= :on order by from_on desc, id desc limit 1",
        kind=kind, on=on,
    )  # fmt: skip


def rules(db: Database, kind: Kind) -> list[MeetingRule]:
    """Every rule a kind ever had, the latest first."""
    return many(
        db, MeetingRule, f"{RULES} where kind = :kind order by from_on desc, id desc", kind=kind
    )


@writes(Permission.PLAN_MEETING)
def add_member(visit: Visit, new: NewMember) -> Receipt:
    """Somebody joins (加成员); meetings that were opened before keep their list."""
    if new.body_id not in {body.id for body in bodies(visit.db)}:
        raise NotFound("这个单位")
    for table, id in (("accounts", new.account_id), ("residents", new.resident_id)):
        if id is not None and not value(visit.db, f"select 1 from {table} where id = :id", id=id):
            raise NotFound("这个人")
    there = many(
        visit.db, Member, f"{MEMBERS} where f.kind = :kind and f.to_on is null", kind=new.kind
    )
    new = check_member(new, there, visit.today)
    id = put(
        visit.db, "forum_members", kind=new.kind, name=new.name, role=new.role, body_id=new.body_id,
        account_id=new.account_id, resident_id=new.resident_id, from_on=new.from_on,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    since = short_day(new.from_on, visit.today)
    return Receipt(f"{new.name}从{since}起是{new.kind.label}的{new.role.label}。", id)


@writes(Permission.PLAN_MEETING)
def end_member(visit: Visit, end: MemberEnd) -> Receipt:
    """Somebody leaves (不再担任); what he took part in stays."""
    known = member(visit.db, end.member_id)
    check_member_end(known, end, visit.today)
    visit.db.execute(
        "update forum_members set to_on = ?, ended_at = ?, ended_by = ? where id = ?",
        [end.to_on.isoformat(), visit.at, visit.user.id, known.id],
    )
    day = short_day(end.to_on, visit.today)
    return Receipt(f"{known.name}从{day}起不再是{known.kind.label}的{known.role.label}。", known.id)


@writes(Permission.CHANGE_PARAMETER)
def change_rule(visit: Visit, change: MeetingRuleChange) -> Receipt:
    """Another quorum or majority from a day on (改议事规则); earlier meetings keep theirs."""
    now = rule(visit.db, change.kind, change.from_on)
    change = check_rule(change, now)
    id = put(
        visit.db, "meeting_rules", kind=change.kind, from_on=change.from_on,
        quorum_of=now.quorum_of, quorum_top=change.quorum.top, quorum_bottom=change.quorum.bottom,
        quorum_at_least=change.quorum.at_least, manner=now.manner, pass_of=change.pass_of,
        pass_top=change.passing.top, pass_bottom=change.passing.bottom,
        pass_at_least=change.passing.at_least, notice_days=now.notice_days, basis=change.why,
        changed_by=visit.user.id, changed_at=visit.now,
    )  # fmt: skip
    since = short_day(change.from_on, visit.today)
    return Receipt(
        f"{change.kind.label}从{since}起：到会{change.quorum.words}才开得成，"
        f"同意{change.passing.words}{change.pass_of.label}才通过。",
        id,
    )
