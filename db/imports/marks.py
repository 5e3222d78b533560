"""楼栋长, 居民代表 and the like brought as a list: what a resident is to the neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from db.imports.lists import Brings, Sheet, Written
from db.imports.people import numbers_of
from db.imports.units import rooms_of
from db.rows import put
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.dates import check_clock
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.mark_list import (
    CODE,
    KIND,
    KINDS,
    MARKS,
    NAME,
    PHONES,
    SINCE,
    TERM,
    UNTIL,
)
from domain.imports.plan import Match, Planned, There
from domain.people import Permission
from domain.registry_book.marks import MarkKind, NewMark, check_mark

AT_HOME = """
    select u.code, r.name, r.id, u.building_id from residencies s
      join residents r on r.id = s.resident_id join units u on u.id = s.unit_id
     where s.to_on is null and u.estate_id = ? order by r.id
"""
OPEN = """
    select m.resident_id, m.kind, m.id, m.from_on, m.until, m.note from marks m
     where m.ended_on is null order by m.id
"""


@reads(Permission.CHANGE_REGISTRY)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(AT_HOME, [estate_id])
    yield from visit.db.execute(OPEN)


@reads(Permission.CHANGE_REGISTRY)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """The resident of that name in that flat, and whether he is that already."""
    people = _people(visit, estate_id)
    open_ = {(row[0], row[1]): row for row in visit.db.execute(OPEN)}
    rooms = rooms_of(visit.db, estate_id)
    found = []
    for entry in entries:
        try:
            who, _ = _who(visit, entry, rooms.read(str(entry.get(CODE))), people)
            if (who, _kind(entry)) not in open_:
                _check(visit, entry, who)
        except Invalid as refusal:
            found.append(Match(refused=str(refusal)))
            continue
        row = open_.get((who, _kind(entry)))
        texts = {SINCE: row[3] or "", UNTIL: row[4] or "", TERM: row[5]} if row else {}
        found.append(Match(There(row[2], texts) if row else None))
    return found


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each is that from now on; a 楼栋长 is one of the building of that flat."""
    people, rooms = _people(visit, sheet.estate_id), rooms_of(visit.db, sheet.estate_id)
    found = []
    for row in rows:
        entry = row.entry
        who, building = _who(visit, entry, rooms.read(str(entry.get(CODE))), people)
        found.append(
            put(
                visit.db, "marks", resident_id=who, kind=_kind(entry),
                building_id=building if _kind(entry) == "building_head" else None,
                from_on=entry.get(SINCE), until=entry.get(UNTIL), note=entry.get(TERM, ""),
                recorded_at=visit.now, recorded_by=visit.user.id,
            )
        )  # fmt: skip
    return found


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """It ends on the day it is taken back; what ended since stays as it is."""
    done = visit.db.execute(
        "update marks set ended_on = ?, ended_at = ?, ended_by = ? where id = ? and ended_on is null",
        [visit.today.isoformat(), visit.at, visit.user.id, written.target],
    )
    return "" if done.rowcount else "后来已经结束了"


@reads(Permission.CHANGE_REGISTRY)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    homes = {row[2]: (row[0], row[1]) for row in visit.db.execute(AT_HOME, [estate_id])}
    numbers = numbers_of(visit.db, "resident_id", homes)
    return [
        (*homes[who], KINDS[kind], "、".join(numbers.get(who, ())), since or "", until or "", note)
        for who, kind, _, since, until, note in visit.db.execute(OPEN)
        if who in homes
    ]


People = dict[tuple[str, str], list[tuple[int, int]]]


def _people(visit: Visit, estate_id: int | None) -> People:
    found: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for code, name, id, building in visit.db.execute(AT_HOME, [estate_id]):
        found[code, name].append((id, building))
    return found


def _who(visit: Visit, entry: Entry, code: str, people: People) -> tuple[int, int]:
    """The resident and the building. Raises Invalid for nobody, and for two who are not told apart."""
    alike, name = people.get((code, entry.get(NAME)), []), entry.get(NAME)
    if len(alike) > 1:
        numbers = numbers_of(visit.db, "resident_id", [id for id, _ in alike])
        said = {one.number for one in entry.get(PHONES, ())}
        alike = [one for one in alike if said & set(numbers.get(one[0], ()))]
    if not alike:
        raise Invalid(f"{code} 没有叫{name}的居民，或者同名的分不开。先导居民，同名的写上电话。")
    return alike[0]


def _check(visit: Visit, entry: Entry, who: int) -> None:
    """What the form of a mark refuses (加一个身份): a term to come, or one that ends before it begins."""
    until = entry.get(UNTIL)
    since = entry.get(SINCE) or min(visit.today, until or visit.today)
    paper = NewMark("", who, MarkKind(_kind(entry)), since, until, entry.get(TERM, ""))
    check_clock(paper, visit.now)
    check_mark(paper)


def _kind(entry: Entry) -> str:
    return next(code for code, word in KINDS.items() if word == entry.get(KIND))


LIST = Brings(MARKS, Permission.CHANGE_REGISTRY, facts, match, write, take_back, there)
