"""How fast a ballot is (表决快不快): `python -m tests.bench_ballot [6549 654900]`.

One estate of so many units votes. Printed, never asserted: machines differ. Wanted: the tally in
under 20 ms at 6,549 units and under 100 ms at 654,900.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from db import connection
from db.checks import _checked
from db.repair_fund import ballot_grid, ballots, paper_imports, papers
from db.repair_fund.checks.ballots import INVARIANTS
from db.repair_fund.steps import step_to
from db.visit import Visit
from db.writes import transaction
from domain.repair_fund import State
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.paper_import import PaperImport, SheetRow
from domain.repair_fund.papers import Paper
from domain.repair_fund.votes import Choice
from tests import community, fund_desk
from tests.community import PINE, TODAY, account_id, visit_of

SIZES = (6_549, 654_900)
PER_STAIRWELL, PER_FLOOR, IMPORTED = 132, 4, 3_000
T = TypeVar("T")


def timed(name: str, act: Callable[[], T], runs: int = 1) -> T:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        told = act()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"  {name:<34}{sorted(taken)[len(taken) // 2]:>12,.2f} ms", flush=True)
    return told


def grow(db: Database, units: int) -> None:
    """One estate of so many flats; every tenth owner has two, and the developer one in fifty."""
    db.execute("begin")
    db.execute(
        "insert into owner_groups (id, estate_id, kind) values (100, ?, 'developer')", [PINE]
    )
    rows, owners = [], []
    for at in range(units - 16):
        stack, place = divmod(at, PER_STAIRWELL)
        floor, room = 1 + place // PER_FLOOR, 1 + place % PER_FLOOR
        owner = 100 if at % 50 == 49 else 1000 + at - (at % 10 == 9)
        if owner == 1000 + at:
            owners.append((owner, PINE))
        code = f"{100 + stack}-1-{floor}0{room}"
        rows.append((1000 + at, PINE, 100 + stack, 100 + stack, floor, f"{floor}0{room}", code,
                     8000 + at % 5000, owner))  # fmt: skip
    stacks = [(100 + stack,) for stack in range(1 + (units - 17) // PER_STAIRWELL)]
    many = db.conn.executemany
    many(f"insert into buildings (id, estate_id, number) values (?1, {PINE}, ?1)", stacks)
    many("insert into stairwells (id, building_id, number) values (?1, ?1, 1)", stacks)
    many("insert into owner_groups (id, estate_id, kind) values (?, ?, 'owner')", owners)
    many(
        "insert into units (id, estate_id, building_id, stairwell_id, floor, room, code, area_centi,"
        " owner_group_id, purpose, area_source, source)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'flat', 'register', 'entered')",
        rows,
    )
    db.execute("commit")


def open_estate(visit: Visit) -> int:
    """As the step of two people does, for a project of the whole estate."""
    terms = Opening("open", 1, Matter.USE, Channel.PAPER, TODAY, TODAY + timedelta(days=19))
    with transaction(visit.db):
        id = ballots.open_ballot(visit, terms, account_id("clerk2"))
        step_to(visit, 1, State.VOTING, asked_by=account_id("clerk2"))
    return id


def table(visit: Visit, id: int) -> tuple[SheetRow, ...]:
    rooms = paper_imports.rooms_to_fill(visit, id)[:IMPORTED]
    rows = [SheetRow(2 + at, (room, "同意", "")) for at, room in enumerate(rooms)]
    return (SheetRow(1, ("房号", "意见", "备注")), *rows)


def measure(path: Path, units: int) -> None:
    print(f"{units:,} units", flush=True)
    raw = connection.connect(path, guarded=False)
    timed("make the estate", lambda: grow(raw, units))
    fund_desk.project_at(raw, "plan_notice")
    raw.execute("drop trigger projects_stay_where_they_are")
    raw.execute("update repair_projects set scope_type = 'estate', building_id = null")
    raw.conn.close()
    with connection.opened(path) as db:
        visit = visit_of(db, "clerk")
        id = timed("freeze the scope and open", lambda: open_estate(visit))
        slip = iter(range(1_000_000))
        unit = iter(range(1001, 1049))
        timed(
            "record one paper",
            lambda: papers.record_paper(visit, Paper(f"p{next(slip)}", id, next(unit), Choice.YES)),
            40,
        )
        rows = timed("rooms of the template", lambda: table(visit, id))
        seen = timed(
            f"preview {IMPORTED:,} rows", lambda: paper_imports.preview_import(visit, id, rows)
        )
        paper = PaperImport("import", id, "x", "", len(seen.good), rows)
        timed("import them", lambda: paper_imports.import_papers(visit, paper))
        timed("tally", lambda: (ballots.ballot(visit, 1), ballots.tally(visit, id)), 200)
        timed("fewest who could close it", lambda: ballot_grid.closers(visit, id), 5)
        timed("stairwells with who is missing", lambda: ballot_grid.places(visit, id), 3)
        timed("grid of one stairwell", lambda: ballot_grid.grid(visit, id, 101, 101), 5)
        timed("find a room", lambda: ballot_grid.find_units(visit, id, "101-1-302"), 50)
        for each in INVARIANTS[:3]:
            ok = timed(f"check {each.code}", lambda one=each: _checked(db, one)).ok  # type: ignore[misc]
            assert ok, each.code


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for units in asked.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(community.settle(Path(folder) / "community.db"), units)


if __name__ == "__main__":
    main()
