"""The registry (底册): the community, its estates and buildings, and finding a resident."""

import json
import re
from collections.abc import Collection, Mapping, Sequence

from sqlite_utils import Database

from db.names import begins_with
from db.rows import first, many, one, value
from db.visit import Visit, reads
from domain.finding import MOST_TYPED, MOST_WORDS, Found, estates_meant, words
from domain.people import Permission, User
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

LOOKED_AT = 200  # of which the best six are shown and the rest is counted
PHONE = re.compile(r"1\d{10}", re.ASCII)
BEGINS = "key >= :key and key < :key || char(1114111)"
SCANNED = 20_000  # keys of the longest word that the other words are tried on
KEYS = f"select resident_id from resident_keys where {BEGINS}"
NEAR = f"""
    select n.resident_id, u.estate_id from ({KEYS} limit {SCANNED}) n
      join residents r on r.id = n.resident_id left join units u on u.id = r.unit_id
"""
RESIDENTS = """
    select r.id, r.name, coalesce(e.short_name, '') as estate,
           coalesce(b.label || '栋', '') as building, coalesce(u.code, '') as room, r.phone,
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
    """Which parts of the register hold a row at all; costs the same at any size."""
    return one(
        db,
        Entered,
        "这个社区",
        "select exists (select 1 from units) as units,"
        " exists (select 1 from residents) as residents",
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
        select b.id, b.estate_id, b.label || '栋' as name,
               (select count(*) from units u where u.building_id = b.id) as units
          from buildings b where b.estate_id = :estate_id order by b.sort_key
        """,
        estate_id=estate_id,
    )


def stairwells(db: Database, building_id: int) -> list[int]:
    sql = "select number from stairwells where building_id = ? order by number"
    return [row[0] for row in db.execute(sql, [building_id])]


def bodies(db: Database) -> list[Body]:
    return many(db, Body, "select id, name, kind from bodies order by id")


def resident(db: Database, id: int) -> Resident:
    """Raises NotFound, also for a row that was merged into another: nothing new is written under it."""
    alone = f"{RESIDENTS} where r.id = :id and r.merged_into is null"
    return one(db, Resident, "这位居民", alone, id=id)


def someone(db: Database, id: int) -> Resident | None:
    """The resident of this number, or None: an address may be typed, or old, or of a merged row."""
    now = "select coalesce(merged_into, id) from residents where id = :id"
    return first(db, Resident, f"{RESIDENTS} where r.id = ({now})", id=id)


def unit_of(db: Database, resident_id: int | None) -> int | None:
    """The household (专有部分) a resident belongs to."""
    found: int | None = value(db, "select unit_id from residents where id = :id", id=resident_id)
    return found


def unit_covered(db: Database, user: User, resident_id: int) -> int | None:
    """The same, for who may see that estate. Raises NotAllowed for another one's (物业只管本小区)."""
    sql = """
        select u.id, u.estate_id from residents r join units u on u.id = r.unit_id where r.id = ?
    """
    found = db.execute(sql, [resident_id]).fetchone()
    if found is None:
        return None
    user.must_cover(found[1])
    return int(found[0])


def estate_names(db: Database) -> dict[int, tuple[str, str]]:
    """Every estate by the names people call it: the whole one and the short one."""
    return {
        row[0]: (row[1], row[2]) for row in db.execute("select id, name, short_name from estates")
    }


@reads(Permission.FIND_RESIDENT)
def find_residents(visit: Visit, typed: str, without: Collection[int] = ()) -> Found:
    """Residents by name, pinyin, phone or room (房号) and estate: six, and how many more there are.

    Every word must fit: prefix ranges over the suffix keys, filtered before anything is cut, at
    a bounded cost at any size. Who begins with what was typed comes before who merely contains
    it; `without` are people already chosen. Raises NotAllowed.
    """
    if len(typed) > MOST_TYPED:
        return Found(())
    found = _fitting(visit.db, [typed], {}, without)
    if not found.people and not found.at_least:
        estates = estate_names(visit.db)
        said = words(typed, estates)
        if 1 < len(said) <= MOST_WORDS:
            meant = {word: estates_meant(word, estates) for word in said}
            found = _fitting(visit.db, said, meant, without)
    return found


def _fitting(
    db: Database, said: Sequence[str], meant: Mapping[str, Sequence[int]],
    without: Collection[int],
) -> Found:  # fmt: skip
    """Whom every word fits, by a key or, where it is one, as the estate."""
    clues = [(search_key(word), meant.get(word, ())) for word in said]
    clues = [clue for clue in clues if len(clue[0]) >= MIN_QUERY]
    clues.sort(key=lambda clue: (bool(clue[1]), -len(clue[0])))
    if not clues or clues[0][1]:
        return Found(())
    key = clues[0][0]
    fits, more = _filters(clues, without)
    people = many(
        db,
        Resident,
        f"""
        with near as ({NEAR if fits else KEYS}),
        found as materialized (
            select distinct resident_id from near where true {fits} limit {LOOKED_AT})
        {RESIDENTS} where r.id in (select resident_id from found)
        """,
        key=_tail(key),
        **more,
    )
    scanned = f"select count(*) from ({KEYS} limit {SCANNED})"
    cut = bool(fits) and len(people) < LOOKED_AT and value(db, scanned, key=_tail(key)) == SCANNED
    whole = "".join(search_key(word) for word in said if not re.search(r"\d", word))
    ranked = sorted(people, key=lambda p: (p.name != whole, not begins_with(p.name, key)))
    return Found(tuple(ranked[:FOUND_AT_MOST]), max(0, len(ranked) - FOUND_AT_MOST), cut)


def _tail(key: str) -> str:
    """A whole number is found by its tail, which is what the keys hold of it."""
    return key[-4:] if PHONE.fullmatch(key) else key


def _filters(
    clues: Sequence[tuple[str, Sequence[int]]], without: Collection[int]
) -> tuple[str, dict[str, object]]:
    """Conditions on `near`: the words after the first, whole phones, people not chosen already."""
    sql, more = "", dict[str, object]()
    for at, (key, estates) in enumerate(clues):
        if PHONE.fullmatch(key):
            more[f"phone{at}"] = key
            sql += f""" and exists (select 1 from residents p
                                     where p.id = near.resident_id and p.phone = :phone{at})"""
        elif at:
            named = {f"estate{at}_{number}": id for number, id in enumerate(estates)}
            more |= {f"word{at}": key, **named}
            places = ", ".join(f":{name}" for name in named)
            sql += f""" and (near.estate_id in ({places}) or
                 exists (select 1 from resident_keys k where k.resident_id = near.resident_id
                          and k.key >= :word{at} and k.key < :word{at} || char(1114111)))"""
    if without:
        more["without"] = json.dumps(list(without))
        sql += " and near.resident_id not in (select value from json_each(:without))"
    return sql, more


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
