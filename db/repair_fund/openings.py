"""Household accounts opened by the keeper's list (分户清册): once, restated, and taken back whole."""

from collections.abc import Iterable, Sequence

from db.imports.lists import Brings, Sheet, Written
from db.imports.units import rooms_of
from db.repair_fund.opened import NAMED, Opened, opened, used_since
from db.rows import put
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.amounts import yuan_typed
from domain.errors import Invalid, WrongState
from domain.imports.cells import area_shown
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.money import yuan
from domain.people import Permission
from domain.repair_fund.accounts import EntryKind
from domain.repair_fund.opening_list import (
    AREA,
    AS_OF,
    BALANCE,
    CODE,
    FIRST,
    OPENINGS,
    RESTATE,
    check_opening,
    looks,
    restated,
)
from domain.rooms import Rooms

UNITS = "select code, id, area_centi, purpose from units where estate_id = ?"
STANDING = """
    select u.code, sum(s.amount_fen) from standing_entries s join units u on u.id = s.unit_id
     where u.estate_id = ? group by u.id
"""
Units = dict[str, tuple[int, int, str]]


@reads(Permission.RECORD_PAYMENT)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    _cover(visit, estate_id)
    return [row for sql in (UNITS, STANDING) for row in visit.db.execute(sql, [estate_id])]


@reads(Permission.RECORD_PAYMENT)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A row opens an account that is empty, says the same of one that was opened, or restates it."""
    _cover(visit, estate_id)
    rooms, units = rooms_of(visit.db, estate_id), _units(visit, estate_id)
    before = opened(visit.db, estate_id or 0)
    standing = dict(visit.db.execute(STANDING, [estate_id]).fetchall())
    found = []
    for entry in entries:
        try:
            found.append(_match(entry, rooms, units, before, standing))
        except Invalid as refusal:
            found.append(Match(refused=str(refusal)))
    return found


def _match(
    entry: Entry, rooms: Rooms, units: Units, before: dict[int, Opened],
    standing: dict[str, int],
) -> Match:  # fmt: skip
    code = rooms.read(str(entry.get(CODE)))
    if code not in units or units[code][2] == "parking":
        what = "是车位，没有分户账。" if code in units else "这一户，先导房屋。"
        raise Invalid(f"{code} {what}" if code in units else f"没有 {code} {what}")
    check_opening(entry)
    unit, area, _ = units[code]
    why = looks(entry, area)
    was = before.get(unit)
    if was is None:
        if code in standing:
            raise Invalid(
                f"{code} 已经有入账，共 {yuan(standing[code])}，不能再登记期初。"
                "先在资金台账里更正那些入账。"
            )
        return Match(why="；".join(why))
    there = There(was.entry_id, _texts(entry.texts[CODE], was))
    if was.balance_fen == entry.get(BALANCE):
        return Match(there)
    if entry.get(AS_OF) != was.on:
        raise Invalid(
            f"{code} 的期初是 {was.on.isoformat()} 的，这张是 {entry.get(AS_OF).isoformat()} 的。"
            "期初只登记一次，以后的收支请登记交存、收益和拨付。"
        )
    told = "；".join([restated(was.balance_fen, entry.get(BALANCE)), *why])
    return Match(there, why=told, options=((RESTATE, there),))


def _texts(code: str, was: Opened) -> dict[str, str]:
    return {
        CODE: code, FIRST: yuan_typed(was.first_deposit_fen), BALANCE: yuan_typed(was.balance_fen),
        AS_OF: was.on.isoformat(),
    }  # fmt: skip


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each account is opened by one entry with the paper it came from; a difference is one more."""
    db, rooms = visit.db, rooms_of(visit.db, sheet.estate_id)
    units, before = _units(visit, sheet.estate_id), opened(visit.db, sheet.estate_id or 0)
    db.conn.executemany(
        "insert into household_accounts (unit_id, first_deposit_fen) select ?1, 0"
        " where not exists (select 1 from household_accounts where unit_id = ?1)",
        [(units[rooms.read(str(row.entry.get(CODE)))][0],) for row in rows],
    )
    found = []
    for row in rows:
        entry, unit = row.entry, units[rooms.read(str(row.entry.get(CODE)))][0]
        day, balance = entry.get(AS_OF).isoformat(), entry.get(BALANCE)
        if row.target is None:
            note = f"期初余额，凭“{sheet.name}”"
            made = enter(visit, unit, EntryKind.OPENING, balance, day, note, sheet.slip)
            _open(visit, made, unit, entry.get(FIRST))
        else:
            was = before[unit].balance_fen
            note = f"期初更正，原来 {yuan(was)}，凭“{sheet.name}”"
            made = enter(visit, unit, EntryKind.RESTATE, balance - was, day, note, f"{sheet.slip}+")
            _open(visit, made, unit, 0)
        found.append(made)
    return found


