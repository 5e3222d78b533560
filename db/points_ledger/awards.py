"""Awards (登记) on their way into the books: proposed, approved, in notice, posted."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db import parameters, registry
from db.calendar import calendar
from db.points_ledger import posting
from db.points_ledger.books import balance
from db.rows import many, move_to, one, put, value
from db.visit import Visit, reads
from db.writes import Undo, inside_gate, writes
from domain.days import notice_end, short_day
from domain.errors import WrongState
from domain.people import Permission
from domain.points_ledger.awards import (
    Award,
    AwardRule,
    AwardState,
    Basis,
    Caps,
    NewAward,
    Standing,
    check_approval,
    check_award,
    check_withdrawal,
)
from domain.points_ledger.books import EntryKind
from domain.receipts import Receipt

RULES = """
    select id, code, label, basis, points, most, times_a_month, valid_from, valid_to
      from award_rules where valid_from <= :day and (valid_to is null or valid_to >= :day)
       and (:id is null or id = :id) order by id
"""
AWARDS = """
    select a.id, a.resident_id, r.name as resident, w.label as rule, a.asked, a.points,
           a.earned_on, a.note, a.state, a.created_by, c.name as created_by_name, a.created_at,
           p.name as approved_by_name, a.notice_end, a.batch_id
      from awards a
      join residents r on r.id = a.resident_id
      join award_rules w on w.id = a.rule_id
      join accounts c on c.id = a.created_by
      left join accounts p on p.id = a.approved_by
"""


def rules(db: Database, day: date) -> list[AwardRule]:
    """The award rules in force on a day (计分规则)."""
    return many(db, AwardRule, RULES, day=day, id=None)


def open_awards(db: Database, most: int = 50) -> list[Award]:
    """Awards not yet in the ledger: waiting for approval, or in their notice."""
    return many(
        db,
        Award,
        f"{AWARDS} where a.state in ('draft', 'in_notice') order by a.state, a.id limit :most",
        most=most,
    )


@reads(Permission.SEE_POINTS)
def on_the_way(visit: Visit, resident_id: int) -> list[Award]:
    """A resident's awards that are not in the ledger yet, the latest first."""
    return many(
        visit.db,
        Award,
        f"{AWARDS} where a.resident_id = :id and a.state in ('draft', 'in_notice')"
        " order by a.id desc",
        id=resident_id,
    )


def award(db: Database, id: int) -> Award:
    return one(db, Award, "这张登记单", f"{AWARDS} where a.id = :id", id=id)


def awards_waiting(db: Database, today: date) -> tuple[int, int]:
    """How many awards wait for a second person, and how many may be posted today."""
    row = db.execute(
        "select count(*) filter (where state = 'draft'),"
        " count(*) filter (where state = 'in_notice' and notice_end < ?)"
        " from awards where state in ('draft', 'in_notice')",
        [today.isoformat()],
    ).fetchone()
    return int(row[0]), int(row[1])


def recent_residents(db: Database, account_id: int, most: int = 3) -> list[int]:
    """Whom this person wrote down last (最近登记过), newest first."""
    sql = (
        "select resident_id from (select id, resident_id, created_by from awards"
        "  order by id desc limit 500) where created_by = ? group by resident_id"
        " order by max(id) desc limit ?"
    )
    return [row[0] for row in db.execute(sql, [account_id, most])]


def standing(db: Database, resident_id: int, rule_id: int, day: date) -> Standing:
    """What counts against the caps: everything posted or on its way (points).

    What was withdrawn or reversed counts no more, so that a mistake is put right by reversing it
    and awarding again (docs/rules.md, 冲正).
    """
    row = db.execute(
        """
        select coalesce(sum(points) filter (where state <> 'posted'), 0),
               coalesce(sum(points) filter (where earned_on = :day), 0),
               coalesce(sum(points) filter (where earned_on between :first and :last), 0),
               count(*) filter (where rule_id = :rule and earned_on between :first and :last)
          from awards where resident_id = :resident and state <> 'withdrawn'
           and not exists (select 1 from point_entries e join point_entries r on r.reverses_id = e.id
                            where e.award_id = awards.id)
        """,
        {
            "resident": resident_id,
            "rule": rule_id,
            "day": day.isoformat(),
            "first": f"{day:%Y-%m}-01",
            "last": f"{day:%Y-%m}-31",
        },
    ).fetchone()
    return Standing(balance(db, resident_id), *map(int, row))


def caps(db: Database) -> Caps:
    return Caps(
        *(parameters.value_of(db, f"points_{span}_cap") for span in ("day", "month", "balance"))
    )


@dataclass(frozen=True, slots=True)
class Written:
    """An award just written down, and what the person held before it, in points."""

    id: int
    name: str
    asked: int
    points: int
    balance: int


