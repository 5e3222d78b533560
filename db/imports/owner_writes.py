"""Writing owners of a brought list (业主): who joins an owner set, a sale, and taking it back."""

from collections.abc import Sequence
from datetime import date

from db.imports.lists import Sheet, Written
from db.imports.owners_held import Held, held_now
from db.imports.people import add_numbers, end_numbers, numbers_of
from db.imports.units import rooms_of
from db.registry_book.units import end_owner
from db.rows import put, value
from db.visit import Visit
from db.writes import inside_gate
from domain.errors import Invalid
from domain.imports.entries import Entry
from domain.imports.mapping import TAIL
from domain.imports.owner_list import CODE, PHONES, SHARE, SINCE, SOLD, names_of
from domain.imports.plan import Planned


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Owners join the set that holds the flat, or a new set takes it over on its day."""
    rooms, held = rooms_of(visit.db, sheet.estate_id), held_now(visit.db, sheet.estate_id)
    sold: dict[str, int] = {}
    found = []
    for row in rows:
        code = rooms.read(str(row.entry.get(CODE)))
        now = held[code]
        if row.target is None:
            group = now.group_id
            if row.answer == SOLD:
                group = (
                    sold[code]
                    if code in sold
                    else _take_over(visit, int(sheet.estate_id or 0), now, row.entry)
                )
                sold[code] = group
            elif row.entry.get(SINCE) and now.since is None:
                _since(visit, now.unit_id, row.entry.get(SINCE))
            _join(visit, group, now, row)
        else:
            _fill(visit, now, row)
        found.append(now.unit_id)
    return found


def _take_over(visit: Visit, estate_id: int, now: Held, entry: Entry) -> int:
    """Another owner set from its day on (过户): the one before ends, nothing of it is changed."""
    day = entry.get(SINCE)
    if day > visit.today:
        raise Invalid(f"取得日期 {day} 还没到。到了那天再导。")
    if now.since and day <= now.since:
        raise Invalid(f"取得日期 {day} 不晚于现在业主的 {now.since}。")
    group = put(visit.db, "owner_groups", estate_id=estate_id, kind="owner")
    visit.db.execute(
        "update ownerships set to_on = ?, why = '过户（导入）', ended_at = ?, ended_by = ?"
        " where unit_id = ? and to_on is null",
        [day.isoformat(), visit.at, visit.user.id, now.unit_id],
    )
    put(
        visit.db, "ownerships", owner_group_id=group, unit_id=now.unit_id, from_on=day,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    visit.db.execute("update units set sale = 'sold' where id = ?", [now.unit_id])
    left = "select count(*) from ownerships where owner_group_id = :group and to_on is null"
    if not now.developer and not value(visit.db, left, group=now.group_id):
        end_owner(visit, now.group_id, day)
    return group


def _join(visit: Visit, group: int, now: Held, row: Planned) -> None:
    """Everybody the row names and the set has not: a resident of that flat, or a name."""
    entry, there = row.entry, {member.name for member in now.members if group == now.group_id}
    at_home = dict(visit.db.execute(
        "select r.name, r.id from residencies s join residents r on r.id = s.resident_id"
        " where s.unit_id = ? and s.to_on is null", [now.unit_id]).fetchall())  # fmt: skip
    tail = entry.get(TAIL).tail if entry.get(TAIL) else ""
    for at, name in enumerate(names_of(entry)):
        if name in there:
            continue
        resident = at_home.get(name)
        id = put(
            visit.db, "owner_members", owner_group_id=group, resident_id=resident,
            name=None if resident else name, id_tail=(tail or None) if at == 0 and not resident else None,
            share=entry.get(SHARE) if at == 0 else None, recorded_at=visit.now,
            recorded_by=visit.user.id,
        )  # fmt: skip
        if at == 0:
            rows = ((id, one, rank) for rank, one in enumerate(entry.get(PHONES, ()), 1))
            add_numbers(visit, "owner_member_id", rows)


def _fill(visit: Visit, now: Held, row: Planned) -> None:
    entry = row.entry
    first = next(m for m in now.members if m.name == names_of(entry)[0])
    if TAIL in row.changed and first.resident_id is None and not first.tail:
        visit.db.execute(
            "update owner_members set id_tail = ? where id = ?", [entry.get(TAIL).tail, first.id]
        )
    if SINCE in row.changed and now.since is None:
        _since(visit, now.unit_id, entry.get(SINCE))
    known = numbers_of(visit.db, "owner_member_id", [first.id]).get(first.id, [])
    new = [one for one in entry.get(PHONES, ()) if one.number not in known]
    add_numbers(
        visit,
        "owner_member_id",
        ((first.id, one, len(known) + at) for at, one in enumerate(new, 1)),
    )


def _since(visit: Visit, unit_id: int, day: date) -> None:
    visit.db.execute(
        "update ownerships set from_on = ? where unit_id = ? and to_on is null and from_on is null",
        [day.isoformat(), unit_id],
    )


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """Members and numbers of that moment end; a sale stays, since what ended is never opened again."""
    db, day = visit.db, visit.today.isoformat()
    made = "select 1 from ownerships where unit_id = ? and recorded_at = ? and to_on is null"
    if db.execute(made, [written.target, written.at]).fetchone():
        return "已经过户，要改请在底册里再过户一次"
    members = db.execute(
        "select m.id from owner_members m join units u on u.owner_group_id = m.owner_group_id"
        " where u.id = ? and m.to_on is null", [written.target]).fetchall()  # fmt: skip
    for (id,) in members:
        end_numbers(visit, "owner_member_id", id, written.at)
    db.execute(
        "update owner_members set to_on = max(?, coalesce(from_on, '')), why = '撤销导入', ended_at = ?,"
        " ended_by = ? where recorded_at = ? and to_on is null and owner_group_id ="
        " (select owner_group_id from units where id = ?)",
        [day, visit.at, visit.user.id, written.at, written.target],
    )
    stays = [
        one
        for one in (SINCE, TAIL)
        if one in written.cells or (written.is_new and one == SINCE and one in written.said)
    ]
    return f"{'和'.join(stays)}留着，别的撤下了" if stays else ""
