"""Who moves in and out (搬来、搬走), and the numbers people are called at (电话)."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import check_phone, plain_text
from domain.rooms import HIDDEN

MOST_NAME, MOST_NOTE = 40, 60
# Numbers people write where they know none (research of real files): not a number at all.
FILLERS = {"18999999999", "13800000000", "13888888888"}


class Relation(Labelled):
    """What somebody is in a home (和这套房的关系)."""

    OWNER = "owner", "业主"
    FAMILY = "family", "家人"
    TENANT = "tenant", "租客"
    CARER = "carer", "照护的人"
    OTHER = "other", "别的"


class NumberKind(Labelled):
    MOBILE = "mobile", "手机"
    LANDLINE = "landline", "座机"
    OTHER = "other", "别的号"


@dataclass(frozen=True, slots=True)
class MovingIn:
    """Somebody who moves in: a resident of the book (`resident_id`), or a new one by name."""

    slip: str
    unit_id: int
    relation: Relation
    on: Annotated[date, Bound("搬来日期", "")]
    resident_id: int | None = None
    name: str = ""
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MovingOut:
    """A residency that ends: on that day the person lives there no more."""

    slip: str
    residency_id: int
    on: Annotated[date, Bound("搬走日期", "搬来那天")]


@dataclass(frozen=True, slots=True)
class NewNumber:
    """A number of a resident, or of an owner who does not live here."""

    slip: str
    number: str = field(repr=False)
    resident_id: int | None = None
    owner_member_id: int | None = None
    note: str = ""


def read_number(typed: str) -> tuple[str, NumberKind]:
    """A number as it is kept, and its kind. Raises Invalid for what is none, or a filler."""
    plain = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", HIDDEN.sub("", typed)))
    plain = re.sub(r"[—–−―_]", "-", plain)
    digits = plain.replace("-", "")
    if digits in FILLERS or (digits and len(set(digits)) == 1):
        raise Invalid("这个号码是凑数的，不是真号码。不知道就空着。")
    if re.fullmatch(r"1\d{10}", digits):
        return check_phone(digits), NumberKind.MOBILE
    if re.fullmatch(r"0\d{2,3}-?\d{7,8}|\d{7,8}", plain):
        return plain, NumberKind.LANDLINE
    if re.fullmatch(r"[48]00-?\d{3}-?\d{4}|\d{5,6}", plain):
        return plain, NumberKind.OTHER
    raise Invalid("号码看不懂。手机 11 位，座机写 027-87651234 这样。")


def check_moving_in(paper: MovingIn) -> str:
    """The name as it is kept, or nothing for somebody of the book. Raises Invalid."""
    if paper.resident_id is not None:
        return ""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "姓名", most=MOST_NAME)
    if paper.phone.strip():
        asking.ask(read_number, paper.phone)
    asking.done()
    return name
