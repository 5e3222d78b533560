"""How far a count is (票数), in words: each of its measures beside the line the law draws."""

from collections.abc import Sequence

from domain.areas import area
from domain.money import percent
from domain.repair_fund.ballots import missing_words
from domain.repair_fund.votes import Measure


def of_all_words(measure: Measure) -> str:
    """121 / 144 人, or 860.00 / 1,200.00 m²: what there is, of what."""
    have = _number(measure, measure.have)
    return f"{have} / {_amount(measure, measure.base)}"


def line_words(measure: Measure) -> str:
    """84.02%，要 96 人，够了: the share, the least that will do, and whether it does."""
    if not measure.base:
        return brief_words(measure)
    least = f"{percent(measure.have, measure.base)}，要 {_amount(measure, measure.needed)}"
    return f"{least}，{'够了' if measure.met else _missing(measure)}"


def brief_words(measure: Measure) -> str:
    """够了 or 不够; of nothing nothing is asked yet."""
    if not measure.base:
        return "还没有票"
    return "够了" if measure.met else "不够"


def measures_words(measures: Sequence[Measure]) -> str:
    """The conclusion of all measures in one sentence: what is enough, then what is missing."""
    counted = [measure for measure in measures if measure.base]
    met = [measure.name for measure in counted if measure.met]
    if met and len(met) == len(measures):
        return f"{'、'.join(met)}都够了。"
    told = [f"{'、'.join(met)}够了"] if met else []
    told += [f"{m.name}{_missing(m)}" for m in counted if not m.met]
    if len(counted) < len(measures):
        told.append("同意的多少，有人投票以后才算")
    return "；".join(told) + "。"


def _missing(measure: Measure) -> str:
    return f"还差 {missing_words(measure)}"


def _amount(measure: Measure, value: int) -> str:
    return area(value) if measure.is_area else f"{value:,} 人"


def _number(measure: Measure, value: int) -> str:
    return _amount(measure, value).split(" ")[0]
