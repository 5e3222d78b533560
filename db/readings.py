"""Readings (看过谁的什么): sensitive parts of a resident's page leave a line in the audit log."""

from db import registry
from db.visit import Visit
from db.writes import writes
from domain.people import Permission
from domain.receipts import Receipt


@writes(Permission.OPEN_RESIDENT)
def record_reading(visit: Visit, resident_id: int, parts: str, *, slip: str) -> Receipt:
    """Write down who read which parts of whose page, before they are shown.

    One opening is one slip, so that a page drawn again is not a second reading. Raises NotFound.
    """
    who = registry.resident(visit.db, resident_id)
    return Receipt(f"看了{who.name}的{parts}。", resident_id)
