"""Charts of the display board (展示大屏): seats, stages and meetings, read from across a hall."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from ui.charts import (
    SAID,
    Palette,
    Size,
    Spec,
    declared,
    hint,
    lengths,
    month_axis,
    rows_of,
    tracks,
)


@declared
def _seats(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "班级"), hint("text", "席位")]
    return tracks(p, size, color=alt.value(p.main), ticks="[0, 0.5, 1]", tooltip=tooltip)


@declared
def _stages(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "阶段"), hint("text", "项目")]
    return lengths(p, size, letters=12, step=40, tooltip=tooltip)


@declared
def _months(p: Palette, size: Size) -> Any:
    count = alt.Y("count:Q", axis=None)
    base = rows_of().encode(x=month_axis(), y=count)
    columns = base.mark_bar(cornerRadius=3, width={"band": 0.7}, color=p.main)
    said = columns.encode(
        description=SAID, tooltip=[hint("month", "月份"), hint("count", "次数", "Q")]
    )
    numbers = base.mark_text(
        aria=False, dy=-10, fontSize=size.px, fontWeight=600, color=p.ink, baseline="bottom"
    ).encode(text="count:Q")
    return (said + numbers).properties(height=300)


def seat_bars(bars: Sequence[tuple[str, float, str]], p: Palette, size: Size = Size.DESK) -> Spec:
    """(name, share of the seats taken, what is written beside it), one track each (席位)."""
    rows = [
        {"name": name, "share": share, "text": text, "said": f"{name}，{text}"}
        for name, share, text in bars
    ]
    return _seats(rows, p, size)


def stage_bars(bars: Sequence[tuple[str, int, str]], p: Palette, size: Size = Size.DESK) -> Spec:
    """(stage, projects standing there, what is written beside the bar), in their order (阶段)."""
    rows = [
        {"name": name, "value": count, "text": text, "said": f"{name}，{text}"}
        for name, count, text in bars
    ]
    most = max((count for _, count, _ in bars), default=0) or 1
    return _stages(rows, p, size, most=most)


def month_counts(
    months: Sequence[tuple[str, int]], unit: str, p: Palette, size: Size = Size.DESK
) -> Spec:
    """(month, count), the count written on each column (每月次数)."""
    rows = [
        {"month": month, "count": count, "said": f"{month} {unit} {count}"}
        for month, count in months
    ]
    return _months(rows, p, size)
