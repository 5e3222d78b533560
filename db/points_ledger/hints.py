"""Hints and spot checks (提醒、抽查): four queries over the awards, and a sample once a month."""

import secrets
from dataclasses import replace

from db import parameters
from db.points_ledger.notices import chain_head
from db.rows import first, many, one, put
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.hints import (
    DAY_MINUTES,
    PERCENT,
    Hint,
    NewFinding,
    SpotCheck,
    SpotLine,
    check_drawing,
    check_finding,
    sample,
)
from domain.points_ledger.notices import check_month
from domain.receipts import Receipt

_SLIPS = "group_concat(a.id, '、') as awards"
_AWARDS = """
    from awards a
    join residents r on r.id = a.resident_id
    join accounts c on c.id = a.created_by
    left join accounts p on p.id = a.approved_by
    left join residents m on m.id = c.resident_id
   where a.state <> 'withdrawn'
     and not exists (select 1 from point_entries e join point_entries v on v.reverses_id = e.id
                      where e.award_id = a.id)
"""
HINTS = f"""
    select 'twice' as kind, a.resident_id, r.name as resident, a.earned_on as happened_on,
           max(c.name) as done_by, count(*) as count, {_SLIPS}
    {_AWARDS} and a.earned_on >= :first and a.earned_on < :after
     group by a.resident_id, a.earned_on, a.rule_id having count(*) > 1
     union all
    select 'long_day', a.resident_id, r.name, a.earned_on, max(c.name), sum(a.minutes), {_SLIPS}
    {_AWARDS} and a.earned_on >= :first and a.earned_on < :after
     group by a.resident_id, a.earned_on having sum(a.minutes) > {DAY_MINUTES}
     union all
    select 'same_approver', a.resident_id, r.name, max(substr(a.approved_at, 1, 10)), p.name,
           count(*), {_SLIPS}
    {_AWARDS} and a.approved_at >= :first and a.approved_at < :after
     group by a.resident_id, a.approved_by having count(*) > :most
     union all
    select 'own_household', a.resident_id, r.name, max(substr(a.created_at, 1, 10)), c.name,
           count(*), {_SLIPS}
    {_AWARDS} and a.created_at >= :first and a.created_at < :after
      and (m.id = r.id or m.unit_id = r.unit_id)
     group by a.resident_id, a.created_by
     order by 1, 4, 2
"""
CHECKS = """
    select s.id, s.month, s.seed, s.percent, s.first_id, s.last_id, s.drawn_at, a.name as drawn_by
      from spot_checks s join accounts a on a.id = s.drawn_by
"""
LINES = """
    select e.id as entry_id, e.earned_on, r.id as resident_id, r.name as resident, e.points,
           e.reason, e.created_by as made_by, e.approved_by, f.result, f.note, w.name as checked_by
      from spot_check_lines l
      join point_entries e on e.id = l.entry_id
      join point_accounts c on c.id = e.credit_id
      join residents r on r.id = c.resident_id
      left join spot_check_findings f on f.id =
           (select max(id) from spot_check_findings where entry_id = e.id)
      left join accounts w on w.id = f.checked_by
"""
POPULATION = """
    select id from point_entries where kind in ('earn', 'award') and id > ? and id <= ? order by id
"""


@reads(Permission.SEE_POINTS)
def hints(visit: Visit, month: str) -> list[Hint]:
    """What of a month somebody should look at again (重复和异常提醒). Raises Invalid."""
    begins, after = check_month(month, visit.today)
    most = parameters.value_of(visit.db, "hint_same_approver")
    found = many(visit.db, Hint, HINTS, first=begins, after=after, most=most)
    return [replace(hint, awards=_in_order(hint.awards)) for hint in found]


@reads(Permission.SEE_POINTS)
def spot_checks(visit: Visit) -> list[SpotCheck]:
    """The samples drawn so far, newest month first."""
    return many(visit.db, SpotCheck, f"{CHECKS} order by s.month desc")


@reads(Permission.SEE_POINTS)
def spot_lines(visit: Visit, month: str) -> list[SpotLine]:
    """The sampled awards of a month with what was found."""
    sql = f"{LINES} join spot_checks s on s.id = l.check_id where s.month = :month order by e.id"
    return many(visit.db, SpotLine, sql, month=month)


@writes(Permission.POST_AWARD)
def draw_sample(visit: Visit, month: str, *, slip: str | None = None) -> Receipt:
    """Draw 5 % of a month's posted awards at random, once, and record the seed (抽查)."""
    begins, after = check_month(month, visit.today)
    check_drawing(month, visit.today)
    db = visit.db
    if first(db, SpotCheck, f"{CHECKS} where s.month = :month", month=month):
        raise WrongState(f"{month} 已经抽过了，不能再抽一次。")
    before, last = chain_head(db, begins), chain_head(db, after)
    stretch = [before.id if before else 0, last.id if last else 0]
    numbers = [row[0] for row in db.execute(POPULATION, stretch)]
    if not numbers:
        raise WrongState(f"{month} 没有入账的登记，不用抽。")
    seed = secrets.token_hex(8)
    drawn = sample(seed, numbers, PERCENT)
    id = put(
        db, "spot_checks", month=month, seed=seed, percent=PERCENT, first_id=min(numbers),
        last_id=max(numbers), drawn_at=visit.now, drawn_by=visit.user.id,
    )  # fmt: skip
    db.conn.executemany(
        "insert into spot_check_lines (check_id, entry_id) values (?, ?)",
        [(id, number) for number in drawn],
    )
    told = f"{month} 从 {len(numbers):,} 笔里抽了 {len(drawn)} 笔，随机种子 {seed}。"
    return Receipt(told, id)


@writes(Permission.POST_AWARD)
def record_finding(visit: Visit, paper: NewFinding) -> Receipt:
    """What a third person found out about a sampled award (抽查结果); the last finding counts."""
    line = one(
        visit.db, SpotLine, "这一笔抽查", f"{LINES} where l.entry_id = :id", id=paper.entry_id
    )
    note = check_finding(paper, line, visit.user.id)
    id = put(
        visit.db, "spot_check_findings", entry_id=paper.entry_id, result=paper.result, note=note,
        checked_at=visit.now, checked_by=visit.user.id,
    )  # fmt: skip
    more = "。请在流水里冲正这一笔" if paper.result == "false" else ""
    return Receipt(f"第 {paper.entry_id} 笔：{paper.result.label}{more}。", id)


def _in_order(slips: str) -> str:
    return "、".join(sorted(slips.split("、"), key=int))
