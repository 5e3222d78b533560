"""Charts of the sheds (车棚图): how full each one is, the fullest first, and at which hour."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.shed_capacity import HourLoad, Load, Shed
from ui.charts import (
    LIGHT,
    SAID,
    Palette,
    Rows,
    Size,
    Spec,
    declared,
    hint,
    name_axis,
    rows_of,
    tracks,
)


@declared
def _shed_bars(p: Palette, size: Size) -> Any:
    states = [Load.FREE, Load.TIGHT, Load.FULL, Load.UNKNOWN]
    colors = alt.Scale(
        domain=[state.label for state in states], range=[p.main, p.warn, p.bad, p.mute]
    )
    tooltip = [
        hint("name", "车棚"),
        hint("state", "状态"),
        hint("parked", "停在位子上（辆）", "Q"),
        hint("bays", "车位（个）", "Q"),
    ]
    chart = tracks(
        p, size, ticks="[0, full, 1]", tooltip=tooltip, step=30 if size is Size.DESK else 46,
        color=alt.Color("state:N", scale=colors, legend=None),  # it is written beside each bar
    )  # fmt: skip
    line = alt.Chart().mark_rule(aria=False, strokeDash=[5, 4], strokeWidth=1.5, color=p.rule)
    full = line.encode(x=alt.XDatum(alt.expr("full"), type="quantitative"), tooltip=alt.value(None))
    return (chart + full).add_params(alt.param(name="full", value=1))


def shed_bars(
    sheds: Sequence[Shed], p: Palette, *, tight: int, full: int, size: Size = Size.DESK
) -> Spec:
    """How full each shed is (占用), the fullest first; thresholds in whole percent."""
    rows: Rows = []
    for shed in sorted(sheds, key=_share, reverse=True):
        load = shed.load(tight, full)
        left = "" if load is Load.UNKNOWN else f"，余 {shed.free} 位"
        rows.append(
            {
                "name": shed.name,
                "share": _share(shed),
                "state": load.label,
                "text": f"{load.label}{left}",
                "said": f"{shed.name}，{load.label}{left}",
                "parked": shed.in_bays or 0,
                "bays": shed.bays_total,
            }
        )
    return _shed_bars(rows, p, size, full=full / 100)


def _share(shed: Shed) -> float:
    return (shed.in_bays or 0) / shed.bays_total if shed.bays_total else 0.0


@declared
def _by_hour(p: Palette, size: Size) -> Any:
    hour = alt.X("hour:O", axis=alt.Axis(title=None, ticks=False, domain=False,
                 labelExpr="datum.value + '时'", labelOverlap=True))  # fmt: skip
    base = rows_of().encode(x=hour, y=name_axis())
    shade = alt.Scale(domain=[0, 1], range=[p.back, p.main])
    cells = base.mark_rect(stroke=p.grid, cornerRadius=3).encode(
        color=alt.Color("share:Q", scale=shade, legend=None),  # each cell says its figure
        description=SAID,
        tooltip=[hint("name", "车棚"), hint("hour", "几时", "O"), hint("text", "平均停了"),
                 hint("counts", "数过（次）", "Q")],
    )  # fmt: skip
    deep = 0.75 if p is LIGHT else 0.4  # from here on the words are read better the other way round
    dark = alt.condition(f"datum.share > {deep}", alt.value(p.on_main), alt.value(p.ink))
    words = base.mark_text(aria=False, fontSize=size.px).encode(text="text:N", color=dark)
    return (cells + words).properties(height=alt.Step(30))


def by_hour(hours: Sequence[HourLoad], p: Palette, size: Size = Size.DESK) -> Spec:
    """How full each shed is at each hour that was counted (几时最满), deeper for fuller."""
    rows: Rows = []
    for load in hours:
        text = f"{round(load.share * 100)}%"
        said = f"{load.shed}，{load.hour} 时平均停了 {text}，数过 {load.counts} 次"
        rows.append({"name": load.shed, "hour": load.hour, "share": load.share, "text": text,
                     "counts": load.counts, "said": said})  # fmt: skip
    return _by_hour(rows, p, size)
