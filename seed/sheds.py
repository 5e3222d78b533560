"""Sheds (非机动车棚) built with the public-benefit fund (惠民资金), and a year of counts."""

from collections.abc import Iterator
from datetime import datetime, time
from random import Random

from db.shed_capacity import count_shed
from domain.days import BEIJING
from domain.shed_capacity import Count
from seed.plan import Plan, at, table, unguarded
from seed.telling import Part, Telling

DAYS, FRESH, STALE = 365, 2, 40  # the story counts yesterday; one shed was forgotten
# Weekdays on which somebody walks: the hour, and how much of an evening's vehicles is there then.
WALKS = {0: (20, 100), 2: (12, 62), 4: (7, 84)}


def sheds(plan: Plan) -> None:
    estates = plan.ids("select short_name, id from estates")
    plan.insert(
        "sheds",
        "number, name, position, estate_id, built_under, state, bays_total, bays_charging,"
        " ports_total, ports_ok, source",
        [
            (
                int(row["number"]),
                row["name"],
                row["position"],
                estates[row["estate"]],
                "public_benefit_fund",
                "in_use",
                int(row["bays_total"]),
                int(row["bays_charging"]),
                int(row["ports_total"]),
                int(row["ports_ok"]),
                row["source"],
            )
            for row in table("sheds")
        ],
    )
    with unguarded(plan.db, "shed_counts"):
        plan.insert(
            "shed_counts",
            "shed_id, counted_at, in_bays, outside_bays, charging_now, abandoned, counted_by",
            _counts(plan, plan.rng("sheds")),
        )


def _counts(plan: Plan, rng: Random) -> Iterator[tuple[object, ...]]:
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
                yield (
                    shed_id,
                    when,
                    *(figure * there // 100 for figure in one_evening(rng, row)),
                    by,
                )


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
        at = datetime.combine(yesterday, time(20, 10 + shed_id * 3), BEIJING)
        paper = Count(telling.slip(), shed_id, *seen, counted_at=at)
        deed = lambda visit, paper=paper: count_shed(visit, paper)  # noqa: E731
        telling.add(yesterday, at.hour, at.minute, walkers[row["estate"]], deed)


PART = Part((("车棚", sheds),), tell)
