"""A file of version 29, the last one made by numbered files: `as_version_29(source, path)`.

`database/version_29.sql` is what `sqlite_master` said in such a file, word for word but for spaces
and remarks. The rows are those of a file of today, column by column; what version 29 had no column
or table for is left out, and the links of the chain are made as it made them.
"""

import re
from pathlib import Path
from unittest.mock import patch

from sqlite_utils import Database

from db import chain, connection, features  # noqa: F401  # a link asks what features tell
from db.versions import run_script
from tests import ROOT

SAID = (ROOT / "tests" / "database" / "version_29.sql").read_text(encoding="utf-8").splitlines()
TABLES = [line for line in SAID if line.startswith("CREATE TABLE")]
REST = [line for line in SAID if line not in TABLES]
LINKS = {"chain_links", "chain_reach"}
NEW = re.compile(r"^ \(\d+, '\w+', '(\w+)'", re.MULTILINE)
SINCE = {  # parameters that a step brings
    code
    for step in (ROOT / "db" / "migrations").glob("*.sql")
    for code in NEW.findall(step.read_text("utf-8"))
}
THEN = {("buildings", "number"): "cast(label as integer)"}  # what the columns of then are by now


def as_version_29(source: Path, path: Path, *, linked: bool = True, version: int = 29) -> Path:
    """The rows of `source` in a new file at `path`. Its chain has a link for each table filled."""
    path.touch(mode=0o600)
    db = connection.connect(path, guarded=False)
    db.execute("pragma foreign_keys = off")
    db.execute("attach ? as today", [str(source)])
    db.execute("begin immediate")
    run_script(db, "\n".join(TABLES))
    names = tables(db)
    last = " union all ".join(
        f"select '{n}', max(id) from {n}" for n in chain.chained() if n in names
    )
    with patch.object(chain, "_last", lambda: last):
        for name in (line.split()[2] for line in TABLES):  # what a link speaks of comes before it
            if name in names - LINKS:
                _fill(db, name)
            if linked:
                chain.extend(db)
    run_script(db, "\n".join(REST))
    run_script(db, f"pragma application_id = {connection.APPLICATION_ID};")
    run_script(db, f"pragma user_version = {version};")
    db.execute("commit")
    db.execute("detach today")
    assert db.execute("pragma foreign_key_check").fetchall() == []
    db.execute("pragma journal_mode = wal")
    db.conn.close()
    return path


def tables(db: Database, of: str = "main") -> set[str]:
    """The names of the tables of ours in a file."""
    named = db.execute(f"select name from {of}.sqlite_master where type = 'table'").fetchall()
    return {name for (name,) in named if not name.startswith(("sqlite_", "_sqlite_"))}


def columns(db: Database, table: str, of: str = "main") -> list[str]:
    return [row[1] for row in db.execute(f"pragma {of}.table_info({table})").fetchall()]


def said_by(db: Database, table: str, column: str, of: str = "main") -> str:
    """The SQL for a column of version 29 in a file that may be newer; empty where nothing says it."""
    return column if column in columns(db, table, of) else THEN.get((table, column), "")


def _fill(db: Database, table: str) -> None:
    if table not in tables(db, "today"):
        return
    now = {c: said_by(db, table, c, "today") for c in columns(db, table)}
    both = {c: said for c, said in now.items() if said}
    db.execute(
        f"insert into main.{table} ({', '.join(both)})"
        f" select {', '.join(both.values())} from today.{table}{known_then(table)}"
    )


def known_then(table: str) -> str:
    """Which rows of a table version 29 could have; the steps bring the others."""
    codes = ", ".join(f"'{code}'" for code in sorted(SINCE))
    return f" where code not in ({codes})" if table == "parameters" else ""
