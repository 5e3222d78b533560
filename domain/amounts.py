"""Amounts and areas as people type them (金额、面积): one reader for every field, list and table.

A comma stands before a group of three digits or nowhere; what could mean two things is refused
with the way to write it. Nothing is rounded and nothing is left out on the way to whole units.
"""

import re
from dataclasses import dataclass

from domain.asking import Asking
from domain.errors import Invalid

MOST_YUAN = 100_000_000_000  # a thousand times what the whole community holds
HOW = "写成 8500.00 或者 8,500.00 这样"
_WIDTH = {at: at - 0xFEE0 for at in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥"}
_MONEY = re.compile(r"(?:人民币|¥|RMB)?(?P<number>[^元圆]*?)(?:元整?|圆整?)?", re.IGNORECASE)
_AREA = re.compile(r"(?P<number>.*?)(?:㎡|m2|m²|平方米|平米|平方)?", re.IGNORECASE)
_PERCENT = re.compile(r"(?P<number>.*?)%?")
_NUMBER = re.compile(r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]{1,2}))?")
_DIGITS = re.compile(r"[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount as it stands in a field (`what`); read when it is sent, so that a "no" is told."""

    what: str
    text: str
    optional: bool = False

    @property
    def fen(self) -> int:
        """Whole fen. Raises Invalid naming the field; an optional one left empty is nothing."""
        if self.optional and not self.text.strip():
            return 0
        return read_fen(self.text, self.what)

    @property
    def known(self) -> int | None:
        """Whole fen while somebody still types: None as long as it cannot be read."""
        try:
            return self.fen
        except Invalid:
            return None


@dataclass(frozen=True, slots=True)
class TypedArea:
    """An area as it stands in a field, in square metres with at most two decimals."""

    what: str
    text: str

    @property
    def centi(self) -> int:
        """Whole hundredths of a square metre. Raises Invalid naming the field."""
        return read_area(self.text, self.what)


def both_fen(first: TypedAmount, second: TypedAmount) -> tuple[int, int]:
    """Whole fen of the two amounts of one form. Raises Invalid naming each that cannot be read."""
    asking = Asking()
    read = asking.ask(lambda: first.fen), asking.ask(lambda: second.fen)
    asking.done()
    return read


def typed_count(count: int | None, what: str) -> int:
    """A whole number of a field that starts empty. Raises Invalid while it is."""
    if count is None:
        raise Invalid(f"{what}还没填。没有就写 0。")
    return count


def typed_counts(**counts: int | None) -> list[int]:
    """The whole numbers of one form by their labels. Raises Invalid naming every empty one."""
    asking = Asking()
    read = [asking.ask(typed_count, count, what) for what, count in counts.items()]
    asking.done()
    return read


def read_fen(typed: str, what: str = "金额") -> int:
    """`8,500.00`, `８５００`, `￥8500元` → 850000. Raises Invalid saying what to write.

    Full-width digits and marks, ￥ and 元 are read everywhere alike.
    """
    return _hundredths(typed, what, _MONEY, "元", "分")


def read_area(typed: str, what: str = "面积") -> int:
    """`1,089.52`, `１１８．３６`, `89.52㎡` → 0.01 m². Raises Invalid saying what to write."""
    return _hundredths(typed, what, _AREA, "平方米", "0.01 平方米")


def read_percent(typed: str, what: str = "比例") -> int:
    """`3.5`, `３．５％` → 350 basis points (基点). Raises Invalid saying what to write."""
    return _hundredths(typed, what, _PERCENT, "%", "0.01%")


def yuan_typed(fen: int) -> str:
    """850000 → "8,500.00", as it stands in a field before anybody typed."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def _hundredths(typed: str, what: str, shape: re.Pattern[str], unit: str, least: str) -> int:
    plain = _half_width(typed)
    if not plain:
        raise Invalid(f"{what}还没填。{HOW}。")
    match = shape.fullmatch(plain)
    number = match["number"].strip() if match else plain
    shown = typed.strip()[:30]
    if number.startswith(("-", "−", "–", "—", "(")):
        raise Invalid(f"{what}“{shown}”是负数。只写正数，{HOW}。")
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise Invalid(f"{what}“{shown}”{_why(number, unit, least)}")
    whole = int(found["whole"].replace(",", "")) if len(found["whole"]) < 20 else MOST_YUAN
    if whole >= MOST_YUAN:
        raise Invalid(f"{what}“{shown}”太大了，请看看是不是多打了零。")
    return whole * 100 + int((found["part"] or "").ljust(2, "0"))


def _why(number: str, unit: str, least: str) -> str:
    """What is wrong with a number, and how to write it."""
    if not _DIGITS.fullmatch(number):
        return f"看不懂。只写数字，单位是{unit}，{HOW}。"
    whole, _, part = number.partition(".")
    if "," in part or "." in part or not re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+", whole):
        return f"的逗号或点放得不对。千位逗号后面正好三位，小数点只有一个，{HOW}。"
    return f"的小数点后面要有一位或两位，最小到{least}，{HOW}。"


def _half_width(typed: str) -> str:
    """Half-width, without what copying leaves around it; ² and ① stay what they are."""
    text = re.sub("[\u200b\u200e\u200f\u202a-\u202e\ufeff]", "", typed).replace("\u3000", " ")
    return text.translate(_WIDTH).strip()
