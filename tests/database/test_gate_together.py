"""The gate under pressure: many threads, two processes, and processes that are killed."""

import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlite_utils import Database

from db import connection
from db.points_ledger import awards
from domain.errors import Invalid
from domain.points_ledger.awards import NewAward
from tests import ROOT, community
from tests.writer import THREADS, counts, rush, started

KILLS = 12


def column(db: Database, sql: str) -> list[object]:
    return [row[0] for row in db.execute(sql).fetchall()]


def test_sixteen_threads_in_each_of_two_processes_lose_and_double_nothing(path: Path):
    both = [started(rush, path, name) for name in ("left", "right")]
    told: list[tuple[str, str, int]] = []
    for process, pipe in both:
        told += pipe.recv()
        process.join()
        assert process.exitcode == 0
    assert len(told) == 2 * THREADS * 4

    with connection.opened(path) as db:
        _every_slip_was_answered_alike_and_done_once(db, told)
        _no_seat_was_sold_twice(db)
        _no_cap_was_passed(db)
        assert column(db, "pragma integrity_check") == ["ok"]


def _every_slip_was_answered_alike_and_done_once(
    db: Database, told: list[tuple[str, str, int]]
) -> None:
    answers = set(told)
    slips = {slip for slip, _, _ in told}
    assert len(answers) == len(slips), "one slip, one receipt, whoever sent it"
    assert set(column(db, "select slip from audit_log")) == slips
    assert column(db, "select count(*) from shed_counts") == [2 * THREADS + THREADS]
    assert column(db, "select count(*) from awards") == [8]
    counted = Counter(column(db, "select in_bays from shed_counts"))
    assert counted == Counter([*range(16), *range(16), *range(20, 36)])


def _no_seat_was_sold_twice(db: Database) -> None:
    assert column(db, "select count(*) from enrollments where state = 'confirmed'") == [2]
    places = column(
        db, "select place from enrollments where state = 'waitlisted' order by applied_at, id"
    )
    assert places == [1, 2, 3, 4, 5, 6]


def _no_cap_was_passed(db: Database) -> None:
    per_day = column(db, "select sum(points) from awards group by resident_id, earned_on")
    assert per_day == [20] * 8


def test_a_hundred_awards_at_once_stop_exactly_at_the_cap(path: Path):
    """Whoever checks and writes must do both under one lock, or two of them pass the cap."""
    paper = NewAward("x", community.CHEN, community.PATROL, community.TODAY, minutes=30)

    def award(number: int) -> bool:
        with connection.opened(path) as db:
            visit = community.visit_of(db, "clerk")
            try:
                awards.register_award(visit, replace(paper, slip=f"slip-{number}"))
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(award, range(100)))
    assert done == 8, "eight half hours of five points are the forty of a day"
    with connection.opened(path) as db:
        assert column(db, "select sum(points) from awards") == [40]
        assert column(db, "select count(*) from audit_log") == [8]


def test_the_first_visits_of_a_process_cannot_meet_half_way_in_an_import(path: Path):
    """sqlite-utils looks for plugins at the first connection; two at once saw half a module."""
    script = (
        "import sys; from pathlib import Path; from db import connection\n"
        "connection.connect(Path(sys.argv[1])).conn.close()\n"
        "from sqlite_utils import plugins; sys.exit(plugins._plugins_loaded)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True, cwd=ROOT)


def test_a_killed_process_loses_nothing_it_acknowledged(path: Path):
    chance = random.Random(7)
    acknowledged: dict[str, tuple[int, int]] = {}
    for round_ in range(KILLS // 4):
        writers = [started(counts, path, f"w{round_}-{number}") for number in range(4)]
        for process, pipe in writers:
            heard = [pipe.recv() for _ in range(chance.randint(1, 40))]
            process.kill()
            for slip, id, bays in [*heard, *_the_rest(pipe)]:
                acknowledged[slip] = (id, bays)
            process.join()
        with connection.opened(path) as db:
            _everything_acknowledged_is_there(db, acknowledged)
    assert len(acknowledged) >= KILLS


def _the_rest(pipe: Connection) -> list[tuple[str, int, int]]:
    """What was sent before the end; the last message may be cut off."""
    rest = []
    while True:
        try:
            rest.append(pipe.recv())
        except (EOFError, OSError):
            return rest


def _everything_acknowledged_is_there(db: Database, said: dict[str, tuple[int, int]]) -> None:
    stored = {
        slip: (id, bays)
        for slip, id, bays in db.execute(
            "select a.slip, c.id, c.in_bays from audit_log a join shed_counts c on c.id = a.made_id"
        ).fetchall()
    }
    assert said.items() <= stored.items()
    assert column(db, "select count(*) from shed_counts") == [len(stored)], "rows and audit agree"
    assert column(db, "select count(*) from audit_log") == [len(stored)]
    assert column(db, "pragma integrity_check") == ["ok"]
    assert column(db, "pragma foreign_key_check") == []
