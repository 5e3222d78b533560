"""Spot checks (抽查核对): each sample is the one its seed draws, and a third person looked at it."""

from collections.abc import Iterator

from sqlite_utils import Database

from db.invariant import Invariant
from domain.points_ledger.hints import sample

_AWARDS = "e.kind in ('earn', 'award') and e.id between s.first_id and s.last_id"

INVARIANTS = [
    Invariant(
        "sample_size",
        "每月抽查的笔数够比例",
        f"""
        select s.month from spot_checks s
         where (select count(*) from spot_check_lines l where l.check_id = s.id)
            <> ((select count(*) from point_entries e where {_AWARDS}) * s.percent + 99) / 100
        """,
    ),
    Invariant(
        "sample_lines",
        "抽到的都是那个月入账的登记",
        f"""
        select '流水 ' || l.entry_id from spot_check_lines l
          join spot_checks s on s.id = l.check_id
         where not exists (select 1 from point_entries e where e.id = l.entry_id and {_AWARDS})
        """,
    ),
    Invariant(
        "sample_checkers",
        "抽查由没有经手的人做",
        """
        select '抽查 ' || f.id from spot_check_findings f
          join point_entries e on e.id = f.entry_id
         where f.checked_by in (e.created_by, e.approved_by)
        """,
    ),
]


def redrawn(db: Database) -> Iterator[str]:
    """The months whose stored sample is not the one their seed draws; none when all is well."""
    checks = db.execute("select id, month, seed, percent, first_id, last_id from spot_checks")
    for id, month, seed, percent, first_id, last_id in checks.fetchall():
        awards = db.execute(
            "select id from point_entries where kind in ('earn', 'award') and id between ? and ?",
            [first_id, last_id],
        )
        stored = db.execute(
            "select entry_id from spot_check_lines where check_id = ? order by entry_id", [id]
        )
        if [row[0] for row in stored] != sample(seed, (row[0] for row in awards), percent):
            yield month
