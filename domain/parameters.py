"""Local parameters (本地参数): figures and words no law fixes, each with its bounds and its reason."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid
from domain.labels import Labelled


class Topic(Labelled):
    FUND = "fund", "维修资金"
    NOTICE = "notice", "公示"
    MEETING = "meeting", "会议"
    SHED = "shed", "车棚"
    POINTS = "points", "湾郡币"
    ACADEMY = "academy", "学苑"
    SIGN_IN = "sign_in", "登录"
    BACKUP = "backup", "备份"


FEN = "分"  # the unit of the file in which money is kept
SCALED = {FEN: ("元", 100), "基点": ("%", 100)}  # stored in small units, shown in large ones


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `value`, `least` and `most` are whole numbers in `unit`; 0/1 when `yes_no`."""

    code: str
    topic: Topic
    label: str
    value: int
    standard: int
    least: int
    most: int
    unit: str
    basis: str
    yes_no: bool
    changed_at: datetime | None
    changed_by: str | None

    @property
    def scale(self) -> int:
        """How many stored units make one shown unit: 100 fen a yuan, 100 basis points a percent."""
        return SCALED.get(self.unit, ("", 1))[1]

    @property
    def is_money(self) -> bool:
        """Stored in fen, typed in yuan."""
        return self.unit == FEN

    @property
    def shown_unit(self) -> str:
        return SCALED.get(self.unit, (self.unit, 1))[0]

    def say(self, value: int) -> str:
        """A value of this parameter in words: 3000000 fen → "30,000.00 元", 300 → "3.00 %"."""
        if self.yes_no:
            return "是" if value else "否"
        if self.scale == 1:
            return f"{value:,} {self.unit}"
        return f"{value // 100:,}.{value % 100:02d} {self.shown_unit}"

    @property
    def shown(self) -> str:
        return self.say(self.value)


@dataclass(frozen=True, slots=True)
class Change:
    """A changed parameter as filled in, with the reason people will read later."""

    slip: str
    code: str
    value: int
    reason: str


def check_change(change: Change, parameter: Parameter) -> None:
    """Within its bounds, really different, and with a reason."""
    if not change.reason.strip():
        raise Invalid("请写明为什么改，以后查得到。")
    if change.value == parameter.value:
        raise Invalid(f"“{parameter.label}”现在就是 {parameter.shown}，没有改动。")
    if not parameter.least <= change.value <= parameter.most:
        raise Invalid(
            f"“{parameter.label}”要在 {parameter.say(parameter.least)} 到 "
            f"{parameter.say(parameter.most)} 之间。"
        )


@dataclass(frozen=True, slots=True)
class TextParameter:
    """A parameter that is words (文字参数), such as the phone on a notice; it may be empty."""

    code: str
    topic: Topic
    label: str
    value: str
    basis: str
    changed_at: datetime | None
    changed_by: str | None

    @property
    def shown(self) -> str:
        return self.value or "还没填"


@dataclass(frozen=True, slots=True)
class TextChange:
    """Changed words as filled in, with the reason people will read later."""

    slip: str
    code: str
    value: str
    reason: str


# Mobile; landline with or without area code and extension; 400 and 800 numbers; short numbers.
PHONES = (
    r"1[3-9]\d{9}",
    r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?",
    r"[48]00-?\d{3}-?\d{4}",
    r"(0\d{2,3}-?)?1\d{4}",
)


def office_phone(typed: str) -> str:
    """A number to be printed (座机或手机): hyphens kept, full width and spaces forgiven; or ''."""
    plain = re.sub(r"[—–−―－]", "-", unicodedata.normalize("NFKC", typed))
    plain = re.sub(r"[()]", "-", re.sub(r"\s", "", plain)).strip("-")
    if plain and not any(re.fullmatch(shape, plain, re.ASCII) for shape in PHONES):
        raise Invalid("电话要写成 027-87654321、13800001234 或 12345 这样，请再看一遍。")
    return plain


def check_text_change(change: TextChange, parameter: TextParameter) -> str:
    """The words to store: fit to print, really different, and with a reason."""
    if not change.reason.strip():
        raise Invalid("请写明为什么改，以后查得到。")
    value = office_phone(change.value)
    if value == parameter.value:
        raise Invalid(f"“{parameter.label}”现在就是 {parameter.shown}，没有改动。")
    return value
