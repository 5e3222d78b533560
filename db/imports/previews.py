"""The preview of a brought list (预览): the write itself, rolled back, and nothing else.

What was read is held against the base in one moment; then every row is written as it would be and
the transaction is rolled back, so that what a table or a rule refuses is known before anybody
confirms it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

from sqlite_utils import Database

from db import connection
from db.imports.lists import LISTS, Brings, Sheet, brought
from db.visit import Visit, of_one_moment, reads
from db.writes import transaction
from domain.errors import DomainError, Invalid
from domain.imports import clock
from domain.imports import plan as planning
from domain.imports.entries import Entry, Listing
from domain.imports.mapping import Places, recalled
from domain.imports.plan import Plan, Planned
from domain.people import Permission
from domain.tables import Table


class _RolledBack(BaseException):
    """Ends a rehearsal: the transaction of the gate rolls back for it."""


@reads(Permission.IMPORT_LIST)
def lists(visit: Visit) -> list[Listing]:
    """The lists this person may bring."""
    return [one.listing for one in LISTS if visit.user.may(one.needs)]


@reads(Permission.IMPORT_LIST)
def rows_there(visit: Visit, code: str, estate_id: int | None) -> list[Sequence[str]]:
    """What the base holds already, as rows of the template."""
    return list(_mine(visit, code, estate_id).there(visit, estate_id))


@reads(Permission.IMPORT_LIST)
def remembered(visit: Visit, code: str) -> dict[str, Places]:
    """The mappings somebody confirmed, by the print of their heading row."""
    sql = "select headings, places from column_mappings where list = ?"
    return {str(row[0]): recalled(row[1]) for row in visit.db.execute(sql, [code])}


@reads(Permission.IMPORT_LIST)
def preview(
    visit: Visit, code: str, estate_id: int | None, table: Table[Entry], overruled: Iterable[str]
) -> Plan:
    """What this file would do, row by row. Nothing is stored."""
    brings = _mine(visit, code, estate_id)
    made = _held(visit, brings, estate_id, table, overruled)
    return planning.refused(made, _rehearsed(visit, brings, estate_id, made))


@reads(Permission.IMPORT_LIST)
def print_of(visit: Visit, code: str, estate_id: int | None) -> str:
    """The print of what a preview of this list rests on."""
    return _print(visit, _mine(visit, code, estate_id), estate_id)


def _mine(visit: Visit, code: str, estate_id: int | None) -> Brings:
    brings = brought(code)
    visit.user.must(brings.needs)
    if brings.listing.per_estate:
        if estate_id is None:
            raise Invalid("还没选哪个小区。")
        visit.user.must_cover(estate_id)
    return brings


def _print(visit: Visit, brings: Brings, estate_id: int | None) -> str:
    found = sha256(f"{brings.listing.code} {estate_id}".encode())
    for row in brings.facts(visit, estate_id):
        found.update(repr(tuple(row)).encode())
    return found.hexdigest()


@of_one_moment
def _held(
    visit: Visit, brings: Brings, estate_id: int | None, table: Table[Entry],
    overruled: Iterable[str],
) -> Plan:  # fmt: skip
    facts = _print(visit, brings, estate_id)
    matches = brings.match(visit, estate_id, table.good)
    matches = clock.held(table.good, matches, brings.listing, visit.today)
    return planning.plan(table, matches, brings.listing, overruled, facts)


def _rehearsed(
    visit: Visit, brings: Brings, estate_id: int | None, made: Plan
) -> dict[tuple[str, int], str]:
    """Why rows would not be taken: all at once, and only when that fails each by itself."""
    first = {row.place: row.choices[0].label for row in made.waiting}
    rows = made.taken(first)
    refused: dict[tuple[str, int], str] = {}
    with _rolled_back(visit.db):
        if rows and _try(visit, brings, estate_id, rows):
            tried = ((row.place, _try(visit, brings, estate_id, [row])) for row in rows)
            refused = {place: why for place, why in tried if why}
    return refused


def _try(visit: Visit, brings: Brings, estate_id: int | None, rows: Sequence[Planned]) -> str:
    """Why these rows would not be taken; empty when they would, and then they are there."""
    try:
        with visit.db.atomic():
            brings.write(visit, Sheet(estate_id, "预览", "preview", rehearsal=True), rows)
    except DomainError as refusal:
        return str(refusal)
    except connection.IntegrityError:
        return "和底册里已有的对不上，没法写进去。请看看这一行是不是重了。"
    return ""


@contextmanager
def _rolled_back(db: Database) -> Iterator[None]:
    try:
        with transaction(db):
            yield
            raise _RolledBack
    except _RolledBack:
        return
