"""What the ledger keeps of people (合并重复): accounts and awards, and what keeps two apart."""

from sqlite_utils import Database

from db.registry_book.merging import RESIDENT, Names, OfPeople
from db.rows import value


def _against(db: Database, kept: int, gone: int) -> str:
    found = db.execute(
        "select balance from point_accounts where resident_id in (?, ?) order by id", [kept, gone]
    ).fetchall()
    said = ""
    if len(found) == 2:
        points = "和 ".join(f"{row[0]:,} 枚" for row in found)
        said = f"两个人都有湾郡币账户（{points}），两本账不能合成一本。"
    both = value(
        db,
        "select count(*) from awards a join awards b using (batch_id)"
        " where a.resident_id = :kept and b.resident_id = :gone"
        "   and a.state <> 'withdrawn' and b.state <> 'withdrawn'",
        kept=kept,
        gone=gone,
    )
    return said + ("两个人在同一次活动里都登记了湾郡币。" if both else "")


def _since(db: Database, merge: int) -> str:
    """Points that came or went since would stand in one person's account, and belong to the other."""
    moved = value(
        db,
        """
        with moved as (select thing, thing_id from merge_moves where merge_id = :id and back = 0),
        since as (select debit_id, credit_id, award_id from point_entries
                   where posted_at >= (select merged_at from resident_merges where id = :id))
        select exists (select 1 from since s join moved m on m.thing = 'point_accounts'
                          and m.thing_id in (s.debit_id, s.credit_id))
            or exists (select 1 from since s join moved m on m.thing = 'awards'
                          and m.thing_id = s.award_id)
        """,
        id=merge,
    )
    return "合并以后这个人的湾郡币又进出过，不能再撤销。" if moved else ""


OF_PEOPLE = OfPeople(
    (
        Names("point_accounts", RESIDENT, "湾郡币账户"),
        Names("awards", RESIDENT, "湾郡币登记"),
    ),
    _against,
    _since,
)
