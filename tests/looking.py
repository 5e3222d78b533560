"""Looking only (只看不写): what the files marked `looks` share, and the proof that they changed nothing.

Each worker starts one server on one demonstration for all of them. Who signed in, what was begun
and not saved, and what was read are nobody's business rows; whatever else is different after a file
fails that file by its name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from sqlite_utils import Database

from tests.serving import Served

COMES_AND_GOES = {
    "sessions", "tickets", "sign_in_attempts", "known_browsers",  # signing in
    "drafts",                                                     # begun, not saved
    "picture_thumbs",                                             # made when first looked at
    "audit_log", "chain_links", "chain_reach",                    # what was read, and its links
}  # fmt: skip


def prints(db: Database) -> dict[str, str]:
    """Of every table that tests may find changed, a print of all its rows."""
    return {name: _print(db, name) for name in db.table_names() if name not in COMES_AND_GOES}


def _print(db: Database, table: str) -> str:
    columns = (row[0] for row in db.execute("select name from pragma_table_info(?)", [table]))
    row = " || '|' || ".join(f"quote({column})" for column in columns)
    rows = db.execute(f"select group_concat({row}, char(10)) from {table}").fetchone()[0] or ""
    return blake2b(rows.encode()).hexdigest()


class LookedAt:
    """The shared server; `by(file)` is the time one file spends with it."""

    def __init__(self, served: Served) -> None:
        self.served = served
        with served.opened() as db:
            self._before = prints(db)

    @contextmanager
    def by(self, file: str) -> Iterator[Served]:
        with self.served.opened() as db:
            db.execute("delete from drafts")
        yield self.served
        with self.served.opened() as db:
            after = prints(db)
        before, self._before = self._before, after
        changed = sorted(name for name in after if after[name] != before.get(name))
        assert not changed, (
            f"{file} is marked `looks` and changed {', '.join(changed)}:"
            " it needs a server of its own, so take the mark away"
        )
