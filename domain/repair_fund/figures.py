"""Figures of the fund as charts show them (图)."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def ages_words(ages: Sequence[StageAge]) -> str:
    """The conclusion: which stages hold a project longer than is usual there, or that none does."""
    late = [f"{age.stage.label}（{age.told}）" for age in ages if age.late]
    if late:
        return f"{len(late)} 步超过了通常的天数：{'、'.join(late)}。"
    longest = max(ages, key=lambda age: age.days)
    return f"没有一步超过通常的天数；停得最久的是{longest.stage.label}，{longest.told}。"
