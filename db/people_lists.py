"""Lists of people (名单), pasted or of a file: whom each line means, by everything the line says."""

import json
from dataclasses import replace

from sqlite_utils import Database

from db import registry
from db.rows import many
from db.visit import Visit, reads
from domain.finding import COUNTED, Line, Match, Typed, read_line
from domain.people import Permission
from domain.registry import Resident
from domain.tables import Table

# Exact keys: in a list a name is the whole name and a room the whole room, never a beginning.
MEANT = f"""
    with found as materialized (select resident_id from resident_keys where key = :key)
    {registry.RESIDENTS} where r.id in (select resident_id from found)
       and (:name = '' or replace(replace(lower(r.name), ' ', ''), '·', '') = :name)
       and (:room = '' or u.code = :room)
       and (:phone = '' or r.phone = :phone)
       and (:tail = '' or substr(r.phone, -4) = :tail)
       and (:estates is null or u.estate_id in (select value from json_each(:estates)))
     order by r.id limit {COUNTED + 1}
"""


@reads(Permission.FIND_RESIDENT)
def match_list(visit: Visit, listed: Table[Typed]) -> list[Match]:
    """Whom each readable line of a list means: every word must fit, or the line is named.

    Nothing is guessed and nothing is written.
    """
    estates = registry.estate_names(visit.db)
    first: dict[int, Typed] = {}
    matches = []
    for one in listed.good:
        match = _match(visit, read_line(one.row, one.typed, estates))
        if who := match.certain:
            before = first.setdefault(who.id, one)
            match = replace(match, same_as=None if before is one else before.row)
        matches.append(replace(match, sheet=one.sheet))
    return matches


def _match(visit: Visit, line: Line) -> Match:
    if line.odd:
        return Match(line.number, line.typed, (), f"看不懂“{line.odd[0]}”，只写姓名和房号")
    if not line.tells:
        return Match(line.number, line.typed, (), "看不出是谁，写姓名和房号")
    found = _meant(visit.db, line)
    if len(found) > 1:
        many_of = f"{COUNTED} 人以上" if len(found) > COUNTED else f"{len(found)} 人"
        more = "手机后四位" if line.room else "房号"
        return Match(line.number, line.typed, found, f"有 {many_of}，请加{more}")
    if found:
        return Match(line.number, line.typed, found)
    return _nobody(visit, line)


def _nobody(visit: Visit, line: Line) -> Match:
    """Which of the words fits nobody, so that it can be put right."""
    db = visit.db
    if line.name and not _meant(db, Line(0, "", name=line.name)):
        alike = tuple(registry.find_residents(visit, line.name)) if line.name == line.typed else ()
        return Match(line.number, line.typed, alike, f"没有叫“{line.name}”的居民，写全名")
    if line.room and not _meant(db, Line(0, "", room=line.room, estates=line.estates)):
        return Match(line.number, line.typed, (), f"{line.room} 没有登记过居民")
    return Match(line.number, line.typed, (), "姓名、房号对不上，不是同一个人")


def _meant(db: Database, line: Line) -> tuple[Resident, ...]:
    """Everybody whom all the words fit, at most one more than are counted."""
    key = line.room or (line.phone[-4:] if line.phone else "") or line.name
    found = many(
        db, Resident, MEANT, key=key, name=line.name, room=line.room, phone=line.phone,
        tail=line.tail, estates=None if line.estates is None else json.dumps(line.estates),
    )  # fmt: skip
    return tuple(found)
