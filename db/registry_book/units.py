"""A unit changes hands or is corrected (过户、更正面积): what was there stays, with who and when."""

from datetime import date

from db.registry_book.homes import keep_number
from db.registry_book.scope import must_see
from db.rows import put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.areas import area
from domain.dates import Event, after
from domain.days import short_day
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.homes import read_number
from domain.registry_book.sales import Sale, check_sale
from domain.registry_book.units import AreaCorrection, check_area

OWNERS = """
    select coalesce(group_concat(name, '、'), '') from (
        select coalesce(r.name, m.name) as name from owner_members m
          left join residents r on r.id = m.resident_id
         where m.owner_group_id = :group and m.to_on is null order by m.id)
"""
LEFT = """
    select count(*) from ownerships where owner_group_id = :group and to_on is null
"""


@writes(Permission.CHANGE_REGISTRY)
def sell(visit: Visit, paper: Sale) -> Receipt:
    """Another owner set from a day on (过户).

    Ownership and contacts of the old one end; a running ballot keeps the electorate it was opened
    with, the fund account and what is owed stay with the flat. Raises Invalid for a day before the
    last change of hands.
    """
    names = check_sale(paper)
    unit, db = must_see(visit.db, visit.user, visit.today, paper.unit_id), visit.db
    last = value(
        db,
        "select max(coalesce(to_on, from_on)) from ownerships where unit_id = :id",
        id=unit.id,
    )
    after(paper, "on", visit.today, Event("上一次过户", date.fromisoformat(last)) if last else None)
    old = int(value(db, "select owner_group_id from units where id = :id", id=unit.id))
    before = "开发商" if unit.developer else value(db, OWNERS, group=old) or "没登记姓名的业主"
    db.execute(
        "update ownerships set to_on = ?, why = '过户', ended_at = ?, ended_by = ?"
        " where unit_id = ? and to_on is null",
        [paper.on.isoformat(), visit.at, visit.user.id, unit.id],
    )
    new = put(db, "owner_groups", estate_id=unit.estate_id, kind="owner")
    _members(visit, new, names, paper)
    put(
        db, "ownerships", owner_group_id=new, unit_id=unit.id, from_on=paper.on,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    db.execute("update units set sale = 'sold' where id = ? and sale = 'unsold'", [unit.id])
    if not unit.developer and not value(db, LEFT, group=old):
        end_owner(visit, old, paper.on)
    day = short_day(paper.on, visit.today)
    return Receipt(f"{unit.code} 过户：{before} → {'、'.join(names)}，{day}起。", unit.id)


def _members(visit: Visit, group: int, names: tuple[str, ...], paper: Sale) -> None:
    """The new owners by name; the number is the first one's."""
    for at, name in enumerate(names):
        member = put(
            visit.db, "owner_members", owner_group_id=group, name=name, from_on=paper.on,
            recorded_at=visit.now, recorded_by=visit.user.id,
        )  # fmt: skip
        if at == 0 and paper.phone.strip():
            number, kind = read_number(paper.phone)
            keep_number(visit, number, kind, member=member)


@inside_gate
def end_owner(visit: Visit, group: int, on: date) -> None:
    """Who owns nothing here any more is an owner no more, and is not called about it again.

    The own number of somebody who lives here stays: it is that person's, not the flat's.
    """
    day, ended = on.isoformat(), (visit.at, visit.user.id)
    visit.db.execute(
        "update contacts set ended_on = ?, ended_at = ?, ended_by = ? where ended_on is null"
        "   and owner_member_id in (select id from owner_members where owner_group_id = ?)",
        [day, *ended, group],
    )
    visit.db.execute(
        "update owner_members set to_on = max(?, coalesce(from_on, '')), why = '过户',"
        " ended_at = ?, ended_by = ? where owner_group_id = ? and to_on is null",
        [day, *ended, group],
    )


@writes(Permission.CHANGE_REGISTRY)
def correct_area(visit: Visit, paper: AreaCorrection) -> Receipt:
    """Another area with its reason and source; the one before is kept and shown.

    A scope that was frozen for a ballot, and what was apportioned, keep the area of their day.
    """
    unit = must_see(visit.db, visit.user, visit.today, paper.unit_id)
    reason = check_area(paper, unit.area_centi, unit.area_source)
    before = f"{area(unit.area_centi)}（{unit.area_source.label}）"
    now = f"{area(paper.area_centi)}（{paper.source.label}）"
    keep_change(visit, "unit", unit.id, "面积", before, now, reason)
    visit.db.execute(
        "update units set area_centi = ?, area_source = ? where id = ?",
        [paper.area_centi, str(paper.source), unit.id],
    )
    return Receipt(f"{unit.code} 的面积由 {before} 改为 {now}。原因：{reason}。", unit.id)


@inside_gate
def keep_change(
    visit: Visit, thing: str, id: int, field: str, before: str, now: str, why: str
) -> None:
    """What stood in the registry before it was corrected, shown beside what stands there now."""
    put(
        visit.db, "registry_changes", thing=thing, thing_id=id, field=field, before=before,
        after=now, why=why, changed_at=visit.now, changed_by=visit.user.id,
    )  # fmt: skip
