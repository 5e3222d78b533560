"""Charts of the points (积分图): what was issued goes up, what was redeemed goes down."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from ui.charts import SAID, Palette, Size, Spec, declared, hint, month_axis, rows_of


@declared
def _months_bars(p: Palette, size: Size) -> Any:
    axis = alt.Axis(
        title="枚", titleAngle=0, titleAlign="left", titleY=-14, domain=False,
        ticks=False, labelExpr="format(abs(datum.value), ',')",
        tickCount=alt.ExprRef("height > 200 ? 5 : 3"),
    )  # fmt: skip
    kinds = alt.Scale(domain=["发放", "兑换"], range=[p.main, p.second])
    return (
        rows_of()
        .mark_bar(cornerRadius=3, width={"band": 0.8})
        .encode(
            description=SAID,
            x=month_axis(),
            y=alt.Y("signed:Q", axis=axis),
            color=alt.Color("kind:N", title=None, scale=kinds),
            tooltip=[
                hint("month", "月份"),
                hint("kind", "类别"),
                hint("points", "枚", "Q", format=","),
            ],
        )
    )


def months_bars(
    months: Sequence[tuple[str, int, int]], p: Palette, size: Size = Size.DESK, high: int = 300
) -> Spec:
    """(month `2026-03`, issued, redeemed): issued goes up, redeemed goes down (发放与兑换).

    `high` is in px.
    """
    rows = [
        {
            "month": month,
            "kind": kind,
            "points": points,
            "signed": sign * points,
            "said": f"{month} {kind} {points:,} 枚",
        }
        for month, issued, redeemed in months
        for kind, points, sign in (("发放", issued, 1), ("兑换", redeemed, -1))
    ]
    return _months_bars(rows, p, size) | {"height": high}
