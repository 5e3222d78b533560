"""撤销搬走、撤销过户: what was written down in error today goes on as if it had not been.

Ended rows stay ended; the same row begins anew from the same day, and the past leaves the pair out.
"""

from datetime import date

from sqlite_utils import Database

from db.registry_book.homes import rekey
from db.registry_book.scope import must_see
from db.registry_book.units import end_owner, keep_change
from db.rows import many, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.errors import WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.undoing import (
    Gone,
    MoveUndone,
    SaleUndone,
    check_reason,
    check_same_day,
)

GONE = """
    select l.id as residency_id, l.resident_id, r.name, date(l.to_on) as "on"
      from residencies l join residents r on r.id = l.resident_id
     where l.unit_id = :unit and l.why = '搬走' and substr(l.ended_at, 1, 10) = :day
       and r.merged_into is null
       and not exists (select 1 from residencies n where n.resident_id = l.resident_id
                          and n.unit_id = l.unit_id and n.id > l.id)
     order by l.id
"""
# The last sale of a flat: what holds now, and what ended for it in the same moment.
SALE = """
    select o.id, o.owner_group_id, o.from_on, p.owner_group_id, p.ended_at,
           substr(o.recorded_at, 1, 10), g.kind
      from ownerships o join ownerships p on p.unit_id = o.unit_id and p.to_on = o.from_on
       and p.why = '过户' and p.ended_at = o.recorded_at and p.owner_group_id <> o.owner_group_id
      join owner_groups g on g.id = p.owner_group_id
     where o.unit_id = ? and o.to_on is null order by p.id desc limit 1
"""


@reads(Permission.CHANGE_REGISTRY)
def gone_today(visit: Visit, unit_id: int) -> list[Gone]:
    """Who was registered as moved out today, and can still be put back."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(visit.db, Gone, GONE, unit=unit_id, day=visit.today)


@reads(Permission.CHANGE_REGISTRY)
def sold_today(visit: Visit, unit_id: int) -> bool:
    """Whether the last sale was registered today."""
    row = visit.db.execute(SALE, [unit_id]).fetchone()
    return row is not None and row[5] == visit.today.isoformat()


@writes(Permission.CHANGE_REGISTRY)
def undo_move_out(visit: Visit, paper: MoveUndone) -> Receipt:
    """Somebody lives there as before. Raises WrongState on another day, Invalid without a reason."""
    db, why = visit.db, check_reason(paper.reason)
    row = db.execute(
        "select l.resident_id, l.unit_id, l.role, l.from_on, l.main, l.ended_at, r.name, u.code"
        "  from residencies l join residents r on r.id = l.resident_id"
        "  join units u on u.id = l.unit_id where l.id = ? and l.why = '搬走'",
        [paper.residency_id],
    ).fetchone()
    if row is None:
        raise WrongState("这条搬走已经不在了。请刷新后再看。")
    who, unit, role, since, main, ended, name, code = row
    must_see(db, visit.user, visit.today, unit)
    day = date.fromisoformat(ended[:10]) if ended else None
    check_same_day("搬走", day, visit.today, f"按“搬进来”登记{name}")
    lives = "select count(*) from residencies where resident_id = :who and to_on is null"
    if value(db, f"{lives} and unit_id = :unit", who=who, unit=unit):
        raise WrongState(f"{name}现在就登记住在 {code}。")
    put(
        db, "residencies", resident_id=who, unit_id=unit, role=role, from_on=since,
        main=int(bool(main) and not value(db, f"{lives} and main = 1", who=who)),
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    keep_change(visit, "unit", unit, "居住", f"{name}搬走", "还住在这里", why)
    rekey(visit, who)
    return Receipt(f"撤销了：{name}还住在 {code}。原因：{why}。", who)


@writes(Permission.CHANGE_REGISTRY)
def undo_sale(visit: Visit, paper: SaleUndone) -> Receipt:
    """The owners before own it again, with their numbers; the new owner set never held it.

    A ballot that was opened meanwhile keeps its electorate. Raises WrongState on another day.
    """
    db, why = visit.db, check_reason(paper.reason)
    unit = must_see(db, visit.user, visit.today, paper.unit_id)
    row = db.execute(SALE, [unit.id]).fetchone()
    if row is None:
        raise WrongState(f"{unit.code} 没有可以撤销的过户。")
    open_id, new, on, old, ended_at, recorded, kind = row
    check_same_day("过户", date.fromisoformat(recorded), visit.today, "再登记一次过户")
    db.execute(
        "update ownerships set to_on = from_on, why = '撤销过户', ended_at = ?, ended_by = ?"
        " where id = ?",
        [visit.at, visit.user.id, open_id],
    )
    end_owner(visit, new, date.fromisoformat(on))
    put(
        db, "ownerships", owner_group_id=old, unit_id=unit.id, from_on=on,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    if kind == "developer":
        db.execute("update units set sale = 'unsold' where id = ?", [unit.id])
    _own_again(visit, old, ended_at)
    keep_change(visit, "unit", unit.id, "产权人", "过户", "没有过户", why)
    return Receipt(f"{unit.code} 的过户撤销了，产权人还是原来的。原因：{why}。", unit.id)


@inside_gate
def _own_again(visit: Visit, group: int, ended_at: str) -> None:
    """Whoever ended with the sale is a member again, and is called at the same numbers."""
    db = visit.db
    for id in _ended(db, "owner_members where owner_group_id = ?", group, ended_at):
        again = db.execute(
            "insert into owner_members (owner_group_id, resident_id, name, id_tail, share, from_on,"
            " recorded_at, recorded_by) select owner_group_id, resident_id, name, id_tail, share,"
            " from_on, ?, ? from owner_members where id = ? returning id",
            [visit.at, visit.user.id, id],
        ).fetchone()[0]
        for number in _ended(db, "contacts where owner_member_id = ?", id, ended_at):
            db.execute(
                "insert into contacts (owner_member_id, number, kind, note, rank, book, recorded_at,"
                " recorded_by) select ?, number, kind, note, rank, book, ?, ? from contacts"
                " where id = ?",
                [again, visit.at, visit.user.id, number],
            )


def _ended(db: Database, of: str, id: int, ended_at: str) -> list[int]:
    sql = f"select id from {of} and ended_at = ? order by id"
    return [row[0] for row in db.execute(sql, [id, ended_at]).fetchall()]
