"""What was promised (承诺): read as it stands, and carried from step to step until 销号."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from db.rows import many, one, value
from domain.meeting_agenda.actions import OVER, Action, ActionStep, OnTime, in_order

# `claimed_by` is who last said that it is done; it counts until it is sent back.
ACTIONS = """
    select a.id, a.meeting_id, m.title as meeting, a.item_id, i.title as item, a.seq, m.year,
           n.number as minutes_number, a.content, a.lead_body_id, b.name as lead_body, a.person,
           a.account_id,
           (select due_on from action_steps s where s.action_id = a.id and s.due_on is not null
             order by s.id desc limit 1) as due_on,
           a.due_on as first_due_on,
           (select count(*) from action_steps s where s.action_id = a.id and s.meeting_id is not null)
           as carried, a.state,
           (select by_id from action_steps s where s.action_id = a.id and s.to_state = 'done_claimed'
               and s.from_state <> s.to_state order by s.id desc limit 1) as claimed_by,
           (select substr(at, 1, 10) from action_steps s where s.action_id = a.id
               and s.to_state = 'verified') as verified_on,
           i.confidential,
           (select max(id) from action_steps s where s.action_id = a.id) as seen
      from actions a join meetings m on m.id = a.meeting_id join agenda_items i on i.id = a.item_id
      join bodies b on b.id = a.lead_body_id left join minutes n on n.meeting_id = a.meeting_id
"""
OPEN = f"a.state not in ({', '.join(repr(str(state)) for state in sorted(OVER))})"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which promises: of a meeting, an item, an organisation, a person who signs in; open ones."""

    meeting_id: int | None = None
    item_id: int | None = None
    lead_body_id: int | None = None
    account_id: int | None = None
    only_open: bool = False


def actions(db: Database, which: ActionFilter = ActionFilter()) -> list[Action]:
    """Promises, what was carried over three times first, then by their day."""
    asked = {
        name: getattr(which, name)
        for name in ("meeting_id", "item_id", "lead_body_id", "account_id")
        if getattr(which, name) is not None
    }
    where = [f"a.{name} = :{name}" for name in asked] + ([OPEN] if which.only_open else [])
    return _found(db, where, asked)


def mine(db: Database, account_id: int, body_id: int | None) -> list[Action]:
    """The open promises of a person who signs in, and of the organisation he stands for."""
    where = [OPEN, "(a.account_id = :account or a.lead_body_id = :body)"]
    return _found(db, where, {"account": account_id, "body": body_id})


def to_report(db: Database, meeting_id: int) -> list[Action]:
    """What the standing item of a meeting is about (上次议定事项落实情况): every promise of earlier
    meetings of its kind that was open on its day; nobody has to carry them over.
    """
    where = [
        "m.kind = (select kind from meetings where id = :of)", "a.meeting_id <> :of",
        "m.starts_at < (select starts_at from meetings where id = :of)",
        "not exists (select 1 from action_steps s join meetings o on o.id = :of"
        " where s.action_id = a.id and s.to_state in ('verified', 'cancelled')"
        " and s.at < o.starts_at)",
    ]  # fmt: skip
    return _found(db, where, {"of": meeting_id})


def _found(db: Database, where: list[str], named: dict[str, Any]) -> list[Action]:
    sql = f"{ACTIONS} where {' and '.join(where)}" if where else ACTIONS
    return in_order(many(db, Action, sql, **named))


def action(db: Database, id: int) -> Action:
    return one(db, Action, "这项承诺", f"{ACTIONS} where a.id = :id", id=id)


def assisting(db: Database, action_id: int) -> list[str]:
    """Who assists (协助单位), by name."""
    sql = """
        select b.name from action_assists x join bodies b on b.id = x.body_id
         where x.action_id = ? order by b.id
    """
    return [row[0] for row in db.execute(sql, [action_id])]


def steps(db: Database, action_id: int) -> list[ActionStep]:
    """Everything that happened to a promise, in its order."""
    return many(
        db,
        ActionStep,
        """
        select s.id, s.from_state, s.to_state, s.words, s.due_on, m.title as meeting, s.photo, s.at,
               a.name as by
          from action_steps s join accounts a on a.id = s.by_id
          left join meetings m on m.id = s.meeting_id
         where s.action_id = :id order by s.id
        """,
        id=action_id,
    )


def on_time(db: Database, since: date, until: date) -> list[OnTime]:
    """Per organisation and month of the first day promised: how many were due, how many in time.

    What was cancelled by a decision was not due.
    """
    return many(
        db,
        OnTime,
        """
        select a.lead_body_id as body_id, b.name as body, substr(a.due_on, 1, 7) as month,
               count(*) as due,
               count(case when (select substr(s.at, 1, 10) from action_steps s
                                 where s.action_id = a.id and s.to_state = 'verified') <= a.due_on
                     then 1 end) as on_time
          from actions a join bodies b on b.id = a.lead_body_id
         where a.state <> 'cancelled' and a.due_on between :since and :until
         group by a.lead_body_id, month order by b.id, month
        """,
        since=since,
        until=until,
    )


def body_of(db: Database, estate_id: int | None) -> int | None:
    """The company that serves an estate: whom a property's account stands for."""
    found: int | None = value(db, "select company_id from estates where id = :id", id=estate_id)
    return found
