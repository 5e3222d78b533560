"""A desk that gives out vouchers in tests: batches, codes in people's hands, and used ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from db import connection
from db.visit import Visit
from db.vouchers import batches, giving, settling, using
from db.vouchers.checks import INVARIANTS
from domain.vouchers.batches import NewBatch
from domain.vouchers.pieces import Gift, Redemption
from domain.vouchers.settlements import NewSettlement
from tests import community
from tests.community import BREAKFAST, BUNS, NOW, TODAY, visit_of

At = Callable[..., Visit]

SPRING = NewBatch(
    "spring", "早点券", BREAKFAST, face_fen=5_00, points_price=20, pieces=60, budget_fen=300_00,
    fund_source="社区公益资金", valid_from=TODAY, valid_to=date(2026, 6, 30),
)  # fmt: skip
CAMPAIGN = replace(SPRING, slip="campaign", title="敬老早点券", points_price=0)
MARCH = NewSettlement("march", BUNS, "2026-03")


def guarded(path: Path) -> Iterator[Database]:
    """The file for one test; whatever the test did, the invariants hold afterwards."""
    with connection.opened(path) as db:
        yield db
        assert broken(db) == [], "whatever a test did, the invariants hold"


def visits(db: Database) -> At:
    """`at("clerk")`, this morning; `at("clerk", 8)`, eight days later."""
    return lambda who="clerk", days=0: visit_of(db, who, NOW + timedelta(days=days))


def approved(db: Database, paper: NewBatch = CAMPAIGN) -> int:
    """A batch made by one clerk and let out by the other; its number."""
    id = batches.create_batch(visit_of(db, "clerk"), paper).id
    batches.approve_batch(visit_of(db, "clerk2"), id)
    return id


def handed_out(db: Database, batch_id: int, pieces: int) -> list[str]:
    """The codes of so many vouchers of a campaign, given to nobody by name."""
    clerk = visit_of(db, "clerk")
    slip = f"gift-{batch_id}-{_count(db, 'audit_log')}"
    first = giving.give_voucher(clerk, Gift(slip, batch_id, pieces)).id
    sql = "select code from vouchers where id between ? and ? order by id"
    return [row[0] for row in db.execute(sql, [first, first + pieces - 1])]


def exchanged(db: Database, batch_id: int, resident_id: int = community.CHEN) -> int:
    """A voucher for points; its number."""
    slip = f"issue-{_count(db, 'audit_log')}"
    return giving.redeem_for_voucher(
        visit_of(db, "clerk"), Redemption(slip, batch_id, resident_id)
    ).id


def used(db: Database, codes: list[str], who: str = "merchant", now=community.NOW) -> None:
    for code in codes:
        using.use_voucher(visit_of(db, who, now), code)


def code_of(db: Database, id: int) -> str:
    return str(db.execute("select code from vouchers where id = ?", [id]).fetchone()[0])


def states(db: Database) -> dict[str, int]:
    return dict(db.execute("select state, count(*) from vouchers group by state").fetchall())


def broken(db: Database) -> list[str]:
    """The codes of the invariants that do not hold."""
    return [one.code for one in INVARIANTS if db.execute(one.sql).fetchall()]


def drafted(db: Database, pieces: int = 37) -> int:
    """So many vouchers used at the bun shop, and their settlement made by the first clerk."""
    used(db, handed_out(db, approved(db), pieces))
    return settling.draft_settlement(visit_of(db, "clerk"), MARCH).id


def let_out(db: Database, id: int) -> None:
    settling.verify_settlement(visit_of(db, "clerk2"), id)
    settling.approve_settlement(visit_of(db, "accountant"), id)


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"select count(*) from {table}").fetchone()[0])
