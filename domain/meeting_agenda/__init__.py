"""Meeting agenda (议事议程): meetings, who sits in them, what they decide, and what was promised."""
