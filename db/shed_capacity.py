"""Sheds (非机动车棚): each with its latest count, and saving a new one."""

from datetime import date

from sqlite_utils import Database

from db.rows import many, one
from db.visit import Visit
from db.writes import writes
from domain.days import stamp
from domain.people import Permission
from domain.receipts import Receipt
from domain.shed_capacity import Count, Shed, check_count

SHEDS = """
    select s.id, s.number, s.name, s.position, s.estate_id, e.short_name as estate,
           s.bays_total, s.ports_total, s.ports_ok, c.in_bays, c.outside_bays, c.charging_now,
           c.abandoned, c.counted_at, a.name as counted_by
      from sheds s
      join estates e on e.id = s.estate_id
      left join shed_counts c on c.id = (
           select id from shed_counts where shed_id = s.id order by counted_at desc, id desc limit 1)
      left join accounts a on a.id = c.counted_by
     where s.state = 'in_use' and (:id is null or s.id = :id)
       and (:estate_id is null or s.estate_id = :estate_id)
     order by s.number
"""


def sheds(db: Database, estate_id: int | None = None) -> list[Shed]:
    """The sheds in use, of one estate or of all."""
    return many(db, Shed, SHEDS, id=None, estate_id=estate_id)


def shed(db: Database, id: int) -> Shed:
    return one(db, Shed, "这个车棚", SHEDS, id=id, estate_id=None)


def shed_numbers(db: Database, day: date) -> tuple[int, int]:
    """How many sheds the public-benefit fund built, and how many were counted on a day."""
    row = db.execute(
        "select (select count(*) from sheds where built_under = 'public_benefit_fund'),"
        " (select count(distinct shed_id) from shed_counts where counted_at >= ?)",
        [day.isoformat()],
    ).fetchone()
    return int(row[0]), int(row[1])


@writes(Permission.COUNT_SHED)
def count_shed(visit: Visit, count: Count) -> Receipt:
    """Save one count (清点). The occupancy on every screen follows from it."""
    of = shed(visit.db, count.shed_id)
    visit.user.must_cover(of.estate_id)
    check_count(count, of, visit.now)
    visit.db.execute(
        "insert into shed_counts (shed_id, counted_at, in_bays, outside_bays, charging_now,"
        " abandoned, counted_by) values (?, ?, ?, ?, ?, ?, ?)",
        [
            of.id,
            stamp(count.counted_at),
            count.in_bays,
            count.outside_bays,
            count.charging_now,
            count.abandoned,
            visit.user.id,
        ],
    )
    id = int(visit.db.execute("select last_insert_rowid()").fetchone()[0])
    outside = f"，棚外 {count.outside_bays} 辆" if count.outside_bays else ""
    free = of.bays_total - count.in_bays
    return Receipt(f"{of.name}记好了：在位 {count.in_bays} 辆，余 {free} 位{outside}。", id)
