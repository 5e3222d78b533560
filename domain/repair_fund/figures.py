"""Figures of the fund as charts show them (图)."""

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
class Coverage:
    """An estate's lifts and buildings, and how many of them were repaired."""

    estate: str
    lifts: int
    lifts_done: int
    buildings: int
    buildings_done: int
