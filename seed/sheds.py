"""Sheds (非机动车棚) built with the public-benefit fund (惠民资金), and a year of counts."""

from collections.abc import Iterator
from random import Random
from typing import Any

from db.rows import put_many
from db.shed_capacity.sheds import count_shed
from domain.shed_capacity import Count
from seed.plan import Plan, at, table, unguarded
from seed.telling import Part, Telling

DAYS, FRESH, STALE = 365, 2, 40  # the story counts yesterday; one shed was forgotten
# Weekdays on which somebody walks: the hour, and how much of an evening's vehicles is there then.
WALKS = {0: (20, 100), 2: (12, 62), 4: (7, 84)}


def sheds(plan: Plan) -> None:
    estates = plan.ids("select short_name, id from estates")
    put_many(plan.db, "sheds", (_shed(row, estates[row["estate"]]) for row in table("sheds")))
    with unguarded(plan.db, "shed_counts"):
        put_many(plan.db, "shed_counts", _counts(plan, plan.rng("sheds")))


def _shed(row: dict[str, str], estate_id: int) -> dict[str, Any]:
    sizes = ("number", "bays_total", "bays_charging", "ports_total", "ports_ok")
    return {
        "name": row["name"],
        "position": row["position"],
        "estate_id": estate_id,
        "built_under": "public_benefit_fund",
        "state": "in_use",
        **{name: int(row[name]) for name in sizes},
        "source": row["source"],
    }


def _counts(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    """An evening, a noon and a morning a week; a larger community counts more often each time."""
    accounts, rows = plan.accounts(), table("sheds")
    for days in range(DAYS, FRESH, -1):
        day = plan.ago(days)
        if day.weekday() not in WALKS:
            continue
        hour, there = WALKS[day.weekday()]
        for shed_id, row in enumerate(rows, start=1):
            if (row["stale"] == "1" and days < STALE) or rng.random() < 0.15:
                continue
            by = accounts[_counter(rng, row["estate"])]
            for turn in range(plan.scale):
                minute = rng.randrange(30) if plan.scale == 1 else turn * 100 // plan.scale
                when = at(day, hour + minute // 60, minute % 60, rng.randrange(60))
                in_bays, outside, charging, abandoned = (
                    figure * there // 100 for figure in one_evening(rng, row)
                )
                yield {
                    "shed_id": shed_id,
                    "counted_at": when,
                    "in_bays": in_bays,
                    "outside_bays": outside,
                    "charging_now": charging,
                    "abandoned": abandoned,
                    "counted_by": by,
                }


def one_evening(rng: Random, row: dict[str, str]) -> tuple[int, int, int, int]:
    """(in bays, outside, charging, abandoned) around what is usual for this shed."""
    bays, ports = int(row["bays_total"]), int(row["ports_ok"])
    wanted = bays * (int(row["usual_pct"]) + rng.randrange(-9, 10)) // 100
    in_bays = min(bays, wanted)
    outside = max(0, wanted - bays) + (rng.randrange(1, 9) if in_bays == bays else 0)
    charging = min(ports, in_bays * rng.randrange(30, 46) // 100)
    return in_bays, outside, charging, min(in_bays, rng.choice((0, 0, 0, 1, 2)))


def _counter(rng: Random, estate: str) -> str:
    """The estate's own property company, or the grid worker (网格员), or a clerk."""
    own = {"安普顿小镇": "property", "鑫龙湾": "property2"}.get(estate, "grid")
    return rng.choice((own, own, "grid", "clerk"))


def tell(telling: Telling) -> None:
    """Yesterday evening six sheds were counted; the seventh has been forgotten for weeks."""
    rng = telling.plan.rng("evening")
    yesterday = telling.plan.ago(1)
    walkers = {"安普顿小镇": "property", "鑫龙湾": "property2", "天祥尚府": "grid"}
    for shed_id, row in enumerate(table("sheds"), start=1):
        if row["stale"] == "1":
            continue
        seen = one_evening(rng, row)
        when = at(yesterday, 20, 10 + shed_id * 3)
        paper = Count(telling.slip(), shed_id, *seen, counted_at=when)
        deed = lambda visit, paper=paper: count_shed(visit, paper)  # noqa: E731
        telling.add(yesterday, when.hour, when.minute, walkers[row["estate"]], deed)


PART = Part((("车棚", sheds),), tell)
