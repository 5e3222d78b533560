"""The file's chain (哈希链核对): every hash follows from the one before it and from its own rows.

Changing, removing or inserting a row, by whatever hand, breaks the chain from there on. What the
chain cannot see by itself, all links made anew, the heads kept outside the file show (db/heads.py).
"""

from collections.abc import Iterator

from sqlite_utils import Database

from db.chain import links, rows
from domain.chain import GENESIS, linked


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
