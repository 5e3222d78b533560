"""Lists of people that leave as a file (带走名单): who took how many of which list, and what for."""

from collections.abc import Sequence

from db.imports import previews
from db.imports.lists import brought
from db.visit import Visit, reads
from db.writes import writes
from domain.imports.taking_out import MOST_UNASKED, TakenOut, check_why
from domain.people import Permission
from domain.receipts import Receipt


@reads(Permission.IMPORT_LIST)
def taken_out(
    visit: Visit, code: str, estate_id: int | None, why: str, slip: str
) -> list[Sequence[str]]:
    """The rows of a list, for a file; those of many people are written down before they leave.

    Raises Invalid when they would leave without a reason.
    """
    rows = previews.rows_there(visit, code, estate_id)
    listing = brought(code).listing
    if listing.people and len(rows) > MOST_UNASKED:
        record_taken_out(visit, TakenOut(slip, listing.title, len(rows), why))
    return rows


@writes(Permission.IMPORT_LIST)
def record_taken_out(visit: Visit, paper: TakenOut) -> Receipt:
    """One line in the audit log. Raises Invalid without a reason."""
    why = check_why(paper.people, paper.why)
    return Receipt(f"带走了“{paper.title}”的表，{paper.people:,} 行。拿去：{why}。")
