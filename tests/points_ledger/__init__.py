"""湾郡币: awards, the ledger, lots, hints, notices and the journal."""
