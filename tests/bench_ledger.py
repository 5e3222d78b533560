"""How fast the ledger is: `python -m tests.bench_ledger`, or `python -m tests.bench --ledger`.

Durable writes through the gate, writers that are killed, reads at ten million entries. Each figure
stands beside what SQLite alone takes for the same, measured in turns with it in the same run.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from db import connection
from db.points_ledger import awards as points_awards
from db.points_ledger import books
from db.points_ledger.checks import chain
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import DomainError
from domain.points_ledger.awards import NewAward
from domain.receipts import Receipt
from tests import big_ledger, community
from tests.community import NOW, visit_of
from tests.demo import demo_copy
from tests.writer import started

ENTRIES, ACCOUNTS = 10_000_000, 250_000
WRITES, BLOCK, KILLS, READS = 1_000, 25, 200, 200
AWARDS_A_SECOND = 1_000  # what is aimed at; reads carry theirs in `reads`
TODAY = datetime.now(BEIJING)
BEFORE = TODAY - timedelta(days=20)  # whatever was approved then can be posted now
FRESH = """
    select id from residents where birth_year < 1990 and id not in (select resident_id from awards)
       and id not in (select resident_id from accounts where resident_id is not null) order by id
"""
ROW = (4, 1, 9, "earn", "2026-01-01", "2026-01-01T10:00:00+08:00", "值班巡逻", 3, 2, b"x" * 32)


def say(first: str, *columns: float | str) -> None:
    cells = [f"{c:11,.3f}" if isinstance(c, float) else f"{c:>11}" for c in columns]
    print(f"{first:<40}", *cells, flush=True)


def mark(good: bool) -> str:
    return "✓" if good else "✗"


# Durable writes -------------------------------------------------------------------------------


class Desk:
    """One award after another, each for somebody else: written down, approved, posted."""

    def __init__(self, db: Database, name: str) -> None:
        self.maker, self.second = visit_of(db, "clerk", BEFORE), visit_of(db, "secretary", BEFORE)
        self.poster = visit_of(db, "clerk", TODAY)
        self.people = [row[0] for row in db.execute(FRESH)]
        self.name = name

    def propose(self, number: int) -> Receipt:
        who = self.people[number % len(self.people)]
        slip = f"{self.name}-propose-{number}"
        paper = NewAward(slip, who, community.PATROL, BEFORE.date(), minutes=60)
        return points_awards.register_award(self.maker, paper)

    def approve(self, number: int, award: int) -> Receipt:
        slip = f"{self.name}-approve-{number}"
        return points_awards.approve_award(self.second, award, slip=slip)

    def post(self, number: int) -> Receipt:
        return points_awards.post_awards(self.poster, slip=f"{self.name}-post-{number}")

    def clear(self) -> None:
        """Post what the demonstration has ready, so that each later posting is of one award."""
        try:
            self.post(-1)
        except DomainError:
            return


def raw(folder: Path) -> Callable[[], object]:
    """One row of an entry's size in a plain table, committed as durably."""
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("pragma journal_mode = wal").fetchall()
    db.execute("pragma synchronous = full")
    columns = "debit, credit, points, kind, earned_on, posted_at, reason, maker, second, chain"
    db.execute(f"create table entries (id integer primary key, {columns})")
    insert = f"insert into entries ({columns}) values (?,?,?,?,?,?,?,?,?,?)"
    return lambda: db.execute(insert, ROW)


def timed(taken: list[float], act: Callable[[], Receipt]) -> Receipt:
    start = time.perf_counter()
    receipt = act()
    taken.append(time.perf_counter() - start)
    return receipt


def writing(folder: Path) -> None:
    """Awards a second in one process; blocks of plain inserts in between."""
    floor, names = raw(folder), ("one plain row", "written down", "approved", "posted")
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(1_100):  # past the first checkpoint, after which the log no longer grows
        floor()
    with connection.opened(demo_copy(folder)) as db:
        desk = Desk(db, "bench")
        desk.clear()
        for number in range(WRITES):
            if number % BLOCK == 0:
                for _ in range(BLOCK):
                    start = time.perf_counter()
                    floor()
                    taken["one plain row"].append(time.perf_counter() - start)
            award = timed(taken["written down"], lambda n=number: desk.propose(n)).id
            timed(taken["approved"], lambda n=number, a=award: desk.approve(n, a))
            timed(taken["posted"], lambda n=number: desk.post(n))
    say("durable writes, one process", "a second", "median ms", "/plain", "target")
    base = sum(taken["one plain row"])
    for name, times in taken.items():
        rate, ms = len(times) / sum(times), statistics.median(times) * 1000
        good = mark(rate >= AWARDS_A_SECOND) if name == "posted" else ""
        aim = f"{AWARDS_A_SECOND:,} {good}" if good else ""
        say(f"  {name}", rate, ms, sum(times) / base, aim)


# Killed writers -------------------------------------------------------------------------------


def awards(path: Path, name: str, tell: Connection) -> None:
    """Write until killed; every receipt is sent as soon as it is acknowledged."""
    with connection.opened(path) as db:
        desk = Desk(db, name)
        for number in count():
            for act in (desk.propose, lambda n: desk.approve(n, last), desk.post):
                receipt = act(number)
                last = receipt.id
                tell.send((receipt.told, receipt.id))


