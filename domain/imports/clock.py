"""Days of a list against the clock (日期): what cannot lie ahead on a form cannot in a list either."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.imports.cells import Birth
from domain.imports.entries import Entry, Listing
from domain.imports.plan import Match


def held(
    entries: Sequence[Entry], matches: Sequence[Match], listing: Listing, today: date
) -> list[Match]:
    """The matches, refused where a day of `listing.past` is still to come."""
    return [
        replace(match, refused=told) if not match.refused and (told := _early(one, listing, today))
        else match
        for one, match in zip(entries, matches, strict=True)
    ]  # fmt: skip


def _early(entry: Entry, listing: Listing, today: date) -> str:
    for column in listing.columns:
        said = entry.get(column.name) if column.name in listing.past else None
        day = (said.on or date(said.year, 1, 1)) if isinstance(said, Birth) else said
        if day is not None and day > today:
            return f"{column.name} {entry.texts[column.name]} 还没到，请核对。"
    return ""
