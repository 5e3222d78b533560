"""Moving in and out, and numbers (搬来、搬走、电话): rows that begin and end, in the gate."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db import registry
from db.names import keys
from db.registry_book.scope import must_see
from db.rows import first, one, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.dates import Event, after
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.registry_book.homes import (
    MOST_NOTE,
    MovingIn,
    MovingOut,
    NewNumber,
    check_moving_in,
    read_number,
)


@dataclass(frozen=True, slots=True)
class _Living:
    """A residency as it stands."""

    id: int
    resident_id: int
    unit_id: int
    name: str
    code: str
    from_on: date | None
    to_on: date | None


LIVING = """
    select l.id, l.resident_id, l.unit_id, r.name, u.code, l.from_on, l.to_on
      from residencies l join residents r on r.id = l.resident_id join units u on u.id = l.unit_id
"""


@writes(Permission.CHANGE_REGISTRY)
def move_in(visit: Visit, paper: MovingIn) -> Receipt:
    """Somebody lives there from a day on; who was registered elsewhere lives mainly here now.

    Raises Invalid for who lives there already, and for a new name the same home has.
    """
    name = check_moving_in(paper)
    unit, db = must_see(visit.db, visit.user, visit.today, paper.unit_id), visit.db
    if paper.resident_id is None:
        who = _new_resident(visit, paper, name)
    else:
        who, name = paper.resident_id, registry.resident(db, paper.resident_id).name
        at_home = f"{LIVING} where l.resident_id = :who and l.unit_id = :unit and l.to_on is null"
        if first(db, _Living, at_home, who=who, unit=paper.unit_id):
            raise Invalid(f"{name}已经登记在 {unit.code} 了。")
        db.execute("update residencies set main = 0 where resident_id = ? and to_on is null", [who])
    put(
        db, "residencies", resident_id=who, unit_id=paper.unit_id, role=paper.relation, main=1,
        from_on=paper.on, recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    rekey(visit, who)
    day = short_day(paper.on, visit.today)
    return Receipt(f"{name}{day}搬进 {unit.code}，{paper.relation.label}。", who)


def _new_resident(visit: Visit, paper: MovingIn, name: str) -> int:
    same = f"{LIVING} where l.unit_id = :unit and l.to_on is null and r.name = :name"
    if there := first(visit.db, _Living, same, unit=paper.unit_id, name=name):
        raise Invalid(f"{there.code} 已经登记了一位{name}。真有两位同名的，名字后面加一个字分开。")
    who = put(visit.db, "residents", name=name, source="entered")
    if paper.phone.strip():
        number, kind = read_number(paper.phone)
        keep_number(visit, number, kind, resident_id=who)
    return who


@writes(Permission.CHANGE_REGISTRY)
def move_out(visit: Visit, paper: MovingOut) -> Receipt:
    """A residency ends on a day. What the person owns, and the marks, stay. Raises WrongState."""
    db = visit.db
    living = one(db, _Living, "这条居住登记", f"{LIVING} where l.id = :id", id=paper.residency_id)
    must_see(visit.db, visit.user, visit.today, living.unit_id)
    if living.to_on is not None:
        gone = short_day(living.to_on, visit.today)
        raise WrongState(f"{living.name}{gone}已经从 {living.code} 搬走了。")
    began = Event(f"{living.name}搬来", living.from_on) if living.from_on else None
    after(paper, "on", visit.today, began)
    db.execute(
        "update residencies set to_on = ?, why = '搬走', ended_at = ?, ended_by = ? where id = ?",
        [paper.on.isoformat(), visit.at, visit.user.id, living.id],
    )
    rekey(visit, living.resident_id)
    day = short_day(paper.on, visit.today)
    return Receipt(f"{living.name}{day}从 {living.code} 搬走。", living.resident_id)


@writes(Permission.CHANGE_REGISTRY)
def add_number(visit: Visit, paper: NewNumber) -> Receipt:
    """One more number of a resident, or of an owner who lives elsewhere. Raises Invalid."""
    number, kind = read_number(paper.number)
    note = plain_text(paper.note, "备注", least=0, most=MOST_NOTE)
    who = _holder(visit.db, paper)
    same = """
        select count(*) from contacts where number = :number and ended_on is null
           and resident_id is :resident and owner_member_id is :member
    """
    if value(visit.db, same, number=number, resident=paper.resident_id,
             member=paper.owner_member_id):  # fmt: skip
        raise Invalid(f"{who}的这个号码已经有了。")
    id = keep_number(
        visit, number, kind, resident_id=paper.resident_id, member=paper.owner_member_id, note=note
    )
    if paper.resident_id is not None:
        rekey(visit, paper.resident_id)
    return Receipt(f"加了{who}的{kind.label}。", id)


def _holder(db: Database, paper: NewNumber) -> str:
    """Whose number it is. Raises NotFound."""
    if paper.resident_id is not None:
        return registry.resident(db, paper.resident_id).name
    name = one(db, _Named, "这位产权人", "select id, name from owner_members where id = :id and"
               " name is not null and to_on is null", id=paper.owner_member_id)  # fmt: skip
    return name.name


@dataclass(frozen=True, slots=True)
class _Named:
    id: int
    name: str


@inside_gate
def keep_number(
    visit: Visit, number: str, kind: str, *, resident_id: int | None = None,
    member: int | None = None, note: str = "",
) -> int:  # fmt: skip
    """The new number stands behind those there are."""
    last = value(
        visit.db,
        "select coalesce(max(rank), 0) from contacts where ended_on is null"
        "   and resident_id is :resident and owner_member_id is :member",
        resident=resident_id,
        member=member,
    )
    return put(
        visit.db, "contacts", resident_id=resident_id, owner_member_id=member, number=number,
        kind=str(kind), note=note, rank=last + 1, recorded_at=visit.now,
        recorded_by=visit.user.id,
    )  # fmt: skip


@writes(Permission.CHANGE_REGISTRY)
def end_number(visit: Visit, contact_id: int, *, slip: str) -> Receipt:
    """A number that is of use no more; it stays on file with its day. Raises WrongState."""
    row = visit.db.execute(
        "select c.resident_id, coalesce(r.name, m.name), c.ended_on from contacts c"
        "  left join residents r on r.id = c.resident_id"
        "  left join owner_members m on m.id = c.owner_member_id where c.id = ?",
        [contact_id],
    ).fetchone()
    if row is None or row[2] is not None:
        raise WrongState("这个号码已经停用了。请刷新后再看。")
    visit.db.execute(
        "update contacts set ended_on = ?, ended_at = ?, ended_by = ? where id = ?",
        [visit.today.isoformat(), visit.at, visit.user.id, contact_id],
    )
    if row[0] is not None:
        rekey(visit, row[0])
    return Receipt(f"{row[1]}的一个号码停用了。", contact_id)


@inside_gate
def rekey(visit: Visit, resident_id: int) -> None:
    """A resident is found by what is true now: name, number, home."""
    who = registry.resident(visit.db, resident_id)
    visit.db.execute("delete from resident_keys where resident_id = ?", [resident_id])
    found = keys(who.name, who.phone, who.room.casefold())
    visit.db.conn.executemany(
        "insert into resident_keys (key, resident_id) values (?, ?)",
        [(key, resident_id) for key in sorted(found)],
    )
