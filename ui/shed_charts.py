"""Charts of the sheds (车棚图): how full each one is, the fullest first."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.shed_capacity import Load, Shed
from ui.charts import Palette, Rows, Size, Spec, declared, hint, tracks


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
        p, size, ticks="[0, full, 1]", tooltip=tooltip,
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
