"""Sheds (非机动车棚): each with its latest count, and saving a new one."""

from datetime import date, datetime

from sqlite_utils import Database

from db import parameters
from db.chain import CHAINED
from db.feature import Board, Feature, Finder, Part
from db.hits import hits
from db.invariant import Invariant, unbroken
from db.rows import first, many, one, put
from db.visit import Visit, permission_of, reads
from db.writes import writes
from domain.home import Due, Figure, Rank, due_for
from domain.people import Permission
from domain.receipts import Receipt
from domain.search import Hits
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
from domain.showcase import Figure as Live
from domain.showcase import counted as live

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


@reads(Permission.SEE_SHEDS)
def figures(visit: Visit) -> list[Figure]:
    """Free bays, of the sheds that were counted."""
    counted = [shed for shed in sheds(visit.db, visit.user.only_estate) if shed.counted]
    free = sum(shed.free for shed in counted)
    return [Figure("车棚余位", f"{free:,}", "位", "pedal_bike", f"{len(counted)} 处车棚")]


@reads(Permission.SEE_SHEDS)
def dues(visit: Visit) -> list[Due]:
    """The sheds nobody counted for too long, or ever."""
    stale = parameters.value_of(visit.db, "shed_stale_days")
    late = [
        shed
        for shed in sheds(visit.db, visit.user.only_estate)
        if shed.counted_at is None or (visit.now - shed.counted_at).days >= stale
    ]
    names = "、".join(shed.name for shed in late[:4])
    title = f"{len(late)} 处车棚超过 {stale} 天没有清点"
    due = Due("sheds", Rank.ROUND, "该清点", title, names, "去清点")
    return due_for(visit.user, permission_of(count_shed), due) if late else []


def fullest_sheds(db: Database, most: int = 10, only: int | None = None) -> list[Shed]:
    """The sheds for the chart, of one estate or of all: counted ones, the fullest first."""
    counted = [shed for shed in sheds(db, only) if shed.counted and shed.bays_total]
    counted.sort(key=lambda shed: (shed.in_bays or 0) / shed.bays_total, reverse=True)
    return counted[:most]


def board(db: Database, now: datetime) -> list[Live]:
    """Bays, free ones and charging ports, for the board in the hall (展示大屏)."""
    every = sheds(db)
    counted = [shed for shed in every if shed.counted]
    latest = max((shed.counted_at for shed in counted if shed.counted_at), default=now)
    free = sum(shed.free for shed in counted)
    missing = f"，{len(every) - len(counted)} 处还没数过、没算" if len(counted) < len(every) else ""
    return [
        live("车位", sum(s.bays_total for s in every), "个", now, "在用车棚的车位相加。"),
        live("空着", free, "位", latest, f"车位减去各棚最近一次清点的在位车辆{missing}。"),
        live("能用的充电口", sum(s.ports_ok for s in every), "个", now, "充电口减去坏的。"),
    ]


LINKED = {
    "shed_counts": "id, shed_id, counted_at, in_bays, outside_bays, charging_now, abandoned,"
    " counted_by",
    "shed_count_voids": "id, count_id, voided_at, voided_by",
}


@reads(Permission.SEE_SHEDS)
def find(visit: Visit, typed: str) -> Hits:
    """Sheds in use by name and place; property those of its own estate."""
    things = """
        select s.name as title, e.short_name || ' · ' || s.position as below,
               'sheds?shed=' || s.id as room, -s.number as late,
               s.name || ' ' || s.position || ' ' || e.short_name || ' 车棚' as text
          from sheds s join estates e on e.id = s.estate_id
         where s.state = 'in_use' and (:only is null or s.estate_id = :only)
    """
    return hits(visit.db, things, typed, only=visit.user.only_estate)


FEATURE = Feature(
    finders=[Finder("车棚", "pedal_bike", find)],
    dues=dues,
    figures=figures,
    parts=[Part("车棚", "由管理员建进底册。", "select exists (select 1 from sheds)")],
    invariants=[unbroken("shed_counts", "车棚清点记录没有缺号")],
    article=[
        Invariant(
            "I08",
            "惠民资金建的车棚 7 处",
            "select count(*) || ' 处' from sheds where built_under = 'public_benefit_fund'"
            " and source = 'demo' having count(*) <> 7",
        )
    ],
    board=Board("sheds", board),
    tells=[CHAINED.told(LINKED)],
)
