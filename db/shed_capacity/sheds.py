"""Sheds (非机动车棚): each with its latest count, and saving a new one."""

from datetime import date

from sqlite_utils import Database

from db.rows import first, many, one, put
from db.visit import Visit, reads
from db.writes import writes
from domain.people import Permission
from domain.receipts import Receipt
from domain.shed_capacity import (
    HOURS_OVER,
    UNDO_WITHIN,
    Count,
    HourLoad,
    Saved,
    Shed,
    check_count,
    check_undo,
)

SHEDS = """
    select s.id, s.number, s.name, s.position, s.estate_id, e.short_name as estate,
           s.bays_total, s.ports_total, s.ports_ok, c.in_bays, c.outside_bays, c.charging_now,
           c.abandoned, c.counted_at, a.name as counted_by
      from sheds s
      join estates e on e.id = s.estate_id
      left join shed_counts c on c.id = (
           select id from shed_counts where shed_id = s.id
              and id not in (select count_id from shed_count_voids)
            order by counted_at desc, id desc limit 1)
      left join accounts a on a.id = c.counted_by
     where s.state = 'in_use' and (:id is null or s.id = :id)
       and (:estate_id is null or s.estate_id = :estate_id)
     order by s.number
"""
SAVED = """
    select c.id, s.name as shed, s.estate_id, c.in_bays, c.counted_by, c.saved_at,
           v.id is not null as voided
      from shed_counts c join sheds s on s.id = c.shed_id
      left join shed_count_voids v on v.count_id = c.id
"""


def sheds(db: Database, estate_id: int | None = None) -> list[Shed]:
    """The sheds in use, of one estate or of all."""
    return many(db, Shed, SHEDS, id=None, estate_id=estate_id)


def shed(db: Database, id: int) -> Shed:
    return one(db, Shed, "这个车棚", SHEDS, id=id, estate_id=None)


def hours(db: Database, today: date, estate_id: int | None = None) -> list[HourLoad]:
    """How full each shed in use was by the hour in Beijing, of the days of `HOURS_OVER`."""
    return many(
        db,
        HourLoad,
        """
        select s.name as shed, cast(strftime('%H', c.counted_at, '+8 hours') as integer) as hour,
               count(*) as counts, sum(c.in_bays) as in_bays, sum(s.bays_total) as bays
          from shed_counts c join sheds s on s.id = c.shed_id
         where s.state = 'in_use' and s.bays_total > 0 and c.counted_at >= :since
           and (:estate_id is null or s.estate_id = :estate_id)
           and c.id not in (select count_id from shed_count_voids)
         group by s.id, hour order by s.number, hour
        """,
        since=today - HOURS_OVER,
        estate_id=estate_id,
    )


@writes(Permission.COUNT_SHED)
def count_shed(visit: Visit, count: Count) -> Receipt:
    """Save one count (清点). The occupancy on every screen follows from it."""
    of = shed(visit.db, count.shed_id)
    visit.user.must_cover(of.estate_id)
    in_bays = check_count(count, of, visit.now)
    id = put(
        visit.db, "shed_counts", shed_id=of.id, counted_at=count.counted_at, in_bays=in_bays,
        outside_bays=count.outside_bays, charging_now=count.charging_now, abandoned=count.abandoned,
        counted_by=visit.user.id, saved_at=visit.now,
    )  # fmt: skip
    rest = "".join(
        f"，{what}{f' {figure} {unit}' if figure is not None else '没数'}"
        for what, figure, unit in (
            ("棚外", count.outside_bays, "辆"),
            ("在充", count.charging_now, "个"),
            ("僵尸车", count.abandoned, "辆"),
        )
    )
    free = of.bays_total - in_bays
    return Receipt(f"{of.name}记好了：在位 {in_bays} 辆，余 {free} 位{rest}。", id)


@writes(Permission.COUNT_SHED)
def undo_count(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Take back a count one has just saved (撤销清点): it stays on file and counts nowhere."""
    saved = one(visit.db, Saved, "这次清点", f"{SAVED} where c.id = :id", id=id)
    visit.user.must_cover(saved.estate_id)
    check_undo(saved, visit.user.id, visit.now)
    put(visit.db, "shed_count_voids", count_id=id, voided_at=visit.now, voided_by=visit.user.id)
    return Receipt(f"{saved.shed}在位 {saved.in_bays} 辆的那次清点已撤销，不算了。", id)


@reads(Permission.COUNT_SHED)
def undoable(visit: Visit) -> Saved | None:
    """One's own latest count that can still be taken back (五分钟内)."""
    return first(
        visit.db,
        Saved,
        f"{SAVED} where c.counted_by = :me and v.id is null"
        " and unixepoch(c.saved_at) >= unixepoch(:now) - :within order by c.id desc limit 1",
        me=visit.user.id,
        now=visit.now,
        within=int(UNDO_WITHIN.total_seconds()),
    )


def fullest_sheds(db: Database, most: int = 10, only: int | None = None) -> list[Shed]:
    """The sheds for the chart, of one estate or of all: counted ones, the fullest first."""
    counted = [shed for shed in sheds(db, only) if shed.counted and shed.bays_total]
    counted.sort(key=lambda shed: (shed.in_bays or 0) / shed.bays_total, reverse=True)
    return counted[:most]
