"""The chains (哈希链核对): every hash follows from the one before it and from its own rows.

Changing, removing or inserting a row, by whatever hand, breaks a chain from there on. What no
chain can see by itself, all its links made anew, the heads kept outside the file show (db/heads.py).
"""

from collections.abc import Iterator

from sqlite_utils import Database

from db.chain import links, rows
from db.points_ledger.posting import CHAINED
from domain.chain import linked
from domain.points_ledger import GENESIS, chained


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


def unlinked(db: Database) -> Iterator[str]:
    """The first link of the file's chain that does not follow from its rows, said."""
    before, reached = GENESIS, dict[str, int]()
    for number, (head, covers) in enumerate(links(db), start=1):
        if head.number != number:
            yield f"第 {number} 环不见了"
            return
        if linked(before, covers, rows(db, reached, covers)) != head.hash:
            spans = "、".join(
                f"{name} 第 {reached.get(name, 0) + 1} 到 {last} 行"
                for name, last in covers.items()
            )
            yield f"第 {number} 环对不上，它管着 {spans}"
            return
        before = head.hash
        reached |= covers
    if reached != dict(db.execute("select name, last_id from chain_reach").fetchall()):
        yield "链条记的进度和各环加起来不一样"
