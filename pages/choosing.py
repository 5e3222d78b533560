"""Choosing a resident (选居民): found among those the person may find, told by balance."""

from db import registry
from db.points_ledger import awards, books
from db.visit import Visit
from domain.registry import Resident
from ui.finder import pick_resident


def choose_resident(
    visit: Visit, key: str, *, recent: bool = False, balance: bool = True
) -> Resident | None:
    """Whoever was tapped, as a card; else the search box, with those written down last if `recent`."""

    def held(person: Resident) -> str:
        return f"现有 {books.balance(visit.db, person.id):,} 枚"

    last = awards.recent_residents(visit.db, visit.user.id) if recent else []
    return pick_resident(
        key,
        lambda typed: registry.find_residents(visit, typed),
        lambda id: registry.resident(visit.db, id),
        [registry.resident(visit.db, id) for id in last],
        held if balance else None,
    )
