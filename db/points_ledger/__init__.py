"""湾郡币 ledger: the books, and awards on their way into them."""
