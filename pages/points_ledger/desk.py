"""One resident's desk (某人的对账单) is opened from any row that is about them."""

from collections.abc import Callable
from typing import Any

from db import registry
from db.visit import Visit, permission_of
from ui import finder

KEY = "statement"  # who is chosen


def desk_of(visit: Visit) -> Callable[[Any], None] | None:
    """What a tap on a row does, by its `resident_id`; nothing for who may not look people up."""
    if not visit.user.may(permission_of(registry.find_residents)):
        return None
    return lambda row: finder.choose(KEY, row.resident_id)
