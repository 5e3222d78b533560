"""A repair project on an agenda (维修项目上会): its title, its estate, and which may be chosen."""

from sqlite_utils import Database

from db.repair_fund.projects import running
from db.rows import value
from db.subjects import Subject
from db.visit import Visit, reads
from domain.people import Permission


def title(db: Database, id: int) -> str | None:
    found: str | None = value(db, "select title from repair_projects where id = :id", id=id)
    return found


def estate(db: Database, id: int) -> int | None:
    found: int | None = value(db, "select estate_id from repair_projects where id = :id", id=id)
    return found


@reads(Permission.SEE_FUND)
def choices(visit: Visit) -> list[tuple[int, str]]:
    """Those that still run, of the reader's estate."""
    found = running(visit.db, visit.user.only_estate)
    return [(one.id, f"{one.estate} {one.title}") for one in found]


SUBJECT = Subject(
    "project", "这个维修项目", title, estate, choices, lambda id: f"fund?project={id}"
)
