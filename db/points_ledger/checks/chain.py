"""The ledger's own chain (哈希链核对): every entry's hash follows from the one before it."""

from collections.abc import Iterator

from sqlite_utils import Database

from db.points_ledger.posting import CHAINED
from domain.points_ledger.books import GENESIS, chained


def broken(db: Database) -> Iterator[str]:
    """The first entry of the ledger whose hash does not fit, said; nothing when all is whole."""
    before = GENESIS
    entries = db.execute(f"select {CHAINED}, chain from point_entries order by id")
    for number, (*row, chain) in enumerate(entries, start=1):
        if row[0] != number:
            yield f"第 {number} 笔流水不见了"
            return
        if chained(before, row) != chain:
            yield f"第 {number} 笔流水和哈希链对不上"
            return
        before = chain
