"""Marks (身份) begin, are put right and end: a row ends by a date, a change is another row."""

from sqlite_utils import Database

from db import registry
from db.registry_book.units import keep_change
from db.rows import first, many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.marks import (
    Mark,
    MarkChange,
    MarkKind,
    MarksOf,
    NewMark,
    check_mark,
    check_mark_change,
)

MARKS = """
    select m.id, m.resident_id, m.kind, m.building_id,
           coalesce(e.short_name || ' ' || b.label || '栋', '') as building, m.from_on, m.until,
           m.ended_on, m.note
      from marks m left join buildings b on b.id = m.building_id
      left join estates e on e.id = b.estate_id
"""
# A row that was put right ended as the one after it was written.
REPLACED = """
    exists (select 1 from marks n where n.resident_id = m.resident_id and n.kind = m.kind
               and n.building_id is m.building_id and n.id > m.id
               and n.recorded_at = m.ended_at)
"""


@reads(Permission.CHANGE_REGISTRY)
def of_person(visit: Visit, resident_id: int) -> MarksOf:
    """What somebody is and was, what holds first."""
    return MarksOf(
        many(
            visit.db,
            Mark,
            f"{MARKS} where m.resident_id = :id and not ({REPLACED})"
            " order by m.ended_on is not null, m.ended_on desc, m.id",
            id=resident_id,
        )
    )


def _open(db: Database, id: int) -> Mark:
    """Raises WrongState for one that ended, NotFound."""
    mark = one(db, Mark, "这个身份", f"{MARKS} where m.id = :id", id=id)
    if mark.ended_on is not None:
        raise WrongState(f"{mark.told}已经结束了。请刷新后再看。")
    return mark


@writes(Permission.CHANGE_REGISTRY)
def add_mark(visit: Visit, paper: NewMark) -> Receipt:
    """A 楼栋长 is one of the building of the own home. Raises Invalid for what somebody is already."""
    db, note = visit.db, check_mark(paper)
    who = registry.resident(db, paper.resident_id)
    building = None
    if paper.kind is MarkKind.BUILDING_HEAD:
        building = value(
            db,
            "select u.building_id from residents r join units u on u.id = r.unit_id"
            " where r.id = :id",
            id=who.id,
        )
        if building is None:
            raise Invalid(f"{who.name}没有登记住处，不知道是哪栋楼的楼栋长。先登记住在哪里。")
    there = f"""{MARKS} where m.resident_id = :who and m.kind = :kind and m.ended_on is null
                and m.building_id is :building"""
    if held := first(db, Mark, there, who=who.id, kind=paper.kind, building=building):
        raise Invalid(f"{who.name}已经是{held.told}了。任期变了，按“改”。")
    id = put(
        db, "marks", resident_id=who.id, kind=paper.kind, building_id=building,
        from_on=paper.from_on, until=paper.until, note=note, recorded_at=visit.now,
        recorded_by=visit.user.id,
    )  # fmt: skip
    day = short_day(paper.from_on, visit.today)
    return Receipt(f"{who.name}{day}起是{_open(db, id).told}。", id)


@inside_gate
def _end(visit: Visit, id: int) -> None:
    visit.db.execute(
        "update marks set ended_on = ?, ended_at = ?, ended_by = ? where id = ?",
        [visit.today.isoformat(), visit.at, visit.user.id, id],
    )


@writes(Permission.CHANGE_REGISTRY)
def change_mark(visit: Visit, paper: MarkChange) -> Receipt:
    """The term or its number put right; what stood there is kept. Raises WrongState, Invalid."""
    db = visit.db
    mark = _open(db, paper.mark_id)
    told = check_mark_change(paper, mark)
    who = registry.resident(db, mark.resident_id)
    _end(visit, mark.id)
    id = put(
        db, "marks", resident_id=who.id, kind=mark.kind, building_id=mark.building_id,
        from_on=mark.from_on, until=paper.now.until, note=paper.now.note, recorded_at=visit.now,
        recorded_by=visit.user.id,
    )  # fmt: skip
    was, now = (
        f"到 {one.until or '没有期限'} {one.note}".strip() for one in (paper.was, paper.now)
    )
    keep_change(visit, "resident", who.id, mark.kind.label, was, now, "更正任期")
    return Receipt(f"{who.name}，{mark.told}：{told}。", id)


@writes(Permission.CHANGE_REGISTRY)
def end_mark(visit: Visit, mark_id: int, *, slip: str) -> Receipt:
    """From today on somebody is that no more; the row stays with its days. Raises WrongState."""
    mark = _open(visit.db, mark_id)
    name = registry.resident(visit.db, mark.resident_id).name
    _end(visit, mark.id)
    return Receipt(f"{name}从今天起不再是{mark.told}。", mark.id)