@inside_gate
def write_down(visit: Visit, paper: NewAward, batch_id: int | None = None) -> Written:
    """Weigh one award against rule and caps and store it as a draft."""
    db = visit.db
    who = registry.resident(db, paper.resident_id)
    day = paper.earned_on.isoformat()
    rule = one(db, AwardRule, "这条计分规则", RULES, day=day, id=paper.rule_id)
    weighed = standing(db, who.id, rule.id, paper.earned_on)
    asked, granted, note = check_award(paper, rule, weighed, caps(db), visit.today)
    id = put(
        db, "awards", batch_id=batch_id, resident_id=who.id, rule_id=rule.id,
        minutes=paper.minutes if rule.basis is Basis.MINUTES else 0, asked=asked, points=granted,
        earned_on=day, note=note, state="draft", created_by=visit.user.id, created_at=visit.now,
    )  # fmt: skip
    return Written(id, who.name, asked, granted, weighed.balance)


@writes(Permission.REGISTER_AWARD)
def withdraw_award(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take an award back before it is posted (撤回)."""
    paper = award(visit.db, id)
    check_withdrawal(paper, visit.user.id, visit.user.may(Permission.APPROVE_AWARD))
    move_to(visit.db, "awards", paper, AwardState.WITHDRAWN)
    return Receipt(f"{paper.resident} +{paper.points} 枚已撤回，没有入账。", id)


@writes(Permission.REGISTER_AWARD, undo=Undo(withdraw_award))
def register_award(visit: Visit, paper: NewAward) -> Receipt:
    """Write down an award (登记). It waits for a second person, then for its notice."""
    new = write_down(visit, paper)
    less = f"（应记 {new.asked}，限额后 {new.points}）" if new.points < new.asked else ""
    told = f"{new.name} +{new.points} 枚{less}，等人核准。现有 {new.balance:,} 枚。"
    return Receipt(told, new.id)


@writes(Permission.APPROVE_AWARD)
def approve_award(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """The second person agrees; the notice (公示) begins today."""
    paper = award(visit.db, id)
    end = approve_each(visit, [id])
    return Receipt(f"{paper.resident} +{paper.points} 枚已核准，公示到{end}。", id)


@inside_gate
def approve_each(visit: Visit, ids: list[int]) -> str:
    """Check and approve awards one by one in the same transaction; the notice's last day, said."""
    days = parameters.value_of(visit.db, "points_notice_days")
    known = calendar(visit.db)
    end = notice_end(visit.today, days, known.rests)
    own = registry.unit_of(visit.db, visit.user.resident_id)
    for id in ids:
        paper = award(visit.db, id)
        theirs = registry.unit_of(visit.db, paper.resident_id)
        check_approval(paper, visit.user.id, own, theirs, visit.user.resident_id)
        move_to(
            visit.db, "awards", paper, AwardState.IN_NOTICE,
            approved_by=visit.user.id, approved_at=visit.now, notice_end=end,
        )  # fmt: skip
    return f"{short_day(end, visit.today)}{known.note(end)}"


@writes(Permission.POST_AWARD)
def post_awards(visit: Visit, *, slip: str | None = None) -> Receipt:
    """Post every award whose notice is over (入账): one ledger entry each, in order."""
    db, today = visit.db, visit.today.isoformat()
    ready = [
        row[0]
        for row in db.execute(
            "select id from awards where state = 'in_notice' and notice_end < ? order by id",
            [today],
        )
    ]
    if not ready:
        raise WrongState("没有公示期满的单子，今天不用入账。")
    first = min(_post(visit, id) for id in ready)
    points = value(db, "select sum(points) from point_entries where id >= :first", first=first)
    return Receipt(f"{len(ready)} 张单子入账，共 {points:,} 枚。", ready[-1])


def _post(visit: Visit, award_id: int) -> int:
    """One award into the ledger, dated by the day it was earned; its entry's number."""
    row = visit.db.execute(
        """
        select a.resident_id, a.points, w.entry_kind, a.earned_on,
               w.label || iif(a.note = '', '', '：' || a.note), a.created_by, a.approved_by
          from awards a join award_rules w on w.id = a.rule_id where a.id = ?
        """,
        [award_id],
    ).fetchone()
    entry = posting.Entry(
        posting.ISSUE,
        posting.account_of(visit.db, row[0]),
        row[1],
        EntryKind(row[2]),
        date.fromisoformat(row[3]),
        row[4],
        award_id=award_id,
        created_by=row[5],
        approved_by=row[6],
    )
    number = posting.receive(visit, entry)
    visit.db.execute("update awards set state = 'posted' where id = ?", [award_id])
    return number
