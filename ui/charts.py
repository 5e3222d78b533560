"""Charts (图): one palette, Chinese dates and numbers, and the house style, as Vega-Lite.

Plain dictionaries: building one costs microseconds. Colour never speaks alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from domain.shed_capacity import Load, Shed

Rows = list[dict[str, Any]]
Spec = dict[str, Any]  # a Vega-Lite specification, for `st.vega_lite_chart(spec=…, theme=None)`


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


LIGHT = Palette(
    main="#0B6E69", second="#D9690F", warn="#D9690F",
    bad="#B3261E", ink="#0F1B22", mute="#4A5B66", grid="#DCE4E6", back="#E4EBEC", rule="#8A4300",
)  # fmt: skip
DARK = Palette(
    main="#5FE0D0", second="#EE7F2D", warn="#FFB06B",
    bad="#FF9A90", ink="#E8F1F2", mute="#B7C8CF", grid="#23404F", back="#1B3D4D", rule="#FFC266",
)  # fmt: skip

_MONTHS = [f"{month}月" for month in range(1, 13)]
CHINESE = {
    "number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["¥", ""]},
    "time": {
        "dateTime": "%Y年%-m月%-d日 %H:%M:%S",
        "date": "%Y年%-m月%-d日",
        "time": "%H:%M:%S",
        "periods": ["上午", "下午"],
        "days": [f"星期{day}" for day in "日一二三四五六"],
        "shortDays": [f"周{day}" for day in "日一二三四五六"],
        "months": _MONTHS,
        "shortMonths": _MONTHS,
    },
}
FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
DESK = 15  # chart text in px; it does not follow the page's font size
# On a wall screen the text follows the screen, as showcase.css does with the page's.
SCREEN = {"expr": "max(14, min(windowSize()[0] * 0.0118, windowSize()[1] * 0.021))"}
Size = int | dict[str, str]
SAID = {"field": "said", "type": "nominal"}  # what a screen reader says of a bar


def palette() -> Palette:
    """The colours for the theme this visitor sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def style(spec: Spec, p: Palette, fs: Size = DESK) -> Spec:
    """The house style: own colours, readable sizes, no label cut or turned sideways."""
    text = {"labelFontSize": fs, "titleFontSize": fs, "titleFontWeight": "normal"}
    config = {
        "locale": CHINESE,
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **text,
            "aria": False,  # each bar says its own name and number, in Chinese
            **dict.fromkeys(("labelColor", "titleColor"), p.mute),
            "labelFlush": False,
            "labelAngle": 0,
            "labelLimit": 0,
            "labelPadding": 6,
            **dict.fromkeys(("gridColor", "domainColor", "tickColor"), p.grid),
        },
        "legend": {
            **text,
            "aria": False,
            "labelColor": p.ink,
            "titleColor": p.mute,
            "orient": "top",
            "symbolSize": 160,
            "columnPadding": 18,
        },
    }
    return spec | {"config": config}


def shed_bars(sheds: Sequence[Shed], p: Palette, *, tight: int, full: int, fs: Size = DESK) -> Spec:
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
    states = [Load.FREE, Load.TIGHT, Load.FULL, Load.UNKNOWN]
    color = {
        "field": "state",
        "type": "nominal",
        "scale": {
            "domain": [state.label for state in states],
            "range": [p.main, p.warn, p.bad, p.mute],
        },
        "legend": None,  # the state is written beside each bar
    }
    spec = tracks(rows, color, [0, full / 100, 1], p, fs)
    spec["layer"][1]["encoding"]["tooltip"] = [
        hint("name", "车棚"),
        hint("state", "状态"),
        hint("parked", "停在位子上（辆）", "quantitative"),
        hint("bays", "车位（个）", "quantitative"),
    ]
    line = {"type": "rule", "aria": False, "strokeDash": [5, 4], "strokeWidth": 1.5}
    spec["layer"].append(
        {
            "mark": line | {"color": p.rule},
            "encoding": {"y": None, "x": {"datum": full / 100}, "tooltip": {"value": None}},
        }
    )
    return style(spec, p, fs)


def _share(shed: Shed) -> float:
    return (shed.in_bays or 0) / shed.bays_total if shed.bays_total else 0.0


def tracks(
    rows: Rows, color: dict[str, Any], ticks: list[float], p: Palette, fs: Size
) -> dict[str, Any]:
    """A pale track to 100 %, the bar on it, the words to its right."""
    bar = {"type": "bar", "cornerRadius": 4, "height": {"band": 0.6}}
    words = {"type": "text", "align": "left", "dx": 8, "aria": False}
    axis = {"format": ".0%", "values": ticks, "title": None, "grid": False, "domain": False}
    share = field("share", "quantitative", scale=room_for(10, 1, fs), axis=axis)
    return {
        "data": {"values": rows},
        "height": {"step": 46},
        "encoding": {"y": name_axis()},
        "layer": [
            {
                "mark": bar | {"color": p.back, "aria": False},
                "encoding": {"x": {"datum": 1}, "tooltip": {"value": None}},
            },
            {"mark": bar, "encoding": {"x": share, "color": color, "description": SAID}},
            {
                "mark": words | {"fontSize": fs, "fontWeight": 600, "color": p.ink},
                "encoding": {"x": {"datum": 1}, "text": field("text", "nominal")},
            },
        ],
    }


def room_for(letters: int, most: int, fs: Size) -> dict[str, Any]:
    """A scale to `most` that leaves room on the right for so many letters, on any width."""
    size = fs["expr"] if isinstance(fs, dict) else fs
    right = f"{most} * width / max(60, width - {letters} * ({size}))"
    return {"domainMin": 0, "domainMax": {"expr": right}}


def months_bars(months: Sequence[tuple[str, int, int]], p: Palette, fs: Size = DESK) -> Spec:
    """(month `2026-03`, issued, redeemed): issued goes up, redeemed goes down (发放与兑换)."""
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
    axis = {
        "title": "枚",
        "titleAngle": 0,
        "titleAlign": "left",
        "titleY": -14,
        "labelExpr": "format(abs(datum.value), ',')",
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }
    spec = {
        "data": {"values": rows},
        "height": 300,
        "mark": {"type": "bar", "cornerRadius": 3, "width": {"band": 0.8}},
        "encoding": {
            "description": SAID,
            "x": month_axis(),
            "y": field("signed", "quantitative", axis=axis),
            "color": {
                "field": "kind",
                "type": "nominal",
                "title": None,
                "scale": {"domain": ["发放", "兑换"], "range": [p.main, p.second]},
            },
            "tooltip": [
                hint("month", "月份"),
                hint("kind", "类别"),
                hint("points", "枚", "quantitative", format=","),
            ],
        },
    }
    return style(spec, p, fs)


def name_axis() -> dict[str, Any]:
    """Rows from top to bottom in the order given."""
    axis = {"ticks": False, "domain": False, "title": None}
    return field("name", "nominal", sort=None, axis=axis)


def month_axis() -> dict[str, Any]:
    """`2026-03` as 3月; January names its year."""
    spoken = (
        "(slice(datum.value, 5) == '01' ? slice(datum.value, 0, 4) + '年' : '')"
        " + toNumber(slice(datum.value, 5)) + '月'"
    )
    axis = {"title": None, "labelExpr": spoken, "grid": False, "ticks": False}
    return field("month", "ordinal", axis=axis)


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"field": name, "type": kind, **more}


def hint(name: str, title: str, kind: str = "nominal", **more: Any) -> dict[str, Any]:
    return field(name, kind, title=title, **more)
