"""Meetings (联席会、议事会): the next one with its agenda, and adding an item to it."""
