"""The registry (底册) the screens share: estates, buildings, exclusive units, residents, bodies."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from domain.days import years_between
from domain.errors import Invalid
from domain.labels import Labelled
from domain.rooms import HIDDEN, read_room


class Source(Labelled):
    """Where a row or figure comes from (数据来源)."""

    ARTICLE = "article", "文章"
    COMPUTED = "computed", "实时"
    DEMO = "demo", "示例"
    ENTERED = "entered", "登记"


@dataclass(frozen=True, slots=True)
class Community:
    """The one community this database belongs to. `residents_words` is said as published."""

    name: str
    address: str
    founded_year: int | None
    area_m2: int | None
    households: int | None
    residents: int | None
    residents_words: str | None
    is_demo: bool

    @property
    def hall(self) -> str:
        """What this application is called there (某某社区议事厅)."""
        return f"{self.name}议事厅"


@dataclass(frozen=True, slots=True)
class Entered:
    """Which parts of the register hold a row at all (已经建好的)."""

    units: bool
    residents: bool


@dataclass(frozen=True, slots=True)
class Estate:
    """A residential estate (小区) with the property company (物业) that serves it."""

    id: int
    name: str
    short_name: str
    delivered: bool
    has_owners_committee: bool
    households: int
    company: str | None


@dataclass(frozen=True, slots=True)
class Building:
    id: int
    estate_id: int
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that takes part (参会单位): 党委, 居委会, 力天物业 …"""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident as found: enough to tell two people apart, and nothing more."""

    id: int
    name: str
    estate: str
    building: str
    room: str
    phone: str
    birth_year: int | None
    birth_date: date | None
    guardian_id: int | None
    guardian: str | None

    @property
    def address(self) -> str:
        """安普顿小镇 3-1-502: the estate, then building-stairwell-room (房号)."""
        return f"{self.estate} {self.room}"

    def age_on(self, day: date) -> tuple[int, int]:
        """Completed years on a day as (least, most): a bare birth year leaves two answers."""
        if self.birth_date:
            age = years_between(self.birth_date, day)
            return age, age
        if self.birth_year:
            return day.year - self.birth_year - 1, day.year - self.birth_year
        return 0, 200


MIN_QUERY, MAX_QUERY = 1, 24
FOUND_AT_MOST = 6


def search_key(typed: str) -> str:
    """What was typed, as the search keys are stored: half-width, lower case, no spaces.

    `３－１－５０２`, `3－1－502`, `3栋1单元502` and ` 3-1-502 ` all become `3-1-502`.
    """
    if room := read_room(typed):
        return room.casefold()
    key = unicodedata.normalize("NFKC", HIDDEN.sub("", typed)).casefold()
    key = re.sub(r"[\s·,，。]", "", key)
    key = re.sub(r"[—–−―_/#]", "-", key)
    key = re.sub(r"(?<=\d)(?:栋|幢|号楼|单元)", "-", key)
    return re.sub(r"(?<=\d)室?$", "", key)[:MAX_QUERY].strip("-室")


def check_phone(phone: str) -> str:
    """A mobile number of 11 digits, full-width digits and spaces forgiven (手机号)."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", HIDDEN.sub("", phone)))
    if not re.fullmatch(r"1\d{10}", plain):
        raise Invalid("手机号是 11 位数字，请再看一遍。")
    return plain


MAX_TEXT = 200


def plain_text(typed: str, what: str, *, least: int = 1, most: int = MAX_TEXT) -> str:
    """Text as typed by people: trimmed, one line, no control characters, of a sane length.

    Raises Invalid naming the field (`what`) when it is empty or too long.
    """
    text = re.sub(r"[\r\n\t\u2028\u2029]+", " ", HIDDEN.sub("", typed))
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    text = re.sub(r"^[\s\u200d]+|[\s\u200d]+$", "", unicodedata.normalize("NFC", text))
    if len(text) < least:
        raise Invalid(f"{what}还没填。" if not text else f"{what}至少写 {least} 个字。")
    if len(text) > most:
        raise Invalid(f"{what}最多 {most} 个字，现在是 {len(text)} 个。请写短一点。")
    return text
