"""The chain (哈希链核对): every entry's hash follows from the one before it and its own fields."""

from collections.abc import Iterator

from sqlite_utils import Database

from db.points_ledger.posting import CHAINED
from domain.points_ledger import GENESIS, chained


def broken(db: Database) -> Iterator[str]:
    """The first entry whose hash does not fit, said; nothing when the chain is whole.

    Changing, removing or inserting an entry, by whatever hand, breaks it from there on. What the
    chain cannot see, a new chain computed over all entries, the printed heads of the monthly
    notices (公示) show.
    """
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
