"""The law on votes read aloud (表决规则): in fractions, slowly, to be agreed with."""

from fractions import Fraction

from domain.repair_fund.votes import Result, Tally, VoteRule

USE = VoteRule("civil_code_2021", "use_fund", 2, 3, 1, 2, "participants", False, "民法典第278条")
RAISE = VoteRule("civil_code_2021", "raise_fund", 2, 3, 3, 4, "participants", True, "民法典第278条")
BEFORE = VoteRule("pre2021", "use_fund", 0, 1, 2, 3, "all", True, "物权法（2021年以前）")


def slow_result(rule: VoteRule, count: Tally) -> Result:
    """The law read aloud, in fractions of what there is."""
    parts = [
        (count.area_centi, count.area_in, count.area_yes),
        (count.heads, count.heads_in, count.heads_yes),
    ]
    needed = Fraction(rule.take_part_top, rule.take_part_bottom)
    if any(Fraction(taking_part, whole) < needed for whole, taking_part, _ in parts):
        return Result.NO_QUORUM
    threshold = Fraction(rule.approve_top, rule.approve_bottom)
    for whole, taking_part, yes in parts:
        share = Fraction(yes, whole if rule.approve_of == "all" else taking_part)
        if share < threshold or (share == threshold and not rule.approve_inclusive):
            return Result.REJECTED
    return Result.PASS
