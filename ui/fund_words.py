"""What the papers of the fund say in a cell: an amount of a vote, a survey, what it rests on."""

from domain.areas import area
from domain.repair_fund.printed import Application
from domain.repair_fund.votes import Measure
from ui.paper import BLANK, long_day


def much(measure: Measure, what: int) -> str:
    return area(what) if measure.is_area else f"{what:,} 人"


def past_warranty(form: Application) -> str:
    looked, completed = long_day(form.surveyed_on), long_day(form.completed_on)
    return f"是。{looked}查勘，{completed}竣工，保修 {form.warranty_years} 年"


def grounds(form: Application) -> str:
    """What the application rests on: the vote with its figures, or who confirmed the emergency."""
    if form.vote is None:
        day = long_day(form.confirmed_on) if form.confirmed_on else BLANK
        return f"紧急使用，未经表决。{form.confirmed_by} {day}认定"
    counted = f"{form.vote.result.label}（{long_day(form.vote.counted_on)}计票）："
    return counted + "；".join(
        f"{m.name} {much(m, m.have)} / {much(m, m.base)}" for m in form.vote.measures
    )
