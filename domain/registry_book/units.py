"""A unit as the book shows it (一套房): its facts, its people, and what was before."""

from dataclasses import dataclass
from datetime import date

from domain.areas import area
from domain.asking import Asking
from domain.registry import plain_text
from domain.registry_book.homes import NumberKind, Relation
from domain.unit_kinds import AreaSource, Purpose, SaleState

MOST_REASON = 100


@dataclass(frozen=True, slots=True)
class AreaCorrection:
    """Another area, why, and by what paper."""

    slip: str
    unit_id: int
    area_centi: int
    source: AreaSource
    reason: str


@dataclass(frozen=True, slots=True)
class BookBuilding:
    """A building one may look into."""

    id: int
    estate: str
    name: str

    @property
    def told(self) -> str:
        return f"{self.estate} {self.name}"


@dataclass(frozen=True, slots=True)
class BookFlat:
    """One flat of the floor picture: how many own it and how many live there."""

    id: int
    stairwell: int | None
    floor: int
    room: str
    code: str
    developer: bool
    owners: int
    people: int


@dataclass(frozen=True, slots=True)
class UnitFacts:
    id: int
    estate_id: int
    estate: str
    building_id: int
    building: str
    code: str
    purpose: Purpose
    sale: SaleState
    area_centi: int
    area_source: AreaSource
    developer: bool
    since: date | None

    @property
    def told(self) -> str:
        """安普顿小镇 3栋 · 住宅 · 89.52 m²（不动产登记）"""
        return (
            f"{self.estate} {self.building} · {self.purpose.label}"
            f" · {area(self.area_centi)}（{self.area_source.label}）"
        )


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """A member of the owner set; a resident of the book has a number."""

    id: int
    resident_id: int | None
    name: str
    share: str | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who lives there."""

    residency_id: int
    resident_id: int
    name: str
    role: Relation | None
    from_on: date | None


@dataclass(frozen=True, slots=True)
class NumberLine:
    id: int
    who: str
    number: str
    kind: NumberKind
    note: str
    book: str


@dataclass(frozen=True, slots=True)
class PastLine:
    """What was once, until when, and who wrote down that it ended."""

    on: date
    what: str
    why: str
    by: str


def check_area(paper: AreaCorrection, now: int, source: AreaSource) -> str:
    """The reason as it is kept. Raises Invalid for the same area and for no reason."""
    asking = Asking()
    reason = asking.ask(plain_text, paper.reason, "为什么改", least=2, most=MOST_REASON)
    asking.must(
        (paper.area_centi, paper.source) != (now, source),
        f"现在就是 {area(now)}（{source.label}），没有要改的。",
    )
    asking.done()
    return reason
