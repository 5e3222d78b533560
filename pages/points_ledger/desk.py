"""One resident's desk (某人的对账单) is opened from any row that is about them."""

from collections.abc import Callable
from typing import Any

from db import registry
from db.visit import Visit, permission_of
from pages import person
from ui import finder, layout

KEY = "statement"  # who is chosen
LINK = 104  # px of the way to the resident's page, in a row; on a phone one column stands beside it


def desk_of(visit: Visit) -> Callable[[Any], None] | None:
    """What a tap on a row does, by its `resident_id`; nothing for who may not look people up."""
    if not _has_desk(visit):
        return None
    return lambda row: finder.choose(KEY, row.resident_id)


def page_of(visit: Visit) -> Callable[[Any], None] | None:
    """What it does for who has no such desk: the resident's page, whatever of it one may see."""
    if _has_desk(visit) or not visit.user.may(person.NEEDS):
        return None
    return lambda row: layout.go_to(person.address(row.resident_id))


def page_link(row: Any) -> None:
    """Beside the desk, the way to everything else of that resident."""
    layout.link("这位居民", person.address(row.resident_id))


def _has_desk(visit: Visit) -> bool:
    return visit.user.may(permission_of(registry.find_residents))
