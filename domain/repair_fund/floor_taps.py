"""Tapping a floor (逐层登记): what the next tap means, and what a browser says was tapped."""

from collections.abc import Mapping, Sequence

from domain.repair_fund.ballots import Place
from domain.repair_fund.votes import Choice

Taps = dict[int, Choice]  # unit → what was tapped and is not saved yet

AFTER: dict[Choice | None, Choice | None] = {
    None: Choice.YES,
    Choice.YES: Choice.NO,
    Choice.NO: Choice.ABSTAIN,
    Choice.ABSTAIN: None,
}


def taps_of(sent: Mapping[str, object]) -> Taps:
    """What was tapped, as a browser tells it: unit by its number, answer by its code.

    What is no answer to no unit is left out; whether a unit may vote is asked when it is stored.
    """
    answers = {choice.value: choice for choice in Choice}
    return {
        int(unit): answers[str(said)]
        for unit, said in sent.items()
        if unit.isascii() and unit.isdecimal() and len(unit) < 16 and said in answers
    }


def missing_said(places: Sequence[Place], void: int = 0) -> str:
    """Of one building: how many were not heard yet, and in which stairwell most of them are.

    `void` of them have handed in a paper that does not count.
    """
    counted = [place for place in places if place.missing is not None]
    if len(counted) < len(places) or not places:
        return ""
    left = sum(place.missing or 0 for place in counted)
    if not left:
        return f"{places[0].building}栋都投了。"
    told = f"{places[0].building}栋：还有 {left:,} 户没投" + (
        f"（有 {void:,} 户交的票无效）" if void else ""
    )
    most = max(counted, key=lambda place: place.missing or 0)
    rest = [place for place in counted if place is not most]
    if not rest or most.missing == max(place.missing or 0 for place in rest):
        return f"{told}。"
    return f"{told}，{most.part}最多，{most.missing:,} 户。"
