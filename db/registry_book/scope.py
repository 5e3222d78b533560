"""Whose registry (看得到哪些): property its own estate, a grid worker the stairwells in his care."""

from datetime import date
from typing import Any

from sqlite_utils import Database

from db.rows import first, one, value
from domain.errors import NotAllowed, NotFound
from domain.people import Role, User
from domain.registry_book.units import UnitFacts

OWN_STAIRWELLS = {Role.GRID}
# Of units (u): what lies in the estate and the stairwells this person is confined to.
SEEN = """(:estate is null or u.estate_id = :estate) and (:account is null or u.stairwell_id in (
           select stairwell_id from stewards
            where account_id = :account and duty = 'grid'
              and from_on <= :day and coalesce(to_on, '9999') > :day))"""
FACTS = """
    select u.id, u.estate_id, e.short_name as estate, u.building_id, b.label || '栋' as building,
           u.code, u.purpose, u.sale, u.area_centi, u.area_source,
           g.kind = 'developer' as developer,
           iif(p.id is null, o.from_on, p.from_on) as since
      from units u join estates e on e.id = u.estate_id join buildings b on b.id = u.building_id
      join owner_groups g on g.id = u.owner_group_id
      left join ownerships o on o.unit_id = u.id and o.to_on is null
      left join ownerships p on p.unit_id = u.id and p.owner_group_id = o.owner_group_id
       and p.to_on = o.from_on and p.id < o.id  -- a sale between them was taken back
     where u.id = :id
"""


def confined(user: User, today: date) -> dict[str, Any]:
    """What `SEEN` is asked with."""
    own = user.role in OWN_STAIRWELLS
    account = user.id if own else None
    return {"estate": user.only_estate, "account": account, "day": today.isoformat()}


def unit_facts(db: Database, id: int) -> UnitFacts:
    """Raises NotFound."""
    return one(db, UnitFacts, "这套房", FACTS, id=id)


def must_see(db: Database, user: User, today: date, unit_id: int) -> UnitFacts:
    """The facts of a unit for who may see it. Raises NotFound, NotAllowed."""
    found = unit_facts(db, unit_id)
    if first(db, UnitFacts, f"{FACTS} and {SEEN}", id=unit_id, **confined(user, today)) is None:
        raise NotAllowed(user.role.label, "看别处的底册")
    return found


def estate_of(db: Database, building_id: int) -> int:
    """The estate a building stands in. Raises NotFound."""
    found = value(db, "select estate_id from buildings where id = :id", id=building_id)
    if found is None:
        raise NotFound("这栋楼")
    return int(found)
