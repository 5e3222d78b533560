"""The opening of a household account (期初余额): what stands of it, and what came after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from domain.errors import WrongState

NAMED = 5  # rooms in one sentence
# An account as it was opened, with what was restated since; money in fen.
OPENED = """
    select s.unit_id, s.id as entry_id, s.booked_on,
           s.amount_fen + coalesce((select sum(r.amount_fen) from standing_entries r
                                     where r.unit_id = s.unit_id and r.kind = 'restate'), 0)
             as balance_fen,
           (select sum(o.first_deposit_fen) from household_openings o
              join standing_entries r on r.id = o.id where r.unit_id = s.unit_id)
             as first_deposit_fen
      from standing_entries s join units u on u.id = s.unit_id
     where s.kind = 'opening' and u.estate_id = ?
"""
# Entries that are not the last of what stands in their account, or were taken back already.
_SINCE = """
    select u.code from household_entries t join units u on u.id = t.unit_id
     where t.id = ? and t.id is not (select max(s.id) from standing_entries s
                                      where s.unit_id = t.unit_id)
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """One account as its keeper's list opened it."""

    entry_id: int
    on: date
    balance_fen: int
    first_deposit_fen: int


def opened(db: Database, estate_id: int) -> dict[int, Opened]:
    """The accounts of an estate that were opened by a list, by their unit."""
    return {
        unit: Opened(entry, date.fromisoformat(day), balance, first)
        for unit, entry, day, balance, first in db.execute(OPENED, [estate_id])
    }


def used_since(db: Database, entries: Iterable[int]) -> list[str]:
    """The rooms in whose account that entry is no longer the last that stands."""
    return [row[0] for id in sorted(entries) for row in db.execute(_SINCE, [id])]


def must_come_after(db: Database, units: Iterable[int], day: date) -> None:
    """Raises WrongState when money came in before the opening of an account: it is in it already."""
    sql = (
        "select u.code from standing_entries s join units u on u.id = s.unit_id"
        " where s.unit_id = ? and s.kind = 'opening' and s.booked_on > ?"
    )
    late = [code for unit in units for (code,) in db.execute(sql, [unit, day.isoformat()])]
    if late:
        raise WrongState(
            f"{'、'.join(late[:NAMED])}{' 等' if len(late) > NAMED else ''} {len(late):,} 户的期初余额"
            f"算到 {day.isoformat()} 以后，这笔钱已经在里面了。请核对到账日期。"
        )
