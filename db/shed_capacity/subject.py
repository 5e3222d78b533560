"""A shed on an agenda (车棚上会): its name, its estate, and which may be chosen."""

from sqlite_utils import Database

from db.rows import value
from db.shed_capacity.sheds import sheds
from db.subjects import Subject
from db.visit import Visit, reads
from domain.people import Permission


def title(db: Database, id: int) -> str | None:
    found: str | None = value(db, "select name from sheds where id = :id", id=id)
    return found


def estate(db: Database, id: int) -> int | None:
    found: int | None = value(db, "select estate_id from sheds where id = :id", id=id)
    return found


@reads(Permission.SEE_SHEDS)
def choices(visit: Visit) -> list[tuple[int, str]]:
    """Those in use, of the reader's estate."""
    return [(one.id, one.name) for one in sheds(visit.db, visit.user.only_estate)]


SUBJECT = Subject("shed", "这个车棚", title, estate, choices, lambda id: f"sheds?shed={id}")
