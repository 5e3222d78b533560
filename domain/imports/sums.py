"""The money of a list (合计): by building and together, held against the total of its source.

Nothing of a list of money is written before its total is that of the paper it came from, to the
last fen; rows that cannot be taken are put right first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid
from domain.imports.entries import Entry, Listing
from domain.imports.plan import Decision, Plan
from domain.money import yuan


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows of one building, and their money in fen."""

    name: str
    rows: int
    fen: int


def sums_of(listing: Listing, plan: Plan, answers: Mapping[tuple[str, int], str]) -> list[Sum]:
    """What the accounts hold afterwards, by building in the order of the file: rows that are the
    same count, rows that wait for an answer do not."""
    found: dict[str, list[int]] = {}
    for entry in _counted(plan, answers):
        found.setdefault(listing.group(entry), []).append(entry.get(listing.summed, 0))
    return [Sum(name, len(amounts), sum(amounts)) for name, amounts in found.items()]


def _counted(plan: Plan, answers: Mapping[tuple[str, int], str]) -> list[Entry]:
    return [
        row.entry
        for row in plan.table.good
        if row.decision is not Decision.LOOK or row.place in answers
    ]


def check_total(
    listing: Listing, plan: Plan, answers: Mapping[tuple[str, int], str], total_fen: int | None
) -> None:
    """Raises Invalid unless the list comes to exactly what its source says."""
    if not listing.summed:
        return
    if total_fen is None:
        raise Invalid("还没填银行单子上的合计。")
    listed = sum(one.fen for one in sums_of(listing, plan, answers))
    if listed == total_fen:
        return
    left = len(plan.table.problems) + sum(row.place not in answers for row in plan.waiting)
    more = f"有 {left:,} 行不能收或者没选，改好再传。" if left else "请核对是哪几户。"
    raise Invalid(
        f"表里合计 {yuan(listed)}，银行的单子是 {yuan(total_fen)}，差 {yuan(abs(listed - total_fen))}。"
        f"一笔也没登记。{more}"
    )
