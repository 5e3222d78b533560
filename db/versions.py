"""The versions of the file: what a new one is, and how an older one gets there.

`schema/` holds the tables as they are now, one chapter per part of a feature; a new file is made of
the chapters alone. `migrations/` holds the numbered steps an older file takes, and a step is never
changed once people have files that took it. Whoever changes a table changes its chapter and adds
the step; a test brings an old file over and finds it equal to a new one.
"""

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

HERE = Path(__file__).parent
# In this order: a chapter that fills a table in comes after the tables it speaks of.
CHAPTERS = (
    "registry/places",
    "registry/residents",
    "registry/owners",
    "registry/homes",
    "registry/neighbourhood",
    "registry/merges",
    "people/accounts",
    "parameters/parameters",
    "people/signing_in",
    "people/drafts",
    "people/set_up",
    "people/backups",
    "chain/chain",
    "rest_days/calendars",
    "repair_fund/projects",
    "repair_fund/steps",
    "repair_fund/plans",
    "repair_fund/notices",
    "repair_fund/files",
    "repair_fund/ballots",
    "repair_fund/papers",
    "repair_fund/counts",
    "repair_fund/works",
    "repair_fund/payments",
    "repair_fund/household_accounts",
    "papers/kept_papers",
    "meeting_agenda/meetings",
    "meeting_agenda/members",
    "meeting_agenda/sittings",
    "meeting_agenda/actions",
    "meeting_agenda/series",
    "meeting_agenda/minutes",
    "meeting_agenda/topics",
    "shed_capacity/sheds",
    "points_ledger/awards",
    "points_ledger/entries",
    "points_ledger/lots",
    "points_ledger/spot_checks",
    "points_shop/shop",
    "vouchers/settlements",
    "vouchers/vouchers",
    "academy_enrollment/classes",
    "imports/imports",
    "showcase/facts",
)
# `0030_by_feature.sql` makes version 30 of version 29, as `pragma user_version` keeps it.
STEPS = {int(file.stem[:4]): file for file in sorted((HERE / "migrations").glob("*.sql"))}
OLDEST, NEWEST = min(STEPS) - 1, max(STEPS)


def lay(db: Database) -> None:
    """Everything a file of this version has before anybody moves in."""
    for chapter in CHAPTERS:
        run_script(db, (HERE / "schema" / f"{chapter}.sql").read_text(encoding="utf-8"))


def steps_from(version: int) -> list[Path]:
    """What a file of that version has yet to take, in turn."""
    return [file for number, file in STEPS.items() if number > version]


def run_script(db: Database, script: str) -> None:
    """Statement by statement: `executescript` would end the transaction we are in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
