"""维修资金表决: every worked example, and slow arithmetic in fractions that must agree."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import connection
from domain.areas import area
from domain.repair_fund.votes import (
    Choice,
    EmptyScope,
    Measure,
    Result,
    Tally,
    Threshold,
    VoteRule,
    measures,
    result,
    smallest_set,
)
from tests.slow_votes import BEFORE, RAISE, USE, slow_result

RULES = [USE, RAISE, BEFORE]
EXAMPLES = {
    "V1": (USE, Tally(300000, 30, 200000, 20, 110000, 11), "PASS"),
    "V2": (USE, Tally(300000, 30, 190000, 19, 190000, 19), "NO_QUORUM"),
    "V3": (USE, Tally(300000, 30, 200000, 20, 100000, 10), "REJECTED"),
    "V4": (USE, Tally(76000, 5, 56000, 4, 38000, 2), "REJECTED"),
    "V5": (USE, Tally(144000, 10, 144000, 10, 54000, 9), "REJECTED"),
    "V6": (USE, Tally(300000, 30, 199999, 20, 199999, 20), "NO_QUORUM"),
    "V7a": (RAISE, Tally(300000, 30, 240000, 24, 180000, 18), "PASS"),
    "V7b": (RAISE, Tally(300000, 30, 240000, 24, 170000, 17), "REJECTED"),
    "V8": (USE, Tally(12479930, 1152, 9344908, 905, 6166705, 589), "PASS"),
    "V8r": (RAISE, Tally(12479930, 1152, 9344908, 905, 6166705, 589), "REJECTED"),
    "V9": (USE, Tally(1291, 1291, 703, 703, 417, 417), "NO_QUORUM"),
    "V11": (USE, Tally(660000, 61, 400000, 40, 400000, 40), "NO_QUORUM"),
    "V12": (USE, Tally(660000, 61, 460000, 41, 240000, 24), "PASS"),
    "V13a": (BEFORE, Tally(300000, 30, 200000, 20, 200000, 20), "PASS"),
    "V13b": (BEFORE, Tally(300000, 30, 200000, 20, 190000, 19), "REJECTED"),
    "V14": (USE, Tally(300000, 30, 0, 0, 0, 0), "NO_QUORUM"),
}
O1, DEVELOPER, O2, O3, O4 = 1, 2, 3, 4, 5
V4_UNITS = [
    (O1, 9000), (O1, 9000), (O1, 12000), (DEVELOPER, 10000), (DEVELOPER, 10000),
    (O2, 8000), (O3, 8500), (O4, 9500),
]  # fmt: skip
quick = settings(database=None, deadline=None, max_examples=200)
each_example = pytest.mark.parametrize("name", EXAMPLES)


def areas_by_owner(units: Iterable[tuple[int, int]]) -> dict[int, int]:
    """(owner_group_id, area_centi) of each unit → the area of each head.

    Several units of one owner, and all a developer has not handed over, are one head with the
    area of all of them (建筑物区分所有权司法解释 9).
    """
    areas: defaultdict[int, int] = defaultdict(int)
    for owner_group_id, area_centi in units:
        areas[owner_group_id] += area_centi
    return dict(areas)


def tally(areas: Mapping[int, int], choices: Mapping[int, Choice]) -> Tally:
    """Count the valid papers of the owner groups in scope; who returned none takes no part."""
    papers = [(areas[owner], choice) for owner, choice in choices.items()]
    yes = [area for area, choice in papers if choice is Choice.YES]
    area_in = sum(area for area, _ in papers)
    return Tally(sum(areas.values()), len(areas), area_in, len(papers), sum(yes), len(yes))


@st.composite
def counts(draw: st.DrawFn, most: int = 60) -> tuple[Tally, list[tuple[int, int]]]:
    """A half-finished ballot: what was counted, and the owners not heard yet."""
    areas = draw(st.lists(st.integers(1, 12), min_size=1, max_size=most))
    choices = [*Choice, None]
    papers = draw(st.lists(st.sampled_from(choices), min_size=len(areas), max_size=len(areas)))
    groups = dict(enumerate(areas))
    returned = {owner: paper for owner, paper in enumerate(papers) if paper is not None}
    outstanding = [(owner, groups[owner]) for owner in groups if owner not in returned]
    return tally(groups, returned), outstanding


@each_example
def test_the_worked_examples_come_out_as_written(name: str):
    rule, count, expected = EXAMPLES[name]
    assert result(rule, count) == expected
    assert slow_result(rule, count) == expected


@each_example
def test_a_vote_passes_when_every_measure_is_met(name: str):
    rule, count, expected = EXAMPLES[name]
    assert all(line.met for line in measures(rule, count)) == (expected == "PASS")


def test_these_are_the_thresholds_of_the_law_as_stored(tmp_path):
    connection.create(tmp_path / "law.db")
    with connection.opened(tmp_path / "law.db") as db:
        stored = [VoteRule(*row) for row in db.execute("select * from vote_rules").fetchall()]
    assert {USE, RAISE, BEFORE} < set(stored)
    assert len(stored) == 4


def test_one_owner_of_three_flats_is_one_head_and_so_is_the_developer():
    areas = areas_by_owner(V4_UNITS)
    assert (sum(areas.values()), len(areas)) == (76000, 5)
    papers = {O1: Choice.YES, O2: Choice.YES, O3: Choice.NO, O4: Choice.NO}
    assert tally(areas, papers) == EXAMPLES["V4"][1]


def test_counting_units_instead_of_heads_would_wrongly_pass():
    rule, count, _ = EXAMPLES["V4"]
    assert result(rule, replace(count, heads=8, heads_in=6, heads_yes=4)) is Result.PASS


def test_the_developers_unsold_flats_stay_in_the_base():
    rule, count, _ = EXAMPLES["V11"]
    assert result(rule, replace(count, area_centi=600000, heads=60)) is Result.PASS


def test_only_the_stairwell_of_the_lift_votes():
    """V10: 66 flats of one stairwell, 50 owners vote; with both stairwells it looks too few."""
    papers = dict.fromkeys(range(50), Choice.ABSTAIN)
    one = measures(USE, tally(dict.fromkeys(range(66), 10000), papers))[1]
    both = measures(USE, tally(dict.fromkeys(range(132), 10000), papers))[1]
    assert (one.have, one.needed, one.base, one.met) == (50, 44, 66, True)
    assert (both.needed, both.met) == (88, False)


def test_an_abstention_takes_part_and_is_not_a_yes():
    count = tally({1: 10, 2: 20, 3: 40}, {1: Choice.YES, 2: Choice.ABSTAIN})
    assert count == Tally(70, 3, 30, 2, 10, 1)


@pytest.mark.parametrize("count", [Tally(0, 0, 0, 0, 0, 0), Tally(0, 3, 0, 3, 0, 3)])
@pytest.mark.parametrize("rule", RULES)
def test_an_empty_scope_is_refused_and_nothing_is_divided(rule: VoteRule, count: Tally):
    for question in (result, measures):
        with pytest.raises(EmptyScope):
            question(rule, count)
    with pytest.raises(EmptyScope):
        smallest_set(rule, count, [])


def test_a_rule_without_a_participation_step_shows_two_measures():
    lines = measures(BEFORE, EXAMPLES["V13b"][1])
    assert [line.name for line in lines] == ["同意面积", "同意人数"]


def test_what_is_missing_is_told_in_square_metres_and_people():
    by_area, by_heads, yes_area, yes_heads = measures(USE, EXAMPLES["V2"][1])
    assert by_area == Measure(Threshold.TAKE_PART, 190000, 200000, 300000, False, True)
    assert (by_area.missing, area(by_area.missing)) == (10000, "100.00 m²")
    assert (by_heads.missing, by_heads.is_area) == (1, False)
    assert (yes_area.needed, yes_heads.needed) == (95001, 10)
    assert yes_area.missing == yes_heads.missing == 0


@quick
@given(counts(), st.sampled_from(RULES))
def test_whole_numbers_agree_with_fractions(ballot, rule: VoteRule):
    count, _ = ballot
    lines = measures(rule, count)
    assert result(rule, count) is slow_result(rule, count)
    assert all(line.met for line in lines) == (result(rule, count) is Result.PASS)
    assert all(line.met == (line.missing == 0) for line in lines)


@quick
@given(counts(), st.sampled_from(RULES))
def test_what_is_needed_is_the_smallest_number_that_will_do(ballot, rule: VoteRule):
    count, _ = ballot
    for line in measures(rule, count):
        share, inclusive = Fraction(rule.approve_top, rule.approve_bottom), rule.approve_inclusive
        if line.step is Threshold.TAKE_PART:
            share, inclusive = Fraction(rule.take_part_top, rule.take_part_bottom), True
        exact = share * line.base
        assert line.needed >= exact if inclusive else line.needed > exact
        assert line.needed - 1 < exact if inclusive else line.needed - 1 <= exact


@quick
@given(ballot=counts(most=10), rule=st.sampled_from(RULES))
def test_no_smaller_set_of_owners_would_do(ballot, rule: VoteRule):
    count, outstanding = ballot
    assert outcome(smallest_set(rule, count, outstanding), outstanding) == brute_force(
        outstanding, lambda area, heads: slow_result(rule, count.joined_by(area, heads)) == "PASS"
    )


def outcome(chosen: list[int] | None, outstanding: list[tuple[int, int]]):
    """How many, and how much area; None where nothing would do."""
    if chosen is None:
        return None
    areas = dict(outstanding)
    return len(chosen), sum(areas[owner] for owner in chosen)


def brute_force(outstanding: list[tuple[int, int]], enough):
    """Every subset, fewest owners first; of those with as many, the one with the most area."""
    for size in range(len(outstanding) + 1):
        sums = (sum(a for _, a in chosen) for chosen in combinations(outstanding, size))
        if good := [total for total in sums if enough(total, size)]:
            return size, max(good)
    return None


def test_larger_flats_are_asked_first_and_equal_ones_in_the_order_of_their_number():
    count = Tally(600, 6, 0, 0, 0, 0)
    owners = [(9, 50), (4, 150), (7, 100), (2, 100), (5, 100), (6, 100)]
    assert smallest_set(USE, count, owners) == [4, 2, 5, 6]


def test_who_has_passed_asks_nobody_and_who_cannot_pass_is_told():
    assert smallest_set(USE, EXAMPLES["V1"][1], [(1, 10000)]) == []
    assert smallest_set(USE, EXAMPLES["V5"][1], []) is None


def test_two_hundred_thousand_owners_are_searched_in_a_blink():
    owners = [(number, 6000 + number * 7919 % 9000) for number in range(200_000)]
    count = Tally(sum(area for _, area in owners), len(owners), 0, 0, 0, 0)
    begin = time.process_time()
    chosen = smallest_set(USE, count, owners)
    assert time.process_time() - begin < 2
    assert chosen is not None
    assert len(chosen) == 133_334


def test_an_area_is_shown_in_square_metres_with_two_decimals():
    assert [area(centi) for centi in (86000, 1, 12479930)] == [
        "860.00 m²", "0.01 m²", "124,799.30 m²",
    ]  # fmt: skip
