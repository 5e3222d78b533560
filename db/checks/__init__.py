"""Checks (核对): what must be true of the whole file, beyond what its tables can refuse."""
