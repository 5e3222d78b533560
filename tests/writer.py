"""Further processes at the same file: `started(counts, path, "left")` → (process, its pipe).

`counts` writes until it is killed, and sends what was acknowledged, one by one. `rush` lets
sixteen threads, each with a connection of its own, do everything at once.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Barrier

# A process of its own has the whole house: `features` brings what the features tell each other.
from db import connection, features  # noqa: F401
from db.academy_enrollment import seats
from db.points_ledger import awards
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from domain.academy_enrollment.seats import NewEnrollment
from domain.errors import Unusable
from domain.points_ledger.awards import NewAward
from domain.receipts import Receipt
from domain.shed_capacity import Count
from tests import community
from tests.nursery import CONTEXT, no_main

THREADS = 16
APPLICANTS = (1, 4, 5, 6, 7, 8, 11, 12)  # old enough for calligraphy, which has two seats


def started(
    deed: Callable[[Path, str, Connection], None], path: Path, name: str
) -> tuple[BaseProcess, Connection]:
    """A process doing the deed, and the end of its pipe to read from."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=deed, args=(path, name, theirs), daemon=True)
    with no_main():
        process.start()
    theirs.close()  # so that reading ends when the process does
    return process, ours


def counts(path: Path, name: str, tell: Connection) -> None:
    """One count after another; each is sent only after it was acknowledged."""
    with connection.opened(path) as db:
        visit = community.visit_of(db, "clerk")
        for number in count():
            slip = f"{name}-{number}"
            receipt = None
            while receipt is None:
                with suppress(Unusable):  # others were writing for five seconds: click again
                    receipt = shed_capacity.count_shed(visit, a_count(slip, number % 60))
            tell.send((slip, receipt.id, number % 60))


def rush(path: Path, name: str, tell: Connection) -> None:
    """Own slips and slips shared with every other rush, sent with their receipts."""
    together = Barrier(THREADS)

    def one(thread: int) -> dict[str, Receipt]:
        with connection.opened(path) as db:
            together.wait()
            return deeds(community.visit_of(db, "clerk"), f"{name}-{thread}", thread)

    with ThreadPoolExecutor(THREADS) as pool:
        found = [done for told in pool.map(one, range(THREADS)) for done in told.items()]
    tell.send([(slip, receipt.told, receipt.id) for slip, receipt in found])


def deeds(visit: Visit, own: str, thread: int) -> dict[str, Receipt]:
    """What one thread does: counts, awards to one neighbour, and enrolling another."""
    told = {}
    for slip, bays in ((f"{own}-count", thread), (f"shared-count-{thread}", thread + 20)):
        told[slip] = shed_capacity.count_shed(visit, a_count(slip, bays))
    slip = f"shared-award-{thread % 8}"
    paper = NewAward(slip, 1 + thread % 8, community.PATROL, community.TODAY, minutes=120)
    told[slip] = awards.register_award(visit, paper)
    slip = f"shared-seat-{thread % 8}"
    told[slip] = seats.enroll(visit, a_seat(slip, APPLICANTS[thread % 8]))
    return told


def a_count(slip: str, bays: int) -> Count:
    at = community.NOW - timedelta(minutes=1)
    return Count(slip, community.SHED, bays, 0, 0, 0, at)


def a_seat(slip: str, resident: int, class_id: int = community.CALLIGRAPHY) -> NewEnrollment:
    """A complete enrolment slip for a grown-up of any age."""
    return NewEnrollment(
        slip, class_id, resident, True, None, False, True, "陈小", "13899990000"
    )  # fmt: skip
