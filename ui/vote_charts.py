"""The chart of a count (表决图): how far each measure is, against the line the law draws."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.repair_fund.tally_words import brief_words, line_words, of_all_words
from domain.repair_fund.votes import Measure
from ui.charts import SAID, Palette, Rows, Size, Spec, declared, hint, rows_of, tick

WIDE = 510  # px from which the line and what is missing are written out beside the amount
STEP, DOWN, THICK = 42, 11, 12  # px: a row, how far the bar lies below its words, the bar


@declared
def _bullets(p: Palette, size: Size) -> Any:
    """Words above each bar, so that it is as long on a phone as the screen is wide."""
    share = alt.Scale(domain=[0, 1])
    base = rows_of().encode(y=alt.Y("name:N", sort=None, axis=None))
    bar = {"height": THICK, "yOffset": DOWN, "cornerRadius": 4}
    track = base.mark_bar(**bar, color=p.back, aria=False).encode(
        x=alt.XDatum(1, scale=share, axis=None), tooltip=alt.value(None)
    )
    enough = alt.condition("datum.met", alt.value(p.main), alt.value(p.warn))
    tooltip = [hint("name", "哪一项"), hint("amount", "现有"), hint("line", "线")]
    filled = base.mark_bar(**bar).encode(
        x=alt.X("share:Q", scale=share, axis=None), color=enough, description=SAID, tooltip=tooltip
    )
    line = tick(base, p, THICK + 10, yOffset=DOWN).encode(
        x=alt.X("needed:Q", scale=share, axis=None), tooltip=tooltip
    )
    words = {"dy": -DOWN, "aria": False, "fontSize": size.px, "color": p.ink, "baseline": "middle"}
    left = base.mark_text(**words, align="left", fontWeight=600).encode(
        x=alt.value(0), text="amount:N"
    )
    text = alt.ExprRef(f"width > {WIDE} ? datum.line : datum.brief")
    right = base.mark_text(**words, align="right", text=text).encode(x=alt.value("width"))
    return (track + filled + line + left + right).properties(height=alt.Step(STEP))


def bullets(measures: Sequence[Measure], p: Palette, size: Size = Size.DESK) -> Spec:
    """A bar for each measure of a count and a tick at the least that will do (法定的线)."""
    return _bullets(bullet_rows(measures), p, size)


def bullet_rows(measures: Sequence[Measure]) -> Rows:
    """Shares of the whole; a measure of nothing has neither a bar nor a line yet."""
    rows: Rows = []
    for measure in measures:
        base, line = measure.base, line_words(measure)
        amount = f"{measure.name} {of_all_words(measure)}"
        rows.append(
            {
                "name": measure.name,
                "share": min(1.0, measure.have / base) if base else 0.0,
                "needed": measure.needed / base if base else None,
                "met": measure.met and base > 0,
                "amount": f"✓ {amount}" if measure.met and base else amount,
                "line": line,
                "brief": brief_words(measure),
                "said": f"{amount}，{line}",
            }
        )
    return rows
