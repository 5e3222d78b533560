"""Charts of the repair fund (资金图): horizontal bars with their words beside them."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.money import wan
from domain.repair_fund.accounts import EstateFund
from domain.repair_fund.figures import Coverage, Spent, StageAge, StageDays
from ui.charts import (
    SAID,
    Palette,
    Rows,
    Size,
    Spec,
    bar,
    declared,
    hint,
    lengths,
    name_axis,
    room_for,
    rows_of,
    tick,
    tracks,
    words_right,
)

AGE_STEP = 24  # px: low, so that the rows below are on the first screen


@declared
def _spent(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "哪里"), hint("text", "付出（万元）")]
    return lengths(p, size, letters=14, step=46, tooltip=tooltip)


@declared
def _days(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "哪里"), hint("text", "通常天数")]
    return lengths(p, size, letters=14, step=46, tooltip=tooltip)


@declared
def _ages(p: Palette, size: Size) -> Any:
    """Low bars, and the words to the right of both the bar and the line."""
    axis = alt.Axis(title=None, grid=False, ticks=False, domain=False, labels=False)
    scale = room_for(10, "most", size)
    base = rows_of().encode(y=name_axis(), tooltip=[hint("name", "哪一步"), hint("said", "情况")])
    color = alt.condition("datum.late", alt.value(p.warn), alt.value(p.main))
    bars = bar(base).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), color=color, description=SAID
    )
    line = tick(base, p, AGE_STEP - 4).encode(x=alt.X("usual:Q", scale=scale, axis=axis))
    words = words_right(base, p, size, x=alt.X("end:Q", scale=scale, axis=axis))
    both = (bars + line + words).add_params(alt.param(name="most", value=1))
    return both.properties(height=alt.Step(AGE_STEP))


@declared
def _shares(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "哪里"), hint("text", "情况")]
    return tracks(p, size, color=alt.value(p.main), ticks="[0, 0.5, 1]", tooltip=tooltip)


def spent_bars(spent: Sequence[Spent], p: Palette, size: Size = Size.DESK) -> Spec:
    """Where the money went, by kind of repair, in 万元."""
    rows = [
        _bar(row.category.label, row.paid_fen / 1_000_000,
             f"{wan(row.paid_fen)} 万元，{row.projects} 个项目") for row in spent
    ]  # fmt: skip
    return _spent(rows, p, size, most=_most(rows))


def stage_bars(stages: Sequence[StageDays], p: Palette, size: Size = Size.DESK) -> Spec:
    """How many days each stage usually took."""
    rows = [
        _bar(row.stage.label, row.days, f"{row.days} 天（{row.projects} 个项目）") for row in stages
    ]
    return _days(rows, p, size, most=_most(rows))


def age_bars(ages: Sequence[StageAge], p: Palette, size: Size = Size.DESK) -> Spec:
    """The longest stay in each stage now, and a line at what is usual there."""
    rows = [age_row(age) for age in ages]
    return _ages(rows, p, size, most=max((row["end"] for row in rows), default=1))


def age_row(age: StageAge) -> dict[str, Any]:
    said = f"{age.projects} 个项目，最久 {age.told}"
    return _bar(age.stage.label, age.days, age.told) | {
        "usual": age.usual,
        "late": age.late,
        "end": max(age.days, age.usual or 0, 1),
        "said": f"{age.stage.label}，{said}",
    }


def balance_bars(estates: Sequence[EstateFund], p: Palette, size: Size = Size.DESK) -> Spec:
    """What is left of the first deposits in each estate."""
    rows: Rows = []
    for row in estates:
        share = row.balance_fen / row.first_deposit_fen if row.first_deposit_fen else 0.0
        rows.append(_track(row.estate, share, f"余 {wan(row.balance_fen)} 万元"))
    return _shares(rows, p, size)


def coverage_bars(found: Sequence[Coverage], p: Palette, size: Size = Size.DESK) -> Spec:
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
    return _shares(rows, p, size)


def _track(name: str, share: float, words: str) -> dict[str, Any]:
    return {"name": name, "share": min(share, 1.0), "text": words, "said": f"{name}，{words}"}


def _bar(name: str, value: float, words: str) -> dict[str, Any]:
    return {"name": name, "value": value, "text": words, "said": f"{name}，{words}"}


def _most(rows: Rows) -> int:
    return int(max((row["value"] for row in rows), default=0) or 1) + 1
