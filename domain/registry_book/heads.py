"""One head is one owner set, never by name alone (同名业主核对): what is open moves the number of heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from domain.labels import Labelled

Pair = tuple[int, int]  # numbers of two owner sets, the lower first


class SameOwner(Labelled):
    SAME = "same", "是同一业主"
    DIFFERENT = "different", "不是同一业主"


@dataclass(frozen=True, slots=True)
class OwnerSet:
    """An owner set by the names of its people in one order, with what tells two sets apart."""

    id: int
    estate: str
    names: str
    rooms: str
    tails: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Heads:
    """How many heads a scope has, if every open question were answered one way or the other."""

    least: int
    most: int
    open: int

    @property
    def told(self) -> str:
        if not self.open:
            return ""
        return f"还有 {self.open} 组同名业主没核对，人数在 {self.least:,}–{self.most:,} 之间。"

    @property
    def further(self) -> str:
        """The same beside another range, which it makes wider below."""
        if not self.open:
            return ""
        fewer = self.most - self.least
        return f"另外还有 {self.open} 组同名业主没核对，最多还会再少 {fewer:,} 人。"


def open_pairs(sets: Iterable[tuple[int, str]], answered: set[Pair]) -> dict[str, list[Pair]]:
    """By their names the pairs of owner sets nobody has told apart or put together yet."""
    alike: dict[str, list[int]] = {}
    for id, names in sets:
        alike.setdefault(names, []).append(id)
    found = {
        names: [pair for pair in combinations(sorted(ids), 2) if pair not in answered]
        for names, ids in alike.items()
    }
    return {names: pairs for names, pairs in found.items() if pairs}


def between(heads: int, sets: Iterable[tuple[int, str]], answered: set[Pair]) -> Heads:
    """`heads` now; each open pair may be one. Who is known to differ may still both be a third."""
    still = open_pairs(sets, answered)
    merged = sum(_most_joined(pairs) for pairs in still.values())
    return Heads(heads - merged, heads, len(still))


def _most_joined(pairs: list[Pair]) -> int:
    """How many heads fewer there are when all these pairs are one: the edges of a forest."""
    of: dict[int, int] = {}

    def root(id: int) -> int:
        while of.setdefault(id, id) != id:
            id = of[id]
        return id

    joined = 0
    for one, other in pairs:
        if root(one) != root(other):
            of[root(one)] = root(other)
            joined += 1
    return joined


def evidence(one: OwnerSet, other: OwnerSet) -> str:
    """What speaks for or against: the last four of the identity numbers, and the numbers."""
    return f"证件后四位{_alike(one.tails, other.tails)}，电话{_alike(one.numbers, other.numbers)}"


def _alike(one: str, other: str) -> str:
    if not one or not other:
        return "没登记全"
    return "有一样的" if set(one.split()) & set(other.split()) else "不一样"
