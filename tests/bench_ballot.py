"""How fast a ballot and a payment are (表决、拨付快不快): `python -m tests.bench_ballot [6549 654900]`.

One estate of so many units votes and pays. Printed, never asserted: machines differ. Wanted: the
tally in under 20 ms at 6,549 units and under 100 ms at 654,900; opening a vote and approving a
payment keep others waiting (the lock) for under 0.1 s and 3 s.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from db import chain, connection
from db.checks.chain import unlinked
from db.checks.report import INVARIANTS, _checked
from db.repair_fund import ballot_grid, ballots, paper_imports, papers, payments, totals
from db.repair_fund.steps import step_to
from db.visit import Visit
from db.writes import transaction
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.paper_import import PaperImport
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.projects import State
from domain.repair_fund.votes import Choice
from domain.sheets import SheetRow
from seed.plan import unguarded
from tests import community, fund_desk, fund_money
from tests.community import PINE, TODAY, account_id, visit_of

SIZES = (6_549, 654_900)
PER_STAIRWELL, PER_FLOOR, IMPORTED = 132, 4, 3_000
VOTED = ("ballot_answers", "ballot_totals", "ballot_scopes")
PAID = (
    "charges_sum",
    "charges_booked",
    "household_balances",
    "building_totals",
    "half_year_totals",
)
T = TypeVar("T")


def timed(name: str, act: Callable[[], T], runs: int = 1) -> T:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        told = act()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"  {name:<34}{sorted(taken)[len(taken) // 2]:>12,.2f} ms", flush=True)
    return told


class Watched:
    """A connection that knows when the write lock was taken; a trace would count in the triggers."""

    def __init__(self, conn: Any) -> None:
        self.conn, self.began = conn, 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.conn, name)

    def execute(self, sql: str, *given: Any) -> Any:
        done = self.conn.execute(sql, *given)
        if sql == "begin immediate":
            self.began = time.perf_counter()
        return done


def locked(name: str, db: Database, act: Callable[[], T]) -> T:
    """Time a write, and of it how long others could not write."""
    plain, watched = db.conn, Watched(db.conn)
    db.conn = watched  # type: ignore[assignment]
    told = timed(name, act)
    ms = (time.perf_counter() - watched.began) * 1000
    print(f"  {'  of it under the lock':<34}{ms:>12,.2f} ms", flush=True)
    db.conn = plain
    return told


def pay_in(db: Database) -> None:
    """Six of seven have paid in 80.00 yuan for each m²; the seventh has no account yet."""
    db.execute("begin")
    with unguarded(db, "household_accounts", "household_entries"):
        db.execute(
            "insert into household_accounts (unit_id, first_deposit_fen, balance_fen)"
            " select id, area_centi * 80, area_centi * 80 from units"
            "  where estate_id = ? and purpose <> 'parking' and id % 7 <> 0",
            [PINE],
        )
        db.execute(
            "insert into household_entries (unit_id, kind, amount_fen, booked_on, by_id, source)"
            " select unit_id, 'deposit', balance_fen, '2020-01-01', ?, 'entered'"
            "   from household_accounts order by unit_id",
            [account_id("accountant")],
        )
    totals.recount(db)
    chain.extend(db)  # as when they were booked: opening a vote does not link old deposits
    db.execute("commit")


def approve(raw: Database, fen: int) -> None:
    """The vote has passed and the authority said yes: as the rows would say, not the papers."""
    raw.execute("begin")
    with unguarded(raw, "repair_projects", "project_steps"):
        raw.execute(
            "update repair_projects set state = 'approved', budget_fen = ?1, approved_fen = ?1",
            [fen],
        )
        raw.execute(
            "insert into project_steps (project_id, from_state, to_state, happened_on, by_id,"
            " second_id) values (1, 'applied', 'approved', ?, ?, ?)",
            [fund_desk.LONG_AGO, account_id("clerk"), account_id("clerk2")],
        )
    raw.execute("commit")
    for kind in ("contract", "invoice"):
        fund_money.a_file(raw, 1, kind)


def pays(path: Path, units: int) -> None:
    """A first payment of some 100 yuan for every unit, to the fen."""
    raw = connection.connect(path, guarded=False)
    approve(raw, units * 15_000)
    raw.conn.close()
    with connection.opened(path) as db:
        paper = fund_money.paper(1, fund_money.K.FIRST, units * 10_000 + 1)
        id = payments.record_payment(visit_of(db, "accountant"), paper).id
        visit = visit_of(db, "secretary")
        timed("preview of the payment", lambda: payments.preview(visit, id))
        locked(
            "approve the payment", db, lambda: payments.approve_payment(visit, id, slip="approved")
        )
        timed("links of the chain", lambda: list(unlinked(db)))
        for each in (one for one in INVARIANTS if one.code in PAID):
            ok = timed(f"check {each.code}", lambda one=each: _checked(db, one)).ok  # type: ignore[misc]
            assert ok, each.code


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
    many(
        f"insert into buildings (id, estate_id, label) values (?1, {PINE}, cast(?1 as text))",
        stacks,
    )
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
    pay_in(raw)
    raw.conn.close()
    with connection.opened(path) as db:
        visit = visit_of(db, "clerk")
        id = locked("freeze the scope and open", db, lambda: open_estate(visit))
        slip = iter(range(1_000_000))
        unit = iter(range(1001, 1049))
        timed(
            "record one paper",
            lambda: papers.record_paper(
                visit, BallotPaper(f"p{next(slip)}", id, next(unit), Choice.YES)
            ),
            40,
        )
        rows = timed("rooms of the template", lambda: table(visit, id))
        seen = timed(
            f"preview {IMPORTED:,} rows", lambda: paper_imports.preview_import(visit, id, rows)
        )
        paper = PaperImport("import", id, "x", "", len(seen.good), rows)
        locked("import them", db, lambda: paper_imports.import_papers(visit, paper))
        timed("tally", lambda: (ballots.ballot(visit, 1), ballots.tally(visit, id)), 200)
        timed("fewest who could close it", lambda: ballot_grid.closers(visit, id), 5)
        timed("stairwells with who is missing", lambda: ballot_grid.places(visit, id), 3)
        timed("grid of one stairwell", lambda: ballot_grid.grid(visit, id, 101, 101), 5)
        timed("find a room", lambda: ballot_grid.find_units(visit, id, "101-1-302"), 50)
        for each in (one for one in INVARIANTS if one.code in VOTED):
            ok = timed(f"check {each.code}", lambda one=each: _checked(db, one)).ok  # type: ignore[misc]
            assert ok, each.code


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    run(asked.parse_args().sizes)


def run(sizes: Iterable[int]) -> None:
    for units in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = community.settle(Path(folder) / "community.db")
            measure(path, units)
            pays(path, units)


if __name__ == "__main__":
    main()
