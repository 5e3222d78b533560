"""Keeping the sheds (管车棚): built, put right, closed and opened again. None is ever removed."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db.registry import estates
from db.rows import many, one, put, value
from db.shed_capacity.sheds import shed
from db.visit import Visit, reads
from db.writes import writes
from domain.changes import changes
from domain.dates import Event, after
from domain.errors import Invalid, NotFound
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.shed_capacity import Shed
from domain.shed_keeping import (
    FACTS,
    ClosedShed,
    NewShed,
    ShedChange,
    ShedClosing,
    ShedFacts,
    check_facts,
)


@reads(Permission.SEE_SHEDS)
def facts(visit: Visit, id: int) -> ShedFacts:
    """What the form of a change begins with."""
    return _facts(visit.db, id)


def _facts(db: Database, id: int) -> ShedFacts:
    sql = (
        "select name, position, bays_total, bays_charging, ports_total, ports_ok"
        " from sheds where id = :id and state = 'in_use'"
    )
    return one(db, ShedFacts, "这个车棚", sql, id=id)


@reads(Permission.SEE_SHEDS)
def closed_sheds(visit: Visit) -> list[ClosedShed]:
    """Those no longer in use, the latest first; property those of its own estate."""
    return many(
        visit.db,
        ClosedShed,
        """
        select s.id, s.name, s.estate_id, e.short_name as estate, s.closed_on
          from sheds s join estates e on e.id = s.estate_id
         where s.state = 'closed' and (:only is null or s.estate_id = :only)
         order by s.closed_on desc, s.number
        """,
        only=visit.user.only_estate,
    )


@writes(Permission.MANAGE_SHEDS)
def add_shed(visit: Visit, paper: NewShed) -> Receipt:
    """A shed that stands (建车棚); it can be counted from now on."""
    facts = check_facts(paper.facts)
    if paper.estate_id not in {estate.id for estate in estates(visit.db, visit.user.only_estate)}:
        raise NotFound("这个小区")
    _name_is_free(visit.db, facts.name, None)
    number = value(visit.db, "select coalesce(max(number), 0) + 1 from sheds")
    id = put(
        visit.db, "sheds", number=number, name=facts.name, position=facts.position,
        estate_id=paper.estate_id, built_under="other", state="in_use",
        bays_total=facts.bays_total, bays_charging=facts.bays_charging,
        ports_total=facts.ports_total, ports_ok=facts.ports_ok, source="entered",
        opened_on=paper.opened_on,
    )  # fmt: skip
    return Receipt(f"车棚“{facts.name}”建好了，{facts.bays_total:,} 个车位。现在就能清点。", id)


@writes(Permission.MANAGE_SHEDS)
def change_shed(visit: Visit, paper: ShedChange) -> Receipt:
    """Its name, place, bays or ports put right (改车棚); counts already made stay as they were."""
    known = shed(visit.db, paper.shed_id)
    now = check_facts(paper.now, known.in_bays)
    told = changes(f"“{known.name}”", paper.was, now, _facts(visit.db, known.id), FACTS)
    _name_is_free(visit.db, now.name, known.id)
    visit.db.execute(
        "update sheds set name = ?, position = ?, bays_total = ?, bays_charging = ?,"
        " ports_total = ?, ports_ok = ? where id = ?",
        [now.name, now.position, now.bays_total, now.bays_charging, now.ports_total, now.ports_ok,
         known.id],
    )  # fmt: skip
    return Receipt(f"“{known.name}”改好了：{told}。", known.id)


@writes(Permission.MANAGE_SHEDS)
def close_shed(visit: Visit, paper: ShedClosing) -> Receipt:
    """From a day on it is not used (停用车棚): no more counts; its past stays."""
    known = shed(visit.db, paper.shed_id)
    why = plain_text(paper.reason, "为什么停用", least=2, most=60)
    opened = one(visit.db, _Opened, "这个车棚", OPENED, id=known.id).opened_on
    after(paper, "closed_on", visit.today, _event("启用", opened), _counted(known))
    visit.db.execute(
        "update sheds set state = 'closed', closed_on = ? where id = ?",
        [paper.closed_on.isoformat(), known.id],
    )
    return Receipt(f"“{known.name}”停用了，不再清点：{why}。以前的清点都留着。", known.id)


@writes(Permission.MANAGE_SHEDS)
def reopen_shed(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """It is used again (重新启用)."""
    names = {shed.id: shed.name for shed in closed_sheds(visit)}
    if id not in names:
        raise NotFound("这个停用的车棚")
    visit.db.execute("update sheds set state = 'in_use', closed_on = null where id = ?", [id])
    return Receipt(f"“{names[id]}”重新启用了，又能清点了。", id)


@dataclass(frozen=True, slots=True)
class _Opened:
    opened_on: date | None


OPENED = "select opened_on from sheds where id = :id"


def _event(what: str, on: date | None) -> Event | None:
    return Event(what, on) if on else None


def _counted(shed: Shed) -> Event | None:
    return _event("最近一次清点", shed.counted_at.date() if shed.counted_at else None)


def _name_is_free(db: Database, name: str, mine: int | None) -> None:
    taken = "select 1 from sheds where name = :name and id is not :mine"
    if value(db, taken, name=name, mine=mine):
        raise Invalid(f"已经有叫“{name}”的车棚了。换一个名称，比如加上“东”“西”。")
