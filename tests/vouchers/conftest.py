"""The small community's vouchers: whatever a test does to the file, the invariants hold afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.voucher_desk import At, guarded, visits


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    yield from guarded(path)


@pytest.fixture
def at(db: Database) -> At:
    return visits(db)
