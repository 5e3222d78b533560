"""Repair fund (维修资金): projects from a leak to the last fen, and where each one stands."""
