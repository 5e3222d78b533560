"""The bench measures a ledger that could be true: every check of points is green in it."""

from pathlib import Path

from db import connection
from db.checks import report
from tests import big_ledger


def test_the_ledger_of_the_bench_passes_every_check(tmp_path: Path):
    path = tmp_path / "big.db"
    big_ledger.build(path, entries=big_ledger.BUSY + 3_210, accounts=101)
    with connection.opened(path) as db:
        wrong = [finding.code for finding in report.run(db) if not finding.ok]
        assert wrong == ["residents_found"], "its residents have no search keys"
        (count,) = db.execute("select count(*) from point_entries").fetchone()
        assert count == big_ledger.BUSY + 3_210
