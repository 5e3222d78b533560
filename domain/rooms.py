"""Rooms as people write them (房号): one reader for lists, tables, search and masking.

`３－１－５０２`, `3栋1单元502室`, `三号楼一单元502`, `03-01-0502` are all `3-1-502`; `5-1栋2单元302` is
`5-1-2-302`. Separators are never dropped: 1-1-1101 and 11-1-101 stay two rooms. What leaves the
stairwell open is not read; where a building has one stairwell only, it is not open (`Rooms`).
"""

import re
import unicodedata
from collections.abc import Iterable

from domain.errors import Invalid
from domain.pasted import pasted_lines

HIDDEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
HOW = "写成 3-1-502 这样：几栋、几单元、几号"
_NUMERALS = "〇零一二三四五六七八九十"
_SPOKEN = re.compile(rf"([{_NUMERALS}]{{1,4}})(?=栋|幢|座|号楼|单元|门|梯|#)")
_GAP = re.compile(r"\s+(?![0-9A-Za-z])|(?<![0-9A-Za-z])\s+")  # 101 8 is never 1018
_MARK = r"[-—–−―－‐‑~_/\\.、,，·]"
_ROOM = re.compile(
    rf"""(?:(?P<plate>[A-Z]?[0-9]{{1,3}}-[0-9]{{1,2}})(?:栋|幢|座|号楼){_MARK}*
         |(?P<building>[A-Z]?[0-9]{{1,3}}|[A-Z])(?:(?:栋|幢|座|号楼|\#楼?){_MARK}*|{_MARK}+))
         (?P<stairwell>[0-9]{{1,2}})(?:(?:单元|门|梯|\#){_MARK}*|{_MARK}+)
         (?P<room>[0-9]{{1,5}}[A-Z]?)(?:室|号|号房|房)?{_MARK}*""",
    re.VERBOSE | re.IGNORECASE,
)
_ZEROS = r"(?<![0-9])0+(?=[0-9])"
_BUILDING = re.compile(
    r"(?P<label>[A-Z]?[0-9]{1,3}(?:-[0-9]{1,2})?|[A-Z])(?:栋|幢|座|号楼|#楼?)?", re.IGNORECASE
)
_STAIRWELL = re.compile(r"(?P<number>[0-9]{1,2})(?:单元|门|梯|#)?")
_SHORT = re.compile(
    r"(?P<building>[A-Z]?[0-9]{1,3}|[A-Z])(?:栋|幢|座|号楼|#楼?)(?P<room>[0-9]{3,5}[A-Z]?)(?:室|号|号房|房)?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


def read_room(typed: str) -> str | None:
    """The room a text is, as the register writes it (3-1-502), or None when it is not plainly one.

    A remark in brackets behind it (`3-1-502（出租）`) is no part of the room.
    """
    found = _ROOM.fullmatch(_plain(typed))
    if found is None:
        return None
    parts = (found["plate"] or found["building"], found["stairwell"], found["room"])
    return "-".join(re.sub(_ZEROS, "", part.upper()) for part in parts)


def read_building(typed: str) -> str | None:
    """A building by its plate: `3栋`, `三号楼`, `03`, `A栋`, `5-1幢` → 3, 3, 3, A, 5-1; or None."""
    found = _BUILDING.fullmatch(_plain(typed))
    return re.sub(_ZEROS, "", found["label"].upper()) if found else None


def read_stairwell(typed: str) -> str | None:
    """A stairwell: `1单元`, `二门`, `02` → 1, 2, 2; 0 is the row of shops; or None."""
    found = _STAIRWELL.fullmatch(_plain(typed))
    return str(int(found["number"])) if found else None


class Rooms:
    """The rooms of an estate (小区), against which a list's rooms are read.

    `names` are those of the estate: before a room they say nothing new.
    """

    def __init__(self, codes: Iterable[str], names: Iterable[str] = ()) -> None:
        self.codes = {code.upper(): code for code in codes}
        self._names = sorted((_plain(name) for name in names if name), key=len, reverse=True)
        self._stairwells: dict[str, set[str]] = {}
        for code in self.codes:
            building, stairwell, _ = ("--" + code).rsplit("-", 2)
            self._stairwells.setdefault(building.lstrip("-"), set()).add(stairwell)

    def read(self, typed: str) -> str:
        """The room as the register writes it, there or not. Raises Invalid with what is to be asked."""
        text = _plain(typed)
        for name in self._names:
            if text.startswith(name) and len(text) > len(name):
                text = text.removeprefix(name)
                break
        if known := self.codes.get(text.upper()):
            return known
        if room := read_room(text):
            return self.codes.get(room, room)
        short = _SHORT.fullmatch(text)
        if short is None:
            raise Invalid(f"“{typed[:30]}”不是一个房号，{HOW}。")
        building = short["building"].upper().lstrip("0")
        stairwells = self._stairwells.get(building, set()) - {"0"}
        if len(stairwells) != 1:
            raise Invalid(f"“{typed[:30]}”没写几单元，{HOW}。")
        room = f"{building}-{min(stairwells)}-{short['room'].upper().lstrip('0')}"
        return self.codes.get(room, room)


def read_rooms(text: str) -> tuple[str, ...]:
    """A pasted list of rooms, one a line. Raises Invalid naming every line that cannot be read."""
    found: dict[str, int] = {}
    wrong: list[str] = []
    for number, line in pasted_lines(text):
        room = read_room(line)
        if room is None:
            wrong.append(f"第 {number} 行“{line[:30]}”不是一个房号，{HOW}。")
        elif room in found:
            wrong.append(f"第 {number} 行的 {room} 在第 {found[room]} 行已经写过了，只留一行。")
        else:
            found[room] = number
    refuse_lines(wrong)
    return tuple(found)


def _plain(typed: str) -> str:
    """Half-width, without gaps and a remark behind; numbers said in words are digits."""
    text = unicodedata.normalize("NFKC", HIDDEN.sub("", typed))
    text = _REMARK.sub("", _GAP.sub("", text.strip()))
    return _SPOKEN.sub(lambda spoken: str(_number(spoken[1])), text)


def refuse_lines(wrong: list[str]) -> None:
    """Raise Invalid naming the lines, all at once; beyond five they are counted."""
    if wrong:
        more = f"另外还有 {len(wrong) - 5} 行不对。" if len(wrong) > 5 else ""
        raise Invalid("".join(wrong[:5]) + more)


def _number(spoken: str) -> int:
    """十二 → 12, 二十 → 20, 三 → 3; a row of single numerals is read one by one (一〇 → 10)."""
    digits = {sign: at - 1 if at else 0 for at, sign in enumerate(_NUMERALS[:-1])}
    tens, ten, ones = spoken.partition("十")
    if not ten:
        return int("".join(str(digits[sign]) for sign in spoken))
    left = digits.get(tens, 1)
    return left * 10 + digits.get(ones, 0)
