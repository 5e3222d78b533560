"""Charts of the fund's money (资金图): by quarter, and what is left in each building."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import altair as alt

from domain.money import percent, wan
from domain.repair_fund.accounts import BuildingFund, by_share
from domain.repair_fund.figures import QuarterMoney
from ui.charts import SAID, Palette, Rows, Size, Spec, declared, hint, rows_of, tick

HIGH = 240  # px of the columns
STEP, DOWN = 56, 12  # px: a row of buildings, how far its dots lie below its words
SPOKEN = (
    "[['一季', '二季', '三季', '四季'][toNumber(slice(datum.value, 5)) - 1],"
    " slice(datum.value, 5) == '1' || datum.index == 0 ? slice(datum.value, 0, 4) + '年' : '']"
)


@declared
def _quarters(p: Palette, size: Size) -> Any:
    axis = alt.Axis(
        title="万元", titleAngle=0, titleAlign="left", titleY=-14, domain=False, ticks=False,
        tickCount=4, format=",.2~f",
    )  # fmt: skip
    kinds = alt.Scale(domain=["核定", "付出"], range=[p.main, p.second])
    quarter = alt.Axis(title=None, labelExpr=SPOKEN, grid=False, ticks=False)
    return (
        rows_of()
        .mark_bar(cornerRadius=3)
        .encode(
            description=SAID,
            x=alt.X("quarter:N", sort=None, axis=quarter),
            xOffset=alt.XOffset("kind:N", sort=["核定", "付出"]),
            y=alt.Y("wan:Q", axis=axis),
            color=alt.Color("kind:N", title=None, scale=kinds),
            tooltip=[hint("name", "哪个季度"), hint("kind", "类别"), hint("text", "万元")],
        )
        .properties(height=HIGH)
    )


@declared
def _buildings(p: Palette, size: Size) -> Any:
    """A dot for each building on its estate's line; what is below the line is a triangle."""
    base = rows_of().encode(y=alt.Y("estate:N", sort=None, axis=None))
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=False)
    axis = alt.Axis(
        format=".0%", values=alt.ExprRef("[0, line, 1]"), title=None, grid=False, domain=False
    )
    share = alt.X("share:Q", scale=scale, axis=axis)
    once = base.transform_filter("isValid(datum.words)")
    track = once.mark_bar(height=4, yOffset=DOWN, color=p.back, aria=False).encode(
        x=alt.XDatum(1, scale=scale, axis=axis)
    )
    dots = base.mark_point(
        filled=True, size=120, opacity=1, stroke=p.back, strokeWidth=1, yOffset=DOWN
    ).encode(
        x=share,
        color=alt.condition("datum.below", alt.value(p.bad), alt.value(p.main)),
        shape=alt.condition("datum.below", alt.value("triangle-down"), alt.value("circle")),
        description=SAID,
        tooltip=[hint("name", "哪一栋"), hint("text", "还剩")],
    )
    line = tick(once, p, 26, yOffset=DOWN).encode(x=alt.X("line:Q", scale=scale, axis=axis))
    words = once.mark_text(
        align="left", baseline="middle", dy=-DOWN, aria=False, fontSize=size.px, fontWeight=600,
        color=p.ink,
    ).encode(x=alt.value(0), text="words:N")  # fmt: skip
    drawn = (track + dots + line + words).add_params(
        alt.param(name="most", value=1), alt.param(name="line", value=0)
    )
    return drawn.properties(height=alt.Step(STEP))


def quarter_bars(quarters: Sequence[QuarterMoney], p: Palette, size: Size = Size.DESK) -> Spec:
    """Beside each other in every quarter: what was approved, and what was paid (核定与付出)."""
    return _quarters(quarter_rows(quarters), p, size)


def quarter_rows(quarters: Sequence[QuarterMoney]) -> Rows:
    return [
        {
            "quarter": one.quarter,
            "name": one.name,
            "kind": kind,
            "wan": fen / 1_000_000,
            "text": wan(fen),
            "said": f"{one.name}{kind} {wan(fen)} 万元",
        }
        for one in quarters
        for kind, fen in (("核定", one.approved_fen), ("付出", one.paid_fen))
    ]


def building_dots(
    buildings: Sequence[BuildingFund], ratio: int, p: Palette, size: Size = Size.DESK
) -> Spec:
    """What part of its first deposits each building has left, and the line at `ratio` percent."""
    rows = building_rows(buildings, ratio)
    most = max([1.0, *(row["share"] for row in rows)]) * 1.02
    return _buildings(rows, p, size, most=most, line=ratio / 100)


def building_rows(buildings: Sequence[BuildingFund], ratio: int) -> Rows:
    """By estate, the lowest building first: that row also carries the words and the line."""
    rows: Rows = []
    for estate, group in groupby(buildings, key=lambda one: one.estate):
        found = by_share(list(group))
        for one in found:
            left = percent(one.balance_fen, one.first_deposit_fen)
            lowest = one is found[0]
            rows.append(
                {
                    "estate": estate,
                    "name": one.place,
                    "share": one.balance_fen / one.first_deposit_fen,
                    "below": one.below(ratio),
                    "line": ratio / 100 if lowest else None,
                    "words": f"{estate} {len(found)} 栋，最低 {one.name} {left}"
                    if lowest
                    else None,
                    "text": f"{left}，{wan(one.balance_fen)} 万元",
                    "said": f"{one.place}还剩首期的 {left}",
                }
            )
    return rows
