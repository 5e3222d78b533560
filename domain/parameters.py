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
    def shown(self) -> str:
        if self.yes_no:
            return "是" if self.value else "否"
        return f"{self.value:,} {self.unit}"


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
            f"“{parameter.label}”要在 {parameter.least:,} 到 {parameter.most:,} "
            f"{parameter.unit}之间。"
        )
