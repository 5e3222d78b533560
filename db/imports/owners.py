"""Owners brought as a list (业主): who owns each flat today, and a sale where the file says when."""

from collections.abc import Iterable, Sequence

from db.imports.lists import Brings
from db.imports.owner_writes import take_back, write
from db.imports.owners_held import HELD, MEMBERS, Held, Member, held_now
from db.imports.people import (
    flats_told,
    in_many_flats,
    numbers_of,
    numbers_told,
)  # fmt: skip
from db.imports.units import rooms_of
from db.visit import Visit, reads
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.mapping import TAIL
from domain.imports.owner_list import (
    CODE,
    JOINS,
    OTHERS,
    OWNER,
    OWNERS,
    PHONES,
    SHARE,
    SINCE,
    SOLD,
    names_of,
)  # fmt: skip
from domain.imports.people_cells import DEVELOPER
from domain.imports.plan import Match, There
from domain.people import Permission
from domain.registry_book.sales import MOST_OWNERS


@reads(Permission.CHANGE_REGISTRY)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    yield from visit.db.execute(HELD, [estate_id])
    yield from visit.db.execute(MEMBERS)
    yield from visit.db.execute("select max(id), sum(ended_on is null) from contacts")


@reads(Permission.CHANGE_REGISTRY)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A flat by its room; another owner is another question than one more."""
    db, rooms, held = visit.db, rooms_of(visit.db, estate_id), held_now(visit.db, estate_id)
    codes: list[str] = []
    for entry in entries:
        try:
            codes.append(rooms.read(str(entry.get(CODE))))
        except Invalid as refusal:
            codes.append(f"!{refusal}")
    ids = [member.id for one in held.values() for member in one.members]
    numbers, many = numbers_of(db, "owner_member_id", ids), in_many_flats(entries, codes, PHONES)
    return [
        Match(refused=code[1:]) if code[0] == "!"
        else Match(refused=f"没有 {code} 这一户。先导房屋。") if code not in held
        else _match(entry, code, held[code], numbers, flats_told(entry, PHONES, many))
        for entry, code in zip(entries, codes)
    ]  # fmt: skip


def _match(
    entry: Entry, code: str, held: Held, numbers: dict[int, list[str]], told: list[str]
) -> Match:  # fmt: skip
    names = names_of(entry)
    if not names:
        return Match(refused="没写业主是谁。空着的房子不写这一行。")
    if len(names) > MOST_OWNERS:
        return Match(refused=f"一套房最多写 {MOST_OWNERS} 位共有人。")
    if names == (DEVELOPER,):
        return Match(There(held.unit_id, {}) if held.developer else None,
                     refused="" if held.developer else f"{code} 已经卖了，业主不是开发商。")  # fmt: skip
    known = {member.name: member for member in held.members}
    if not held.members and not held.developer:
        return Match(why="；".join(told))
    if set(names) <= set(known):
        return Match(_there(held, known[names[0]], numbers, entry), why="；".join(told))
    now = "开发商" if held.developer else "、".join(known)
    new = "、".join(name for name in names if name not in known)
    sold = ((SOLD, None),) if entry.get(SINCE) else ()
    joins = () if held.developer else ((JOINS, None),)
    if not sold and not joins:
        return Match(refused=f"{code} 现在是开发商的。写上取得日期，才知道哪天过户。")
    how = "（正在进行的表决还按原来的业主）" if sold else "。换了业主的要写取得日期"
    why = "；".join([f"{code} 现在的业主是{now}，表里多了{new}{how}", *told])
    return Match(why=why, options=(*joins, *sold))


def _there(
    held: Held, first: Member, numbers: dict[int, list[str]], entry: Entry | None = None
) -> There:
    return There(held.unit_id, {
        PHONES: numbers_told(numbers.get(first.id, ()), entry, PHONES), TAIL: first.tail, SHARE: first.share,
        SINCE: held.since.isoformat() if held.since else "",
    })  # fmt: skip


@reads(Permission.CHANGE_REGISTRY)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    """Every flat with its owners; those without any are there to be filled in."""
    found: list[Sequence[str]] = []
    held = held_now(visit.db, estate_id)
    ids = [member.id for one in held.values() for member in one.members]
    numbers = numbers_of(visit.db, "owner_member_id", ids)
    for code, one in held.items():
        names = [member.name for member in one.members] or ([DEVELOPER] if one.developer else [])
        texts = {CODE: code, OWNER: "".join(names[:1]), OTHERS: "、".join(names[1:])}
        if one.members:
            texts |= _there(one, one.members[0], numbers).texts
        found.append([texts.get(column.name, "") for column in OWNERS.columns])
    return found


LIST = Brings(OWNERS, Permission.CHANGE_REGISTRY, facts, match, write, take_back, there)
