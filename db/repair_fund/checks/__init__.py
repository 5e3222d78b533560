"""What must be true of the repair fund (维修资金核对)."""
