"""湾郡币 ledger: the books, and awards on their way into them."""

from db.people_lists import match_list
from db.points_ledger.activities import (
    approve_batch,
    open_batches,
    propose_activity,
)
from db.points_ledger.awards import (
    approve_award,
    award,
    awards_waiting,
    caps,
    open_awards,
    post_awards,
    propose_award,
    recent_residents,
    rules,
    standing,
    withdraw_award,
)
from db.points_ledger.books import (
    balance,
    books,
    holdings,
    latest_entries,
    month_flow,
    month_points,
    months,
    statement,
    top_balances,
)
from db.points_ledger.corrections import (
    expiring,
    reverse_entry,
    run_expiry,
    transfer_points,
    transferred,
    undo_entry,
)
from db.points_ledger.posting import EXPIRY, ISSUE, REDEMPTION

__all__ = [
    "EXPIRY",
    "ISSUE",
    "REDEMPTION",
    "approve_award",
    "approve_batch",
    "award",
    "awards_waiting",
    "balance",
    "books",
    "caps",
    "expiring",
    "holdings",
    "latest_entries",
    "match_list",
    "month_flow",
    "month_points",
    "months",
    "open_awards",
    "open_batches",
    "post_awards",
    "propose_activity",
    "propose_award",
    "recent_residents",
    "reverse_entry",
    "rules",
    "run_expiry",
    "standing",
    "statement",
    "top_balances",
    "transfer_points",
    "transferred",
    "undo_entry",
    "withdraw_award",
]
