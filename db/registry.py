"""The registry (底册): the community, its estates and buildings, and finding a resident."""

import re
from collections.abc import Iterable

from sqlite_utils import Database

from db.names import begins_with, keys
from db.rows import first, many, one, value
from db.visit import Visit, reads
from domain.people import Permission
from domain.registry import (
    FOUND_AT_MOST,
    MIN_QUERY,
    Body,
    Building,
    Community,
    Entered,
    Estate,
    Resident,
    search_key,
)

LOOKED_AT = 200  # of which the best six are shown
RESIDENTS = """
    select r.id, r.name, coalesce(e.short_name, '') as estate,
           coalesce(b.number || '栋', '') as building, coalesce(u.code, '') as room, r.phone,
           r.birth_year, r.birth_date, r.guardian_id, g.name as guardian
      from residents r
      left join units u on u.id = r.unit_id
      left join buildings b on b.id = u.building_id
      left join estates e on e.id = u.estate_id
      left join residents g on g.id = r.guardian_id
"""


def community(db: Database) -> Community | None:
    """The community of this database; None in a file that was never set up."""
    return first(
        db,
        Community,
        "select name, address, founded_year, area_m2, households, residents, residents_words,"
        " is_demo from community",
    )


def entered(db: Database) -> Entered:
    """Which parts of the community are there; costs the same at any size."""
    return one(
        db,
        Entered,
        "这个社区",
        """
        select exists (select 1 from estates) as estates, exists (select 1 from units) as units,
               exists (select 1 from residents) as residents,
               exists (select 1 from sheds) as sheds, exists (select 1 from meetings) as meetings,
               exists (select 1 from classes) as classes,
               exists (select 1 from merchants) as merchants,
               exists (select 1 from shop_items) as goods,
               (select count(*) from accounts where is_active = 1) > 1 as several_accounts
        """,
    )


def estates(db: Database, only: int | None = None) -> list[Estate]:
    return many(
        db,
        Estate,
        """
        select e.id, e.name, e.short_name, e.delivered, e.has_owners_committee, e.households,
               b.name as company
          from estates e left join bodies b on b.id = e.company_id
         where :only is null or e.id = :only order by e.id
        """,
        only=only,
    )


def buildings(db: Database, estate_id: int) -> list[Building]:
    """The buildings of an estate with how many exclusive units each holds."""
    return many(
        db,
        Building,
        """
        select b.id, b.estate_id, b.number || '栋' as name,
               (select count(*) from units u where u.building_id = b.id) as units
          from buildings b where b.estate_id = :estate_id order by b.number
        """,
        estate_id=estate_id,
    )


def stairwells(db: Database, building_id: int) -> list[int]:
    sql = "select number from stairwells where building_id = ? order by number"
    return [row[0] for row in db.execute(sql, [building_id])]


def bodies(db: Database) -> list[Body]:
    return many(db, Body, "select id, name, kind from bodies order by id")


def resident(db: Database, id: int) -> Resident:
    return one(db, Resident, "这位居民", f"{RESIDENTS} where r.id = :id", id=id)


def unit_of(db: Database, resident_id: int | None) -> int | None:
    """The household (专有部分) a resident belongs to."""
    found: int | None = value(db, "select unit_id from residents where id = :id", id=resident_id)
    return found


@reads(Permission.FIND_RESIDENT)
def find_residents(visit: Visit, typed: str) -> list[Resident]:
    """At most six residents by name, pinyin initials, phone tail or room (房号).

    A prefix range over the suffix keys: the same handful of pages at any size. Who begins with
    what was typed comes before who merely contains it. Raises NotAllowed.
    """
    key = search_key(typed)
    if len(key) < MIN_QUERY:
        return []
    phone = key if re.fullmatch(r"1\d{10}", key) else None
    key = key[-4:] if phone else key  # a whole number is found by its tail
    found = many(
        visit.db,
        Resident,
        f"""
        with found as materialized (
            select distinct resident_id from resident_keys
             where key >= :key and key < :key || char(1114111)
             limit {LOOKED_AT})
        {RESIDENTS} where r.id in (select resident_id from found)
             and (:phone is null or r.phone = :phone)
        """,
        key=key,
        phone=phone,
    )
    return sorted(found, key=lambda person: not begins_with(person.name, key))[:FOUND_AT_MOST]


@reads(Permission.FIND_RESIDENT)
def household(visit: Visit, resident_id: int) -> list[Resident]:
    """The others registered in the same unit (同一户的家人), the elders first."""
    return many(
        visit.db,
        Resident,
        f"""{RESIDENTS} where r.id <> :id and r.unit_id is not null
             and r.unit_id = (select unit_id from residents where id = :id)
            order by r.birth_year, r.id""",
        id=resident_id,
    )


def add_keys(db: Database, people: Iterable[tuple[int, str, str, str | None]]) -> None:
    """Write the search keys of (id, name, phone, room) rows; called wherever a resident enters."""
    db.conn.executemany(
        "insert or ignore into resident_keys (key, resident_id) values (?, ?)",
        ((key, id) for id, name, phone, room in people for key in keys(name, phone, room)),
    )
