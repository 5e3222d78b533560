"""Local parameters (本地参数): figures no law fixes, each with its bounds and its reason."""

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


SCALED = {"分": ("元", 100), "基点": ("%", 100)}  # stored in small units, shown in large ones


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
