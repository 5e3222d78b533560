"""What is never read from a list (不读的列): full IDs, bank cards, illness, and other people's secrets.

Of an identity number only the last four places and the day of birth are taken while the file is
read (个人信息保护法 6、28); nothing keeps the rest, not even the rows as they came.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.columns import plain_cell
from domain.errors import Invalid
from domain.sheets import SheetRow

ID = "身份证号"
ID_HEADING = re.compile(r"(?:公民)?身份(?:证)?(?:号码?|证号码?)?|证件号码?|身份证件号码?")
REFUSED = (
    (re.compile(r"银行卡|银行账[号户]|卡号"), "银行卡号"),
    (re.compile(r"疾病|病[史情种]|健康|残疾|精神障碍|失能"), "病和残疾"),
    (re.compile(r"低保证?号|救助证号"), "低保证号"),
    (re.compile(r"孕|妊娠"), "怀孕"),
    (re.compile(r"宗教"), "宗教信仰"),
)
_ID = re.compile(r"[0-9]{17}[0-9Xx]")
_OLD_ID = re.compile(r"[0-9]{15}")
_LONG = re.compile(r"(?<![0-9A-Za-z.])[0-9]{15,19}[Xx]?(?![0-9A-Za-z])")
_TAIL = re.compile(r"[0-9]{3}[0-9Xx]")
_KEPT = re.compile(r"(?:尾号(?P<tail>[0-9]{3}[0-9X]))?[，,]?(?:(?P<birth>\d{4}-\d\d-\d\d)出生)?")
_WEIGHTS, _CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of an identity number: its last four places, and the day of birth in it."""

    tail: str = ""
    birth: date | None = None

    @property
    def text(self) -> str:
        """As it stands in a row from then on."""
        parts = [f"尾号{self.tail}"] if self.tail else []
        return "，".join([*parts, f"{self.birth.isoformat()}出生"] if self.birth else parts)


def taken_from(number: str) -> Identity:
    """The tail and the day of birth of a full number (身份证号), and nothing else of it.

    A number that lost its last places in a spreadsheet fails its check letter (GB 11643): its tail
    is dropped, its day of birth still reads. One repeated digit is a filler and tells nothing.
    """
    plain = plain_cell(number).replace(" ", "").upper()
    if len(set(plain)) <= 1:
        return Identity()
    if _ID.fullmatch(plain):
        right = _CHECK[sum(int(d) * w for d, w in zip(plain, _WEIGHTS)) % 11] == plain[17]
        return Identity(plain[-4:] if right else "", _born(plain[6:14]))
    return Identity(birth=_born(f"19{plain[6:12]}")) if _OLD_ID.fullmatch(plain) else Identity()


def read_tail(typed: str) -> Identity:
    """The last four places as a list gives them, alone or as they were taken from a number."""
    plain = typed.replace(" ", "").upper()
    if _TAIL.fullmatch(plain):
        return Identity(plain)
    kept = _KEPT.fullmatch(plain)
    if kept and plain:
        return Identity(kept["tail"] or "", date.fromisoformat(kept["birth"]) if kept["birth"] else None)  # fmt: skip
    raise Invalid(f"身份证后四位“{typed[:12]}”看不懂。只写最后四位，例如 1231、123X。")


def what_is_refused(heading: str) -> str:
    """Why a column with this heading is never read; empty when it may be."""
    if ID_HEADING.fullmatch(heading):
        return ID
    return next((word for shape, word in REFUSED if shape.search(heading)), "")


def without_secrets(
    rows: Sequence[SheetRow], refused: Callable[[SheetRow], tuple[Mapping[int, str], int]]
) -> list[SheetRow]:
    """The rows from which nothing that is refused can be learnt any more.

    `refused` tells the columns of the row's sheet that are not read, by their reason, and the row
    of its headings. Of a full ID the tail and the birth stay; long numbers go wherever they stand.
    """
    found = []
    for row in rows:
        columns, headings = refused(row)
        if row.number <= headings:
            found.append(row)
            continue
        cells = [
            cell if len(cell) < 15 and at not in columns else _spared(cell, columns.get(at, ""))
            for at, cell in enumerate(row.cells)
        ]
        found.append(replace(row, cells=tuple(cells)))
    return found


def _spared(cell: str, why: str) -> str:
    if why == ID:
        plain = plain_cell(cell)
        return cell if _KEPT.fullmatch(plain) or _TAIL.fullmatch(plain) else taken_from(cell).text
    if why:
        return ""
    return _LONG.sub(lambda number: taken_from(number[0]).text or "长号码没有读", cell)


def _born(digits: str) -> date | None:
    try:
        born = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None
    return born if 1900 <= born.year <= 2200 else None
