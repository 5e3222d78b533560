"""What every part of the seed is given: the file being built, its day, its size, its chance."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlite_utils import Database

from domain.days import BEIJING

DATA = Path(__file__).parent / "data"
SEED = "湾郡"


@dataclass(frozen=True, slots=True)
class Plan:
    """One build (一次搭建): all dates are told from `as_of`, all chance from `rng`."""

    db: Database
    as_of: date
    scale: int

    def rng(self, subject: str) -> Random:
        """Chance of its own for each subject, so that one part does not shift another."""
        return Random(f"{SEED}-{subject}-{self.as_of}-{self.scale}")

    def ago(self, days: int) -> date:
        return self.as_of - timedelta(days=days)

    def number(self, sql: str, *values: Any) -> int:
        """The single whole number of a query."""
        return int(self.db.execute(sql, values).fetchone()[0])

    def ids(self, sql: str, *values: Any) -> dict[str, int]:
        """(name, id) rows as a dictionary."""
        return {row[0]: row[1] for row in self.db.execute(sql, values)}

    def accounts(self) -> dict[str, int]:
        """User names with their account ids (账号)."""
        return self.ids("select username, id from accounts")


def table(name: str) -> list[dict[str, str]]:
    """The rows of one data file (`data/<name>.csv`)."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in Beijing time."""
    return datetime.combine(day, time(hour, minute, second), BEIJING)


@contextmanager
def unguarded(db: Database, *tables: str) -> Iterator[None]:
    """Fill big tables without their triggers and extra indexes; both come back unchanged.

    What the triggers would have refused or summed is proved by `python -m db check`.
    """
    marks = ", ".join("?" for _ in tables)
    taken = db.execute(
        f"""
        select type, name, sql from sqlite_master where tbl_name in ({marks})
           and (type = 'index' and sql is not null or type = 'trigger')
         order by type, rowid
        """,
        tables,
    ).fetchall()
    for kind, name, _ in taken:
        db.execute(f"drop {kind} {name}")
    yield
    for _, _, sql in taken:
        db.execute(sql)
