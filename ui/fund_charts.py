"""Charts of the repair fund (资金图): horizontal bars with their words beside them."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from domain.money import wan
from domain.repair_fund.accounts import EstateFund
from domain.repair_fund.figures import Coverage, Spent, StageDays
from ui.charts import Palette, Rows, Size, Spec, declared, hint, lengths, tracks


@declared
def _spent(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "哪里"), hint("text", "付出（万元）")]
    return lengths(p, size, letters=14, step=46, tooltip=tooltip)


@declared
def _days(p: Palette, size: Size) -> Any:
    tooltip = [hint("name", "哪里"), hint("text", "通常天数")]
    return lengths(p, size, letters=14, step=46, tooltip=tooltip)


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
