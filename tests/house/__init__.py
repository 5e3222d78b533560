"""The house itself: its source, and its demonstration."""
