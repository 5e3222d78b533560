"""The picture of a count (表决图): bars against the line the rule draws, and the same in words."""

import pytest

from domain.repair_fund.tally_words import line_words, measures_words, of_all_words
from domain.repair_fund.votes import Measure, Tally, Threshold, VoteRule, measures
from tests.slow_votes import BEFORE, RAISE, USE
from ui.vote_charts import bullet_rows

SHORT = Tally(300000, 30, 190000, 19, 190000, 19)  # V2 of docs/rules.md
NOBODY = Tally(300000, 30, 0, 0, 0, 0)
EVERYBODY = Tally(300000, 30, 300000, 30, 300000, 30)


def test_each_measure_is_drawn_as_a_share_of_its_own_whole():
    rows = bullet_rows(measures(USE, SHORT))
    assert [row["name"] for row in rows] == ["参与面积", "参与人数", "同意面积", "同意人数"]
    assert [row["share"] for row in rows] == [1900 / 3000, 19 / 30, 1.0, 1.0]
    assert [row["met"] for row in rows] == [False, False, True, True]


@pytest.mark.parametrize(("rule", "line"), [(USE, 16), (RAISE, 23)])
def test_the_line_stands_where_the_rule_draws_it(rule: VoteRule, line: int):
    """More than half of thirty, or three quarters of them; never a figure of the picture's own."""
    rows = bullet_rows(measures(rule, EVERYBODY))
    assert (rows[1]["needed"], rows[3]["needed"]) == (20 / 30, line / 30)


def test_a_rule_without_a_participation_step_has_two_bars():
    assert len(bullet_rows(measures(BEFORE, EVERYBODY))) == 2


def test_before_the_first_paper_an_approval_has_no_line_and_is_not_enough():
    rows = bullet_rows(measures(RAISE, NOBODY))
    assert [row["needed"] is None for row in rows] == [False, False, True, True]
    assert not any(row["met"] for row in rows)
    assert rows[3]["line"] == "还没有票"
    assert "有人投票以后才算" in measures_words(measures(RAISE, NOBODY))


def test_an_amount_is_told_of_its_whole_with_the_least_that_will_do():
    by_area, by_heads, *_ = measures(USE, SHORT)
    assert of_all_words(by_area) == "1,900.00 / 3,000.00 m²"
    assert of_all_words(by_heads) == "19 / 30 人"
    assert line_words(by_heads) == "63.33%，要 20 人，还差 1 人"


def test_a_share_is_shown_rounded_down_so_that_short_of_the_line_never_shows_as_enough():
    assert line_words(Measure(Threshold.TAKE_PART, 2, 2, 3, True, False)).startswith("66.66%")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (SHORT, "同意面积、同意人数够了；参与面积还差 100.00 m²；参与人数还差 1 人。"),
        (EVERYBODY, "参与面积、参与人数、同意面积、同意人数都够了。"),
        (NOBODY, "参与面积还差 2,000.00 m²；参与人数还差 20 人；同意的多少，有人投票以后才算。"),
    ],
)
def test_the_conclusion_is_one_sentence(count: Tally, told: str):
    assert measures_words(measures(USE, count)) == told
