"""The numbered `.sql` files of `schema/`, as sqlite-utils migrations. Released files never change.

`sqlite-utils migrate community.db db/migrations.py --list` reads them too.
"""

from pathlib import Path

from sqlite_utils import Database, Migrations
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

migrations = Migrations("community")
SCHEMA = Path(__file__).parent / "schema"


def run_script(db: Database, script: str) -> None:
    """Statement by statement: `executescript` would end the transaction we are in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _register(file: Path) -> None:
    @migrations(name=file.stem)
    def run(db: Database) -> None:
        run_script(db, file.read_text(encoding="utf-8"))


_files = sorted(SCHEMA.glob("*.sql"))
for _file in _files:
    _register(_file)
NEWEST = len(_files)  # the version this code knows, as `pragma user_version` keeps it
