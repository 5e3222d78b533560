"""Totals of the household accounts per building and half-year, counted afresh from the accounts.

The file keeps them by trigger; this is for rows that were put in without triggers.
"""

from sqlite_utils import Database

FUNDS = """
    select u.building_id, count(*) as households, sum(a.first_deposit_fen) as first_deposit_fen,
           sum(a.balance_fen) as balance_fen,
           sum(a.balance_fen * 100 < a.first_deposit_fen
               * (select value from parameters where code = 'topup_ratio')) as short
      from household_accounts a join units u on u.id = a.unit_id group by u.building_id
"""
FLOWS = """
    select u.building_id, substr(e.booked_on, 1, 5) || iif(substr(e.booked_on, 6, 2) < '07', 1, 2)
           as half, e.kind, sum(e.amount_fen) as amount_fen
      from household_entries e join units u on u.id = e.unit_id where e.amount_fen <> 0
     group by 1, 2, 3
"""


def recount(db: Database) -> None:
    """Throw the totals away and count every account and entry again."""
    db.execute("delete from building_funds")
    db.execute("delete from building_flows")
    db.execute(
        "insert into building_funds (building_id, households, first_deposit_fen, balance_fen,"
        f" short) {FUNDS}"
    )
    db.execute(f"insert into building_flows (building_id, half, kind, amount_fen) {FLOWS}")
