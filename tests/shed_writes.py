"""The plainest write there is (清点一次), for tests of the gate and of the chain."""

from datetime import timedelta
from pathlib import Path

from db import connection
from db.shed_capacity import sheds as shed_capacity
from domain.shed_capacity import Count
from tests import community


def count(path: Path, slip: str, minutes: int = 0) -> None:
    """One ordinary write through the gate."""
    with connection.opened(path) as db:
        visit = community.visit_of(db, "clerk", community.NOW + timedelta(minutes=minutes))
        paper = Count(slip, community.SHED, 20, 1, 2, 0, visit.now)
        shed_capacity.count_shed(visit, paper)