def killing(folder: Path) -> None:
    """Kill a writer at a random moment, again and again; then look for all it had acknowledged."""
    chance, heard, lost = random.Random(7), 0, 0
    path = demo_copy(folder)
    with connection.opened(path) as db:
        Desk(db, "kill").clear()
    for round_ in range(KILLS):
        process, pipe = started(awards, path, str(round_))
        said = [pipe.recv()]
        end = time.monotonic() + chance.uniform(0, 0.15)
        while (left := end - time.monotonic()) > 0:
            if pipe.poll(left):
                said.append(pipe.recv())
        process.kill()
        process.join()
        said += rest(pipe)
        heard += len(said)
        with connection.opened(path) as db:
            sql = "select told, made_id from audit_log order by id desc limit ?"
            lost += len(set(said) - set(db.execute(sql, [len(said) + 5]).fetchall()))
    with connection.opened(path) as db:
        sql = "pragma integrity_check"
        whole = not list(chain.broken(db)) and db.execute(sql).fetchone()[0] == "ok"
    say(f"{KILLS} writers killed", "heard", "lost", "chain")
    say("  receipts", f"{heard:,}", f"{lost} {mark(lost == 0)}", mark(whole))


def rest(pipe: Connection) -> list[tuple[str, int]]:
    """What was sent before the end; the last message may be cut off."""
    found: list[tuple[str, int]] = []
    while True:
        try:
            found.append(pipe.recv())
        except (EOFError, OSError):
            return found


# Reads ----------------------------------------------------------------------------------------


def reads(visit: Visit, accounts: int) -> dict[str, tuple[float, list[Callable[[], object]]]]:
    """What is asked of many entries: (target in ms, the calls to take the median of)."""
    db, chance = visit.db, random.Random(7)
    some = [big_ledger.FIRST_RESIDENT + chance.randrange(accounts - 1) for _ in range(READS)]
    busy = [big_ledger.FIRST_RESIDENT + accounts - 1] * READS

    def each(read: Callable[..., object], people: list[int]) -> list[Callable[[], object]]:
        return [lambda who=who: read(who) for who in people]

    def balance(who: int) -> object:
        return books.balance(db, who)

    def statement(who: int) -> object:
        return books.statement(visit, who)

    return {
        "balance": (1, each(balance, some)),
        f"balance, {big_ledger.BUSY:,} entries": (1, each(balance, busy)),
        "statement of 50": (5, each(statement, some)),
        f"statement, {big_ledger.BUSY:,} entries": (5, each(statement, busy)),
        "top ten": (100, [lambda: books.top_balances(visit)] * 50),
        "top hundred": (100, [lambda: books.top_balances(visit, 100)] * 50),
        "a month's totals": (100, [lambda: books.month_flow(db, "2026-03")] * 50),
        "all months' totals": (100, [lambda: books.months(db, "2025-01")] * 50),
        "issued = held + redeemed + expired": (100, [lambda: books.books(db)] * 50),
        "latest entries": (100, [lambda: books.latest_entries(visit)] * 50),
    }


def statements_of(db: Database, act: Callable[[], object]) -> list[str]:
    """The SQL a call sends, values filled in."""
    found: list[str] = []
    db.conn.set_trace_callback(found.append)
    act()
    db.conn.set_trace_callback(None)
    return [sql for sql in found if sql.lstrip().lower().startswith(("select", "with"))]


def reading(path: Path, accounts: int) -> None:
    """Each read beside the bare statement, by turns, over many people."""
    plain = sqlite3.connect(path)
    with connection.opened(path) as db:
        visit = visit_of(db, "clerk", NOW)
        say("reads", "first ms", "median ms", "slowest ms", "/statement", "target")
        for name, (target, calls) in reads(visit, accounts).items():
            ours: list[float] = []
            bare: list[float] = []
            for act in calls:
                sqls = statements_of(db, act) if ours else []  # the very first is timed cold
                for sql in sqls:
                    plain.execute(sql).fetchall()
                start = time.perf_counter()
                act()
                ours.append(1000 * (time.perf_counter() - start))
                start = time.perf_counter()
                for sql in sqls:
                    plain.execute(sql).fetchall()
                bare.append(1000 * (time.perf_counter() - start))
            ms, floor = statistics.median(ours), statistics.median(bare[1:])
            aim = f"{target} {mark(ms < target)}"
            say(f"  {name}", ours[0], ms, max(ours[1:]), ms / floor, aim)
    plain.close()


def run(entries: int, accounts: int, big: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as name:
        for part in (writing, killing):
            folder = Path(name) / part.__name__
            folder.mkdir()
            part(folder)
        path = big or Path(name) / "big.db"
        if not path.exists():
            big_ledger.build(path, entries, accounts)
        size = f"{path.stat().st_size / 1e9:.1f} GB"
        say(f"{entries:,} entries, {accounts:,} accounts, {size}")
        reading(path, accounts)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench_ledger")
    asked.add_argument("--entries", type=int, default=ENTRIES)
    asked.add_argument("--accounts", type=int, default=ACCOUNTS)
    asked.add_argument("--big", type=Path, help="a ledger built before, or where to keep it")
    options = asked.parse_args()
    run(options.entries, options.accounts, options.big)


if __name__ == "__main__":
    main()
