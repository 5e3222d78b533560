"""Charts (图): one palette, Chinese dates and numbers and the house style, declared with Altair.

A chart is declared once and compiled once for each theme and size, when it is first drawn; its rows
are put in at run time, which costs microseconds. Colour never speaks alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal

import altair as alt
import pyarrow as pa
import streamlit as st

Rows = list[dict[str, Any]]
Spec = dict[str, Any]  # a Vega-Lite specification, for `show`


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; a specification does not recolour itself."""

    main: str
    second: str
    warn: str
    bad: str
    ink: str
    mute: str
    grid: str
    back: str
    rule: str
    on_main: str  # words on the main colour


LIGHT = Palette(
    main="#0B6E69", second="#D9690F", warn="#D9690F",
    bad="#B3261E", ink="#0F1B22", mute="#4A5B66", grid="#DCE4E6", back="#E4EBEC", rule="#8A4300",
    on_main="#FFFFFF",
)  # fmt: skip
DARK = Palette(
    main="#5FE0D0", second="#EE7F2D", warn="#FFB06B",
    bad="#FF9A90", ink="#E8F1F2", mute="#B7C8CF", grid="#23404F", back="#1B3D4D", rule="#FFC266",
    on_main="#0B1D27",
)  # fmt: skip


class Size(Enum):
    """How large a chart's words are: px at a desk; on a wall they follow the screen, as
    showcase.css does with the page's."""

    DESK = "15"
    SCREEN = "max(14, min(windowSize()[0] * 0.0118, windowSize()[1] * 0.021))"

    @property
    def px(self) -> Any:
        return int(self.value) if self is Size.DESK else alt.ExprRef(self.value)


_MONTHS = [f"{month}月" for month in range(1, 13)]
CHINESE = alt.Locale(
    number=alt.NumberLocale(decimal=".", thousands=",", grouping=[3], currency=["¥", ""]),
    time=alt.TimeLocale(
        dateTime="%Y年%-m月%-d日 %H:%M:%S",
        date="%Y年%-m月%-d日",
        time="%H:%M:%S",
        periods=["上午", "下午"],
        days=[f"星期{day}" for day in "日一二三四五六"],
        shortDays=[f"周{day}" for day in "日一二三四五六"],
        months=_MONTHS,
        shortMonths=_MONTHS,
    ),
)
FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
SAID = alt.Description("said:N")  # what a screen reader says of a bar

Draw = Callable[[Palette, Size], Any]
PutIn = Callable[..., Spec]


def declared(draw: Draw) -> PutIn:
    """Compile a chart once for each theme and size; answers with what puts rows and values in."""

    @cache
    def ready(p: Palette, size: Size) -> Spec:
        spec: Spec = _styled(draw(p, size), p, size).to_dict()
        return spec

    def put_in(rows: Rows, p: Palette, size: Size, **values: float) -> Spec:
        spec = ready(p, size)
        params = [{"name": name, "value": value} for name, value in values.items()]
        return spec | {"data": {**spec["data"], "values": rows}, "params": params}

    return put_in


def show(spec: Spec, said: str, *, whole: bool = False) -> None:
    """A chart with its rows, and what it comes to for who does not see it; `whole` fills its place.

    The rows go as columns: as a list they would be made a data frame first, at ten times the cost.
    """
    data = {**spec["data"], "values": _columns(spec["data"]["values"])}
    height: Literal["stretch", "content"] = "stretch" if whole else "content"
    st.vega_lite_chart(spec=spec | {"data": data}, theme=None, alt=said, height=height)


