"""How fast a resident is found among 1.6 million (找居民快不快): `python -m tests.bench --finding`.

The demonstration's people a hundred times over: a hundred communities share the same names, rooms
and last four digits, so every key leads to a hundred times as many. Printed, never asserted:
machines differ. Wanted: 5 ms at the slowest of what people type.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sqlite_utils import Database

from db import accounts, connection, registry
from db.visit import Visit
from domain.days import BEIJING
from seed.plan import unguarded
from tests.demo import demo_copy

TIMES, RUNS = 100, 50
TYPED = ("王", "wang", "zhangw", "3-1-5", "1234", "秀", "lxm", "陈建国", "张 3-1", "13800001001")
GROWN = ("residents", "residencies", "contacts")
WANTED_MS = 5


def run(times: int = TIMES) -> None:
    """Build it in a folder of its own, time each word, and leave nothing behind."""
    with tempfile.TemporaryDirectory() as name:
        path = demo_copy(Path(name))
        begun = time.perf_counter()
        people = grow(path, times)
        print(f"{people:,} residents, built in {time.perf_counter() - begun:.0f} s", flush=True)
        with connection.opened(path) as db:
            visit = Visit(db, accounts.user(db, "volunteer"), datetime.now(BEIJING))
            found = {
                word: _median_ms(lambda w=word: registry.find_residents(visit, w)) for word in TYPED
            }
        for word, ms in found.items():
            print(f"  {word:<14}{ms:8.2f} ms", flush=True)
        print(f"the slowest {max(found.values()):.2f} ms, wanted {WANTED_MS}", flush=True)


def grow(path: Path, times: int) -> int:
    """Every resident so many times, with the keys, homes and phones of the first; how many there are."""
    db = connection.connect(path, guarded=False)
    db.execute("pragma synchronous = off")
    (first,) = db.execute("select max(id) from residents").fetchone()
    with unguarded(db, *GROWN, "resident_keys"), connection.roomy(db):
        db.execute("begin")
        for table in GROWN:
            _copied(db, table, first, times)
        _keys(db, first, times)
        db.execute("commit")
    found = int(db.execute("select count(*) from residents").fetchone()[0])
    db.conn.close()
    return found


def _copied(db: Database, table: str, first: int, times: int) -> None:
    """The rows of the first residents once more for each of the others, under their numbers."""
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    key = "id" if table == "residents" else "resident_id"
    names = [name for name in columns if name == key or name != "id"]
    cells = [f"{name} + n.n * {first}" if name == key else name for name in names]
    db.execute(
        f"with recursive n (n) as (values (1) union all select n + 1 from n where n < {times - 1})"
        f" insert into {table} ({', '.join(names)}) select {', '.join(cells)}"
        f" from n cross join (select * from {table} where {key} <= {first})"
    )


def _keys(db: Database, first: int, times: int) -> None:
    """In the order they are kept in, so that thirty million are appended and none is looked for."""
    known = db.execute("select key, resident_id from resident_keys order by 1, 2").fetchall()
    db.execute("delete from resident_keys")
    db.conn.executemany(
        "insert into resident_keys (key, resident_id) values (?, ?)",
        (
            (key, id + n * first)
            for key, of in groupby(known, itemgetter(0))
            for ids in [[id for _, id in of]]
            for n in range(times)
            for id in ids
        ),
    )


def _median_ms(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)[RUNS // 2]
