"""Keeping the sheds (管车棚): a new one, its facts put right, and the day it is no longer used."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.dates import Bound
from domain.registry import plain_text

MOST_BAYS = 2_000


@dataclass(frozen=True, slots=True)
class ShedFacts:
    """What is known of a shed itself; charging bays are bays, working ports are ports."""

    name: str
    position: str
    bays_total: int
    bays_charging: int
    ports_total: int
    ports_ok: int


FACTS: dict[str, tuple[str, Says]] = {
    "name": ("名称", quoted),
    "position": ("位置", quoted),
    "bays_total": ("车位", counted("个")),
    "bays_charging": ("充电车位", counted("个")),
    "ports_total": ("充电口", counted("个")),
    "ports_ok": ("能用的充电口", counted("个")),
}


@dataclass(frozen=True, slots=True)
class NewShed:
    """A shed as it is entered (建车棚)."""

    slip: str
    estate_id: int
    facts: ShedFacts
    opened_on: Annotated[date, Bound("启用日期", "不限", back=None)]


@dataclass(frozen=True, slots=True)
class ShedChange:
    """A shed's facts put right, beside what stood on the form before (改车棚)."""

    slip: str
    shed_id: int
    was: ShedFacts
    now: ShedFacts


@dataclass(frozen=True, slots=True)
class ShedClosing:
    """From which day a shed is not used any more (停用车棚), and why."""

    slip: str
    shed_id: int
    closed_on: Annotated[date, Bound("停用日期", "启用那天", back=None)]
    reason: str


@dataclass(frozen=True, slots=True)
class ClosedShed:
    """A shed that is not used any more (停用的车棚)."""

    id: int
    name: str
    estate_id: int
    estate: str
    closed_on: date | None


def check_facts(facts: ShedFacts, parked: int | None = None) -> ShedFacts:
    """As they are stored; `parked` is what the latest count found in bays, None where nobody counted.

    Raises Invalid with everything that cannot be.
    """
    asking = Asking()
    name = asking.ask(plain_text, facts.name, "车棚名称", least=2, most=30)
    position = asking.ask(plain_text, facts.position, "在哪里", least=2, most=60)
    figures = facts.bays_total, facts.bays_charging, facts.ports_total, facts.ports_ok
    asking.must(min(figures) >= 0, "数量不能小于 0。")
    asking.must(
        1 <= facts.bays_total <= MOST_BAYS, f"车位要在 1 到 {MOST_BAYS:,} 个之间，请再数一遍。"
    )
    asking.must(
        facts.bays_charging <= facts.bays_total,
        f"充电车位不能多过车位，车位一共 {facts.bays_total:,} 个。",
    )
    asking.must(
        facts.ports_ok <= facts.ports_total,
        f"能用的充电口不能多过充电口，一共只有 {facts.ports_total:,} 个。",
    )
    asking.must(
        parked is None or parked <= facts.bays_total,
        f"最近一次清点停了 {parked} 辆，车位不能比这还少。先清点一次，再改车位。",
    )
    asking.done()
    return replace(facts, name=name, position=position)
