"""A building (楼栋): its plate, its stairwells, and the paper that makes it whole (生成一栋)."""

import re
import unicodedata
from dataclasses import dataclass

from domain.errors import Invalid
from domain.labels import Labelled
from domain.laying_out import Shape
from domain.unit_kinds import AreaSource, Purpose, SaleState

_LABEL = re.compile(r"(?=.)[A-Z]{0,2}(?:[1-9][0-9]{0,2}(?:-[1-9][0-9]?)?)?")


class Lift(Labelled):
    YES = "1", "有电梯"
    NO = "0", "没有电梯"


class Holding(Labelled):
    """Whose the units are for now: every unit has an owner set, known or not (业主)."""

    OPEN = "open", "卖了，业主以后登记"
    UNDELIVERED = "undelivered", "卖了，还没交房"
    UNSOLD = "unsold", "还没卖，是开发商的"

    @property
    def sale(self) -> SaleState:
        """As the units keep it; sold-undelivered flats count as the developer's (1.4 rule 3)."""
        return SaleState.SOLD if self is Holding.OPEN else SaleState(self.value)


@dataclass(frozen=True, slots=True)
class BuildingPaper:
    """A building by its plate alone, new (`id` None) or to be called otherwise.

    `was` is the plate that stood on the form when it was opened.
    """

    slip: str
    estate_id: int
    label: str
    id: int | None = None
    reason: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """One building to be made whole (生成一栋)."""

    slip: str
    estate_id: int
    label: str
    shape: Shape
    lift: Lift
    purpose: Purpose
    area_source: AreaSource
    holding: Holding


@dataclass(frozen=True, slots=True)
class BuildingOnFile:
    """A building of an estate with what was entered of it; area in 0.01 m².

    `nameless` units have an owner set without anybody in it (业主待登记).
    """

    id: int
    estate_id: int
    label: str
    stairwells: int
    units: int
    shops: int
    developers: int
    nameless: int
    area_centi: int

    @property
    def name(self) -> str:
        return f"{self.label}栋"


@dataclass(frozen=True, slots=True)
class StairwellOnFile:
    id: int
    number: int
    has_lift: bool
    units: int


def read_label(typed: str) -> str:
    """What a plate says before 栋: `３号楼`, `3栋`, `03` → 3, `a栋` → A, `5-1幢` → 5-1. Raises Invalid."""
    text = unicodedata.normalize("NFKC", typed).strip().upper()
    text = re.sub(r"(?:栋|幢|座|号楼|号|楼|#)$", "", text).strip()
    text = re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[—–−―_]", "-", text))
    if not text:
        raise Invalid("楼号还没填。写成 3、A 或者 5-1。")
    if not _LABEL.fullmatch(text):
        raise Invalid(f"楼号“{typed.strip()[:20]}”看不懂。写成 3、A 或者 5-1，不带“栋”。")
    return text


def plate(typed: str) -> str:
    """3栋 while somebody still types it; what was typed, where it is no plate yet."""
    try:
        return f"{read_label(typed)}栋"
    except Invalid:
        return typed.strip() or "这一栋"
