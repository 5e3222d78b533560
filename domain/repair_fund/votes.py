"""Owners' votes (业主表决) in whole numbers: by area and by heads, never by percentages.

民法典 278; "以上" includes the number, "过半" does not (民法典 1259). Worked examples:
docs/rules.md, 维修资金.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.errors import DomainError
from domain.labels import Labelled


class Choice(Labelled):
    """What a paper says (表决意见). An abstention takes part and is not a yes."""

    YES = "yes", "同意"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"


class Result(Labelled):
    """What the count gives (表决结果); computed, never typed."""

    PASS = "PASS", "通过"
    REJECTED = "REJECTED", "未通过"
    NO_QUORUM = "NO_QUORUM", "参与不足"


class EmptyScope(DomainError):
    """Nobody to vote and nobody to pay: the cost scope holds no units."""

    def __init__(self) -> None:
        super().__init__("列支范围里一户也没有，算不出表决和分摊。请先定好列支范围。")


@dataclass(frozen=True, slots=True)
class VoteRule:
    """The thresholds of one law version and matter, as fractions. None of them is above one.

    A rule without a participation step asks for 0 of it; `approve_of` is participants or all.
    """

    version: str
    matter: str
    take_part_top: int
    take_part_bottom: int
    approve_top: int
    approve_bottom: int
    approve_of: str
    approve_inclusive: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Area (0.01 m²) and heads: of the cost scope, of valid papers returned, of yes among them."""

    area_centi: int
    heads: int
    area_in: int
    heads_in: int
    area_yes: int
    heads_yes: int

    def joined_by(self, area_centi: int, heads: int) -> "Tally":
        """The same count after so many more owners have said yes."""
        return Tally(
            self.area_centi,
            self.heads,
            self.area_in + area_centi,
            self.heads_in + heads,
            self.area_yes + area_centi,
            self.heads_yes + heads,
        )


class Threshold(Labelled):
    """The two steps of a count (两步): enough owners take part, and enough of them approve."""

    TAKE_PART = "take_part", "参与"
    APPROVE = "approve", "同意"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the count: what there is, the least whole number that will do, and of what."""

    step: Threshold
    have: int
    needed: int
    base: int
    met: bool
    is_area: bool

    @property
    def name(self) -> str:
        """参与面积, 同意人数."""
        return f"{self.step.label}{'面积' if self.is_area else '人数'}"

    @property
    def missing(self) -> int:
        """How much more it takes. More papers may raise the base of an approval as well."""
        return max(0, self.needed - self.have)


def result(rule: VoteRule, tally: Tally) -> Result:
    """Pass, rejected or no quorum: both measures of both steps, compared crosswise."""
    _check_scope(tally)
    if not _takes_part(rule, tally):
        return Result.NO_QUORUM
    of_all = rule.approve_of == "all"
    by_area = _approves(rule, tally.area_yes, tally.area_centi if of_all else tally.area_in)
    by_heads = _approves(rule, tally.heads_yes, tally.heads if of_all else tally.heads_in)
    return Result.PASS if by_area and by_heads else Result.REJECTED


def _check_scope(tally: Tally) -> None:
    if tally.area_centi <= 0 or tally.heads <= 0:
        raise EmptyScope


def _takes_part(rule: VoteRule, tally: Tally) -> bool:
    top, bottom = rule.take_part_top, rule.take_part_bottom
    by_area = bottom * tally.area_in >= top * tally.area_centi
    return by_area and bottom * tally.heads_in >= top * tally.heads


def _approves(rule: VoteRule, yes: int, base: int) -> bool:
    left, right = rule.approve_bottom * yes, rule.approve_top * base
    return left >= right if rule.approve_inclusive else left > right


def measures(rule: VoteRule, tally: Tally) -> list[Measure]:
    """Participation and approval, each by area and by heads; the vote passes when all are met."""
    _check_scope(tally)
    lines = []
    if rule.take_part_top:
        for have, base, is_area in (
            (tally.area_in, tally.area_centi, True),
            (tally.heads_in, tally.heads, False),
        ):
            needed = -(-rule.take_part_top * base // rule.take_part_bottom)
            lines.append(Measure(Threshold.TAKE_PART, have, needed, base, have >= needed, is_area))
    of_all = rule.approve_of == "all"
    for have, base, is_area in (
        (tally.area_yes, tally.area_centi if of_all else tally.area_in, True),
        (tally.heads_yes, tally.heads if of_all else tally.heads_in, False),
    ):
        needed = _least_approval(rule, base)
        lines.append(Measure(Threshold.APPROVE, have, needed, base, have >= needed, is_area))
    return lines


def _least_approval(rule: VoteRule, base: int) -> int:
    """The smallest whole number that `_approves`: rounded up, or one above what is excluded."""
    if rule.approve_inclusive:
        return -(-rule.approve_top * base // rule.approve_bottom)
    return rule.approve_top * base // rule.approve_bottom + 1


def smallest_set(
    rule: VoteRule, tally: Tally, outstanding: Sequence[tuple[int, int]]
) -> list[int] | None:
    """The fewest owner groups whose yes would pass the vote, out of those not heard yet.

    `outstanding` holds (owner_group_id, area_centi). Largest areas first, equal ones by id;
    [] when it passes already, None when even all of them would not do.
    """

    def passes(area_centi: int, heads: int) -> bool:
        return result(rule, tally.joined_by(area_centi, heads)) is Result.PASS

    return _fewest(outstanding, passes)


def _fewest(
    outstanding: Sequence[tuple[int, int]], enough: Callable[[int, int], bool]
) -> list[int] | None:
    """Binary search for the shortest prefix, largest areas first, that is enough.

    Right, because every inequality can only become true as yes-papers are added, area s or
    heads k: participation adds bottom x s >= 0 on the left of bottom x in >= top x all; approval
    of all adds bottom x s likewise; approval of participants adds bottom x s on the left and
    top x s on the right, and top <= bottom. So a longer prefix never undoes what a shorter one
    reached, and among sets of k owners the k largest areas reach the most: heads are the same.
    """
    largest_first = sorted(outstanding, key=lambda owner: (-owner[1], owner[0]))
    areas = list(accumulate((area for _, area in largest_first), initial=0))
    count = bisect_left(range(len(areas)), True, key=lambda heads: enough(areas[heads], heads))
    if count == len(areas):
        return None
    return [owner for owner, _ in largest_first[:count]]
