"""Charts of the repair fund (资金图): horizontal bars with their words beside them."""

from collections.abc import Sequence

from domain.money import wan
from domain.repair_fund.accounts import EstateFund
from domain.repair_fund.figures import Coverage, Spent, StageDays
from ui.charts import (
    DESK,
    SAID,
    Palette,
    Rows,
    Size,
    Spec,
    field,
    hint,
    name_axis,
    room_for,
    style,
    tracks,
)


def spent_bars(spent: Sequence[Spent], p: Palette, fs: Size = DESK) -> Spec:
    """Where the money went, by kind of repair, in 万元."""
    return _bars(
        [
            (row.category.label, row.paid_fen / 1_000_000,
             f"{wan(row.paid_fen)} 万元，{row.projects} 个项目") for row in spent
        ], "付出（万元）", p, fs,
    )  # fmt: skip


def stage_bars(stages: Sequence[StageDays], p: Palette, fs: Size = DESK) -> Spec:
    """How many days each stage usually took."""
    return _bars(
        [(row.stage.label, row.days, f"{row.days} 天（{row.projects} 个项目）") for row in stages],
        "通常天数", p, fs,
    )  # fmt: skip


def balance_bars(estates: Sequence[EstateFund], p: Palette, fs: Size = DESK) -> Spec:
    """What is left of the first deposits in each estate."""
    rows: Rows = []
    for row in estates:
        share = row.balance_fen / row.first_deposit_fen if row.first_deposit_fen else 0.0
        rows.append(_track(row.estate, share, f"余 {wan(row.balance_fen)} 万元"))
    return _tracked(rows, p, fs)


def coverage_bars(found: Sequence[Coverage], p: Palette, fs: Size = DESK) -> Spec:
    """Of the lifts and buildings of each estate, how many were repaired."""
    rows: Rows = []
    for row in found:
        for what, done, whole, word in (
            ("电梯", row.lifts_done, row.lifts, "部"),
            ("外墙屋面", row.buildings_done, row.buildings, "栋"),
        ):
            if whole:
                words = f"修了 {done} / {whole} {word}"
                rows.append(_track(f"{row.estate} {what}", done / whole, words))
    return _tracked(rows, p, fs)


def _track(name: str, share: float, words: str) -> dict[str, object]:
    return {
        "name": name,
        "share": min(share, 1.0),
        "text": words,
        "said": f"{name}，{words}",
        "state": "all",
    }


def _tracked(rows: Rows, p: Palette, fs: Size) -> Spec:
    color = {"value": p.main}
    spec = tracks(rows, color, [0, 0.5, 1], p, fs)
    spec["layer"][1]["encoding"]["tooltip"] = [hint("name", "哪里"), hint("text", "情况")]
    return style(spec, p, fs)


def _bars(bars: Sequence[tuple[str, float, str]], title: str, p: Palette, fs: Size) -> Spec:
    rows = [
        {"name": name, "value": value, "text": words, "said": f"{name}，{words}"}
        for name, value, words in bars
    ]
    most = max((value for _, value, _ in bars), default=0) or 1
    axis = {"title": None, "grid": False, "ticks": False, "domain": False, "labels": False}
    x = field("value", "quantitative", scale=room_for(14, int(most) + 1, fs), axis=axis)
    bar = {"type": "bar", "cornerRadius": 4, "height": {"band": 0.6}, "color": p.main}
    words = {"type": "text", "align": "left", "dx": 8, "aria": False, "fontSize": fs}
    spec: Spec = {
        "data": {"values": rows},
        "height": {"step": 46},
        "encoding": {"y": name_axis(), "x": x},
        "layer": [
            {
                "mark": bar,
                "encoding": {
                    "description": SAID,
                    "tooltip": [hint("name", "哪里"), hint("text", title)],
                },
            },
            {
                "mark": words | {"fontWeight": 600, "color": p.ink},
                "encoding": {"text": field("text", "nominal")},
            },
        ],
    }
    return style(spec, p, fs)
