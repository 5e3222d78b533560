"""A person's facts put right (更正): name, sex, birth and mobile, with the old value kept and shown."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from domain.asking import Asking
from domain.changes import changes, quoted
from domain.errors import Invalid
from domain.labels import Labelled
from domain.privacy import masked_phone
from domain.registry import check_phone, plain_text
from domain.registry_book.homes import MOST_NAME, read_number
from domain.registry_book.sales import NOBODY

OLDEST = 120  # years
MOST_WHY = 100
_BIRTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|年?)")


class Sex(Labelled):
    F = "f", "女"
    M = "m", "男"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Of a birth at least the year; the day where it is known. What nobody knows is empty."""

    name: str
    sex: Sex | None
    birth_year: int | None
    birth_date: date | None
    phone: str

    @property
    def birth(self) -> str:
        """1970-05-01, or 1970 where only the year is known, as it is typed."""
        return str(self.birth_date or self.birth_year or "")


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What stood on the form, what is to be, and why. The audit log keeps none of the facts: the
    registry keeps what was beside what is (`registry_changes`)."""

    slip: str
    resident_id: int
    reason: str
    was: PersonFacts = field(repr=False)
    now: PersonFacts = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value that was corrected: what stood there, what stands there, who, when, why."""

    on: date
    field: str
    before: str
    after: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What is on file of somebody, and what was corrected, the latest first."""

    facts: PersonFacts
    changes: list[ChangeLine]


WORDS = {
    "name": ("姓名", quoted),
    "sex": ("性别", lambda sex: Sex(sex).label if sex else "没登记"),
    "birth_year": ("出生年", lambda year: f"{year}" if year else "没登记"),
    "birth_date": ("生日", lambda day: f"{day}" if day else "没登记"),
    "phone": ("手机", lambda phone: masked_phone(phone) if phone else "没登记"),
}


def read_birth(typed: str, today: date) -> tuple[int | None, date | None]:
    """1970, 1970-5-1, 1970年5月1日; nothing for nobody knows. Raises Invalid."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if not plain:
        return None, None
    found = _BIRTH.fullmatch(plain)
    if found is None:
        raise Invalid("出生日期写成 1970-05-01，只知道哪年就写 1970。")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        born = date(year or 0, month, day) if month and day else None
    except ValueError as refusal:
        raise Invalid(f"没有 {typed.strip()} 这一天，请再看一遍。") from refusal
    if not today.year - OLDEST <= (year or 0) <= today.year or (born and born > today):
        raise Invalid(f"出生日期要在 {today.year - OLDEST} 年以后、今天以前。")
    return year, born


def read_facts(
    name: str, sex: Sex | None, birth: str, phone: str, today: date, *, kept: str = ""
) -> PersonFacts:
    """What was typed, as it is kept; no number typed keeps the one there is (`kept`).

    Raises Invalid with everything that is wrong.
    """
    asking = Asking()
    said = asking.ask(plain_text, name, "姓名", most=MOST_NAME)
    asking.must(said not in NOBODY, f"“{said}”不是姓名。")
    born = asking.ask(read_birth, birth, today)
    if phone.strip():
        asking.ask(read_number, phone)
        kept = asking.ask(check_phone, phone)
    asking.done()
    return PersonFacts(said, sex, *born, kept)


def check_change(paper: PersonChange, stored: PersonFacts) -> tuple[list[str], str]:
    """Which facts change, and why as it is kept.

    Raises WrongState where nothing differs or somebody else changed it since, Invalid without a
    reason.
    """
    why = plain_text(paper.reason, "为什么改", least=2, most=MOST_WHY)
    changes("这位居民的资料", paper.was, paper.now, stored, WORDS)
    return [name for name in WORDS if getattr(paper.was, name) != getattr(paper.now, name)], why
