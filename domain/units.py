"""One unit by hand (加一套房): what the list or the laid-out building lacks, and parking spaces."""

import re
import unicodedata
from dataclasses import dataclass

from domain.amounts import read_area
from domain.asking import Asking
from domain.buildings import Holding
from domain.errors import Invalid
from domain.laying_out import MOST_FLOOR
from domain.unit_kinds import AreaSource, Purpose

LOWEST = -6  # floors below the ground
_ROOM = re.compile(r"[0-9]{1,5}[A-Z]?|[A-Z][0-9]{0,4}")
_SPACE = re.compile(r"[0-9A-Z]{1,4}-[0-9]{1,4}[A-Z]?")


@dataclass(frozen=True, slots=True)
class UnitPaper:
    """One unit of a building; `stairwell_id` None for what lies in none. `area` as typed."""

    slip: str
    building_id: int
    purpose: Purpose
    stairwell_id: int | None
    floor: int
    room: str
    area: str
    area_source: AreaSource
    holding: Holding


@dataclass(frozen=True, slots=True)
class UnitOnFile:
    """A unit by its number, for choosing among those of a building."""

    id: int
    code: str


def check_unit(paper: UnitPaper) -> tuple[str, int]:
    """The room as it is stored, and the area in 0.01 m². Raises Invalid with all that is wrong."""
    asking = Asking()
    room = asking.ask(_room, paper.purpose, paper.room)
    size = asking.ask(read_area, paper.area, "面积")
    asking.must(size != 0, "面积不能是 0。")
    asking.must(
        LOWEST <= paper.floor <= MOST_FLOOR and paper.floor != 0,
        f"楼层从地下 {-LOWEST} 层（写 {LOWEST}）到 {MOST_FLOOR} 层，没有 0 层。",
    )
    asking.must(
        paper.purpose is not Purpose.FLAT or paper.stairwell_id is not None,
        "住宅要选在哪个单元。",
    )
    asking.must(
        paper.purpose is not Purpose.PARKING or paper.stairwell_id is None,
        "车位不在单元里，单元选“不在单元里”。",
    )
    asking.done()
    return room, size


def unit_code(purpose: Purpose, label: str, stairwell: int, room: str) -> str:
    """3-1-502; of a shop outside the stairwells 3-0-1; of a parking space P-A-12."""
    return f"P-{room}" if purpose is Purpose.PARKING else f"{label}-{stairwell}-{room}"


def _room(purpose: Purpose, typed: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper().removesuffix("室")
    if purpose is Purpose.PARKING:
        text = re.sub(r"[—–−―_]", "-", text).removeprefix("P-")
        if not _SPACE.fullmatch(text):
            raise Invalid("车位写成 A-12 这样：哪个区、第几号。")
        return text
    text = re.sub(r"^0+(?=[0-9])", "", text)
    if not _ROOM.fullmatch(text):
        raise Invalid("房号只写门牌上的，例如 502，不带楼号和单元。")
    return text
