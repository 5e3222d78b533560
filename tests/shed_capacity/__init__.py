"""车棚: counts, and what nobody counted."""