@inside_gate
def enter(
    visit: Visit, unit: int, kind: EntryKind, fen: int, day: str, note: str, slip: str
) -> int:  # fmt: skip
    """One entry of one account; its number."""
    return put(
        visit.db, "household_entries", unit_id=unit, kind=kind, amount_fen=fen, booked_on=day, note=note,
        by_id=visit.user.id, slip=slip, source="entered",
    )  # fmt: skip


def _open(visit: Visit, id: int, unit: int, first_fen: int) -> None:
    sql = "insert into household_openings (id, first_deposit_fen) values (?, ?)"
    visit.db.execute(sql, [id, first_fen])
    _raise(visit, unit, first_fen)


def _raise(visit: Visit, unit: int, fen: int) -> None:
    sql = (
        "update household_accounts set first_deposit_fen = first_deposit_fen + ? where unit_id = ?"
    )
    visit.db.execute(sql, [fen, unit])


@inside_gate
def whole(visit: Visit, written: Sequence[Written]) -> None:
    """Openings are taken back together, while nothing came into any of the accounts."""
    used = used_since(visit.db, [one.target for one in written])
    if used:
        more = f" 等 {len(used):,} 户" if len(used) > NAMED else ""
        raise WrongState(
            f"{'、'.join(used[:NAMED])}{more}后来又有入账或者更正，这一批不能撤销。"
            "期初有错的，改好清册再导一次，点“更正”。"
        )


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """The opposite entry; what the account was opened with stays readable."""
    unit, fen, slip, first = visit.db.execute(
        "select e.unit_id, e.amount_fen, e.slip, o.first_deposit_fen"
        "  from household_entries e join household_openings o on o.id = e.id where e.id = ?",
        [written.target],
    ).fetchone()
    day = visit.today.isoformat()
    enter(visit, unit, EntryKind.CORRECT, -fen, day, "撤销导入", slip)
    _raise(visit, unit, -first)
    return ""


@reads(Permission.RECORD_PAYMENT)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    """Every room that can have an account, with what it was opened with."""
    _cover(visit, estate_id)
    before = opened(visit.db, estate_id or 0)
    found: list[Sequence[str]] = []
    for code, (unit, area, purpose) in _units(visit, estate_id).items():
        if purpose != "parking":
            was = before.get(unit)
            texts = {AREA: area_shown(area), CODE: code} | (_texts(code, was) if was else {})
            found.append([texts.get(column.name, "") for column in OPENINGS.columns])
    return found


def _cover(visit: Visit, estate_id: int | None) -> None:
    """Raises NotAllowed for who is bound to another estate, or to one where the list names none."""
    visit.user.must_cover(estate_id or 0)


def _units(visit: Visit, estate_id: int | None) -> Units:
    sql = f"{UNITS} order by building_id, stairwell_id, floor, room"
    return {row[0]: (row[1], row[2], row[3]) for row in visit.db.execute(sql, [estate_id])}


LIST = Brings(
    OPENINGS, Permission.RECORD_PAYMENT, facts, match, write, take_back, there, whole=whole
)
