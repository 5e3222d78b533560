"""Residents brought as a list (居民、入户): who is who, where they live, how they are reached."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlite_utils import Database

from db.imports import new_people
from db.imports.lists import Brings
from db.imports.people import (
    flats_told,
    in_many_flats,
    numbers_of,
    numbers_told,
)  # fmt: skip
from db.imports.resident_writes import known_by, take_back, units_of, write
from db.imports.units import rooms_of
from db.visit import Visit, reads
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.mapping import TAIL
from domain.imports.people_cells import sex_shown
from domain.imports.plan import Match, There
from domain.imports.resident_list import (
    ANOTHER_HOME,
    BIRTH,
    CODE,
    NAME,
    OTHER,
    PHONES,
    RESIDENTS,
    ROLE,
    SEX,
    SINCE,
    Known,
    who_is,
)  # fmt: skip
from domain.people import Permission
from domain.registry_book.homes import Relation

NOW = """
    select r.id, r.name, r.sex, r.birth_year, r.birth_date, r.id_tail, u.code, s.role, s.from_on,
           u.estate_id, e.short_name
      from residents r left join residencies s on s.resident_id = r.id and s.to_on is null
      left join units u on u.id = s.unit_id left join estates e on e.id = u.estate_id
     where r.merged_into is null order by r.id, s.id
"""


@reads(Permission.CHANGE_REGISTRY)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(NOW)
    yield from visit.db.execute("select max(id), sum(ended_on is null) from contacts")
    yield from visit.db.execute(
        "select count(*), max(id) from units where estate_id = ?", [estate_id]
    )


def known_people(db: Database, estate_id: int | None) -> list[Known]:
    """Everybody of the register with open homes and numbers; a home elsewhere says its estate."""
    people: dict[int, tuple[str, str | None, int | None, date | None, str | None]] = {}
    homes: defaultdict[int, dict[str, tuple[str | None, date | None]]] = defaultdict(dict)
    for id, name, sex, year, born, tail, code, role, since, estate, short in db.execute(NOW):
        people[id] = (name, sex, year, date.fromisoformat(born) if born else None, tail)
        if code:
            home = code if estate == estate_id else f"{short} {code}"
            homes[id][home] = (role, date.fromisoformat(since) if since else None)
    numbers = numbers_of(db, "resident_id", people)
    return [
        Known(id, name, sex, year, born, tail, homes[id], frozenset(numbers.get(id, ())))
        for id, (name, sex, year, born, tail) in people.items()
    ]


@reads(Permission.CHANGE_REGISTRY)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """Whom each row means by the first rule that fits; what is not sure is asked, nothing guessed."""
    rooms, units = rooms_of(visit.db, estate_id), units_of(visit.db, estate_id)
    by_name: defaultdict[str, list[Known]] = defaultdict(list)
    by_home: defaultdict[str, list[Known]] = defaultdict(list)
    for one in known_people(visit.db, estate_id):
        by_name[one.name].append(one)
        for code in one.homes:
            by_home[code].append(one)
    codes = []
    for entry in entries:
        try:
            codes.append(rooms.read(str(entry.get(CODE))))
        except Invalid as refusal:
            codes.append(f"!{refusal}")
    many, before = in_many_flats(entries, codes, PHONES), dict[tuple[str, str], Entry]()
    found = []
    for entry, code in zip(entries, codes):
        if code not in units:
            why = code[1:] if code[0] == "!" else f"没有 {code} 这一户。先导房屋。"
            found.append(Match(refused=why))
            continue
        alike = {one.id: one for one in (*by_name[entry.get(NAME)], *by_home[code])}
        who = who_is(entry, code, list(alike.values()))
        told = [*([who.why] if who.why else []), *flats_told(entry, PHONES, many)]
        options = tuple((label, _there(one, code, entry)) for label, one in who.options)
        twin = next((before[key] for key in known_by(entry) if key in before), None)
        if who.known is None and twin and twin.get(CODE) != entry.get(CODE):
            told.append(f"和第 {twin.row} 行的{twin.get(NAME)}姓名、电话一样")
            options = ((ANOTHER_HOME, None), (OTHER, None))
        before |= {key: entry for key in known_by(entry) if key not in before}
        there = _there(who.known, code, entry)
        found.append(Match(there, why="；".join(told), options=options))
    return found


def _there(one: Known | None, code: str, entry: Entry | None = None) -> There | None:
    if one is None:
        return None
    role, since = one.homes.get(code, (None, None))
    born = _birth_there(one, entry)
    at_home = entry.texts[CODE] if entry else code
    return There(one.id, {
        ROLE: Relation(role).label if role else "", SEX: sex_shown(one.sex) if one.sex else "", BIRTH: born,
        PHONES: numbers_told(sorted(one.numbers), entry, PHONES), TAIL: one.tail or "",
        SINCE: since.isoformat() if since else "", CODE: at_home if code in one.homes else "",
    })  # fmt: skip


def _birth_there(one: Known, entry: Entry | None) -> str:
    """The birth as it is known; a year is filled by its day, and a day is no other than its year."""
    said = entry.get(BIRTH) if entry else None
    there = one.birth_on.isoformat() if one.birth_on else str(one.birth_year or "")
    if said is not None and said.year == one.birth_year:
        if said.on is None:
            return said.text
        if one.birth_on is None:
            return ""
    return there


@reads(Permission.CHANGE_REGISTRY)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    units, found = units_of(visit.db, estate_id), []
    for one in known_people(visit.db, estate_id):
        for code in one.homes:
            if code in units and (known := _there(one, code)):
                texts = {**known.texts, NAME: one.name}
                found.append((code, [texts.get(column.name, "") for column in RESIDENTS.columns]))
    lived = {code for code, _ in found}
    empty = ["" for _ in RESIDENTS.columns[1:]]
    found += [(code, [code, *empty]) for code in units if code not in lived]
    return [cells for _, cells in sorted(found, key=lambda row: units[row[0]])]


LIST = Brings(
    RESIDENTS,
    Permission.CHANGE_REGISTRY,
    facts,
    match,
    write,
    take_back,
    there,
    lay_down=new_people.lay_down,
    tables=new_people.TABLES,
)