def _columns(rows: Rows) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def palette() -> Palette:
    """The colours for the theme this visitor sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def _styled(chart: Any, p: Palette, size: Size) -> Any:
    """The house style: own colours, readable sizes, no label cut or turned sideways."""
    text = {"labelFontSize": size.px, "titleFontSize": size.px}
    return (
        chart.configure(locale=CHINESE, background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(  # each bar says its own name and number, in Chinese
            **text, titleFontWeight="normal", aria=False, labelColor=p.mute, titleColor=p.mute,
            labelFlush=False, labelAngle=0, labelLimit=0, labelPadding=6,
            gridColor=p.grid, domainColor=p.grid, tickColor=p.grid,
        )
        .configure_legend(
            **text, titleFontWeight="normal", aria=False, labelColor=p.ink, titleColor=p.mute,
            orient="top", symbolSize=160, columnPadding=18,
        )
    )  # fmt: skip


def rows_of() -> Any:
    """A chart of the rows that come at run time, under the one name they all have."""
    return alt.Chart(alt.NamedData("rows"))


def words_right(base: Any, p: Palette, size: Size, **encoded: Any) -> Any:
    """The words of each row, to the right of its bar."""
    mark = base.mark_text(
        align="left", dx=8, aria=False, fontSize=size.px, fontWeight=600, color=p.ink
    )
    return mark.encode(text="text:N", **encoded)


def bar(base: Any, **more: Any) -> Any:
    return base.mark_bar(cornerRadius=4, height={"band": 0.6}, **more)


def tick(base: Any, p: Palette, high: int, **more: Any) -> Any:
    """The line a bar is held against (竖线), so many px high."""
    return base.mark_tick(
        orient="vertical", size=high, thickness=4, color=p.ink, opacity=1, aria=False, **more
    )


def tracks(
    p: Palette, size: Size, *, color: Any, ticks: str, tooltip: Sequence[Any], step: int = 46
) -> Any:
    """A pale track to 100 %, the bar on it, the words to its right; `ticks` is an expression."""
    base = rows_of().encode(y=name_axis())
    whole, none = alt.XDatum(1), alt.value(None)
    axis = alt.Axis(format=".0%", values=alt.ExprRef(ticks), title=None, grid=False, domain=False)
    share = alt.X("share:Q", scale=room_for(10, "1", size), axis=axis)
    track = bar(base, color=p.back, aria=False).encode(x=whole, tooltip=none)
    filled = bar(base).encode(x=share, color=color, description=SAID, tooltip=list(tooltip))
    return (track + filled + words_right(base, p, size, x=whole)).properties(height=alt.Step(step))


def lengths(p: Palette, size: Size, *, letters: int, step: int, tooltip: Sequence[Any]) -> Any:
    """Bars as long as their `value`, up to the parameter `most`; the words to their right."""
    axis = alt.Axis(title=None, grid=False, ticks=False, domain=False, labels=False)
    x = alt.X("value:Q", scale=room_for(letters, "most", size), axis=axis)
    base = rows_of().encode(y=name_axis(), x=x)
    drawn = bar(base, color=p.main).encode(description=SAID, tooltip=list(tooltip))
    both = drawn + words_right(base, p, size)
    return both.add_params(alt.param(name="most", value=1)).properties(height=alt.Step(step))


def room_for(letters: int, most: str, size: Size) -> alt.Scale:
    """A scale to `most` that leaves room on the right for so many letters, on any width."""
    right = f"{most} * width / max(60, width - {letters} * ({size.value}))"
    return alt.Scale(domainMin=0, domainMax=alt.ExprRef(right))


def name_axis() -> alt.Y:
    """Rows from top to bottom in the order given."""
    return alt.Y("name:N", sort=None, axis=alt.Axis(ticks=False, domain=False, title=None))


def month_axis() -> alt.X:
    """`2026-03` as 3月; January names its year below. Where it is narrow, every other month speaks."""
    spoken = (
        "slice(datum.value, 5) == '01' ? ['1月', slice(datum.value, 0, 4) + '年']"
        " : toNumber(slice(datum.value, 5)) + '月'"
    )
    axis = alt.Axis(title=None, labelExpr=spoken, labelOverlap=True, grid=False, ticks=False)
    return alt.X("month:O", axis=axis)


def hint(name: str, title: str, kind: str = "N", **more: Any) -> alt.Tooltip:
    return alt.Tooltip(f"{name}:{kind}", title=title, **more)
