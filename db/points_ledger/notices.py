"""The month's notice and a resident's statement (公示、对账单), read for paper."""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from db import chain, parameters, registry
from db.calendar import calendar
from db.points_ledger.books import balance, holdings, month_flow, statement
from db.rows import first, many, value
from db.visit import Visit, of_one_moment, reads
from domain.days import notice_end
from domain.people import Permission
from domain.points_ledger.guardians import is_child
from domain.points_ledger.notices import (
    ChainHead,
    MonthNotice,
    NoticeLine,
    PrintedStatement,
    account_number,
    check_month,
    possible_names,
    public_names,
    public_place,
    public_words,
)
from domain.privacy import A_CHILD, masked_name
from domain.registry import Resident

MOST_LINES = 1_000  # of a printed statement


class _Row(NamedTuple):
    number: int
    earned_on: str
    resident_id: int
    points: int
    reason: str


HEAD = "select id, chain from point_entries where posted_at < :before order by id desc limit 1"
POSTED = """
    select e.id, e.earned_on, coalesce(c.resident_id, d.resident_id),
           iif(e.kind = 'reversal', -e.points, e.points),
           iif(e.kind = 'reversal', '冲正第 ' || e.reverses_id || ' 笔', e.reason)
      from point_entries e
      join point_accounts c on c.id = e.credit_id
      join point_accounts d on d.id = e.debit_id
      left join point_entries o on o.id = e.reverses_id
     where e.id > ? and e.id <= ? and coalesce(o.kind, e.kind) in ('earn', 'award')
     order by e.id
"""
WAITING = """
    select a.id, a.earned_on, a.resident_id, a.points,
           w.label || iif(a.note = '', '', '：' || a.note)
      from awards a join award_rules w on w.id = a.rule_id
     where a.state = 'in_notice' and a.approved_at >= ? and a.approved_at < ? order by a.id
"""
HELD = """
    select held - (
        select coalesce(sum(iif(c.kind = 'resident', e.points, 0)
                          - iif(d.kind = 'resident', e.points, 0)), 0)
          from point_entries e
          join point_accounts c on c.id = e.credit_id
          join point_accounts d on d.id = e.debit_id where e.id > :last)
      from point_holdings
"""


@reads(Permission.SEE_POINTS)
@of_one_moment
def month_notice(visit: Visit, month: str) -> MonthNotice:
    """One month as it is put on the wall, masked here. Raises Invalid for a month to come.

    The month counts by the day of posting, so that a paper once published never changes.
    """
    db = visit.db
    begins, after = check_month(month, visit.today)
    before, head = chain_head(db, begins), chain_head(db, after)
    stretch = [before.id if before else 0, head.id if head else 0]
    posted = [_Row(*row) for row in db.execute(POSTED, stretch)]
    waiting = [_Row(*row) for row in db.execute(WAITING, [begins, after])]
    paper = _Paper(db, visit.today, [*posted, *waiting])
    community = registry.community(db)
    days, known = parameters.value_of(db, "points_notice_days"), calendar(db)
    ends = notice_end(visit.today, days, known.rests)
    return MonthNotice(
        community.name if community else "",
        month,
        paper.lines(waiting),
        paper.lines(posted),
        month_flow(db, month),
        int(value(db, HELD, last=stretch[1])),
        head,
        parameters.text_of(db, "objection_phone"),
        visit.today,
        ends,
        known.note(ends),
        chain.head(db),
    )


@reads(Permission.SEE_POINTS)
@of_one_moment
def printed_statement(visit: Visit, resident_id: int) -> PrintedStatement:
    """A resident's own lines, under the own name, with the chain's head of this moment."""
    db = visit.db
    who = registry.resident(db, resident_id)
    community = registry.community(db)
    return PrintedStatement(
        community.name if community else "",
        who.name,
        account_number(who.id),
        balance(db, who.id),
        tuple(holdings(visit, who.id)),
        tuple(statement(visit, who.id, MOST_LINES)),
        chain_head(db, "9999"),
        parameters.text_of(db, "objection_phone"),
        visit.today,
    )


def chain_head(db: Database, before: str) -> ChainHead | None:
    """The last entry posted before a day, and the hash that fixes all up to it (链头)."""
    return first(db, ChainHead, HEAD, before=before)


class _Paper:
    """The people of one paper: how each appears, and which names typed texts may hold."""

    def __init__(self, db: Database, today: date, rows: list[_Row]) -> None:
        people = _residents(db, {row.resident_id for row in rows})
        self.people = {who.id: who for who in people}
        self.names = public_names(people, today)
        self.children = {who.id for who in people if is_child(who, today)}
        self.masks = _names_in(db, today, {row.reason for row in rows})

    def lines(self, rows: Iterable[_Row]) -> tuple[NoticeLine, ...]:
        return tuple(
            NoticeLine(
                row.number,
                date.fromisoformat(row.earned_on),
                self.names[row.resident_id],
                self._place(row.resident_id),
                row.points,
                public_words(row.reason, self.masks),
            )
            for row in rows
        )

    def _place(self, resident_id: int) -> str:
        who = self.people[resident_id]
        return who.estate if resident_id in self.children else public_place(who)


def _residents(db: Database, ids: set[int]) -> list[Resident]:
    sql = f"{registry.RESIDENTS} where r.id in (select value from json_each(:ids)) order by r.id"
    return many(db, Resident, sql, ids=json.dumps(sorted(ids)))


def _names_in(db: Database, today: date, texts: set[str]) -> dict[str, str]:
    """Names on file that occur in typed texts, and what stands there instead.

    Looked up by the search keys, of which a full name is one: no scan of all residents.
    """
    pieces = json.dumps(sorted(possible_names(texts)), ensure_ascii=False)
    sql = f"""
        {registry.RESIDENTS} where r.id in (
            select k.resident_id from resident_keys k join residents n on n.id = k.resident_id
             where k.key in (select value from json_each(:pieces))
               and lower(replace(replace(n.name, ' ', ''), '·', '')) = k.key)
    """
    found = many(db, Resident, sql, pieces=pieces)
    children = {who.name for who in found if is_child(who, today)}
    return {who.name: A_CHILD if who.name in children else masked_name(who.name) for who in found}
