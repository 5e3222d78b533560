"""Figures of the fund as charts show them (图)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.money import wan
from domain.repair_fund.projects import Category, Stage


@dataclass(frozen=True, slots=True)
class Spent:
    """What was paid for one kind of repair, in fen."""

    category: Category
    projects: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class StageDays:
    """How many days a stage usually took, over so many projects that have left it."""

    stage: Stage
    days: int
    projects: int


@dataclass(frozen=True, slots=True)
class StageAge:
    """How many projects are in a stage, the most days one has been there, and what is usual."""

    stage: Stage
    projects: int
    days: int
    usual: int | None

    @property
    def late(self) -> bool:
        """Longer than half of the projects took here; the mark 比通常久 in the list asks for more."""
        return self.usual is not None and self.days > self.usual

    @property
    def told(self) -> str:
        """44 天，通常 39 天."""
        return f"{self.days} 天" + ("" if self.usual is None else f"，通常 {self.usual} 天")


@dataclass(frozen=True, slots=True)
class Coverage:
    """An estate's lifts and buildings, and how many of them were repaired."""

    estate: str
    lifts: int
    lifts_done: int
    buildings: int
    buildings_done: int


@dataclass(frozen=True, slots=True)
class QuarterMoney:
    """What was approved (核定) and paid (已付) in a quarter, in fen; 2026-3 is July to September."""

    quarter: str
    approved_fen: int
    paid_fen: int

    @property
    def name(self) -> str:
        """2026年三季度."""
        return f"{self.quarter[:4]}年{'一二三四'[int(self.quarter[5]) - 1]}季度"


def quarters_until(today: date, many: int) -> list[str]:
    """This quarter and those before it, the oldest first."""
    last = today.year * 4 + (today.month - 1) // 3
    return [f"{n // 4}-{n % 4 + 1}" for n in range(last - many + 1, last + 1)]


def quarters_words(quarters: Sequence[QuarterMoney]) -> str:
    """The conclusion on the money: approved and paid in all, and the quarter that paid most."""
    approved, paid = (
        sum(one.approved_fen for one in quarters),
        sum(one.paid_fen for one in quarters),
    )
    most = max(quarters, key=lambda one: one.paid_fen)
    told = f"近 {len(quarters)} 个季度核定 {wan(approved)} 万元，付出 {wan(paid)} 万元"
    if most.paid_fen <= 0:
        return f"{told}。"
    return f"{told}；付得最多的是{most.name}，{wan(most.paid_fen)} 万元。"


def ages_words(ages: Sequence[StageAge]) -> str:
    """The conclusion: which stages hold a project longer than is usual there, or that none does."""
    late = [f"{age.stage.label}（{age.told}）" for age in ages if age.late]
    if late:
        return f"{len(late)} 步超过了通常的天数：{'、'.join(late)}。"
    longest = max(ages, key=lambda age: age.days)
    return f"没有一步超过通常的天数；停得最久的是{longest.stage.label}，{longest.told}。"
