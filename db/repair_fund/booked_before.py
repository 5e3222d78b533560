"""The same money booked twice (重复登记): the same rooms and amounts, in whatever order they came."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from db.visit import Visit
from db.writes import inside_gate
from domain.repair_fund.accounts import EntryKind
from domain.repair_fund.booking import Booked, BookedBefore

LOOKED_INTO = 50  # households whose bookings are compared; the largest parts, so they had one
SLIPS = """
    select distinct e.slip from household_entries e
     where e.unit_id = ? and e.kind = ? and e.slip is not null
       and not exists (select 1 from household_entries t
                        where t.slip = e.slip and t.kind = 'correct')
"""


@inside_gate
def must_be_new(visit: Visit, kind: EntryKind, amounts: Mapping[int, int]) -> None:
    """Raises BookedBefore, saying when and by whom, unless nothing of the same was booked.

    Deposits are the same when every room and amount is; interest when its sum is, because the
    parts move with the balances. What was taken back does not count.
    """
    earlier = _same(visit.db, kind, amounts)
    if earlier is not None:
        told = earlier.told(visit.today)
        raise BookedBefore(f"{told}这一次还没登记。真的又到账一次，请点“又到账一次，再登记”。")


def _same(db: Database, kind: EntryKind, amounts: Mapping[int, int]) -> Booked | None:
    largest = sorted(amounts, key=lambda unit: (-amounts[unit], unit))[:LOOKED_INTO]
    looked_into = largest if kind is EntryKind.INTEREST else largest[:1]
    slips = {row[0] for unit in looked_into for row in db.execute(SLIPS, [unit, kind])}
    for slip in sorted(slips):
        sql = "select unit_id, amount_fen from household_entries where slip = ? and kind = ?"
        before = dict(db.execute(sql, [slip, kind]).fetchall())
        if kind is EntryKind.INTEREST:
            same = sum(before.values()) == sum(amounts.values())
        else:
            same = before == dict(amounts)
        if same:
            return _booked(db, kind, slip, before)
    return None


def _booked(db: Database, kind: EntryKind, slip: str, before: Mapping[int, int]) -> Booked:
    day, by, at = db.execute(
        "select e.booked_on, a.name, (select l.at from audit_log l where l.slip = e.slip)"
        "  from household_entries e join accounts a on a.id = e.by_id"
        " where e.slip = ? order by e.id limit 1",
        [slip],
    ).fetchone()
    return Booked(
        kind.label, datetime.fromisoformat(day).date(), by,
        datetime.fromisoformat(at) if at else None, len(before), sum(before.values()),
    )  # fmt: skip
