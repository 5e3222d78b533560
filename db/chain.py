"""The chain (哈希链) in the file: a link in the same transaction as the rows, and reading it again.

`covers` of a link names how far it reaches in each table; what lies between that and the reach of
the links before it are its rows. SQLite writes them as JSON, byte for byte as `domain.chain.encoded`
would: a payment of a whole city district is a million of them, inside the write lock. Each feature
writes its columns out, and they stay as they are: a column that comes later is not part of a row
that was linked before it came.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache

from sqlite_utils import Database

from db.brought import Brought
from db.rows import first, put
from domain.chain import GENESIS, Head, encoded, linked

# Tables whose rows are linked, with their columns: the house's own, and what the features tell.
CHAINED = Brought[Mapping[str, str]]()
HOUSE = {
    "audit_log": "id, at, account_id, action, slip, detail, told, made_id",
    "chain_finals": "id, what, row_id",
    "kept_papers": "id, kind, subject, version, figures, sha256, kept_at, kept_by",
}
# What a row of chain_finals stands for: the paper itself, and what was posted with it.
FINALS = Brought[Mapping[str, tuple[str, ...]]]()
AT_ONCE = 1000  # rows read and hashed together


@cache
def chained() -> dict[str, str]:
    """Every table that is linked, with the query of its rows in a link."""
    columns = HOUSE | {name: told for tables in CHAINED for name, told in tables.items()}
    return {
        name: told
        if told.startswith("select")
        else f"select json_array({told}) from {name} where id > ? and id <= ? order by id"
        for name, told in columns.items()
    }


@cache
def _last() -> str:
    return " union all ".join(f"select '{name}', max(id) from {name}" for name in chained())


@cache
def _finals() -> dict[str, tuple[str, ...]]:
    return {what: queries for finals in FINALS for what, queries in finals.items()}


def extend(db: Database) -> Head | None:
    """Link whatever was added since the last link; None when nothing was. Inside a transaction."""
    reached = dict(db.conn.execute("select name, last_id from chain_reach"))
    grown = {
        name: last
        for name, last in db.conn.execute(_last())
        if last is not None and last > reached.get(name, 0)
    }
    if not grown:
        return None
    last = head(db)
    number, before = (last.number + 1, last.hash) if last else (1, GENESIS)
    made = Head(number, linked(before, grown, rows(db, reached, grown)))
    put(db, "chain_links", number=made.number, covers=encoded(grown), hash=made.hash)
    db.conn.executemany(
        "insert into chain_reach (name, last_id) values (?, ?)"
        " on conflict (name) do update set last_id = excluded.last_id",
        grown.items(),
    )
    return made


def head(db: Database) -> Head | None:
    """The last link (链头); None in a file nobody has written to."""
    return first(db, Head, "select number, hash from chain_links order by number desc limit 1")


def rows(db: Database, reached: Mapping[str, int], grown: Mapping[str, int]) -> Iterator[str]:
    """The rows of one link as JSON, table by table in the order of their names, each by id.

    One or more lines at a time: a line is a row.
    """
    for name in sorted(grown):
        for lines in _lines(db, chained()[name], reached.get(name, 0), grown[name]):
            if name != "chain_finals":
                yield lines
                continue
            for line in lines.split("\n"):
                _, what, row_id = json.loads(line)
                yield line
                for sql in _finals()[what]:
                    yield from _lines(db, sql, row_id)


def _lines(db: Database, sql: str, *given: int) -> Iterator[str]:
    found = db.conn.execute(sql, given)
    while some := found.fetchmany(AT_ONCE):
        yield "\n".join([row[0] for row in some])


def links(db: Database) -> Iterator[tuple[Head, dict[str, int]]]:
    """Every link in turn with how far it reaches."""
    found = db.conn.execute("select number, hash, covers from chain_links order by number")
    for number, hash, covers in found:
        yield Head(number, hash), json.loads(covers)
