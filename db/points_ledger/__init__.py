"""湾郡币 ledger: the books, and awards on their way into them."""

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
    EXPIRY,
    ISSUE,
    REDEMPTION,
    balance,
    books,
    latest_entries,
    month_points,
    months,
    top_balances,
)

__all__ = [
    "EXPIRY",
    "ISSUE",
    "REDEMPTION",
    "approve_award",
    "award",
    "awards_waiting",
    "balance",
    "books",
    "caps",
    "latest_entries",
    "month_points",
    "months",
    "open_awards",
    "post_awards",
    "propose_award",
    "recent_residents",
    "rules",
    "standing",
    "top_balances",
    "withdraw_award",
]
