"""Millions of entries in minutes: a ledger as the rules would have left it, only for the bench.

Everybody in turn earns four times and then redeems; the last account has many entries of its own.
Chain, lots, uses, balances and totals are true; only search keys of the residents are left out.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from db import connection
from db.points_ledger.books import ADDED_UP
from db.points_ledger.posting import ISSUE, REDEMPTION
from db.rows import put_many
from domain.points_ledger.books import GENESIS
from seed.plan import unguarded
from tests import community

BUSY = 20_000  # entries of the one account that has most
GROUP = (10, 20, 15, 5, -20)  # what is redeemed empties the first lot and half of the second
FIRST_DAY, DAYS = date(2025, 1, 1), 441  # nothing of it has expired on the tests' morning
FIRST_RESIDENT = 1_001  # theirs are the accounts 4, 5, 6 …, in the same order
FIRST_ACCOUNT = 4
ENTRY = (
    "id", "debit_id", "credit_id", "points", "kind", "earned_on", "posted_at", "reason", "award_id",
    "reverses_id", "created_by", "approved_by", "chain",
)  # fmt: skip
FILLED = ("point_entries", "point_accounts", "point_lots", "lot_uses")
MAKER, APPROVER = community.account_id("clerk"), community.account_id("secretary")


class Big:
    """The sums while the entries are written."""

    def __init__(self, entries: int, accounts: int) -> None:
        self.entries, self.accounts = entries, accounts
        self.plain = entries - BUSY
        self.balances, self.last_on = [0] * accounts, [""] * accounts
        self.spent = 0

    def signed(self, id: int) -> tuple[int, int]:
        """(whose entry, points received or, negative, redeemed)."""
        if id > self.plain:
            return self.accounts - 1, 10 if (id - self.plain) % 2 else -10
        who, turn = (id - 1) % (self.accounts - 1), (id - 1) // (self.accounts - 1)
        return who, GROUP[turn % 5] * (1 + who % 7)

    def rows(self) -> Iterator[tuple[object, ...]]:
        chain = GENESIS
        for id in range(1, self.entries + 1):
            who, points = self.signed(id)
            day = (FIRST_DAY + timedelta(days=id * DAYS // (self.entries + 1))).isoformat()
            kind, why = ("earn", "值班巡逻") if points > 0 else ("redeem", "积分超市：大米 1 件")
            mine = FIRST_ACCOUNT + who
            sides = (ISSUE, mine) if points > 0 else (mine, REDEMPTION)
            posted_at = f"{day}T17:30:00+08:00"
            row = (id, *sides, abs(points), kind, day, posted_at, why, None, None, MAKER, APPROVER)
            told = (  # what `chained` writes, without asking json ten million times
                f'[{id},{sides[0]},{sides[1]},{abs(points)},"{kind}","{day}","{posted_at}","{why}"'
                f",null,null,{MAKER},{APPROVER}]"
            )
            chain = hashlib.sha256(chain + told.encode()).digest()
            self.balances[who] += points
            self.last_on[who] = day
            self.spent += max(0, -points)
            yield (*row, chain)


def build(path: Path, entries: int, accounts: int) -> None:
    """A file at `path` that did not exist before."""
    community.settle(path)
    db = connection.connect(path, guarded=False)
    for pragma in (
        "foreign_keys = off",
        "journal_mode = off",
        "synchronous = off",
        "cache_size = -1000000",
    ):
        db.execute(f"pragma {pragma}").fetchall()
    big = Big(entries, accounts)
    db.execute("begin")
    db.conn.executemany(
        "insert into residents (id, name, unit_id, birth_year, source) values (?, ?, ?, ?, 'demo')",
        ((FIRST_RESIDENT + n, f"居民{n}", 1 + n % 20, 1950 + n % 50) for n in range(accounts)),
    )
    with unguarded(db, *FILLED):
        put_many(db, "point_entries", (dict(zip(ENTRY, row, strict=True)) for row in big.rows()))
        _lots(db, big)
        _accounts(db, big)
    db.execute("commit")
    db.execute("pragma journal_mode = wal").fetchall()
    db.conn.close()


def _lots(db: Database, big: Big) -> None:
    """A lot has the number of its entry. Of each five, the fifth redeems from the first two."""
    numbers = {"plain": big.plain, "others": big.accounts - 1}
    db.execute(
        """
        insert into lot_uses (entry_id, lot_id, points)
        select e.id, iif(e.id > :plain, e.id - 1, e.id - k.back * :others),
               iif(e.id > :plain, e.points, e.points / 2)
          from point_entries e join (select 4 as back union all select 3) k
         where e.kind = 'redeem' and (e.id <= :plain or k.back = 4)
        """,
        numbers,
    )
    db.execute(
        """
        insert into point_lots (id, account_id, entry_id, points, remaining, earned_on, expires_on)
        select e.id, e.credit_id, e.id, e.points, e.points - coalesce(u.points, 0), e.earned_on,
               cast(substr(e.earned_on, 1, 4) + 1 as text) || '-12-31'
          from point_entries e left join (select lot_id, sum(points) as points from lot_uses
                                           group by lot_id) u on u.lot_id = e.id
         where e.kind = 'earn' order by e.id
        """
    )


def _accounts(db: Database, big: Big) -> None:
    db.conn.executemany(
        "insert into point_accounts (id, kind, resident_id, balance, last_on)"
        " values (?, 'resident', ?, ?, ?)",
        (
            (FIRST_ACCOUNT + who, FIRST_RESIDENT + who, balance, big.last_on[who] or None)
            for who, balance in enumerate(big.balances)
        ),
    )
    spent = big.spent
    held = sum(big.balances)
    for account, balance in ((ISSUE, -held - spent), (REDEMPTION, spent)):
        db.execute("update point_accounts set balance = ? where id = ?", [balance, account])
    db.execute("update point_holdings set held = ?", [held])
    db.execute(
        f"insert into point_totals (month, kind, points, entries, reversed, reversals) {ADDED_UP}"
    )
