"""A small real ledger for tests: `earn(visit, CHEN, 60)` posts as two people would have."""

from datetime import date

from sqlite_utils import Database

from db.points_ledger import posting
from db.visit import Visit
from db.writes import transaction
from domain.points_ledger.books import EntryKind
from tests import community


def earn(visit: Visit, resident_id: int, points: int, day: date | None = None) -> int:
    """Points for a patrol, approved by the secretary; the entry's number."""
    entry = posting.Entry(
        posting.ISSUE, posting.account_of(visit.db, resident_id), points, EntryKind.EARN,
        day or visit.today, "值班巡逻", created_by=visit.user.id,
        approved_by=community.account_id("secretary"),
    )  # fmt: skip
    with transaction(visit.db):
        return posting.receive(visit, entry)


def column(db: Database, sql: str) -> list[object]:
    return [row[0] for row in db.execute(sql).fetchall()]
