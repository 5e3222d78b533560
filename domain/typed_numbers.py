"""Numbers in free text (电话、房号、证件号): found however they are written, and masked for the wall.

Rules: docs/rules.md, 脱敏. Days, sums, times and counts stay as they are; in doubt it is masked.
"""

import re
import unicodedata

from domain.privacy import masked_phone
from domain.rooms import HIDDEN

_FLAT = str.maketrans("－＋＃／．～", "-+#/.~", "\ufe0f\u20e3")  # keycap digits are digits
_CN = "〇零一二两三四五六七八九十百"
_N = rf"(?:[0-9]{{1,3}}|[{_CN}]{{1,4}})"
_DASH = r"[-—–−―‐‑~_/#]"
_BUILDING = rf"(?<![0-9A-Za-z])(?:[A-Z]?{_N}|[A-Z])\s*(?:栋|幢|座|号楼|\#楼?)"
_JOIN = r"[\s\-—–−―‐‑~_/\\.、,，·的第]*"
_UNITS = r"年|月|日|天|点|时|分|小时|元|枚|人|次|位|个|户|度|级|平|㎡|%|号(?:开|上|下|前|后|到|至)|公里|米"
_NOT_COUNTED = rf"(?![0-9{_CN}]*\s*(?:{_UNITS}))"
_ROOM = rf"(?:[0-9]{{2,5}}[A-Z]?|[{_CN}]{{2,6}})"
_FLAT_NUMBER = rf"(?:{_ROOM}\s*(?:室|号房|房)|[0-9]{{3,5}}户|{_ROOM}{_NOT_COUNTED}\s*号?)"
_STAIRS = rf"{_JOIN}{_N}\s*(?:单元|门洞|门|梯|\#)"

_KEPT = re.compile(  # days, spans of years, sums, counted things, numbers of projects
    r"(?<![0-9\-])20\d\d\s*[-/.]\s*(?:0?[1-9]|1[0-2])\s*[-/.]\s*(?:0?[1-9]|[12]\d|3[01])(?![0-9])"
    r"|(?<![0-9])20\d\d\s*[-—–~至]\s*20\d\d(?![0-9])"
    r"|(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!,?[0-9])"
    r"|(?<![0-9,.\-])[0-9]{1,9}(?:\.[0-9]{1,2})?\s*(?=元|万|枚|人次|平方|㎡)"
    r"|(?<![0-9A-Za-z])[A-Z]{2}-20\d\d-[0-9]{2,4}(?![0-9])"
)
_BEHIND_BUILDING = re.compile(
    rf"(?P<building>{_BUILDING})(?:(?:{_STAIRS})?{_JOIN}(?P<flat>{_FLAT_NUMBER})|{_STAIRS})",
    re.IGNORECASE,
)
_STAIRWELL = re.compile(rf"(?<![0-9]){_N}\s*(?:单元|门洞){_JOIN}{_FLAT_NUMBER}", re.IGNORECASE)
_DASHED = re.compile(
    rf"(?<![0-9A-Za-z])[A-Z]?[0-9]{{1,3}}\s*{_DASH}\s*[0-9]{{1,2}}\s*{_DASH}\s*[0-9]{{3,5}}[A-Z]?"
    r"(?![0-9])(?:\s*室)?", re.IGNORECASE,
)  # fmt: skip
_TWO_PARTS = re.compile(  # 3-502, whose last two digits are those of a door
    rf"(?<![0-9A-Za-z\-])[0-9]{{1,2}}\s*{_DASH}\s*[0-9]{{1,2}}(?:0[1-9]|1[0-2])(?![0-9\-])"
    rf"(?!\s*(?:{_UNITS}))(?:\s*室)?"
)
_ALONE = re.compile(rf"(?<![0-9.]){_ROOM}\s*(?:室|号房(?!间)|房间)")
_LONG = re.compile(  # a phone, an identity card, a bank card, with what people put between digits
    r"(?:\+\s*|[(（]\s*)?(?<![0-9A-Za-z])[0-9](?:[\s\-—–−―‐‑·._()（）/]{0,3}[0-9]){6,24}[Xx]?"
)
_SPOKEN = re.compile(r"(?:[〇零一二三四五六七八九幺][\s\-—–·]*){7,}")
_PLATE = re.compile(
    r"([京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z])\s*[·.\-]?\s*"
    r"(?=[A-Z]{0,5}[0-9])[A-Z0-9]{5,6}(?![A-Z0-9])", re.IGNORECASE,
)  # fmt: skip


def without_numbers(typed: str, *, stairwells: bool = False) -> str:
    """Free text without a readable phone, flat, identity card, bank card or plate.

    Of a flat the building stays (3栋), of a mobile 138****1234, of a landline its last two digits.
    With `stairwells` a stairwell by itself stays too: the scope of a repair (1栋1单元电梯).
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\ue000{chr(0xE100 + len(kept))}"

    text = _KEPT.sub(keep, _flat(typed))
    text = _PLATE.sub(r"\1***", text)
    text = _DASHED.sub("***", text)
    text = _BEHIND_BUILDING.sub(
        lambda found: found["building"] if found["flat"] or not stairwells else keep(found), text
    )
    text = _STAIRWELL.sub("***", text)
    text = _LONG.sub(_masked, text)
    text = _SPOKEN.sub("***", text)
    text = _ALONE.sub("***", _TWO_PARTS.sub("***", text))
    return re.sub("\ue000(.)", lambda found: kept[ord(found[1]) - 0xE101], text)


def _flat(typed: str) -> str:
    """Digits and letters of every width as plain ones; nothing unseen between them."""
    plain = HIDDEN.sub("", re.sub("[\ue000-\uf8ff]", "", typed)).translate(_FLAT)
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal()
        else unicodedata.normalize("NFKC", c) if "Ａ" <= c <= "ｚ" else c
        for c in plain
    )  # fmt: skip


def _masked(found: re.Match[str]) -> str:
    written = found.group()
    digits = re.sub(r"[^0-9]", "", written)
    mobile = re.fullmatch(r"(?:0{0,2}86)?0?(1[3-9][0-9]{9})", digits)
    if mobile:
        return masked_phone(mobile[1])
    return masked_phone(written.strip()) if len(digits) <= 12 else "***"
