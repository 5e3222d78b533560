"""E-bikes (电动车) of a flat: known by the plate or the last six of the frame; permits are the sheds'."""

import re
from dataclasses import dataclass

from domain.asking import Asking
from domain.changes import changes, quoted
from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import plain_text
from domain.registry_book.homes import MOST_NAME


class Battery(Labelled):
    LEAD = "lead", "铅酸"
    LITHIUM = "lithium", "锂电"


class Removable(Labelled):
    """Whether the battery can be carried upstairs to be charged, which is not allowed."""

    YES = "1", "可以拆"
    NO = "0", "不能拆"


@dataclass(frozen=True, slots=True)
class BikeFacts:
    """What nobody looked at is None; of the frame's number the last six alone."""

    plate: str
    frame_tail: str
    battery: Battery | None
    removable: Removable | None


@dataclass(frozen=True, slots=True)
class NewBike:
    """A bike at a flat: of somebody of the book, or of an owner by name."""

    slip: str
    unit_id: int
    resident_id: int | None
    owner: str
    facts: BikeFacts


@dataclass(frozen=True, slots=True)
class BikeChange:
    slip: str
    bike_id: int
    was: BikeFacts
    now: BikeFacts


@dataclass(frozen=True, slots=True)
class Bike:
    """A bike as it stands at a flat."""

    id: int
    unit_id: int
    resident_id: int | None
    who: str
    plate: str
    frame_tail: str
    battery: Battery | None
    removable: Removable | None

    @property
    def facts(self) -> BikeFacts:
        return BikeFacts(self.plate, self.frame_tail, self.battery, self.removable)

    @property
    def called(self) -> str:
        return self.plate or f"车架 {self.frame_tail}"

    @property
    def told(self) -> str:
        """锂电，可以拆"""
        said = [one.label for one in (self.battery, self.removable) if one]
        return "，".join(said) or "电池没登记"


WORDS = {
    "plate": ("号牌", quoted),
    "frame_tail": ("车架后六位", quoted),
    "battery": ("电池", lambda one: one.label if one else "没登记"),
    "removable": ("电池可拆", lambda one: one.label if one else "没登记"),
}


def read_plate(typed: str) -> str:
    """A plate without blanks and dots: 武汉 A·12345 → 武汉A12345. Raises Invalid."""
    plain = re.sub(r"[\s·.•-]", "", typed).upper()
    if not re.fullmatch(r"[一-鿿]{0,3}[A-Z0-9]{4,10}", plain):
        raise Invalid(f"号牌“{typed[:16]}”看不懂。写成 武汉A12345 这样。")
    return plain


def read_frame(typed: str) -> str:
    """The last six of the number on the frame, whatever of it is written. Raises Invalid."""
    plain = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(r"[A-Z0-9]{6,30}", plain):
        raise Invalid(f"车架号“{typed[:16]}”看不懂。写最后六位。")
    return plain[-6:]


def read_bike(
    plate: str, frame: str, battery: Battery | None, removable: Removable | None
) -> BikeFacts:
    """What was typed, as it is kept. Raises Invalid with everything that is wrong."""
    asking = Asking()
    asking.must(bool(plate.strip() or frame.strip()), "号牌和车架后六位，至少写一个。")
    if plate.strip():
        plate = asking.ask(read_plate, plate)
    if frame.strip():
        frame = asking.ask(read_frame, frame)
    asking.done()
    return BikeFacts(plate.strip(), frame.strip(), battery, removable)


def check_owner(paper: NewBike) -> str | None:
    """The owner's name as it is kept, nobody for somebody of the book. Raises Invalid."""
    if paper.resident_id is not None:
        return None
    return plain_text(paper.owner, "车主姓名", most=MOST_NAME)


def check_bike_change(paper: BikeChange, stored: Bike) -> str:
    """The change in words. Raises WrongState."""
    return changes(stored.called, paper.was, paper.now, stored.facts, WORDS)
