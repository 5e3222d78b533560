"""Charts of meetings (会议图): whose promises were kept in time, month by month."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.meeting_agenda.actions import OnTime
from ui.charts import SAID, Palette, Size, Spec, declared, hint, month_axis, name_axis, rows_of

CELL = 40  # px: the height of one organisation's line


@declared
def _kept(p: Palette, size: Size) -> Any:
    """A square a month, the figures written in it: colour never speaks alone."""
    base = rows_of().encode(x=month_axis(), y=name_axis())
    looks = alt.Scale(domain=["all", "some", "none"], range=[p.main, p.rule, p.bad])
    color = alt.Color("look:N", scale=looks, legend=None)
    tooltip = [hint("name", "单位"), hint("month", "月份"), hint("told", "情况")]
    squares = base.mark_rect(cornerRadius=4, stroke=p.back, strokeWidth=2).encode(
        color=color, description=SAID, tooltip=tooltip
    )
    words = base.mark_text(aria=False, fontSize=size.px, fontWeight=600, color=p.on_main)
    return (squares + words.encode(text="text:N")).properties(height=alt.Step(CELL))


def kept_in_time(found: Sequence[OnTime], p: Palette, size: Size = Size.DESK) -> Spec:
    """Of what each organisation promised for a month, how much was struck off in time."""
    rows = [
        {
            "name": one.body,
            "month": one.month,
            "look": _look(one),
            "text": f"{one.on_time}/{one.due}",
            "told": f"到期 {one.due} 项，按时 {one.on_time} 项",
            "said": f"{one.body} {one.month}，到期 {one.due} 项，按时 {one.on_time} 项",
        }
        for one in found
    ]  # fmt: skip
    return _kept(rows, p, size)


def _look(one: OnTime) -> str:
    if one.on_time == one.due:
        return "all"
    return "some" if one.on_time else "none"
