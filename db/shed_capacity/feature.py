"""What the sheds bring to the house: what is due, the figures, the board in the hall."""

from datetime import datetime

from sqlite_utils import Database

from db import parameters
from db.chain import CHAINED
from db.feature import Board, Feature, Finder, Part
from db.hits import hits
from db.invariant import Invariant, unbroken
from db.shed_capacity.keeping import add_shed
from db.shed_capacity.sheds import count_shed, sheds
from db.shed_capacity.subject import SUBJECT
from db.subjects import SUBJECTS
from db.visit import Visit, permission_of, reads
from domain.home import Due, Figure, Rank, due_for
from domain.people import Permission
from domain.search import Hits
from domain.showcase import Figure as Live
from domain.showcase import counted as live


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
    parts=[
        Part(
            "车棚",
            "名称、在哪里、多少车位。",
            "select exists (select 1 from sheds)",
            room="sheds",
            needs=permission_of(add_shed),
            count="select count(*) from sheds",
            unit="处",
        )
    ],
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
    tells=[CHAINED.told(LINKED), SUBJECTS.told(SUBJECT)],
)
