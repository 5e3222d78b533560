"""What hangs on a row (挂着的): everything in the file that refers to it, read from the schema."""

from collections.abc import Iterator, Sequence

from sqlite_utils import Database

REFERS = """
    select m.name, f."from" from sqlite_master m, pragma_foreign_key_list(m.name) f
     where m.type = 'table' and f."table" = ? and f.seq = 0 order by 1, 2
"""


def hanging(db: Database, table: str, ids: str, given: Sequence[object] = ()) -> Iterator[str]:
    """The tables in which a row refers to one of these rows of `table`; `ids` is SQL for them.

    Whoever comes later with a table of his own is found by himself: no list is kept.
    """
    for name, column in db.execute(REFERS, [table]).fetchall():
        if db.execute(
            f"select exists (select 1 from {name} where {column} in ({ids}))", list(given)
        ).fetchone()[0]:
            yield str(name)
